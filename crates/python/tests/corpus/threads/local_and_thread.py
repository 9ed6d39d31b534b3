# Thread, local data and names; joined at once, so the order is fixed.
import threading
local = threading.local()
local.x = "main"
out = []
def work(n, label="w"):
    out.append((label, n, hasattr(local, "x")))
    local.x = n
    out.append(local.x)
for i in range(2):
    t = threading.Thread(target=work, args=(i,), kwargs={"label": f"t{i}"})
    t.start()
    t.join()
    print(t.is_alive(), t.daemon)
print(out, local.x)
class Local(threading.local):
    def __init__(self, start): self.n = start
l = Local(5)
l.n += 1
seen = []
t = threading.Thread(target=lambda: seen.append(l.n), name="named")
print(t.name, t.is_alive())
t.start(); t.join()
print(seen, l.n)
class Worker(threading.Thread):
    def __init__(self, items):
        super().__init__()
        self.items, self.total = items, 0
    def run(self):
        for i in self.items: self.total += i
w = Worker([1, 2, 3])
w.start(); w.join()
print(w.total, threading.current_thread().name, threading.current_thread() is threading.main_thread())
try:
    w.start()
except RuntimeError as e:
    print(e)
try:
    Worker([]).join()
except RuntimeError as e:
    print(e)
try:
    local.missing
except AttributeError as e:
    print(e)
