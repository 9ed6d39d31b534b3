# break and continue through try, with and nested loops.
def f():
    out = []
    for i in range(4):
        for j in range(4):
            try:
                if j == 1: continue
                if j == 3: break
                if i == 2: raise ValueError(f"{i}{j}")
                out.append((i, j))
            except ValueError as e:
                out.append(str(e))
                break
            else:
                out.append("else")
            finally:
                out.append(".")
        else:
            out.append("no break")
        if i == 3: return out
print(f())
def g(n):
    while True:
        n -= 1
        try:
            if n == 3: continue
            if n < 0: return "returned"
            if n == 1:
                try:
                    1 / 0
                finally:
                    continue
        except ZeroDivisionError:
            print("never, continue swallowed it")
        finally:
            print("finally", n)
print(g(5))
def h():
    for x in range(3):
        for y in range(3):
            if x * y == 2: break
        else: continue
        return x, y
    return None
print(h())
i = 0
while i < 10:
    i += 1
    if i % 2: continue
    for k in range(i):
        if k > 3: break
    else:
        print("inner finished", i)
        continue
    print("inner broke", i)
    if i == 8: break
else:
    print("no")
