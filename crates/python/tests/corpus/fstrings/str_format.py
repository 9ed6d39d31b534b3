# str.format and format_map.
print("{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{a} {b}".format(a=1, b=2), "{0} {x} {0}".format(1, x=2))
print("{0.real} {0.imag}".format(5), "{0[0]} {0[1]}".format("ab"), "{d[key]} {d[1]}".format(d={"key": "v", 1: "one"}), "{l[0][1]}".format(l=[[1, 2]]))
print("{:>5}|{:<5}|{:^5}".format(1, 2, 3), "{:{}}|{:{w}.{p}}".format(1, 5, "abcdef", w=6, p=2), "{!r} {!s:>4}".format("q", "s"), "{{}} {{{}}}".format(1))
print("{x}".format_map({"x": 5}), "{:,}".format(10 ** 9), "{:%}".format(0.5))
class D(dict):
    def __missing__(self, k): return f"<{k}>"
print("{a} {b}".format_map(D(a=1)))
for bad in (lambda: "{} {}".format(1), lambda: "{a}".format(), lambda: "{0} {}".format(1, 2), lambda: "{".format(), lambda: "}".format(), lambda: "{0[x]}".format([1]), lambda: "{0.nope}".format(1), lambda: "{!x}".format(1), lambda: "{0[}".format([1]), lambda: "{:d}".format("a"), lambda: "{} {0}".format(1), lambda: "{!}".format(1), lambda: "{0[a]}".format({}), lambda: "{a.b}".format(a=None), lambda: "{-1}".format(1)):
    try:
        print(bad())
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as e:
        print(type(e).__name__, e)
