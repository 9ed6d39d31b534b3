# Dotted names are values; guards run in order; bindings survive failures.
from enum import Enum
class Color(Enum):
    RED = 1
    BLUE = 2
class Config:
    LIMIT = 10

def f(x):
    match x:
        case Color.RED: return "red"
        case Color(): return f"color {x.name}"
        case Config.LIMIT: return "limit"
        case int() if x > Config.LIMIT: return "over"
        case _: return "under"
print([f(x) for x in (Color.RED, Color.BLUE, 10, 11, 3)])

def guards(x):
    log = []
    def check(label, result):
        log.append(label)
        return result
    match x:
        case [a, b] if check("first", a > b): r = "descending"
        case [a, b] if check("second", a == b): r = "equal"
        case [a, *_] if check("third", True): r = f"other {a}"
        case _: r = "none"
    return r, log
print(guards([2, 1]), guards([1, 1]), guards([1, 2]), guards([]))
def keep(x):
    match x:
        case [a, 5]: return "five"
        case {"k": a}: return "k"
    return locals().get("a")
print(keep([1, 5]), keep({"k": 0}), keep([]))
match, case, _ = "soft", "keywords", "names"
print(match, case, _)
def command(text):
    match text.split():
        case ["quit" | "exit"]: return "bye"
        case ["get", key]: return f"get {key}"
        case ["set", key, value] if value.isdigit(): return f"set {key} to int {int(value)}"
        case ["set", key, *value]: return f"set {key} to {' '.join(value)!r}"
        case [cmd, *_]: return f"unknown {cmd}"
        case []: return "nothing"
for t in ("quit", "get a", "set a 5", "set a b c", "jump high", ""):
    print(command(t))
