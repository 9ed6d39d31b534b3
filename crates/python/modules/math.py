from _machine import _content, _float_parts, _math, _type_lookup

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float("inf")
nan = float("nan")


def _number(x):
    if isinstance(x, (float, int)):
        return x
    if hasattr(x, "__float__"):
        return float(x)
    if hasattr(x, "__index__"):
        return x.__index__()
    raise TypeError(f"must be real number, not {type(x).__name__}")


def _finite(name, x, *more):
    x = float(_number(x))
    result = _math(name, x, *more)
    if result != result and x == x:
        raise ValueError("math domain error")
    if (result == inf or result == -inf) and x - x == 0:
        raise OverflowError("math range error")
    return result


def sqrt(x, /): return _finite("sqrt", x)
def sin(x, /): return _finite("sin", x)
def cos(x, /): return _finite("cos", x)
def tan(x, /): return _finite("tan", x)
def asin(x, /): return _finite("asin", x)
def acos(x, /): return _finite("acos", x)
def atan(x, /): return _finite("atan", x)
def sinh(x, /): return _finite("sinh", x)
def cosh(x, /): return _finite("cosh", x)
def tanh(x, /): return _finite("tanh", x)
def exp(x, /): return _finite("exp", x)
def exp2(x, /): return _finite("exp2", x)
def expm1(x, /): return _finite("expm1", x)


# The C library's ways to the last digit, which CPython shows: those of Rust end elsewhere.


def asinh(x, /):
    x = float(_number(x))
    size = abs(x)
    if x - x != 0 or size < 3.7252902984619140625e-09:
        return x
    if size > 268435456.0:
        result = _math("log", size) + 0.6931471805599453
    elif size > 2.0:
        result = _math("log", 2.0 * size + 1.0 / (_math("sqrt", size * size + 1.0) + size))
    else:
        square = size * size
        result = _math("log1p", size + square / (1.0 + _math("sqrt", 1.0 + square)))
    return _math("copysign", result, x)


def acosh(x, /):
    x = float(_number(x))
    if x < 1.0:
        raise ValueError("math domain error")
    if x > 268435456.0:
        return x if x == inf else _math("log", x) + 0.6931471805599453
    if x > 2.0:
        return _math("log", 2.0 * x - 1.0 / (x + _math("sqrt", x * x - 1.0)))
    above = x - 1.0
    return _math("log1p", above + _math("sqrt", 2.0 * above + above * above))


def atanh(x, /):
    x = float(_number(x))
    size = abs(x)
    if size >= 1:
        raise ValueError("math domain error")
    if x != x or size < 3.7252902984619140625e-09:
        return x
    twice = size + size
    if size < 0.5:
        result = 0.5 * _math("log1p", twice + twice * size / (1.0 - size))
    else:
        result = 0.5 * _math("log1p", twice / (1.0 - size))
    return _math("copysign", result, x)


_CBRT_FACTORS = (0.6299605249474365, 0.7937005259840997, 1.0, 1.2599210498948732, 1.5874010519681996)


def cbrt(x, /):
    x = float(_number(x))
    if x == 0 or x - x != 0:
        return x
    m, exponent = _float_parts(abs(x))
    third = int(exponent / 3)
    u = 0.7849323449766392 - 0.14526389938548637 * m
    for coefficient in (-1.8346927748361308, 2.4469312256353444, -2.114994941673713, 1.508191937815849, 0.35489576504391984):
        u = u * m + coefficient
    cube = u * u * u
    root = (m + m + cube) * u / (cube + cube + m) * _CBRT_FACTORS[2 + exponent - 3 * third]
    return _math("copysign", _math("ldexp", root, float(third)), x)


def atan2(y, x, /):
    return _math("atan2", _number(y), _number(x))


def _log(name, x, base):
    x = _number(x)
    if x <= 0:
        raise ValueError("math domain error")
    if isinstance(x, int) and x.bit_length() > 1023:
        exponent = x.bit_length()
        part = x / (1 << exponent)
        if part == 1.0:
            part, exponent = 0.5, exponent + 1
        if exponent > 1024:
            return _math(name, part) + _math(name, 2.0) * exponent
    return _math(name, x)


def log(*args):
    if not 1 <= len(args) <= 2:
        raise TypeError("math.log requires 1 to 2 arguments")
    x, *base = args
    result = _log("log", x, None)
    if base:
        divisor = _log("log", base[0], None)
        if divisor == 0:
            raise ZeroDivisionError("float division by zero")
        return result / divisor
    return result


def log2(x, /): return _log("log2", x, 2)
def log10(x, /): return _log("log10", x, 10)


def log1p(x, /):
    if x <= -1:
        raise ValueError("math domain error")
    return _math("log1p", _number(x))


def pow(x, y, /):
    x, y = float(_number(x)), float(_number(y))
    if x == 0 and y < 0:
        raise ValueError("math domain error")
    result = _math("pow", x, y)
    if result != result and x == x and y == y:
        raise ValueError("math domain error")
    if (result == inf or result == -inf) and x - x == 0 and y - y == 0:
        raise OverflowError("math range error")
    return result


def floor(x, /):
    if isinstance(x, int):
        return int(x)
    if not isinstance(x, float) and hasattr(x, "__floor__"):
        return x.__floor__()
    return _math("floor", _number(x))


def ceil(x, /):
    if isinstance(x, int):
        return int(x)
    if not isinstance(x, float) and hasattr(x, "__ceil__"):
        return x.__ceil__()
    return _math("ceil", _number(x))


def trunc(x, /):
    if isinstance(x, float):
        return int(x)
    if not hasattr(x, "__trunc__"):
        raise TypeError(f"type {type(x).__name__} doesn't define __trunc__ method")
    return x.__trunc__()


def fabs(x, /): return abs(float(_number(x)))
def isnan(x, /): return _math("isnan", _number(x))
def isinf(x, /): return _math("isinf", _number(x))
def isfinite(x, /): return not (_math("isnan", _number(x)) or _math("isinf", _number(x)))
def copysign(x, y, /): return _math("copysign", _number(x), _number(y))
def degrees(x, /): return _number(x) * (180.0 / pi)
def radians(x, /): return _number(x) * (pi / 180.0)
def ulp(x, /): return _math("ulp", _number(x))
def nextafter(x, y, /): return _math("nextafter", _number(x), _number(y))


def fmod(x, y, /):
    x, y = float(_number(x)), float(_number(y))
    if y == 0 or x == inf or x == -inf:
        raise ValueError("math domain error")
    return _math("fmod", x, y)


def frexp(x, /): return _float_parts(float(_number(x)))


def ldexp(x, i, /):
    result = _math("ldexp", float(_number(x)), float(i))
    if result in (inf, -inf) and x not in (inf, -inf):
        raise OverflowError("math range error")
    return result


def modf(x, /):
    x = float(_number(x))
    if x in (inf, -inf):
        return (copysign(0.0, x), x)
    whole = float(trunc(x))
    return (copysign(x - whole, x), copysign(whole, x))


def hypot(*coordinates):
    return _norm([abs(float(_number(c))) for c in coordinates])


def dist(p, q, /):
    if len(p) != len(q):
        raise ValueError("both points must have the same number of dimensions")
    return _norm([abs(float(_number(a)) - float(_number(b))) for a, b in zip(p, q)])


def _norm(values):
    # The root of the sum of the squares, with what rounding takes away kept apart: as CPython does it.
    largest = 0.0
    for x in values:
        if x > largest:
            largest = x
    if largest == inf:
        return inf
    for x in values:
        if x != x:
            return nan
    if largest == 0.0 or len(values) <= 1:
        return largest
    exponent = _float_parts(largest)[1]
    total = 1.0
    rest = [0.0, 0.0, 0.0]
    if exponent < -1023:
        for x in values:
            x /= largest
            total = _add(total, x * x, rest, 0)
        return largest * _math("sqrt", total - 1.0 + rest[0])
    scale = _math("ldexp", 1.0, -exponent)
    for x in values:
        high, low = _halves(x * scale)
        total = _add(total, high * high, rest, 0)
        total = _add(total, 2.0 * high * low, rest, 1)
        rest[2] += low * low
    root = _math("sqrt", total - 1.0 + (rest[0] + rest[1] + rest[2]))
    high, low = _halves(root)
    total = _add(total, -high * high, rest, 0)
    total = _add(total, -2.0 * high * low, rest, 1)
    total = _add(total, -low * low, rest, 2)
    x = total - 1.0 + (rest[0] + rest[1] + rest[2])
    return (root + x / (2.0 * root)) / scale


def _halves(x):
    t = x * 134217729.0
    high = t - (t - x)
    return high, x - high


def _add(total, x, rest, at):
    new = total + x
    rest[at] += (total - new) + x
    return new


def fsum(iterable, /):
    partials = []
    for x in iterable:
        x = float(x)
        i = 0
        for y in partials:
            if abs(x) < abs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low:
                partials[i] = low
                i += 1
            x = high
        partials[i:] = [x]
    total = 0.0
    n = len(partials)
    if n > 0:
        n -= 1
        total = partials[n]
        low = 0.0
        while n > 0:
            x = total
            n -= 1
            y = partials[n]
            total = x + y
            low = y - (total - x)
            if low != 0.0:
                break
        if n > 0 and ((low < 0.0 and partials[n - 1] < 0.0) or (low > 0.0 and partials[n - 1] > 0.0)):
            y = low * 2.0
            x = total + y
            if y == x - total:
                total = x
    return total


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    return abs(a - b) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)


def _integer(x):
    if isinstance(x, int):
        return int(x)
    if hasattr(x, "__index__"):
        return x.__index__()
    raise TypeError(f"'{type(x).__name__}' object cannot be interpreted as an integer")


def factorial(n, /):
    n = _integer(n)
    if n < 0:
        raise ValueError("factorial() not defined for negative values")
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def gcd(*integers):
    result = 0
    for n in integers:
        n = abs(_integer(n))
        while n:
            result, n = n, result % n
    return result


def lcm(*integers):
    result = 1
    for n in integers:
        n = abs(_integer(n))
        if n == 0:
            return 0
        result = result // gcd(result, n) * n
    return result


def isqrt(n, /):
    n = _integer(n)
    if n < 0:
        raise ValueError("isqrt() argument must be nonnegative")
    if n == 0:
        return 0
    x = 1 << ((n.bit_length() + 1) // 2)
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


def comb(n, k, /):
    n, k = _integer(n), _integer(k)
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    if k > n:
        return 0
    k = min(k, n - k)
    result = 1
    for i in range(k):
        result = result * (n - i) // (i + 1)
    return result


def perm(n, k=None, /):
    n = _integer(n)
    k = n if k is None else _integer(k)
    if n < 0 or k < 0:
        raise ValueError(("n" if n < 0 else "k") + " must be a non-negative integer")
    if k > n:
        return 0
    result = 1
    for i in range(n - k + 1, n + 1):
        result *= i
    return result


def prod(iterable, /, *, start=1):
    result = start
    for x in iterable:
        result = result * x
    return result


def remainder(x, y, /):
    x, y = float(_number(x)), float(_number(y))
    if x != x or y != y:
        return x + y
    if x - x != 0 or y == 0:
        raise ValueError("math domain error")
    if y - y != 0:
        return x
    ax, ay = fabs(x), fabs(y)
    m = _math("fmod", ax, ay)
    c = ay - m
    if m < c:
        r = m
    elif m > c:
        r = -c
    else:
        r = m - 2.0 * _math("fmod", 0.5 * (ax - m), ay)
    return _math("copysign", 1.0, x) * r
