# Integers beyond any machine word.
a, b = 12345678901234567890123456789, 987654321098765432109876543210
print(a + b, a - b, a * b, b // a, b % a, divmod(-b, a), a & b, a | b, a ^ b, ~a, -a)
print(2 ** 64, 2 ** 63 - 1, -2 ** 63, -2 ** 63 - 1, 2 ** 200, 3 ** 100, 10 ** 30, (-7) ** 41)
print(1 << 100, a << 7, a >> 10, -a >> 10, b >> 200, a.bit_length(), (2 ** 100).bit_length(), (2 ** 100 - 1).bit_count())
print(a < b, a == a + 0, hash(a) == hash(a + 1 - 1), {a: 1}[a], a == float(a), 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53 + 1), 10 ** 30 > 1e29, 10 ** 400 > 1e308, -10 ** 400 < float("-inf"))
print(hex(2 ** 70), oct(2 ** 70), bin(2 ** 70), int("f" * 20, 16), int("-" + "9" * 25), f"{10 ** 25:,}", f"{2 ** 70:x}", f"{2 ** 70:>30}", "%d" % 2 ** 3, str(2 ** 90)[:5])
print(a / b, b / a, 10 ** 300 / 10 ** 299, 10 ** 400 / 10 ** 399, float(2 ** 80), int(1e20), int(1.5e300) % 10 ** 6, round(12345678901234567890, -5), pow(a, b, 10 ** 9 + 7), (2 ** 100).to_bytes(13, "big"), a % -1000, -a // 1000)
f = 1
for i in range(1, 51):
    f *= i
print(f, sum(int(d) for d in str(f)), len(str(2 ** 1000)), sum(10 ** i for i in range(25)))
x = 2 ** 62
for _ in range(4):
    x *= 2
    print(x, -x, x - 1)
i = 2 ** 63 - 1
i += 1
print(i, i - 1, -(-2 ** 63), abs(-2 ** 63), -2 ** 63 // -1, 2 ** 32 * 2 ** 32, (2 ** 31) ** 2)
try:
    10 ** 400 / 3
except OverflowError as e:
    print(e)
try:
    int("1" * 5000)
except ValueError as e:
    print(e)
try:
    str(10 ** 5000)
except ValueError as e:
    print(e)
