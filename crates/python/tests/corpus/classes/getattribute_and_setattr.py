# __getattribute__, __setattr__ and __delattr__ take every access.
class Traced:
    def __getattribute__(self, name):
        if not name.startswith("__"):
            print("get", name)
        return object.__getattribute__(self, name)
    def __setattr__(self, name, value):
        print("set", name, value)
        super().__setattr__(name, value)
    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)
    def method(self):
        return self.x

t = Traced()
t.x = 1
print(t.method())
t.x += 5
del t.x
print(hasattr(t, "x"))
setattr(t, "y", 2)
print(getattr(t, "y"), t.__dict__)

class Frozen:
    def __init__(self, **kw):
        self.__dict__.update(kw)
    def __setattr__(self, name, value):
        raise AttributeError(f"cannot assign to {name!r}")

f = Frozen(a=1)
try:
    f.a = 2
except AttributeError as e:
    print(e, f.a)

class Both:
    def __getattribute__(self, name):
        raise AttributeError("never")
    def __getattr__(self, name):
        return "but " + name

print(Both().x)
