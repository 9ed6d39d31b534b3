# Byte orders, marks, wrong bytes and the handlers of errors.
text = "aé😀"
for encoding in ("utf-16", "UTF_16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "u8", "utf-8-sig", "U32"):
    data = text.encode(encoding)
    print(encoding, data, data.decode(encoding) == text)
print(b"\xff\xfea\x00".decode("utf-16"), b"\xfe\xff\x00a".decode("utf-16"), b"a\x00".decode("utf-16"), repr(b"\xef\xbb\xbfa".decode("utf-8-sig")), repr(b"\xef\xbb\xbfa".decode()))
for data, encoding in ((b"a", "utf-16-le"), (b"\x3d\xd8", "utf-16-le"), (b"\x3d\xd8a\x00", "utf-16-le"), (b"\x00\xdc", "utf-16-le"), (b"\xd8\x3d", "utf-16-be"), (b"abc", "utf-32"), (b"\x00\x00\x11\x00", "utf-32-le"), (b"\x00\xd8\x00\x00", "utf-32-le"), (b"\xe2\x82(", "utf-8"), (b"a\xf8b", "utf-8"), (b"\xc0\x80", "utf-8"), (b"\xf4\x90\x80\x80", "utf-8")):
    try:
        print(data.decode(encoding))
    except UnicodeDecodeError as e:
        print(encoding, e, (e.start, e.end, e.reason, e.encoding, e.object))
    print([data.decode(encoding, handler) for handler in ("ignore", "replace", "backslashreplace")])
for name in ("nope", "x", "utf-99"):
    try:
        "a".encode(name)
    except LookupError as e:
        print(e)
try:
    "é日".encode("ascii")
except UnicodeEncodeError as e:
    print(e.args, e.start, isinstance(e, ValueError), str(e))
try:
    raise UnicodeDecodeError("utf-8", b"ab", 0, 2, "mine")
except UnicodeError as e:
    print(e, repr(e))
for bad in (lambda: UnicodeDecodeError("x"), lambda: "a".encode(5), lambda: b"a".decode("utf-8", 5), lambda: str(b"\xe9", "utf-8", "replace"), lambda: str(b"\xe9", errors="ignore")):
    try:
        print(bad())
    except TypeError as e:
        print(e)
