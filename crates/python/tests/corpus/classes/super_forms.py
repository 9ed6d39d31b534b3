# super with arguments, in class methods, in closures, for attributes.
class A:
    x = "A.x"
    def f(self): return "A.f"
    @classmethod
    def make(cls): return f"A.make {cls.__name__}"
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"

class B(A):
    x = "B.x"
    def f(self):
        return "B.f " + super().f() + " " + super(B, self).f()
    @classmethod
    def make(cls): return "B.make " + super().make()
    def statics(self): return super().s()
    @property
    def p(self): return "B.p " + super().p
    def attribute(self): return super().x
    def in_closure(self):
        def inner():
            return super(B, self).f()
        return inner()
    def in_lambda(self):
        return (lambda: super().__class__ if False else __class__.__name__)()
    def missing(self): return super().nope

b = B()
print(b.f(), B.make(), b.statics(), b.p, b.attribute(), b.in_closure(), b.in_lambda())
try:
    b.missing()
except AttributeError as e:
    print(e)
class C(B):
    def f(self):
        method = super().f
        return "C " + method()
print(C().f(), C.make())
def outside():
    super()
try:
    outside()
except RuntimeError as e:
    print(e)
try:
    super(B, 3).f
except TypeError as e:
    print(e)
