# fields, asdict, astuple, replace, is_dataclass, make_dataclass.
from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, make_dataclass, MISSING
@dataclass
class Address:
    city: str
    zip: str = "0"
@dataclass
class Person:
    name: str
    address: Address
    friends: list = field(default_factory=list, metadata={"kind": "people"})
    scores: dict = field(default_factory=dict)
    hidden: int = field(default=5, repr=False, compare=False)
p = Person("Ann", Address("Rome"), [Address("Oslo")], {"a": (1, Address("x"))})
print(asdict(p))
print(astuple(p))
print([(f.name, f.default is MISSING, f.repr, f.compare) for f in fields(p)], fields(Person)[2].metadata["kind"], fields(Address)[1].default)
q = replace(p, name="Bob", hidden=6)
print(q, q.hidden, q.address is p.address)
d = asdict(p)
d["friends"].append("x")
print(len(p.friends), is_dataclass(p), is_dataclass(Person), is_dataclass(5), asdict(Address("c"), dict_factory=lambda kv: sorted(kv)))
for bad in (lambda: replace(p, nope=1), lambda: asdict(5), lambda: fields(int), lambda: replace(3), lambda: asdict(Person)):
    try:
        bad()
    except TypeError as e:
        print(e)
M = make_dataclass("M", [("x", int), ("y", int, 5), "z"][:2])
print(M(1), M(1) == M(1, 5))
