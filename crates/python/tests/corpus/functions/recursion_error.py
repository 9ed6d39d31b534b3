# Endless recursion ends in a RecursionError that can be caught.
def forever(n):
    return forever(n + 1)

try:
    forever(0)
except RecursionError as e:
    print(type(e).__name__, isinstance(e, RuntimeError))

class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")

try:
    Loop().a
except RecursionError:
    print("attribute recursion")

class Text:
    def __repr__(self):
        return repr(self)

try:
    repr(Text())
except RecursionError:
    print("repr recursion")

def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)

print(deep(500))
forever(0) if False else print("alive")
