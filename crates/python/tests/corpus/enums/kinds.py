# IntEnum, StrEnum, Flag, IntFlag and mixed-in types.
from enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto
class Level(IntEnum):
    LOW = 1
    HIGH = 10
print(Level.LOW, repr(Level.LOW), Level.LOW < Level.HIGH, Level.LOW + 1, Level(10), Level.HIGH == 10, f"{Level.LOW}", f"{Level.HIGH:>5}", "%d" % Level.LOW, [10, 20][Level.LOW], sorted([Level.HIGH, Level.LOW]), max(Level), isinstance(Level.LOW, int), {1: "x"}[Level.LOW], int(Level.HIGH))
class Status(StrEnum):
    OPEN = auto()
    DONE = "finished"
print(Status.OPEN, repr(Status.OPEN), Status.OPEN == "open", Status("finished"), Status.DONE.upper(), f"{Status.DONE:>10}", ",".join(Status), "open" in [Status.OPEN], {"open": 1}[Status.OPEN], Status.OPEN.value)
class Kind(str, Enum):
    A = "a"
    B = "b"
print(Kind.A, Kind.A == "a", f"{Kind.A}", Kind.A.value, Kind("b"), str(Kind.B), Kind.A + "x", repr(Kind.A), "%s" % Kind.A, Kind.A in ("a", "b"))
class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(Perm.R | Perm.X, Perm.RW, Perm.R in Perm.RW, Perm.X in Perm.RW, Perm.RW & Perm.R, Perm.R ^ Perm.RW, ~Perm.R, Perm(0), bool(Perm(0)), Perm(5), repr(Perm.R | Perm.X), Perm.RW.value, list(Perm.RW), list(Perm), Perm.R | Perm.W is Perm.RW, len(Perm.RW))
class Bits(IntFlag):
    A = 1
    B = 2
print(Bits.A | Bits.B, repr(Bits.A | Bits.B), Bits.A | 8, (Bits.A | Bits.B) == 3, Bits.A + 1, Bits(3), Bits.B in Bits(3))
try:
    Perm(64)
except ValueError as e:
    print(type(e).__name__)
try:
    Status("nope")
except ValueError as e:
    print(e)
try:
    Level(5)
except ValueError as e:
    print(e)
