# Queue, LifoQueue, PriorityQueue without blocking.
import queue
q = queue.Queue(maxsize=2)
print(q.empty(), q.full(), q.qsize(), q.put(1), q.put_nowait(2), q.full(), q.maxsize)
for bad in (lambda: q.put_nowait(3), lambda: q.put(3, block=False), lambda: q.put(3, timeout=0.001)):
    try:
        bad()
    except queue.Full as e:
        print("Full", repr(e), str(e) == "")
print(q.get(), q.get_nowait(), q.empty())
for bad in (lambda: q.get_nowait(), lambda: q.get(block=False), lambda: q.get(timeout=0)):
    try:
        bad()
    except queue.Empty as e:
        print("Empty", repr(e))
print(q.task_done(), q.task_done(), q.join())
try:
    q.task_done()
except ValueError as e:
    print(e)
try:
    q.get(timeout=-1)
except ValueError as e:
    print(e)
l = queue.LifoQueue()
for i in "abc": l.put(i)
print([l.get() for _ in range(3)])
p = queue.PriorityQueue()
for item in ((2, "b"), (1, "z"), (3, "a"), (1, "a")): p.put(item)
print([p.get() for _ in range(p.qsize())])
s = queue.SimpleQueue()
s.put(1)
print(s.get(), s.empty(), s.qsize())
p.put((1, {}))
try:
    p.put((1, {}))
except TypeError as e:
    print(e)
