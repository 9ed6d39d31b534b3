# time and os.environ without depending on the moment or the machine.
import time, os
a = time.monotonic()
print(time.sleep(0), time.sleep(0.001), time.monotonic() >= a, time.time() > 0, isinstance(time.perf_counter(), float), type(time.time()).__name__)
for bad in (-1, "x"):
    try:
        time.sleep(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(os.environ.get("NO_SUCH_VARIABLE"), os.environ.get("NO_SUCH_VARIABLE", "default"), "NO_SUCH_VARIABLE" in os.environ)
try:
    os.environ["NO_SUCH_VARIABLE"]
except KeyError as e:
    print(repr(e))
os.environ["SET_HERE"] = "1"
print(os.environ["SET_HERE"], os.environ.get("SET_HERE"), os.getenv("SET_HERE"), os.getenv("NOPE", "d"), os.environ.setdefault("SET_HERE", "2"), os.environ.pop("SET_HERE"), "SET_HERE" in os.environ)
try:
    os.environ["X"] = 5
except TypeError as e:
    print(e)
