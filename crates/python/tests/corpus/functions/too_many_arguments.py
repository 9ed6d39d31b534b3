# The exact messages of calls with too many arguments.
def attempt(label, call):
    try:
        print(label, call())
    except TypeError as e:
        print(label, "TypeError:", e)

def none(): return 0
def one(a): return a
def two(a, b): return a, b
def default(a, b=1): return a, b
def defaults(a, b=1, c=2): return a, b, c
def kwonly(a, *, k): return a, k
def kwonly_default(a, *, k=1): return a, k
def only_default(a=1): return a

attempt("none", lambda: none(1))
attempt("none 2", lambda: none(1, 2))
attempt("one", lambda: one(1, 2))
attempt("two", lambda: two(1, 2, 3))
attempt("default", lambda: default(1, 2, 3))
attempt("defaults", lambda: defaults(1, 2, 3, 4))
attempt("kwonly", lambda: kwonly(1, 2))
attempt("kwonly given", lambda: kwonly(1, 2, k=3))
attempt("kwonly given 3", lambda: kwonly(1, 2, 3, k=3))
attempt("kwonly_default", lambda: kwonly_default(1, 2))
attempt("kwonly_default given", lambda: kwonly_default(1, 2, k=4))
attempt("only_default", lambda: only_default(1, 2))
