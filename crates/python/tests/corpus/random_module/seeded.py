# The generator with a seed gives the same numbers everywhere.
import random
random.seed(42)
print(random.random(), random.random(), random.randint(1, 6), random.randint(-5, 5), random.randrange(10), random.randrange(0, 100, 10), random.uniform(1, 2), random.choice("abc"), random.choice([1, 2, 3]))
l = list(range(10))
random.shuffle(l)
print(l, random.sample(range(100), 5), random.sample("abcdef", 3), random.choices("ab", k=5), random.choices([1, 2, 3], weights=[1, 1, 8], k=5), random.getrandbits(16), random.getrandbits(70), random.gauss(0, 1), random.random() < 1)
random.seed(42)
print(random.random())
r = random.Random(7)
s = random.Random(7)
print(r.random() == s.random(), r.randint(1, 10 ** 12), r.random(), [r.randint(0, 9) for _ in range(10)], s.random() != r.random())
state = r.getstate()
x = r.random()
r.setstate(state)
print(r.random() == x)
random.seed("text")
print(random.random(), random.randint(0, 10 ** 30), random.choice(range(5, 10)), random.betavariate(1, 2) if False else random.triangular(0, 1))
random.seed(0)
print([random.randrange(3) for _ in range(10)], random.expovariate(1.5), random.normalvariate(0, 1), random.choices(range(3), cum_weights=[1, 2, 3], k=3))
for bad in (lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.randrange(0), lambda: random.sample([1], 2), lambda: random.randrange(1.5), lambda: random.sample({1, 2}, 1), lambda: random.choices([1], weights=[1, 2]), lambda: random.shuffle("abc"), lambda: random.shuffle((1, 2)), lambda: random.choices([], k=1), lambda: random.randint("a", 1), lambda: random.nope):
    try:
        print(bad())
    except (IndexError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
