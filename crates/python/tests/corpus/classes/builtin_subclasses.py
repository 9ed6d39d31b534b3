# Subclasses of list, dict, str, int and set.
class Stack(list):
    def push(self, x):
        self.append(x)
        return self
    def peek(self): return self[-1]

s = Stack([1, 2]).push(3)
print(s, s.peek(), len(s), type(s).__name__, type(s[:1]).__name__, type(s + [1]).__name__, s == [1, 2, 3])

class Upper(dict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
    def __missing__(self, k): return f"missing {k}"

u = Upper(a=1)
u["b"] = 2
u.update(c=3)
print(u, u["zz"], u.get("zz"), "B" in u)

class Name(str):
    def shout(self): return self.upper() + "!"
    def __add__(self, other): return Name(str.__add__(self, "-" + other))

n = Name("bob")
print(n, n.shout(), n + "x", type(n.upper()).__name__, n == "bob", {n: 1}["bob"])

class Money(int):
    def __repr__(self): return f"Money({int(self)})"
    def __add__(self, o): return Money(int(self) + int(o))
    __radd__ = __add__

print(Money(3) + 4, [Money(1)], sum([Money(1), Money(2)]), Money(2) * 3, f"{Money(5)}", str(Money(6)))

class Tags(set):
    def __contains__(self, x): return super().__contains__(x.lower())

print("A" in Tags(["a"]), sorted(Tags("ba") | {"c"}))
