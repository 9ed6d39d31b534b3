"""Building, indexing, sorting and slicing lists."""


def run():
    size = 200_000
    sieve = [True] * size
    for i in range(2, 448):
        if sieve[i]:
            for j in range(i * i, size, i):
                sieve[j] = False
    primes = [i for i in range(2, size) if sieve[i]]
    pairs = sorted(((p % 1000, p) for p in primes), reverse=True)
    stack = []
    for pair in pairs:
        stack.append(pair[1])
        if len(stack) > 100:
            stack.pop()
    total = 0
    for start in range(0, len(primes), 7):
        total += sum(primes[start : start + 7])
    return len(primes), pairs[0], stack[-1], total
