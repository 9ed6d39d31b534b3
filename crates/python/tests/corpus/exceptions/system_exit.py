# SystemExit is an exception like others until the end.
try:
    raise SystemExit("message")
except SystemExit as e:
    print("caught", e.code)
def f():
    try:
        raise SystemExit(2)
    finally:
        print("cleanup")
try:
    f()
except Exception:
    print("not an Exception")
except BaseException as e:
    print(type(e).__name__, e)
raise SystemExit(7)
