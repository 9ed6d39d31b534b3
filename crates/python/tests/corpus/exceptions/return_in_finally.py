# return, break and continue in finally replace what was pending.
def swallow():
    try:
        raise ValueError("lost")
    finally:
        return "finally wins"
def override():
    try:
        return "try"
    finally:
        return "finally"
def value_is_saved():
    x = 1
    try:
        return x
    finally:
        x = 2
def mutable():
    l = [1]
    try:
        return l
    finally:
        l.append(2)
def loops():
    out = []
    for i in range(4):
        try:
            if i == 1: raise ValueError
            if i == 2: continue
            out.append(i)
        except ValueError:
            out.append("error")
        finally:
            out.append(f"f{i}")
            if i == 2: break
    return out
def continue_in_finally():
    out = []
    for i in range(3):
        try:
            1 / i if i else 1 / 0
        finally:
            out.append(i)
            continue
    return out
def nested():
    try:
        try:
            return "inner"
        finally:
            print("cleanup inner")
    finally:
        print("cleanup outer")
def raises_in_finally():
    try:
        raise ValueError("first")
    finally:
        raise KeyError("second")
def loop_return():
    while True:
        try:
            return "r"
        finally:
            break
    return "after loop"
print(swallow(), override(), value_is_saved(), mutable(), loops(), continue_in_finally(), nested(), loop_return())
try:
    raises_in_finally()
except KeyError as e:
    print(repr(e), repr(e.__context__))
