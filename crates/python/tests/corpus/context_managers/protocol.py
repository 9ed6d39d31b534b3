# __enter__ and __exit__: arguments, order, suppression.
class CM:
    def __init__(self, name, suppress=False, value=None):
        self.name, self.suppress, self.value = name, suppress, value
    def __enter__(self):
        print("enter", self.name)
        return self.value or self
    def __exit__(self, kind, error, tb):
        print("exit", self.name, kind and kind.__name__, error, tb is not None)
        return self.suppress

with CM("plain") as c:
    print(c.name)
with CM("a") as a, CM("b", value="B") as b:
    print(a.name, b)
with (CM("p") as p, CM("q")):
    print("parenthesized")
with CM("suppressing", suppress=True):
    raise ValueError("gone")
    print("never")
try:
    with CM("outer"), CM("inner"):
        raise KeyError("through")
except KeyError as e:
    print("caught", e)
with CM("outer", suppress=True), CM("inner"):
    raise KeyError("stopped by outer")
with CM("value", value=(1, [2, 3])) as (x, [y, z]):
    print(x, y, z)
class T: pass
t, d = T(), {}
with CM("attr", value=5) as t.x, CM("item", value=6) as d["k"]:
    pass
print(t.x, d)
