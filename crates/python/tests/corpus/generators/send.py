# send() makes the value of the yield expression.
def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return f"{count} values"
        total += value
        count += 1
        average = total / count

a = averager()
print(next(a), a.send(10), a.send(20))
try:
    a.send(None)
except StopIteration as e:
    print("returned", e.value, e.args)
b = averager()
try:
    b.send(1)
except TypeError as e:
    print(e)

def echo():
    got = []
    while len(got) < 3:
        got.append((yield len(got)))
    yield got

e = echo()
print(e.send(None), e.send("a"), next(e), e.send("c"))
def expression():
    x = 1 + (yield "first") * 2
    print("x", x)
    y = [(yield x), (yield "third")]
    print("y", y)
    print("argument", (yield), sep="=")
g = expression()
print(next(g), g.send(5), g.send("p"), g.send("q"))
try:
    g.send("last")
except StopIteration:
    print("end")
try:
    g.send(1)
except StopIteration as s:
    print("again", s.value)
