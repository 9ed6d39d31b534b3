# Counter: counting, arithmetic, most_common, missing keys.
from collections import Counter
c = Counter("mississippi")
print(c, c["i"], c["zz"], "zz" in c, c.most_common(2), c.most_common(), c.total(), sorted(c.elements()), len(c))
print(Counter(a=1, b=2), Counter({"x": 3}), Counter([1, 1, 2]), Counter(), Counter("ab") == Counter("ba"))
a, b = Counter(a=3, b=1), Counter(a=1, b=2, c=5)
print(a + b, a - b, a & b, a | b, +Counter(a=1, b=-1), -Counter(a=1, b=-1), a <= b, Counter(a=1) <= a)
c = Counter(a=1)
c.update("aab"); print(c)
c.update({"a": 5}, z=1); print(c)
c.subtract("aaab"); print(c)
c["new"] += 1
c["neg"] = -5
del c["missing"]
print(c, c.most_common(1), dict(c), list(c), c.pop("z"), c.get("nope"), sum(c.values()), list(Counter(x=2, y=0, z=-1).elements()), c.copy() == c)
c += Counter(a=1)
print(c, Counter(x for x in [1, 2, 1]), Counter("hello").most_common()[-1], max(Counter("abbb").items(), key=lambda kv: kv[1]), Counter(["a", "b", "a"]).most_common(None))
try:
    Counter(5)
except TypeError as e:
    print(e)
try:
    Counter.fromkeys("a")
except NotImplementedError as e:
    print(e)
print(isinstance(c, dict), Counter("a") == {"a": 1}, Counter(a=1, b=0) == Counter(a=1), repr(Counter({"a": "x"})))
