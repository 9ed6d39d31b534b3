# Aggregates rebuilt from events, with optimistic concurrency.
from dataclasses import dataclass, asdict, replace
import json

class ConcurrencyError(Exception): pass

@dataclass(frozen=True)
class Event:
    version: int = 0
class Opened(Event): pass
@dataclass(frozen=True)
class Deposited(Event):
    amount: int = 0
@dataclass(frozen=True)
class Withdrawn(Event):
    amount: int = 0

class Store:
    def __init__(self): self.streams = {}
    def load(self, key): return list(self.streams.get(key, ()))
    def append(self, key, expected, events):
        stream = self.streams.setdefault(key, [])
        if len(stream) != expected:
            raise ConcurrencyError(f"{key}: expected version {expected}, is {len(stream)}")
        for i, e in enumerate(events, expected + 1):
            stream.append(replace(e, version=i))

class Account:
    def __init__(self, history): 
        self.balance, self.version, self.changes = 0, 0, []
        for e in history: self.apply(e)
    def apply(self, e):
        match e:
            case Deposited(amount=a): self.balance += a
            case Withdrawn(amount=a): self.balance -= a
        self.version = max(self.version, e.version)
    def withdraw(self, amount):
        if amount > self.balance: raise ValueError(f"insufficient: {self.balance} < {amount}")
        self.record(Withdrawn(amount=amount))
    def record(self, e):
        self.apply(e)
        self.changes.append(e)

store = Store()
store.append("a", 0, [Opened(), Deposited(amount=100)])
one, two = Account(store.load("a")), Account(store.load("a"))
one.withdraw(80); two.withdraw(70)
store.append("a", one.version, one.changes)
try:
    store.append("a", two.version, two.changes)
except ConcurrencyError as e:
    print(e)
two = Account(store.load("a"))
try:
    two.withdraw(70)
except ValueError as e:
    print(e)
for e in store.load("a"):
    print(type(e).__name__, json.dumps(asdict(e)))
print(Account(store.load("a")).balance)
