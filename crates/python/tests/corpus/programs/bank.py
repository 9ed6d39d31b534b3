# Accounts with history, limits and reports.
import itertools
from datetime import date, timedelta
class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        super().__init__(account, amount)
        self.account, self.amount = account, amount
    def __str__(self): return f"{self.account.owner} has {self.account.balance}, needs {self.amount}"
class Account:
    numbers = itertools.count(1000)
    overdraft = 0
    def __init__(self, owner, balance=0):
        self.owner, self.number, self._entries = owner, next(self.numbers), []
        if balance: self.deposit(balance)
    @property
    def balance(self): return sum(a for _, a in self._entries)
    def deposit(self, amount, when=date(2024, 1, 1)):
        if amount <= 0: raise ValueError("Deposit must be positive")
        self._entries.append((when, amount))
    def withdraw(self, amount, when=date(2024, 1, 1)):
        if self.balance - amount < -self.overdraft: raise InsufficientFunds(self, amount)
        self._entries.append((when, -amount))
    def statement(self):
        total = 0
        for when, amount in sorted(self._entries):
            total += amount
            yield f"{when:%d.%m.%Y} {amount:>+8,} {total:>8,}"
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self.balance})"
class Checking(Account):
    overdraft = 100
class Savings(Account):
    def __init__(self, *args, rate, **kw):
        super().__init__(*args, **kw)
        self.rate = rate
    def accrue(self, years):
        for y in range(1, years + 1): self.deposit(round(self.balance * self.rate), date(2024 + y, 1, 1))
def transfer(a, b, amount):
    a.withdraw(amount)
    try:
        b.deposit(amount)
    except ValueError:
        a.deposit(amount)
        raise
ann, bob = Checking("ann", 500), Savings("bob", 1000, rate=0.05)
transfer(ann, bob, 550)
for f in (lambda: transfer(ann, bob, 60), lambda: transfer(ann, bob, -5), lambda: Savings("x"), lambda: setattr(ann, "balance", 5)):
    try:
        f()
    except (InsufficientFunds, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
bob.accrue(3)
print(ann, bob, ann.number, bob.number)
print(*bob.statement(), sep="\n")
print(max((ann, bob), key=lambda a: a.balance).owner, {a.number: a for a in (ann, bob)})
