# Functions defined conditionally, redefined, and called before later code.
if True:
    def f(): return "first"
else:
    def f(): return "never"
print(f())
def f(): return "second"
print(f())
old = f
def f(n=0): return "third" if n else old()
print(f(), f(1))
def uses_later(): return later()
try:
    uses_later()
except NameError as e:
    print(e)
def later(): return "defined later"
print(uses_later())
class A:
    def m(self): return B().v
class B:
    v = "B is found at call time"
print(A().m())
for i in range(2):
    def g(i=i): return i
    class K: n = i
    print(g(), K.n)
try:
    def bad(x=undefined_default): pass
except NameError as e:
    print(e)
print(__name__ == "__main__")
if __name__ == "__main__":
    print("main")
def rebind():
    global print_it
    def print_it(x): return f"it {x}"
rebind()
print(print_it(5))
print([f.__name__ for f in (old, f, later)])
x = 1
def shadow(x):
    x += 1
    return x
print(shadow(10), x)
