# Order of evaluation of iterables, conditions, keys and values.
def s(label, value=True):
    print(label, end=" ")
    return value

r = [s("item", x) for x in s("outer", [1, 2]) if s("cond") for y in s("inner", [1])]
print(r)
d = {s("key", x): s("val", x) for x in [1, 2]}
print(d)
g = (s("elt", x) for x in s("first now", [1]) for y in s("second later", [1]))
print("made")
print(list(g))
