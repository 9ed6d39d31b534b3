# Class bodies are no enclosing scope for their methods.
x = "global"

class A:
    x = "class"
    y = [x]
    def method(self):
        return x
    def via_self(self):
        return self.x
    z = [i for i in range(3)]
    first = [j for j in z]
    def make():
        return 5
    made = make()

print(A().method(), A().via_self(), A.y, A.z, A.first, A.made)

def outer():
    x = "outer"
    class B:
        seen = x
        def method(self):
            return x
    class C:
        x = "own"
        seen = x
        def method(self):
            return x
    x = "changed"
    return B.seen, B().method(), C.seen, C().method()

print(outer())

try:
    class D:
        n = 3
        bad = [n for _ in range(2)]
except NameError as e:
    print(e)

class E:
    x = x + "!"

print(E.x, x)
