import queue
import threading

lock = threading.Lock()
with lock:
    print(lock.locked(), lock.acquire(blocking=False))
print(lock.locked())
r = threading.RLock()
with r:
    with r:
        print("nested")
try:
    lock.release()
except RuntimeError as e:
    print(e)
e = threading.Event()
print(e.is_set(), e.wait(0))
e.set()
print(e.wait(), e.is_set())
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False))
s.release()
loc = threading.local()
loc.x = 1
print(loc.x, hasattr(loc, "y"))
print(threading.current_thread().name, threading.current_thread() is threading.main_thread())
q = queue.Queue()
q.put(1)
q.put(2)
print(q.get(), q.qsize(), q.empty(), q.get_nowait())
try:
    q.get_nowait()
except queue.Empty:
    print("empty")
p = queue.PriorityQueue()
for i in (3, 1, 2):
    p.put(i)
print([p.get() for _ in range(3)])
l = queue.LifoQueue()
l.put("a")
l.put("b")
print(l.get())
c = threading.Condition()
with c:
    c.notify()
try:
    c.notify()
except RuntimeError as e:
    print(e)
b = threading.BoundedSemaphore(1)
try:
    b.release()
except ValueError as e:
    print(e)
