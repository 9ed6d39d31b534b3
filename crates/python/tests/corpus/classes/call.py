# Instances that can be called.
class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x, *rest, scale=1):
        return (self.n + x + sum(rest)) * scale

add = Adder(10)
print(add(1), add(1, 2, 3), add(1, scale=2), callable(add))
print(list(map(add, [1, 2])))
add.__call__ = lambda x: "instance attribute is ignored"
print(add(5))
try:
    add()
except TypeError as e:
    print(e)

class Chain:
    def __init__(self, path=""): self.path = path
    def __getattr__(self, name): return Chain(f"{self.path}/{name}")
    def __call__(self, value): return Chain(f"{self.path}/{value}")
    def __str__(self): return self.path

print(Chain().users(5).posts.latest(3))
class NoCall: pass
n = NoCall()
n.__call__ = lambda: 1
try:
    n()
except TypeError as e:
    print(e)
print(callable(n), callable(NoCall))
