# int() of everything; literals in every base.
print(0x1F, 0o17, 0b101, 1_000_000, 0xFF_FF, 0b_1, 00, 1_0.5, 1e3, 1_0e1_0, .5, 5., 0xdeadBEEF)
print(int("42"), int("  -42\n"), int("+5"), int("1_000"), int("0x1f", 16), int("1f", 16), int("0b11", 0), int("0o17", 0), int("077", 8), int("zz", 36), int("٣"), int(b"12"), int(3.99), int(-3.99), int(True), int(), int("10", base=2), int("0", 0), int("-0xA", 16), int(1e10))
for text in ("", " ", "x", "1.0", "1e5", "--1", "+-1", "1__0", "_1", "1_", "0x10", "1 2", "٣x", None, [], "0b2", "½"):
    try:
        print(int(text))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
for text, base in (("12", 2), ("08", 0), ("0b12", 0), ("1", 1), ("1", 37), ("g", 16), ("1", -1), ("0x", 16)):
    try:
        print(int(text, base))
    except ValueError as e:
        print(e)
for bad in (lambda: int(5, 2), lambda: int("5", "2"), lambda: int("5", 10, 1), lambda: int(x=5), lambda: int(base=2), lambda: hex("a"), lambda: bin(1.0)):
    try:
        print(bad())
    except TypeError as e:
        print(e)
print(hex(255), hex(-255), oct(8), bin(-5), hex(0), bin(True), str(0xff), repr(-0), bool(0), bool(-1))
