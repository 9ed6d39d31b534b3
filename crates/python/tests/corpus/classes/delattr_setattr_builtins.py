# getattr, setattr, hasattr and delattr on objects, classes and built-ins.
class A:
    x = 1

a = A()
setattr(a, "y", 2)
setattr(a, "with space", 3)
print(getattr(a, "y"), getattr(a, "with space"), getattr(a, "x"), getattr(a, "zz", None))
delattr(a, "y")
print(hasattr(a, "y"), hasattr(A, "x"), vars(a))
for bad in (
    lambda: setattr(3, "x", 1),
    lambda: setattr("s", "x", 1),
    lambda: setattr(int, "x", 1),
    lambda: setattr(a, 1, 1),
    lambda: delattr(a, "nope"),
    lambda: getattr(3, "nope"),
    lambda: getattr([], "nope"),
    lambda: getattr(None, "nope"),
    lambda: getattr(A, "nope"),
    lambda: setattr(None, "x", 1),
    lambda: setattr(object(), "x", 1),
    lambda: hasattr(a, 5),
    lambda: setattr([].append, "x", 1),
):
    try:
        print(bad())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
setattr(A, "z", property(lambda self: "prop"))
print(a.z)
delattr(A, "x")
print(hasattr(a, "x"))
