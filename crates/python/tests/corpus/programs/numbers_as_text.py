# Numbers in words, bases, Luhn, ISBN, fractions.
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
def words(n):
    if n < 0: return "minus " + words(-n)
    if n < 20: return ONES[n]
    if n < 100: return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    for size, name in ((10 ** 9, "billion"), (10 ** 6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            head, rest = divmod(n, size)
            return f"{words(head)} {name}" + (f" {'and ' if rest < 100 else ''}{words(rest)}" if rest else "")
print(*[words(n) for n in (0, 7, 13, 42, 100, 115, 999, 1001, 12345, 1000000, -8, 2 ** 31)], sep="\n")
def base(n, b, digits="0123456789abcdefghijklmnopqrstuvwxyz"): return digits[n] if n < b else base(n // b, b) + digits[n % b]
print([base(255, b) for b in (2, 3, 8, 16, 36)], all(int(base(n, b), b) == n for n in range(50) for b in range(2, 37)))
def luhn(s): return sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(int(c) for c in reversed(s))) % 10 == 0
print(luhn("79927398713"), luhn("79927398710"))
def isbn(s): return sum(i * (10 if c == "X" else int(c)) for i, c in zip(range(10, 0, -1), s.replace("-", ""))) % 11 == 0
print(isbn("0-306-40615-2"), isbn("0-8044-2957-X"), isbn("0-306-40615-3"))
class Fraction:
    def __init__(self, n, d=1):
        if d == 0: raise ZeroDivisionError(f"Fraction({n}, 0)")
        a, b = abs(n), abs(d)
        while b: a, b = b, a % b
        s = -1 if d < 0 else 1
        self.n, self.d = s * n // a, s * d // a
    def __repr__(self): return f"{self.n}/{self.d}" if self.d != 1 else str(self.n)
    def __add__(self, o): return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)
    def __mul__(self, o): return Fraction(self.n * o.n, self.d * o.d)
    def __truediv__(self, o): return Fraction(self.n * o.d, self.d * o.n)
    def __neg__(self): return Fraction(-self.n, self.d)
    def __eq__(self, o): return (self.n, self.d) == (o.n, o.d)
print(Fraction(6, -8), Fraction(1, 3) + Fraction(1, 6), Fraction(2, 3) * Fraction(3, 2), Fraction(1, 2) / Fraction(-3, 4), -Fraction(4, 2))
total = Fraction(0)
for i in range(1, 26): total += Fraction(1, i)
print(total)
try:
    Fraction(1, 2) / Fraction(0)
except ZeroDivisionError as e:
    print(e)
