# Generated __init__, __repr__, __eq__; defaults and factories.
from dataclasses import dataclass, field
@dataclass
class Item:
    name: str
    price: float = 1.5
    tags: list = field(default_factory=list)
    count: int = field(default=0, repr=False)
    def total(self): return self.price * self.count

a = Item("tea")
b = Item("tea", 1.5, [], count=3)
print(a, b, a == b, b.total(), a == Item("tea"), a != "x", Item("q", tags=["x"]))
a.tags.append("hot")
print(a.tags, Item("z").tags, Item.price, hasattr(Item, "tags"), hasattr(Item, "name"))
for bad in (lambda: Item(), lambda: Item("a", 1, [], 2, 3), lambda: Item("a", nope=1), lambda: hash(a), lambda: a < b):
    try:
        bad()
    except TypeError as e:
        print(e)
try:
    @dataclass
    class Mutable:
        l: list = []
except ValueError as e:
    print(e)
try:
    @dataclass
    class Order:
        a: int = 1
        b: int
except TypeError as e:
    print(e)
@dataclass
class Empty: pass
print(Empty(), Empty() == Empty())
@dataclass
class Nested:
    item: Item
    other: "Nested" = None
print(Nested(Item("i"), Nested(Item("j"))))
@dataclass
class NoAnnotation:
    x = 5
    y: int = 6
print(NoAnnotation(), NoAnnotation(7), NoAnnotation.x)
