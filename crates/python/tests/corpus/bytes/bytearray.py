# bytearray is a mutable bytes.
b = bytearray(b"abc")
b[0] = 65
b.append(100)
b.extend(b"ef")
b += b"!"
print(b, len(b), b[1:3], bytes(b), b == b"Abcdef!", list(b[:2]), type(b[:1]).__name__)
b[1:3] = b"XYZ"
del b[0]
b.insert(0, 48)
print(b, b.pop(), b.pop(0), b.find(b"Z"), b.decode(), b.upper(), b.index(b"d"))
b.reverse()
b.remove(ord("X"))
print(b, bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"), bytearray(b"a") + b"b", b"a" + bytearray(b"b"))
for bad in (lambda: b.append(256), lambda: b.append("a"), lambda: hash(b), lambda: b.remove(0), lambda: bytearray("a"), lambda: bytearray(b"").pop(), lambda: b.__setitem__(0, 300), lambda: b.__setitem__(99, 1), lambda: b.extend(["a"])):
    try:
        bad()
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)
b.clear()
print(b, bool(b), b.copy())
