# The exact messages of calls with too few arguments.
def attempt(label, call):
    try:
        print(label, call())
    except TypeError as e:
        print(label, "TypeError:", e)

def one(a): return a
def two(a, b): return a, b
def three(a, b, c): return a, b, c
def four(a, b, c, d): return a, b, c, d
def kw(*, x): return x
def kws(*, x, y, z): return x
def mixed(a, *, x): return a, x

attempt("one", lambda: one())
attempt("two none", lambda: two())
attempt("two one", lambda: two(1))
attempt("two kw", lambda: two(b=1))
attempt("three", lambda: three())
attempt("three 2", lambda: three(b=1))
attempt("four", lambda: four())
attempt("four 1", lambda: four(1))
attempt("kw", lambda: kw())
attempt("kws", lambda: kws())
attempt("kws y", lambda: kws(y=1))
attempt("mixed", lambda: mixed())
attempt("mixed a", lambda: mixed(1))
