# Subscribing a class goes to __class_getitem__.
class Typed:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item if isinstance(item, str) else item.__name__}]"

class Sub(Typed): pass
print(Typed["x"], Sub[int])
print(list[int], dict[str, int], tuple[int, ...], list[list[str]])
def f(x: list[int], y: dict[str, "Later"]) -> tuple[int, ...]: return x
print(f([1], {}))
try:
    int[str]
except TypeError as e:
    print(e)
print(int | None, int | str | None)
