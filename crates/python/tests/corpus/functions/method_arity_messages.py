# Messages name a method by its qualified name and count self.
class Account:
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
    def deposit(self, amount): self.balance += amount
    @classmethod
    def make(cls, owner): return cls(owner)
    @staticmethod
    def check(x): return x
    def no_self(): pass

def attempt(call):
    try:
        call()
        print("fine")
    except TypeError as e:
        print(e)

attempt(lambda: Account())
attempt(lambda: Account(1, 2, 3))
attempt(lambda: Account(1, x=3))
attempt(lambda: Account(1).deposit())
attempt(lambda: Account(1).deposit(1, 2))
attempt(lambda: Account.deposit(5))
attempt(lambda: Account.make())
attempt(lambda: Account.make(1, 2))
attempt(lambda: Account.check())
attempt(lambda: Account(1).check(1, 2))
attempt(lambda: Account(1).no_self())
