# The format language on strings, bools, None and containers.
for spec in ("", "s", "10", "<10", ">10", "^10", "^11", "*^11", ".2", "10.2", ">10.2s", "05", "x<3"):
    print([spec, format("abc", spec), format("", spec), format("éß", spec)])
print([f"{True}", f"{True:d}", f"{True:5}", f"{True:>6}", f"{False!s:>6}", f"{True:.1f}"])
for value, spec in (("a", "d"), ("a", "=5"), ("a", "+"), ("a", ","), ("a", "_"), ("a", "#"), (1, "s"), (1, ".2"), (1, "z"), (1.5, "d"), (1.5, "x"), (1.5, "s"), (None, ">5"), ([], "5"), ({}, "x"), ((1,), "s"), (1, "5 5"), (1, "q"), (1, ",,"), (1, "+c"), (1, ",x"), (1.0, ",_"), ("a", ".f"), (1, "99999999999999999999"), ("a", " "), (b"x", "5"), (len, "<3"), (1, ".."), (1.0, ".")):
    try:
        print(repr(format(value, spec)))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(f"{None}", f"{None!s:>6}", f"{[1]!s:>6}", f"{(1, 2)!r:*^12}", f"{{}}", f"{dict(a=1)}")
