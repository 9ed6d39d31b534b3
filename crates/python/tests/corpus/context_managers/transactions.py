# A toy transaction with savepoints, as database layers do it.
class Store:
    def __init__(self): self.data, self.stack = {}, []
    def set(self, k, v): self.data[k] = v

class Atomic:
    def __init__(self, store, savepoint=True): self.store, self.savepoint = store, savepoint
    def __enter__(self):
        self.store.stack.append(dict(self.store.data))
        print("begin" if len(self.store.stack) == 1 else f"savepoint {len(self.store.stack) - 1}")
    def __exit__(self, kind, error, tb):
        snapshot = self.store.stack.pop()
        if kind:
            self.store.data = snapshot
            print("rollback", kind.__name__)
        else:
            print("commit" if not self.store.stack else "release")
    def __call__(self, f):
        def wrapped(*a, **k):
            with Atomic(self.store):
                return f(*a, **k)
        return wrapped

s = Store()
with Atomic(s):
    s.set("a", 1)
    try:
        with Atomic(s):
            s.set("a", 2)
            raise ValueError("inner")
    except ValueError as e:
        print("handled", e)
    s.set("b", 3)
print(s.data)

@Atomic(s)
def transfer(amount):
    s.set("a", s.data["a"] - amount)
    if s.data["a"] < 0:
        raise ArithmeticError("negative")
    return s.data["a"]
print(transfer(1))
try:
    transfer(5)
except ArithmeticError as e:
    print(e)
print(s.data, s.stack)
