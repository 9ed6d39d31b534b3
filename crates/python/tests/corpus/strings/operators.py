# +, *, comparisons, indexing, in, hashing as keys, iteration.
print("a" + "b", "ab" * 3, 3 * "ab", "a" * 0, "a" * -1, "a" * True)
print("a" < "b", "a" < "B", "abc" < "abd", "" < "a", "a" <= "a", "Z" < "a", "é" > "z", "😀" > "\uffff", "10" < "9", "a" == "a", "a" != "A", "a" == 1, max("abc"), sorted("hello"))
s = "héllo😀"
print(len(s), s[1], s[-1], s[1:3], s[::-1], list(s), [ord(c) for c in s], s.encode(), s.encode("utf-16-le"), s.encode("latin-1", "replace"), s.encode("ascii", "ignore"), s.encode("ascii", "xmlcharrefreplace"), s.encode("ascii", "backslashreplace"))
print(chr(233), ord("é"), chr(0x1F600), "ß".upper(), "ﬀ".upper(), "ΑΣ".lower(), "I".lower(), "ß".casefold() == "SS".casefold())
print({"a" + "b": 1}["ab"], "a" in {"a"}, "ab"[0] in "ba", "x".__len__(), "x".__add__("y"), "x".__contains__("x"), "a".__eq__(1))
for i, c in enumerate("né"):
    print(i, c)
t = "a"
t += "b"
t *= 2
print(t, t is t, str.upper("abc"), str.join(",", ["a", "b"]), "abc".__getitem__(1), isinstance(t, str))
try:
    "a" < 1
except TypeError as e:
    print(e)
try:
    "abc".nope
except AttributeError as e:
    print(e)
try:
    "abc".x = 1
except AttributeError as e:
    print(e)
try:
    ord("")
except TypeError as e:
    print(e)
