import math
import random

random.seed(42)
print(random.random(), random.random(), random.randint(1, 100), random.choice("abcdef"), random.uniform(1, 5), random.getrandbits(40), random.randrange(0, 100, 7))
x = list(range(10))
random.shuffle(x)
print(x, random.sample(range(100), 5), random.sample(range(1000), 30)[:5], random.choices("ab", weights=[1, 9], k=10), random.choices([1, 2, 3], k=3), random.gauss(0, 1), random.normalvariate(0, 1), random.expovariate(2), random.triangular(1, 3))
r = random.Random(7)
print(r.random(), r.randint(0, 10**20), random.Random(7).random() == random.Random(7).random(), random.Random(2**70).random(), random.Random(-5).random())
print(math.sqrt(2), math.pi, math.e, math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.pow(2, 0.5), math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.exp(1), math.sin(1), math.cos(1), math.atan2(1, 2), math.hypot(3, 4), math.degrees(math.pi), math.radians(180), math.inf, math.nan, math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.copysign(1, -0.0), math.fmod(7, 3), math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.comb(10, 3), math.perm(5, 2), math.isqrt(10**20), math.prod([1, 2, 3]), math.fsum([0.1] * 10), math.isclose(0.1 + 0.2, 0.3), math.modf(3.5), math.frexp(8.0), math.ldexp(0.5, 4), math.dist([0, 0], [3, 4]), math.fabs(-2), math.tau)
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.floor(math.inf), lambda: math.sqrt("x"), lambda: random.choice([]), lambda: random.randint(5, 1), lambda: math.exp(1000), lambda: math.acos(2)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
