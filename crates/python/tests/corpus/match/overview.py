def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case int(n) if n > 100:
            return f"big {n}"
        case int():
            return "int"
        case "a" | "b" as letter:
            return f"letter {letter}"
        case str():
            return "str"
        case []:
            return "empty"
        case [a]:
            return f"one {a}"
        case [a, b]:
            return f"two {a} {b}"
        case [1, *rest]:
            return f"starts 1 rest {rest}"
        case [*_, last]:
            return f"ends {last}"
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": t, **rest}:
            return f"{t} {rest}"
        case {}:
            return "dict"
        case None:
            return "none"
        case True:
            return "true"
        case (x, y):
            return "never"
        case _:
            return "other"


for v in (0, 2, 50, 500, "a", "zz", [], [9], [1, 2], [1, 2, 3], [3, 2, 1], {"type": "circle", "r": 2}, {"type": "sq", "side": 3}, {"x": 1}, None, True, 1.5, (1, 2), (1, 2, 3), set()):
    print(v, "->", f(v))


class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def g(p):
    match p:
        case P(0, 0):
            return "origin"
        case P(x=0, y=y):
            return f"y axis {y}"
        case P(x, y) if x == y:
            return f"diag {x}"
        case P():
            return "point"
        case [P(a, b), P(c, d)]:
            return f"pair {a}{b}{c}{d}"
        case {"p": P(x, _)}:
            return f"in dict {x}"


print(g(P(0, 0)), g(P(0, 3)), g(P(2, 2)), g(P(1, 2)), g([P(1, 2), P(3, 4)]), g({"p": P(7, 8)}), g(5))


class Const:
    A = 1


match 1:
    case Const.A:
        print("const")
match (1, (2, [3, 4])):
    case (a, (b, [c, *d])):
        print(a, b, c, d)
match -1.5:
    case -1.5:
        print("neg")
match "x":
    case ("x" as p) | ("y" as p):
        print(p)
x = 5
match x:
    case y if y > 10:
        print("no")
    case y:
        print("y", y)
