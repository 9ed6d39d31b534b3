# del of names, attributes, items, slices and several at once.
x = y = z = 1
del x, (y, z)
for name in ("x", "y", "z"):
    print(name, name in globals())
class C: pass
c = C()
c.a, c.b = 1, 2
d, l = {"k": {"n": 1}}, [0, 1, 2, 3, 4]
del c.a, d["k"]["n"], l[1], l[-1]
print(vars(c), d, l)
del l[:], d["k"]
print(l, d)
def f():
    v = 1
    del v
    v = 2
    return v
print(f())
class D:
    def __delattr__(self, n): print("delattr", n)
    def __delitem__(self, k): print("delitem", k)
o = D()
del o.x, o[1:2], o[3, 4], o["k"]
a = [1]
b = a
del a
print(b)
for i in range(3):
    pass
del i
try:
    i
except NameError as e:
    print(e)
del [b]
print("b" in globals())
len = lambda x: "shadowed"
print(len([]))
del len
print(len([]))
