# The message of an unsupported operand for every operator.
def attempt(f, *args):
    try:
        f(*args)
    except (TypeError, LookupError) as e:
        print(e)
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "//": lambda a, b: a // b, "%": lambda a, b: a % b, "**": lambda a, b: a ** b, "@": lambda a, b: a @ b, "<<": lambda a, b: a << b, ">>": lambda a, b: a >> b, "&": lambda a, b: a & b, "|": lambda a, b: a | b, "^": lambda a, b: a ^ b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "in": lambda a, b: a in b, "[]": lambda a, b: a[b], "divmod": divmod}
for a, b in ((1, "a"), ("a", 1), ([], {}), (None, 1), (1.5, []), ((), []), ({1}, [1]), (print, 1), (b"a", "a")):
    for f in ops.values(): attempt(f, a, b)
def iadd(a, b): a += b
def isub(a, b): a -= b
def imul(a, b): a *= b
def idiv(a, b): a /= b
def ior(a, b): a |= b
def ipow(a, b): a **= b
for f in (iadd, isub, imul, idiv, ior, ipow): attempt(f, None, 1); attempt(f, "a", []); attempt(f, [], 1.5); attempt(f, {}, 1)
for f in (lambda x: -x, lambda x: +x, lambda x: ~x, lambda x: x[0], lambda x: x(), lambda x: len(x), lambda x: iter(x), lambda x: next(x), lambda x: hash(x), lambda x: abs(x), lambda x: int(x), lambda x: float(x), lambda x: reversed(x), lambda x: sorted(x), lambda x: [*x], lambda x: {**x}):
    for x in (None, [], object, 1.5): attempt(f, x)
