class A:
    def __init__(self):
        self._t = 1

    @property
    def t(self):
        """the t"""
        return self._t

    @t.setter
    def t(self, v):
        self._t = v

    @t.deleter
    def t(self):
        print("deleted")

    @classmethod
    def cm(cls):
        return cls.__name__

    @staticmethod
    def sm(x=3):
        return x


class B(A):
    @property
    def t(self):
        return super().t * 100

    @classmethod
    def cm(cls):
        return "B" + super().cm()


a = A()
a.t = 5
print(a.t, A.t.__doc__, A.cm(), A.sm(), a.cm(), B().t, B.cm(), B().sm(9))
del a.t
print(A.__dict__["t"].__get__(a), A.__dict__["cm"].__get__(None, A)(), A.__dict__["sm"].__get__(None, A)(), hasattr(A.__dict__["t"], "__set__"))
print(list.__hash__, dict.__hash__, A.t.fget(a))


class Validated:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner):
        return getattr(obj, self.name, None)

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError(f"{self.name} must be >= 0")
        setattr(obj, self.name, value)


class Account:
    balance = Validated()

    def __init__(self, b):
        self.balance = b


acc = Account(5)
acc.balance -= 3
print(acc.balance, vars(acc))
try:
    acc.balance -= 3
except ValueError as e:
    print(e)


class NonData:
    def __get__(self, obj, owner):
        return "from descriptor"


class Uses:
    x = NonData()


u = Uses()
print(u.x)
u.x = 1
print(u.x, Uses.x)



class Multi:
    def __init__(self, *args, **kwargs):
        for k, v in kwargs.items():
            setattr(self, k, v)

    def __repr__(self):
        return f"<{type(self).__name__}: {', '.join(f'{k}={v}' for k, v in sorted(self.__dict__.items()))}>"

    def __getattribute__(self, name):
        if name == "magic":
            return "abracadabra"
        return super().__getattribute__(name)


m = Multi(a=1, b="x")
print(m, m.magic, m.a)
try:
    m.zz
except AttributeError as e:
    print(e)


class Memo:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)


@Memo
def plus(a, b):
    return a + b


print(plus(1, 2), plus(3, 4), plus.calls)


class Registry(dict):
    def register(self, name):
        def deco(f):
            self[name] = f
            return f

        return deco


reg = Registry()


@reg.register("x")
def handler():
    return "handled"


print(reg["x"](), list(reg))


class Mixin:
    def save(self, **kw):
        print("mixin save", kw)
        return super().save(**kw)


class Model:
    def save(self, force=False):
        print("model save", force)
        return "saved"


class Thing(Mixin, Model):
    pass


print(Thing().save(force=True), [c.__name__ for c in Thing.__mro__])
