# The math module on typical values.
import math
print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.sqrt(2), math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.fabs(-3), math.floor(10 ** 20), math.ceil(2.0000001), type(math.floor(1.5)).__name__)
print(math.gcd(12, 18), math.gcd(), math.gcd(0, 5), math.lcm(4, 6), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.isqrt(10 ** 20), math.prod([1, 2, 3]), math.prod([], start=5), math.gcd(12, 18, 27))
print(math.exp(1), math.log(10), math.log(8, 2), math.log2(1024), math.log10(1000), math.log1p(0), math.expm1(0), math.pow(2, 10), math.hypot(3, 4), math.dist((0, 0), (3, 4)), math.cbrt(27) if hasattr(math, "cbrt") else None)
print(math.sin(0), math.cos(0), round(math.tan(1), 12), round(math.asin(1), 12), round(math.atan2(1, -1), 12), round(math.degrees(math.pi), 10), round(math.radians(180), 12), round(math.sinh(1), 12))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9), math.copysign(1, -0.0), math.fmod(-7, 3), math.modf(-2.5), math.frexp(8.0), math.ldexp(0.5, 4), math.fsum([0.1] * 10), math.remainder(7, 4), math.nextafter(1, 2), math.ulp(1.0))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-5), lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.floor(math.nan), lambda: math.ceil(math.inf), lambda: math.exp(1000), lambda: math.gcd(1.5), lambda: math.sqrt("a"), lambda: math.isqrt(-1), lambda: math.acos(2), lambda: math.comb(-1, 2), lambda: math.pow(0, -1), lambda: math.fmod(1, 0), lambda: math.nope, lambda: math.floor("x"), lambda: math.sqrt(), lambda: math.log(2, 1), lambda: math.sqrt(10 ** 400)):
    try:
        print(bad())
    except (ValueError, TypeError, OverflowError, AttributeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
print(math.log(10 ** 400), math.log2(2 ** 2000), math.floor(1e20), math.comb(100, 50), math.factorial(30))
