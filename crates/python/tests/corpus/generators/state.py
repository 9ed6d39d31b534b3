# Errors of re-entry and the states of a generator.
def reenter():
    yield "first"
    try:
        next(me)
    except ValueError as e:
        yield str(e)

me = reenter()
print(next(me), next(me))
print(me.gi_frame is not None, me.gi_running, me.__name__)
print(list(me), me.gi_frame)
def fails():
    yield 1
    raise ValueError("boom")
f = fails()
print(next(f))
try:
    next(f)
except ValueError as e:
    print(e)
print(next(f, "dead"))
def locals_survive():
    data = []
    for i in range(3):
        data.append(i)
        yield list(data)
print(list(locals_survive()))
a, b = locals_survive(), locals_survive()
print(next(a), next(a), next(b), next(a), next(b))
