# Retrying a flaky operation; the waits are recorded, not slept.
import functools

class Transient(Exception): pass
class GaveUp(Exception): pass

waits = []
def retry(exceptions, attempts=4, base=0.1, factor=2, maximum=0.5, sleep=waits.append):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            delay = base
            for attempt in range(1, attempts + 1):
                try:
                    result = f(*args, **kwargs)
                except exceptions as e:
                    if attempt == attempts:
                        raise GaveUp(f"{f.__name__} failed {attempt} times") from e
                    sleep(round(min(delay, maximum), 3))
                    delay *= factor
                else:
                    wrapper.attempts = attempt
                    return result
        return wrapper
    return decorate

def flaky(outcomes):
    it = iter(outcomes)
    @retry((Transient, TimeoutError))
    def operation():
        outcome = next(it)
        if isinstance(outcome, Exception): raise outcome
        return outcome
    return operation

op = flaky([Transient("1"), TimeoutError("2"), "ok"])
print(op(), op.attempts, waits)
waits.clear()
try:
    flaky([Transient(str(i)) for i in range(9)])()
except GaveUp as e:
    print(e, "caused by", repr(e.__cause__), waits)
try:
    flaky([ValueError("fatal")])()
except ValueError as e:
    print("not retried:", e)
