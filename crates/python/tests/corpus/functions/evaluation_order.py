# Callee, arguments, defaults and operands are evaluated left to right.
def say(x):
    print("eval", x)
    return x

def f(*args, **kwargs):
    return args, kwargs

print(say(f)(1) is not None if False else "start")
print(f(say(1), *[say(2)], k=say(3), **{"m": say(4)}))
print(say(1) + say(2) * say(3))
print([say(1), say(2)][say(0)])
print({say("k"): say("v")})
print(say(1) < say(2) < say(0) < say(9))
d = {}
d[say("key")] = say("value")
print(d)
x = [0, 0]
i = 0
i, x[i] = 1, 9
print(i, x)

def make(default=say("default")):
    return default

make()
make()
