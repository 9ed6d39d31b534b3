# Unknown keywords, arguments given twice, and keywords that are not strings.
def attempt(label, call):
    try:
        print(label, call())
    except TypeError as e:
        print(label, "TypeError:", e)

def f(a, b=2): return a, b
def g(a, /, b): return a, b
def p(a, b, /): return a, b
def h(a, **kw): return a, kw

attempt("unknown", lambda: f(1, z=3))
attempt("unknown and missing", lambda: f(z=3))
attempt("twice", lambda: f(1, a=2))
attempt("twice b", lambda: f(1, 2, b=2))
attempt("positional-only", lambda: g(a=1, b=2))
attempt("positional-only all", lambda: p(a=1, b=2))
attempt("positional-only second", lambda: p(1, b=2))
attempt("kwargs take it", lambda: h(1, z=3))
attempt("kwargs twice", lambda: h(1, a=3))
attempt("not strings", lambda: f(**{1: 2}))
attempt("not strings kw", lambda: h(1, **{1: 2}))
attempt("doubled", lambda: h(1, **{"x": 1}, **{"x": 2}))
attempt("doubled explicit", lambda: h(1, x=1, **{"x": 2}))
attempt("star of int", lambda: f(*1))
attempt("double star of list", lambda: f(**[1]))
attempt("double star of None", lambda: f(**None))
attempt("star of None", lambda: f(*None))
