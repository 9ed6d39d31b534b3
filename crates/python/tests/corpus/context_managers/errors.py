# Errors in __enter__ and __exit__, and objects that are no context managers.
class Enter:
    def __enter__(self): raise ValueError("in enter")
    def __exit__(self, *exc): print("never")
class Exit:
    def __enter__(self): return self
    def __exit__(self, *exc): raise KeyError("in exit")
class Only:
    def __enter__(self): return self
class OnlyExit:
    def __exit__(self, *e): pass
try:
    with Enter(): pass
except ValueError as e:
    print(e)
try:
    with Exit(): pass
except KeyError as e:
    print(e, e.__context__)
try:
    with Exit():
        raise ValueError("body")
except KeyError as e:
    print(e, repr(e.__context__))
for bad in (5, Only(), OnlyExit(), None, Only):
    try:
        with bad: pass
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
class Reraise:
    def __enter__(self): return self
    def __exit__(self, kind, e, tb):
        if e: raise e
try:
    with Reraise():
        raise ValueError("same")
except ValueError as e:
    print(e, e.__context__)
class OnInstance: pass
o = OnInstance()
o.__enter__ = lambda: None
o.__exit__ = lambda *a: None
try:
    with o: pass
except TypeError as e:
    print(e)
class Truthy:
    def __enter__(self): pass
    def __exit__(self, *e): return "non-empty"
with Truthy():
    1 / 0
print("suppressed by a truthy value")
