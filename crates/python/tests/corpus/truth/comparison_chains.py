# Chains evaluate each operand once and stop early.
def v(x):
    print(x, end=" ")
    return x
print(v(1) < v(2) < v(3))
print(v(1) < v(0) < v(3))
print(v(3) > v(2) == v(2) != v(1))
print(1 < 2 > 1, 1 == 1 in [1], "a" in "ab" in ["ab"], 1 is not 2 is not None, 5 > 3 > 1, not 1 < 2 < 1, 1 < 3 in [3])
print((1 < 2) < 3, 1 < (2 < 3), (1 < 2) == True, 1 < 2 == True, [1] == [1] == [1.0], 1 == 1.0 == True, None is None is None)
print(0 <= 5 < 10, "a" <= "b" <= "c", all(0 <= x <= 3 for x in range(4)), 1 if 1 < 2 < 3 else 0)
class Cmp:
    def __lt__(self, o): return []
    def __gt__(self, o): return "truthy"
c = Cmp()
print(c < 1 < v(2), c > 1 < 2, c > 0 > c)
try:
    1 < 2 < "a"
except TypeError as e:
    print(e)
print(1 > 2 < "never compared")
a = b = 3
print(a == b == 3, a is b, a != b == 3)
