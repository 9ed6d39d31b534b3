# Recursion: direct, mutual, through closures and through data.
def factorial(n):
    return 1 if n <= 1 else n * factorial(n - 1)

def fib(n, memo={}):
    if n not in memo:
        memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]

def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)

def flatten(xs):
    for x in xs:
        if isinstance(x, list):
            yield from flatten(x)
        else:
            yield x

def hanoi(n, a, b, c, moves):
    if n:
        hanoi(n - 1, a, c, b, moves)
        moves.append(a + c)
        hanoi(n - 1, b, a, c, moves)
    return moves

def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))

print(factorial(20), factorial(30))
print(fib(80))
print(even(100), odd(101), even(7))
print(list(flatten([1, [2, [3, [4]], 5], [[]]])))
print(hanoi(3, "A", "B", "C", []))
print(ackermann(2, 3))
