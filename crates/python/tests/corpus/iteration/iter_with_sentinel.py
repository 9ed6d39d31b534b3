# iter(callable, sentinel).
def reader(chunks):
    it = iter(chunks)
    return lambda: next(it, "")

for chunk in iter(reader(["a", "b", "", "c"]), ""):
    print(chunk)
n = 0
def tick():
    global n
    n += 1
    return n
print(list(iter(tick, 5)))
it = iter(tick, 8)
print(next(it), next(it), next(it, "end"), next(it, "still the end"))
try:
    iter(3, 4)
except TypeError as e:
    print(e)
def raises():
    raise StopIteration
print(list(iter(raises, 0)))
print(type(it).__name__)
