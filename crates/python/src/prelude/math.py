"""Mathematics on floats and integers."""

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float("inf")
nan = float("nan")


def isnan(x):
    return x != x


def isinf(x):
    return x == inf or x == -inf


def isfinite(x):
    return x == x and x != inf and x != -inf


def floor(x):
    return int(x // 1)


def ceil(x):
    return -int(-x // 1)


def trunc(x):
    return int(x)


def fabs(x):
    return float(abs(x))


def sqrt(x):
    if x < 0:
        raise ValueError("math domain error")
    return x**0.5


def gcd(*integers):
    result = 0
    for b in integers:
        while b:
            result, b = b, result % b
        result = abs(result)
    return result


def factorial(n):
    if n < 0:
        raise ValueError("factorial() not defined for negative values")
    result = 1
    for factor in range(2, n + 1):
        result *= factor
    return result
