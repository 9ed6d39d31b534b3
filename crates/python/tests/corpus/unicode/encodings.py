# encode and decode with error handlers and messages.
for text in ("abc", "é", "日本", "😀"):
    for encoding in ("utf-8", "ascii", "latin-1", "utf-16", "utf-16-be", "utf-32-le", "UTF8", "iso-8859-1"):
        try:
            print(encoding, text.encode(encoding))
        except UnicodeEncodeError as e:
            print(encoding, e, e.start, e.end, e.reason, e.object, e.encoding)
for data in (b"abc", b"\xc3\xa9", b"\xff\xfe", b"\xe6\x97", b"\xc3", b"a\x80b", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80"):
    for encoding in ("utf-8", "ascii", "latin-1"):
        try:
            print(encoding, repr(data.decode(encoding)))
        except UnicodeDecodeError as e:
            print(encoding, e, e.start, e.end, e.reason)
for handler in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "nope"):
    try:
        print(handler, "aé😀".encode("ascii", handler))
    except (UnicodeEncodeError, LookupError) as e:
        print(handler, type(e).__name__, e)
print(b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("ascii", "ignore"), str(b"\xc3\xa9", "utf-8"), bytes("é", "latin-1"), "é".encode().decode("latin-1"))
