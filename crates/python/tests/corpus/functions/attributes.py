# What a function object carries.
def documented(a, b: int = 3, *args, c, d=4, **kw) -> str:
    """First line.

    More.
    """
    return "x"

print(documented.__name__, documented.__qualname__, documented.__module__)
print(documented.__doc__.splitlines()[0])
print(documented.__defaults__, documented.__kwdefaults__)
print(documented.__annotations__["b"].__name__, documented.__annotations__["return"].__name__)
documented.tag = "mine"
print(documented.tag, documented.__dict__)
print(hasattr(documented, "missing"))
try:
    documented.missing
except AttributeError as e:
    print(e)
documented.__name__ = "renamed"
print(documented.__name__)
print((lambda: 0).__name__)
print(callable(documented), callable(3))

class A:
    def method(self):
        def inner(): pass
        return inner

print(A.method.__qualname__, A().method().__qualname__)
print(A().method.__name__)
