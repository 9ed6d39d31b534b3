# Members, lookups, iteration, identity, errors.
from enum import Enum, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self): return f"{self.name.lower()}={self.value}"
    @classmethod
    def default(cls): return cls.GREEN
    @property
    def hex(self): return f"#{self.value:06x}"
print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["GREEN"], Color.CRIMSON, Color.CRIMSON is Color.RED)
print(list(Color), len(Color), Color.RED in Color, [c.describe() for c in Color], Color.default(), Color.RED.hex, list(Color.__members__), Color.RED == 1, Color.RED == Color.RED, Color.RED != Color.GREEN, isinstance(Color.RED, Color), type(Color.RED).__name__)
print({Color.RED: "r"}[Color(1)], f"{Color.RED}", f"{Color.RED!r}", "%s" % Color.RED, str(Color.GREEN), bool(Color.RED), Color.RED is Color["RED"], Color)
for bad in (lambda: Color(3), lambda: Color["X"], lambda: Color.BLUE, lambda: setattr(Color, "RED", 5), lambda: Color.RED < Color.GREEN, lambda: setattr(Color.RED, "value", 5), lambda: Color(), lambda: Color.RED + 1):
    try:
        print(bad())
    except (ValueError, KeyError, AttributeError, TypeError) as e:
        print(type(e).__name__, e)
class Shape(Enum):
    A = auto()
    B = auto()
    C = "c"
print(list(Shape), Shape.A.value)
try:
    @unique
    class U(Enum):
        X = 1
        Y = 1
except ValueError as e:
    print(e)
try:
    class Sub(Color): pass
except TypeError as e:
    print(e)
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.CAT.value, Enum("N", {"a": 5}).a, Enum("L", ["x", "y"]).y.value)
