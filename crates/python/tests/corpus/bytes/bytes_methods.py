# bytes: literals, methods, conversions, errors.
b = b"hello \x00\xff"
print(b, len(b), b[0], b[-1], b[1:3], list(b[:3]), b.hex(), b.hex(" "), bytes.fromhex("68 65ff"), bytes(3), bytes([1, 2]), bytes("é", "utf-8"), bytes(range(3)))
print(b.upper(), b.find(b"l"), b.count(b"l"), b.split(), b.replace(b"l", b"L"), b.startswith(b"he"), b"l" in b, 104 in b, b.title(), b"a,b".split(b","), b",".join([b"x", b"y"]), b" x ".strip(), b"abc".center(7, b"*"))
print(b"a" + b"b", b"ab" * 2, b"a" < b"b", b"a" == "a", b"abc"[::-1], b"%d" % 5, b"caf\xc3\xa9".decode(), b"\xff".decode("latin-1"), b"a\xff".decode("utf-8", "replace"), b"a\xff".decode("utf-8", "ignore"), b"\xe9".decode("utf-8", errors="backslashreplace"))
print(b'it\'s', b"\"", b"\t\n\\", b"\x7f\x80", repr(b"'"), b"a" b"b", rb"\n", {b"k": 1}, hash(b"a") == hash(b"a"), int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\x01\x00", "little"), (258).to_bytes(2, "big"), (-1).to_bytes(2, "big", signed=True))
for bad in (lambda: b"a" + "b", lambda: bytes("a"), lambda: bytes([300]), lambda: bytes(-1), lambda: b"a".join(["x"]), lambda: b"\xff".decode(), lambda: b"\xe9a".decode("utf-8"), lambda: "é".encode("ascii"), lambda: b"a"[5], lambda: b"a".find("a"), lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("abc"), lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: "a" in b"a", lambda: 300 in b"a", lambda: b"a" < "a", lambda: bytes(1.5), lambda: b"abc".replace("a", b""), lambda: bytes([1, "a"]), lambda: b"a".decode("nope")):
    try:
        print(bad())
    except (TypeError, ValueError, IndexError, OverflowError, LookupError) as e:
        print(type(e).__name__, e)
