# split, rsplit, splitlines, partition, join.
print("a b  c ".split(), "a,b,,c,".split(","), "a b c".split(" ", 1), "a b c".split(None, 1), "  a  b ".split(None, 1), "".split(), "".split(","), "abc".split("b"), "aXXbXXc".split("XX"))
print("a b c".rsplit(" ", 1), "a,b,c".rsplit(",", 5), "  a  b  ".rsplit(None, 1), "a b c".split(sep=" ", maxsplit=0), " a ".split(" "), "\ta\nb\r\nc\x0bd\u2003e".split())
print("a\nb\r\nc\rd\n".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a\x0bb\x0cc\x1cd\x85e\u2028f".splitlines(), "a\n\nb".splitlines(keepends=True))
print("k=v=w".partition("="), "k".partition("="), "k=v=w".rpartition("="), "k".rpartition("="), "=".partition("="))
print(",".join(["a", "b"]), "".join("abc"), "-".join(()), "-".join({"x": 1, "y": 2}), ", ".join(str(i) for i in range(3)), "ab".join("xyz"), "x".join(["one"]))
for bad in (lambda: "a".split(""), lambda: "a".partition(""), lambda: "".join([1]), lambda: "".join(["a", b"b"]), lambda: "".join(5), lambda: "a".split(1), lambda: "a".split(",", "x"), lambda: "a".partition(1), lambda: "a".rpartition(""), lambda: "".join(None), lambda: "a".join(), lambda: "a b".split(maxsplit="x")):
    try:
        print(bad())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
