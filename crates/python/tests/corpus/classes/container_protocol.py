# __getitem__, __setitem__, __delitem__, __contains__, __iter__, __reversed__.
class Log:
    def __init__(self): self.data = {}
    def __getitem__(self, key):
        print("get", key)
        return self.data[key]
    def __setitem__(self, key, value):
        print("set", key, value)
        self.data[key] = value
    def __delitem__(self, key):
        print("del", key)
        del self.data[key]
    def __contains__(self, key):
        print("contains", key)
        return key in self.data

l = Log()
l["a"] = 1
l["a"] += 5
l[1, 2] = "tuple key"
print(l["a"], l[1, 2], "a" in l, "z" not in l)
del l["a"]
try:
    l["a"]
except KeyError as e:
    print(repr(e))

class Slices:
    def __getitem__(self, key): return key

s = Slices()
print(s[1:2], s[:], s[::-1], s[1:2, 3], s[...], s[1:2:3].step)

class OnlyIter:
    def __iter__(self): return iter([1, 2, 3])

print(2 in OnlyIter(), 9 in OnlyIter(), list(OnlyIter()))

class OnlyIndex:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError(i)
        return i * 10
    def __len__(self): return 3

print(list(OnlyIndex()), 20 in OnlyIndex(), list(reversed(OnlyIndex())))
class Nothing: pass
for bad in (lambda: Nothing()[0], lambda: 1 in Nothing(), lambda: iter(Nothing()), lambda: len(Nothing()), lambda: reversed(Nothing())):
    try:
        bad()
    except TypeError as e:
        print(e)
n = Nothing()
try:
    n[0] = 1
except TypeError as e:
    print(e)
try:
    del n[0]
except TypeError as e:
    print(e)
