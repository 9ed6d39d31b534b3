# Threads that hand over by events and queues: one order is possible.
import threading, queue
q, done = queue.Queue(), threading.Event()
log = []
def consumer():
    while True:
        item = q.get()
        if item is None:
            q.task_done()
            break
        log.append(item * 10)
        q.task_done()
    done.set()
t = threading.Thread(target=consumer)
t.start()
for i in range(3): q.put(i)
q.put(None)
q.join()
print(done.wait(), log)
t.join()
ping, pong = threading.Event(), threading.Event()
def ponger():
    ping.wait()
    log.append("pong")
    pong.set()
t = threading.Thread(target=ponger)
t.start()
log.append("ping")
ping.set()
pong.wait()
t.join()
print(log)
ready, items, cond = [], [], threading.Condition()
def waiter():
    with cond:
        cond.wait_for(lambda: items)
        ready.append(items.pop())
t = threading.Thread(target=waiter)
t.start()
with cond:
    items.append("x")
    cond.notify()
t.join()
print(ready, items)
lock, count = threading.Lock(), 0
def add():
    global count
    for _ in range(100):
        with lock:
            count += 1
ts = [threading.Thread(target=add) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(count)
