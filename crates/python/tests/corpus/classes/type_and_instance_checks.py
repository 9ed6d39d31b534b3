# isinstance, issubclass, type() and their errors.
class A: pass
class B(A): pass

b = B()
print(isinstance(b, A), isinstance(b, (int, A)), isinstance(b, int), type(b) == A)
print(isinstance(True, int), isinstance(1, bool), issubclass(bool, int), issubclass(int, object))
print(isinstance(1, int | str), isinstance("s", int | str), isinstance(None, int | None))
print(isinstance(b, (int, (str, (A,)))))
print(type(1).__name__, type("").__name__, type(None).__name__, type(type).__name__, type(print).__name__)
print(type(lambda: 0).__name__, type(b.__init__).__name__, type(x for x in []).__name__)
for bad in (lambda: issubclass(1, int), lambda: isinstance(1, "int"), lambda: issubclass(int, 1), lambda: isinstance(1, (int, 2)) or isinstance("a", (int, 2))):
    try:
        print(bad())
    except TypeError as e:
        print(e)
b.__class__ = A
print(type(b).__name__)
print(int.__name__, int.__mro__, bool.__bases__)
print(type(3), type("s"), A, [int, str, type(None)])
