# bool() asks __bool__, then __len__.
class Yes: pass
class No:
    def __bool__(self): return False
class Empty:
    def __len__(self): return 0
class Full:
    def __len__(self): return 3
class Both:
    def __bool__(self): return True
    def __len__(self): return 0

print([bool(x) for x in (Yes(), No(), Empty(), Full(), Both())])
print("yes" if Yes() else "no", "yes" if Empty() else "no", not No())
print(len(Full()), len(Both()))
class BadBool:
    def __bool__(self): return 1
class BadLen:
    def __len__(self): return -1
class TextLen:
    def __len__(self): return "3"
for bad in (lambda: bool(BadBool()), lambda: len(BadLen()), lambda: bool(BadLen()), lambda: len(TextLen()), lambda: len(Yes())):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(No() or "right", (No() and "right").__class__.__name__, Full() and "right", (Empty() or Full()).__class__.__name__)
print(any([No(), Empty()]), all([Yes(), Full()]))
