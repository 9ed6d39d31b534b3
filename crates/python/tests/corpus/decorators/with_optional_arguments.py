# A decorator usable both bare and with arguments.
import functools

def retry(f=None, *, times=3, on=(ValueError,)):
    if f is None:
        return functools.partial(retry, times=times, on=on)

    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        for attempt in range(1, times + 1):
            try:
                return f(*args, attempt=attempt, **kwargs)
            except on as e:
                print(f"attempt {attempt} of {f.__name__} failed: {e!r}")
                if attempt == times:
                    raise
    return wrapper

@retry
def bare(attempt):
    if attempt < 3:
        raise ValueError(attempt)
    return "bare done"

@retry(times=2, on=(KeyError, ValueError))
def configured(x, attempt):
    raise KeyError(x)

print(bare())
try:
    configured("k")
except KeyError as e:
    print("gave up", e)

@retry(times=1)
def other(attempt):
    raise TypeError("not retried")

other()
