# Keys of dicts and members of sets go by __hash__ and __eq__.
class Key:
    def __init__(self, k): self.k = k
    def __eq__(self, o): return isinstance(o, Key) and self.k == o.k
    def __hash__(self): return hash(self.k)
    def __repr__(self): return f"Key({self.k})"

d = {Key(1): "one", Key(2): "two"}
d[Key(1)] = "uno"
print(d, Key(2) in d, Key(3) in d, len({Key(1), Key(1), Key(2)}))

class Collide:
    def __init__(self, n): self.n = n
    def __hash__(self): return 7
    def __eq__(self, o): return self.n == o.n

s = {Collide(i % 3) for i in range(10)}
print(len(s), sorted(c.n for c in s))

class Identity: pass
i = Identity()
print(i in {i}, Identity() in {i}, hash(i) == hash(i))

class NoHash:
    def __eq__(self, o): return True
print(NoHash.__hash__)
for bad in (lambda: hash(NoHash()), lambda: {NoHash()}, lambda: {[]: 1}, lambda: {(1, []): 1}, lambda: {{1}: 1}):
    try:
        bad()
    except TypeError as e:
        print(e)
class Child(Key):
    pass
print(Child(1) == Key(1), hash(Child(1)) == hash(Key(1)))
class ChildEq(Key):
    def __eq__(self, o): return False
print(ChildEq.__hash__, {1: "int", 1.0: "float", True: "bool"}, {0: "a", False: "b", 0.0: "c"})
class BadHash:
    def __hash__(self): return "x"
try:
    hash(BadHash())
except TypeError as e:
    print(e)
