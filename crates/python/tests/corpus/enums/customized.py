# Values as tuples, __new__-free __init__, _missing_, aliases, methods, ordering.
from enum import Enum
class Planet(Enum):
    MERCURY = (3.303e+23, 2.4397e6)
    EARTH = (5.976e+24, 6.37814e6)
    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius
    @property
    def gravity(self): return round(6.67430e-11 * self.mass / self.radius ** 2, 2)
print(Planet.EARTH.gravity, Planet.EARTH.value, Planet((3.303e+23, 2.4397e6)).name, [p.gravity for p in Planet])
class Answer(Enum):
    YES = "yes"
    NO = "no"
    @classmethod
    def _missing_(cls, value):
        if isinstance(value, str):
            for m in cls:
                if m.value == value.lower(): return m
        return None
    def __str__(self): return f"answer {self.value}"
    def __bool__(self): return self is Answer.YES
print(Answer("YES"), Answer("no"), bool(Answer.NO), f"{Answer.YES}", [str(a) for a in Answer if a])
try:
    Answer("maybe")
except ValueError as e:
    print(e)
class Size(Enum):
    S, M, L = 1, 2, 3
    def __lt__(self, o): return self.value < o.value if isinstance(o, Size) else NotImplemented
print(sorted([Size.L, Size.S, Size.M]), Size.S < Size.M, max(Size))
class Op(Enum):
    ADD = "+"
    MUL = "*"
    def __call__(self, a, b): return a + b if self is Op.ADD else a * b
print(Op.ADD(2, 3), Op("*")(2, 3), {op.name: op.value for op in Op})
class State(Enum):
    NEW = "new"
    PAID = "paid"
    SHIPPED = "shipped"
    def next(self):
        members = list(State)
        i = members.index(self)
        if i + 1 == len(members): raise ValueError(f"{self.name} is final")
        return members[i + 1]
s = State.NEW
while True:
    print(s)
    try:
        s = s.next()
    except ValueError as e:
        print(e)
        break
def handle(s):
    match s:
        case State.NEW | State.PAID: return "open"
        case State.SHIPPED: return "closed"
print([handle(s) for s in State])
class Outer:
    class Mode(Enum):
        ON = True
        OFF = False
    mode = Mode.ON
print(Outer.mode, Outer.Mode(False), Outer.Mode.ON.value)
