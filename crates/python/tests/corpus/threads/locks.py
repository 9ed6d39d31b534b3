# Lock, RLock, Semaphore, Event and Condition used by one thread.
import threading
lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0), lock.release(), lock.locked())
with lock as got:
    print(got, lock.locked())
try:
    lock.release()
except RuntimeError as e:
    print(e)
r = threading.RLock()
with r:
    with r:
        print("re-entered", r.acquire(), r.release())
try:
    r.release()
except RuntimeError as e:
    print(e)
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.release(), s.acquire(False))
b = threading.BoundedSemaphore(1)
try:
    b.release()
except ValueError as e:
    print(e)
try:
    threading.Semaphore(-1)
except ValueError as e:
    print(e)
e = threading.Event()
print(e.is_set(), e.wait(0), e.set(), e.is_set(), e.wait(), e.clear(), e.is_set())
c = threading.Condition()
try:
    c.notify()
except RuntimeError as error:
    print(error)
try:
    c.wait()
except RuntimeError as error:
    print(error)
with c:
    c.notify_all()
    print(c.wait(0), c.wait_for(lambda: True), c.wait_for(lambda: 0, timeout=0))
try:
    with lock:
        raise ValueError("inside")
except ValueError as error:
    print(error, lock.locked())
