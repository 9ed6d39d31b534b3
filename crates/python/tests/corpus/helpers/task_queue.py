# A task queue in the manner of Celery: registration, delay, retries, chains.
import functools
from collections import deque

class Retry(Exception): pass

class App:
    def __init__(self): self.tasks, self.queue, self.results = {}, deque(), {}
    def task(self, f=None, *, name=None, max_retries=2, bind=False):
        if f is None:
            return functools.partial(self.task, name=name, max_retries=max_retries, bind=bind)
        t = Task(self, f, name or f.__name__, max_retries, bind)
        self.tasks[t.name] = t
        return t
    def work(self):
        while self.queue:
            id, task, args, kwargs, retries, link = self.queue.popleft()
            task.request = {"id": id, "retries": retries}
            try:
                call = functools.partial(task.f, task) if task.bind else task.f
                result = call(*args, **kwargs)
            except Retry:
                print(f"{task.name}[{id}] retry {retries + 1}")
                self.queue.append((id, task, args, kwargs, retries + 1, link))
            except Exception as e:
                print(f"{task.name}[{id}] failed: {e!r}")
                self.results[id] = ("FAILURE", e)
            else:
                self.results[id] = ("SUCCESS", result)
                if link:
                    first, *rest = link
                    first.apply(result, link=rest)

class Task:
    def __init__(self, app, f, name, max_retries, bind):
        self.app, self.f, self.name, self.max_retries, self.bind = app, f, name, max_retries, bind
        functools.update_wrapper(self, f)
    def __call__(self, *args, **kwargs): return self.f(*args, **kwargs)
    def apply(self, *args, link=(), **kwargs):
        id = len(self.app.results) + len(self.app.queue) + 1
        self.app.queue.append((id, self, args, kwargs, 0, list(link)))
        return id
    delay = apply
    def retry(self, exc=None):
        if self.request["retries"] >= self.max_retries:
            raise exc or RuntimeError("max retries exceeded")
        raise Retry from exc

app = App()
@app.task
def add(a, b=10): return a + b
@app.task(name="custom.double")
def double(x): return x * 2
@app.task(bind=True, max_retries=2)
def flaky(self, succeed_on):
    "Flaky."
    try:
        if self.request["retries"] < succeed_on: raise ConnectionError("down")
        return f"ok after {self.request['retries']}"
    except ConnectionError as e:
        self.retry(exc=e)

print(add(1, 2), sorted(app.tasks), flaky.__doc__, add.__name__)
ids = [add.delay(1), double.delay(x=4), flaky.delay(1), flaky.delay(5), add.apply(1, link=[double, double]), double.delay()]
app.work()
for id, (state, value) in sorted(app.results.items()): print(id, state, repr(value))
