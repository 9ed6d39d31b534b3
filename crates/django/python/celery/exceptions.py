"""`celery.exceptions`."""


class CeleryError(Exception):
    pass


class TaskPredicate(CeleryError):
    """What a task raises to say something about itself."""


class Retry(TaskPredicate):
    """The task is to be tried again later."""

    def __init__(self, message=None, exc=None, when=None, is_eager=False, sig=None, **kwargs):
        self.message = message
        self.exc = exc
        self.excs = repr(exc) if exc else None
        self.when = when
        self.is_eager = is_eager
        self.sig = sig
        super().__init__(self, exc, when, **kwargs)

    def humanize(self):
        if isinstance(self.when, (int, float)):
            return f"in {self.when}s"
        return f"at {self.when}"

    def __str__(self):
        if self.message:
            return self.message
        if self.excs:
            return f"Retry {self.humanize()}: {self.excs}"
        return f"Retry {self.humanize()}"


class Ignore(TaskPredicate):
    """The task has no result."""


class Reject(TaskPredicate):
    """The task was not done."""

    def __init__(self, reason=None, requeue=False):
        self.reason = reason
        self.requeue = requeue
        super().__init__(reason, requeue)


class TaskError(CeleryError):
    pass


class NotRegistered(KeyError, TaskError):
    def __repr__(self):
        return str(KeyError.__str__(self))


class TimeoutError(TaskError):
    pass


class MaxRetriesExceededError(TaskError):
    def __init__(self, *args, **kwargs):
        self.task_args = kwargs.pop("task_args", [])
        self.task_kwargs = kwargs.pop("task_kwargs", {})
        super().__init__(*args, **kwargs)
