# Slices of lists, strings, tuples and bytes.
l = list(range(10))
for s in (slice(2, 5), slice(None, 3), slice(7, None), slice(-3, None), slice(None, -7), slice(None, None, 2), slice(None, None, -1), slice(8, 2, -2), slice(5, 2), slice(100), slice(-100, 100, 4), slice(2, 5, -1), slice(None, None, -3)):
    print(s, l[s], "abcdefghij"[s], s.indices(10))
print((1, 2, 3)[1:], (1, 2, 3)[::-1], b"abc"[1:], b"abc"[::-1], range(10)[1:5:2], bytearray(b"xyz")[:2])
print(l[-1], l[-10], "abc"[-1], l[True], slice(1, 2) == slice(1, 2, None), slice(1), slice("a", None))
for bad in (lambda: l[::0], lambda: l["a":], lambda: l[1.0:], lambda: "abc"[::0], lambda: l[10], lambda: l[-11], lambda: "abc"[3], lambda: ()[0], lambda: b"a"[5], lambda: l[1, 2], lambda: "s"["x"], lambda: (1,)["a"], lambda: b""["a"]):
    try:
        bad()
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
class I:
    def __index__(self): return 3
print(l[I()], l[:I()], l[I():I()])
s = l[:]
s.append(1)
print(len(l), len(s))
