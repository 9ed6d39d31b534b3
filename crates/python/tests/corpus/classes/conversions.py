# __int__, __float__, __index__, __complex__-free conversions, __bytes__, __str__.
class N:
    def __int__(self): return 42
    def __float__(self): return 4.5
class I:
    def __index__(self): return 2
class B:
    def __bytes__(self): return b"bytes"

print(int(N()), float(N()), int(I()), float(I()), [10, 20, 30][I()], "abc"[I():], range(5)[I()], bytes(B()))
print(hex(I()), bin(I()), list(range(I())), [1] * I(), "x" * I(), 10 ** 3 if I() else 0, chr(I()) == "\x02")
import math
class T:
    def __trunc__(self): return 9
    def __floor__(self): return 3
    def __ceil__(self): return 4
print(math.floor(T()), math.ceil(T()), math.trunc(T()))
class Bad:
    def __int__(self): return "x"
    def __index__(self): return 1.5
    def __float__(self): return 1
for bad in (lambda: int(Bad()), lambda: [1][Bad()], lambda: float(Bad()), lambda: int(object), lambda: [1]["a"], lambda: [1][1.0], lambda: "abc"[None]):
    try:
        bad()
    except TypeError as e:
        print(e)
