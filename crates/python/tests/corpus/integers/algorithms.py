# Number theory on integers.
def gcd(a, b):
    while b:
        a, b = b, a % b
    return abs(a)
def egcd(a, b):
    if b == 0: return a, 1, 0
    g, x, y = egcd(b, a % b)
    return g, y, x - a // b * y
def isqrt(n):
    x = n
    while x * x > n:
        x = (x + n // x) // 2
    return x
def sieve(n):
    is_prime = [True] * (n + 1)
    is_prime[:2] = [False, False]
    for i in range(2, int(n ** 0.5) + 1):
        if is_prime[i]:
            is_prime[i * i::i] = [False] * len(is_prime[i * i::i])
    return [i for i, p in enumerate(is_prime) if p]
def factor(n):
    out, d = {}, 2
    while d * d <= n:
        while n % d == 0:
            out[d] = out.get(d, 0) + 1
            n //= d
        d += 1
    if n > 1: out[n] = out.get(n, 0) + 1
    return out
def digits(n, base):
    out = []
    while n:
        n, d = divmod(n, base)
        out.append(d)
    return out[::-1] or [0]
def collatz(n):
    while n != 1:
        yield n
        n = n // 2 if n % 2 == 0 else 3 * n + 1
print(gcd(48, -18), egcd(240, 46), isqrt(10 ** 40), sieve(50), factor(360360), digits(2 ** 40, 1000), digits(255, 2), len(list(collatz(27))), max(collatz(27)))
def matmul(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
def fib(n):
    r, m = [[1, 0], [0, 1]], [[1, 1], [1, 0]]
    while n:
        if n & 1: r = matmul(r, m)
        m = matmul(m, m)
        n >>= 1
    return r[0][1]
print([fib(n) for n in range(10)], fib(200))
print([n for n in range(1, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
