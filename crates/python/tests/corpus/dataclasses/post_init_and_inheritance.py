# __post_init__, InitVar, init=False, ClassVar, inheritance.
from dataclasses import dataclass, field, InitVar
from typing import ClassVar
@dataclass
class Rect:
    w: float
    h: float
    area: float = field(init=False)
    scale: InitVar[int] = 1
    count: ClassVar[int] = 0
    def __post_init__(self, scale):
        if self.w < 0: raise ValueError("negative width")
        self.area = self.w * self.h * scale
        Rect.count += 1
print(Rect(2, 3), Rect(2, 3, 10), Rect.count)
try:
    Rect(-1, 1)
except ValueError as e:
    print(e)
@dataclass
class Base:
    id: int
    name: str = "base"
    def __post_init__(self): print("post", self.id)
@dataclass
class Child(Base):
    extra: list = field(default_factory=list)
    name: str = "child"
    def __post_init__(self):
        super().__post_init__()
        self.extra.append(self.name)
print(Child(1), Child(2, "n", [0]), Base(3) == Child(3), Child(4).__eq__(Base(4)))
class Plain(Base):
    def hello(self): return f"hello {self.name}"
print(Plain(5).hello(), repr(Plain(6)))
@dataclass
class A:
    x: int = 1
@dataclass
class B:
    y: int = 2
@dataclass
class C(A, B):
    z: int = 3
print(C(), C(10, 20, 30))
@dataclass(frozen=True)
class F: x: int = 0
try:
    @dataclass
    class NotFrozen(F): y: int = 0
except TypeError as e:
    print(e)
@dataclass
class WithMethod:
    x: int
    def __repr__(self): return f"<{self.x}>"
    def __eq__(self, o): return True
print(WithMethod(1), WithMethod(1) == 5)
