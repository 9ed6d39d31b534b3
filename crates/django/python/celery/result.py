"""`celery.result`: what has become of a task that was sent."""

from _host import call
from celery._messages import loads
from celery.exceptions import TimeoutError

# Of messages that this process has sent, by their ids: what the engine calls them.
_paths = {}


class AsyncResult:
    def __init__(self, id, app=None):
        self.id = self.task_id = id
        self.app = app

    def get(self, timeout=None, propagate=True, disable_sync_subtasks=True, **options):
        """Waits for the end of the task."""
        from celery.app.task import current_task

        if disable_sync_subtasks and current_task:
            raise RuntimeError(
                "Never call result.get() within a task!\n"
                "See https://docs.celeryq.dev/en/latest/userguide/tasks.html#avoid-launching-synchronous-subtasks\n"
            )
        if self.app is None or not self.app.conf.result_backend:
            raise NotImplementedError(
                "No result backend is configured.\nPlease see the documentation for more information."
            )
        if self.id not in _paths:
            raise NotImplementedError("Lockstep waits only for tasks that the same process has sent.")
        told = call("result", _paths[self.id], None if timeout is None else float(timeout))
        if told is None:
            raise TimeoutError("The operation timed out.")
        told = loads(told)
        if "error" not in told:
            return told["result"]
        error = _error(told)
        if propagate:
            raise error
        return error

    wait = get

    def forget(self):
        pass

    def __str__(self):
        return self.id

    def __repr__(self):
        return f"<AsyncResult: {self.id}>"

    def __eq__(self, other):
        return isinstance(other, AsyncResult) and other.id == self.id or other == self.id

    def __hash__(self):
        return hash(self.id)


class EagerResult(AsyncResult):
    """Of a task that was run where it was called."""

    def __init__(self, id, value, state):
        super().__init__(id)
        self.result = value
        self.state = self.status = state

    def get(self, timeout=None, propagate=True, disable_sync_subtasks=True, **options):
        if self.state == "FAILURE" and propagate:
            raise self.result
        return self.result

    wait = get

    def ready(self):
        return True

    def successful(self):
        return self.state == "SUCCESS"

    def failed(self):
        return self.state == "FAILURE"

    def __repr__(self):
        return f"<EagerResult: {self.id}>"


def failure_of(error):
    """An exception as a result backend keeps it."""
    return {
        "error": type(error).__name__,
        "module": type(error).__module__,
        "args": [arg if isinstance(arg, (str, int, float, bool)) or arg is None else repr(arg) for arg in error.args],
    }


def _error(told):
    found = [Exception]
    while found:
        cls = found.pop()
        if cls.__name__ == told["error"] and cls.__module__ == told["module"]:
            return cls(*told["args"])
        found.extend(cls.__subclasses__())
    return type(told["error"], (Exception,), {"__module__": told["module"]})(*told["args"])
