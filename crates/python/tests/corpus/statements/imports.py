# Forms of import, and what is missing.
import math
import math as m
from math import sqrt, floor as fl
from collections import OrderedDict as OD, deque
import functools, itertools as it
print(math is m, sqrt(16), fl(2.7), OD, deque, functools.reduce(max, [1, 3]), next(it.count(5)), math.__name__, m.pi == math.pi)
def local():
    import json
    from string import digits
    return json.dumps(digits[:2])
print(local())
try:
    json
except NameError as e:
    print(e)
try:
    from math import nope
except ImportError as e:
    print(type(e).__name__, str(e).split(" (")[0])
try:
    math.nope
except AttributeError as e:
    print(e)
from math import *
print(floor(1.5), pi > 3)
class C:
    import string
    from math import pi as pi2
print(C.string.digits, C.pi2 > 3)
