# __repr__, __str__, __format__ and who falls back to whom.
class OnlyRepr:
    def __repr__(self): return "<repr>"

class OnlyStr:
    def __str__(self): return "text"
    def __repr__(self): return "OnlyStr()"

class Formatted:
    def __format__(self, spec): return f"formatted<{spec}>"
    def __repr__(self): return "F()"

o, s, f = OnlyRepr(), OnlyStr(), Formatted()
print(o, str(o), f"{o}", f"{o!r}", "%s %r" % (o, o), [o], {o: o} if False else {"k": o})
print(s, [s], f"{s} {s!r} {s!s:>6}", (s,), {1: s})
print(f"{f}", f"{f:>10}", format(f, "abc"), f"{f!r:>5}", str(f))
try:
    f"{o:>10}"
except TypeError as e:
    print(e)

class BadRepr:
    def __repr__(self): return 5

class BadStr:
    def __str__(self): return None

class BadFormat:
    def __format__(self, spec): return 1

for bad in (lambda: repr(BadRepr()), lambda: str(BadStr()), lambda: f"{BadFormat()}", lambda: str(BadRepr())):
    try:
        bad()
    except TypeError as e:
        print(e)
class Ascii:
    def __repr__(self): return "é"
print(ascii(Ascii()), f"{Ascii()!a}")
