# __getattr__ runs only when the usual lookup fails.
class Lazy:
    known = "class"
    def __init__(self):
        self.here = "instance"
    def __getattr__(self, name):
        print("getattr", name)
        if name.startswith("auto_"):
            value = name[5:].upper()
            setattr(self, name, value)
            return value
        raise AttributeError(f"no {name}")

x = Lazy()
print(x.here, x.known, x.auto_one, x.auto_one)
print(hasattr(x, "nope"), getattr(x, "nope", "default"))
try:
    x.other
except AttributeError as e:
    print(e)

class Proxy:
    def __init__(self, target):
        self._target = target
    def __getattr__(self, name):
        return getattr(self._target, name)

p = Proxy([3, 1, 2])
p.sort()
p.append(9)
print(p._target, p.index(9))
try:
    p.nothing
except AttributeError as e:
    print(e)
try:
    len(p)
except TypeError as e:
    print(e)

class Broken:
    @property
    def value(self):
        return self.missing
    def __getattr__(self, name):
        return f"fallback {name}"

print(Broken().value)
