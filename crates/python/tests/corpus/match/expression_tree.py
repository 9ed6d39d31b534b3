# An evaluator by structural matching.
from dataclasses import dataclass

@dataclass
class Num: value: int
@dataclass
class Var: name: str
@dataclass
class Bin:
    op: str
    left: object
    right: object

def simplify(e):
    match e:
        case Bin("+", Num(0), x) | Bin("+", x, Num(0)): return simplify(x)
        case Bin("*", Num(0), _) | Bin("*", _, Num(0)): return Num(0)
        case Bin("*", Num(1), x) | Bin("*", x, Num(1)): return simplify(x)
        case Bin(op, l, r):
            new = Bin(op, simplify(l), simplify(r))
            return simplify(new) if new != e else new
        case _: return e

def evaluate(e, **env):
    match e:
        case Num(v): return v
        case Var(n) if n in env: return env[n]
        case Var(n): raise NameError(f"unbound {n}")
        case Bin("+", l, r): return evaluate(l, **env) + evaluate(r, **env)
        case Bin("*", l, r): return evaluate(l, **env) * evaluate(r, **env)
        case Bin(op=op): raise ValueError(f"unknown operator {op}")

tree = Bin("+", Bin("*", Num(1), Var("x")), Bin("*", Num(0), Var("y")))
print(simplify(tree))
print(evaluate(Bin("+", Var("x"), Bin("*", Num(2), Var("y"))), x=1, y=5))
for bad in (Var("z"), Bin("-", Num(1), Num(2))):
    try:
        evaluate(bad)
    except (NameError, ValueError) as e:
        print(type(e).__name__, e)
