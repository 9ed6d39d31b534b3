import enum
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    def describe(self):
        return f"{self.name} is {self.value}"

    @classmethod
    def default(cls):
        return cls.GREEN


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["BLUE"], Color.CRIMSON)
print(list(Color), len(Color), Color.RED is Color(1), Color.RED == Color.RED, Color.RED == 1, Color.RED in Color, Color.default(), Color.RED.describe())
print([c.name for c in Color], {Color.RED: "r"}[Color.RED], isinstance(Color.RED, Color), type(Color.RED), Color)
for bad in (lambda: Color(9), lambda: Color["NOPE"], lambda: Color.NOPE, lambda: setattr(Color, "RED", 5)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)


class Status(str, Enum):
    OPEN = "open"
    CLOSED = "closed"


print(Status.OPEN == "open", Status("closed"), Status.OPEN.value, Status.OPEN.upper(), f"{Status.OPEN.value}", Status.OPEN, {"open": 1}[Status.OPEN])


class Level(IntEnum):
    LOW = 1
    HIGH = 10


print(Level.LOW < Level.HIGH, Level.LOW + 1, Level.HIGH == 10, Level(10), int(Level.LOW), f"{Level.LOW}", sorted([Level.HIGH, Level.LOW]), repr(Level.LOW), max(Level))


class Auto(Enum):
    A = auto()
    B = auto()
    C = auto()


print([a.value for a in Auto])


class S(StrEnum):
    FOO = auto()
    BAR = "b"


print(S.FOO, S.FOO == "foo", S.BAR, repr(S.BAR), f"{S.FOO}")


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(Perm.R | Perm.W, Perm.RW, Perm.R in Perm.RW, Perm.RW & Perm.R, list(Perm.RW), bool(Perm.R & Perm.X), Perm.R.value, Perm.X.value, repr(Perm.R | Perm.X))


class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def density(self):
        return round(self.mass / self.radius, 2)


print(Planet.EARTH.mass, Planet.MARS.density, Planet.EARTH.value, Planet((0.64, 3.39)))
E2 = Enum("E2", "A B C")
print(list(E2), E2.A.value, E2("A") if False else E2(1))
try:

    @unique
    class Dup(Enum):
        A = 1
        B = 1

except ValueError as e:
    print(e)
match Color.RED:
    case Color.GREEN:
        print("green")
    case Color.RED:
        print("red")
print(Color.__members__["CRIMSON"], Color.RED != Color.GREEN, hash(Color.RED) == hash(Color(1)))


class Choices(str, Enum):
    A = "a", "Label A"
    B = "b", "Label B"

    def __new__(cls, value, label):
        obj = str.__new__(cls, value)
        obj._value_ = value
        obj.label = label
        return obj


print(Choices.A.label, Choices("b").label, Choices.A == "a", [c.label for c in Choices])
