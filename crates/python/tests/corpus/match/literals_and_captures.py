# Literal, capture, wildcard, or and as patterns.
def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3 as small:
            return f"small {small}"
        case -1 | 1.5 if x is None:
            return "never"
        case -1:
            return "minus one"
        case "a" | "b":
            return "letter"
        case b"x":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case False:
            return "false"
        case "multi" "part":
            return "joined"
        case other if isinstance(other, float):
            return f"float {other}"
        case _:
            return "anything"

for x in (0, 2, -1, "a", b"x", None, True, False, 1.0, 0.0, 2.5, "multipart", [], "c"):
    print(repr(x), f(x))
match 5:
    case x:
        pass
print("captured", x)
match 3:
    case 4: print("no")
print("fell through")
match x, 2:
    case 5, y:
        print("tuple", y)
