import threading, queue, time, contextvars
lock = threading.Lock(); rl = threading.RLock(); cond = threading.Condition(); ev = threading.Event(); sem = threading.Semaphore(2)
counter = 0
def inc(n):
    global counter
    for _ in range(n):
        with lock: counter += 1
ts = [threading.Thread(target=inc, args=(100,), name=f"T{i}") for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(counter, [t.is_alive() for t in ts], ts[0].name, threading.current_thread().name, threading.main_thread() is threading.current_thread())
q = queue.Queue(maxsize=3); out = []
def prod():
    for i in range(5): q.put(i)
    q.put(None)
def cons():
    while (x := q.get()) is not None:
        out.append(x * 2); q.task_done()
    q.task_done()
a, b = threading.Thread(target=prod), threading.Thread(target=cons)
a.start(); b.start(); a.join(); b.join(); q.join(); print(out, q.empty(), q.qsize())
try: q.get(timeout=0.01)
except queue.Empty as e: print("empty", repr(e))
try: q.get_nowait()
except queue.Empty: print("e2")
pq = queue.PriorityQueue(); [pq.put(x) for x in (3, 1, 2)]; print([pq.get() for _ in range(3)])
def waiter():
    print("waiting", ev.wait(1)); print("ev2", ev.is_set())
t = threading.Thread(target=waiter); t.start(); ev.set(); t.join()
print(ev.wait(0.01)); ev.clear(); print(ev.wait(0.01))
print(lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01)); lock.release()
try: lock.release()
except RuntimeError as e: print(e)
with rl:
    with rl: print("re")
try: rl.release()
except RuntimeError as e: print(e)
items = []
def c():
    with cond:
        while not items: cond.wait()
        print("got", items.pop())
t = threading.Thread(target=c); t.start()
with cond: items.append(7); cond.notify()
t.join()
loc = threading.local(); loc.v = "main"
def l():
    print(hasattr(loc, "v")); loc.v = "t"; print(loc.v)
t = threading.Thread(target=l); t.start(); t.join(); print(loc.v)
cv = contextvars.ContextVar("cv", default="d")
tok = cv.set("x"); print(cv.get()); cv.reset(tok); print(cv.get()); ctx = contextvars.copy_context(); print(ctx.run(lambda: (cv.set("in"), cv.get())[1]), cv.get(), ctx[cv])
class W(threading.Thread):
    def __init__(self, n): super().__init__(daemon=True); self.n = n; self.r = None
    def run(self): self.r = self.n ** 2
w = W(5); w.start(); w.join(); print(w.r, w.daemon)
def boom(): raise ValueError("in thread")
t = threading.Thread(target=boom); t.start(); t.join(); print("after")
tm = threading.Timer(0.01, lambda: print("timer")); tm.start(); tm.join()
bar = threading.Barrier(2); res = []
def bb(n): bar.wait(); res.append(n)
ts = [threading.Thread(target=bb, args=(i,)) for i in range(2)]; [t.start() for t in ts]; [t.join() for t in ts]; print(sorted(res))
try: w.start()
except RuntimeError as e: print(e)
s = time.time(); time.sleep(0.05); print(time.time() - s >= 0.05, time.perf_counter() > 0, time.monotonic() > 0)
bs = threading.BoundedSemaphore(1)
bs.acquire(); bs.release()
try: bs.release()
except ValueError as e: print(e)
print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False))
