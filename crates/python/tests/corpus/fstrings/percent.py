# The % operator on strings and bytes.
print("%s %r %a" % ("é", "é", "é"), "%d %i %u" % (1, -2, 3.9), "%x %X %o %#x %#o" % (255, 255, 8, 255, 8))
print("%5d|%-5d|%05d|%+d|% d|%+5d" % (1, 2, 3, 4, 5, 6), "%.2f %8.3f %-8.1f| %e %E %g %G" % (3.14159, 2.5, 1.25, 12345.678, 0.00001, 1e10, 1e-10))
print("%c%c" % (65, "b"), "%%" % (), "100%% %s" % "x", "%5s|%-5s|%.2s|%5.1s" % ("ab", "ab", "abc", "xyz"))
print("%(a)s %(b)05.1f %(a)r" % {"a": "x", "b": 2}, "%*d %.*f" % (5, 42, 2, 3.14159), "%s" % [1], "%s %s" % ((1, 2), None), "%s" % ((1,),), "%(x)s" % {"x": (1, 2)})
print("%d" % True, "%s" % True, "%d" % 10 ** 0 if False else "%d" % (10 ** 20), "%x" % -255, "%.3d" % 7, "%+.1e" % -0.0, "%f" % float("inf"), "%5.1f%%" % 99.55)
for fmt, args in (("%d", "a"), ("%d", None), ("%s %s", 1), ("%s", (1, 2)), ("%s", ()), ("%(a)s", 1), ("%(a)s", {}), ("%q", 1), ("%", 1), ("%c", "ab"), ("%c", -1), ("%x", 1.5), ("no", 1), ("no", {}), ("%*d", (1,)), ("%f", "x"), ("%(a", {"a": 1}), ("%d", float("nan")), ("%c", 1.5), ("%i", float("inf"))):
    try:
        print(repr(fmt % args))
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(type(e).__name__, e)
print(b"%s %d %x" % (b"a", 5, 255), b"%c" % 65, b"%5.1f|%-4d|" % (1.25, 3), b"%a" % "é")
