# Flags that are combined, what enumerations refuse, and their mixed-in types.
from enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto, unique, KEEP
class Bits(IntFlag):
    A = 1
    B = 2
print(Bits.A | Bits.B, repr(Bits.A | Bits.B), repr(Bits.A | 8), repr(~Bits.A), repr(Bits.A & 1), repr(Bits.A ^ Bits.B), repr(8 | Bits.A), repr(Bits(0)), repr(Bits(16)), Bits.A in Bits(3), list(Bits(3)), list(Bits(11)), repr(Bits.A + 1), Bits(3).name, Bits(3).value, Bits(11).name, Bits(8).name)
class Perm(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
for f in (lambda: Perm.R | 1, lambda: Perm.R & "a", lambda: Perm(64), lambda: Perm("x"), lambda: 1 | Perm.R, lambda: 1 in Perm.R, lambda: Bits("x"), lambda: Perm.R < Perm.W, lambda: Perm.R + 1):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
print(repr(~Perm.R), repr(~Perm(0)), repr(Perm.RW ^ Perm.X), repr(Perm.RW & Perm.X), repr(Perm(0)), str(Perm(0)), str(Perm.R|Perm.X), Perm.RW.name, (Perm.R|Perm.X).name, Perm(0).name, f"{Perm.R}", f"{Perm.R|Perm.X}", bool(Perm.R & Perm.W), Perm['R'], Perm.R.value, hash(Perm.R|Perm.X) == hash(Perm(5)), Perm(5) is (Perm.R|Perm.X), Perm(5) == (Perm.X|Perm.R), {Perm.R: 1}[Perm(1)], Perm.__members__, len(Perm), list(Perm.RW), list(Perm(7)))
class Color(Enum):
    RED = 1
    GREEN = 2
    ALIAS = 1
    @classmethod
    def default(cls): return cls.RED
    @property
    def pretty(self): return self.name.title()
    def __str__(self): return f"<{self.value}>"
print(Color.default(), Color.RED.pretty, Color.ALIAS is Color.RED, list(Color), Color.__members__, Color(1), Color["GREEN"], repr(Color.RED), f"{Color.RED}", "%s" % Color.RED, Color.RED in Color, Color.RED == 1, Color.RED != 1, type(Color.RED), isinstance(Color.RED, Color), Color.RED.__class__.__name__)
for f in (lambda: Color(7), lambda: Color["X"], lambda: Color.X, lambda: Color.RED < Color.GREEN, lambda: setattr(Color, "RED", 3), lambda: setattr(Color.RED, "value", 3), lambda: setattr(Color.RED, "name", 3), lambda: Color(), lambda: 1 in Color, lambda: "RED" in Color, lambda: delattr(Color, "RED"), lambda: Color.RED(), lambda: int(Color.RED), lambda: Color.RED + 1, lambda: Color.RED.foo, lambda: Color.RED[0]):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
try:
    class Dup(Enum):
        A = 1
        A = 2
except Exception as e: print(type(e).__name__, e)
try:
    class Sub(Color): pass
except Exception as e: print(type(e).__name__, e)
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
        C = 1
except Exception as e: print(type(e).__name__, e)
class Planet(Enum):
    EARTH = (1, 2.0)
    MARS = (3, 4.0)
    def __init__(self, mass, radius):
        self.mass = mass; self.radius = radius
    @property
    def ratio(self): return self.mass / self.radius
print(Planet.EARTH.ratio, Planet.MARS, repr(Planet.MARS), Planet((1, 2.0)))
class Named(str, Enum):
    def __new__(cls, value, label):
        obj = str.__new__(cls, value)
        obj._value_ = value
        obj.label = label
        return obj
    A = ("a", "Label A")
    B = "b", "Label B"
print(Named.A.label, Named("b"), Named.A == "a", [m.value for m in Named], Named.A.upper(), repr(Named.A))
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.CAT.value, Animal.__name__, Enum("T", {"X": 5}).X, IntEnum("N", ["P", "Q"]).Q + 1)
class Weekday(IntEnum):
    MON = auto()
    TUE = auto()
    @classmethod
    def _missing_(cls, value):
        if value == "mon": return cls.MON
print(Weekday("mon"), Weekday.TUE > 1, Weekday.MON + Weekday.TUE, [*range(Weekday.TUE)], repr(Weekday.MON), str(Weekday.MON), {Weekday.MON: 1}[1], Weekday.TUE.to_bytes(1, "big"), Weekday.MON.numerator, round(Weekday.TUE), -Weekday.TUE, Weekday.TUE % 2)
class S(StrEnum):
    A = auto()
    B_C = auto()
print(S.A, S.B_C, repr(S.A), S("a"), f"{S.A:>4}", S.A + "x", "a" == S.A, S.A.name, S.A.value, S.A in ("a",), ",".join(S), {S.A: 1}["a"])
try:
    class S2(StrEnum): A = 1
except Exception as e: print(type(e).__name__, e)
class Auto(Enum):
    def _generate_next_value_(name, start, count, last_values): return name.lower() + str(count)
    A = auto()
    B = auto()
print(Auto.A.value, Auto.B.value)
import copy, json
print(copy.deepcopy(Color.RED) is Color.RED, json.dumps({"l": Weekday.MON, "s": S.A}), sorted(Weekday, reverse=True), max(Weekday))
print(Color.__doc__, Perm.__name__, Color, Weekday, Perm, dir(Color)[:3], Color.__len__(), [c for c in reversed(Color)])
match Color.RED:
    case Color.GREEN: print("g")
    case Color.RED: print("r")
class F(Flag):
    A = 1
    B = 4
print(repr(F(5)), repr(~F.A), repr(F.A | F.B))
try: F(2)
except ValueError as e: print(e)
class K(IntFlag, boundary=KEEP):
    A = 1
print(repr(K(9)))
class D(Enum):
    A = {"x": 1}
    B = [1]
print(D.A, D([1]), D.A.value["x"])
