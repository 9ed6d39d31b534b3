"""Tasks: `delay()` sends a message to a worker, `retry()` asks it to try again."""

import functools
import sys

from _host import call
from celery._messages import dumps, loads
from celery import _signature
from celery.exceptions import Ignore, MaxRetriesExceededError, Retry


class Context:
    """`self.request`: what is known of the present run of a task."""

    id = None
    args = None
    kwargs = None
    retries = 0
    is_eager = False
    called_directly = True

    def __init__(self, **known):
        for name, value in known.items():
            setattr(self, name, value)


# Tasks that run in this process as a worker runs them, the innermost last.
_running = []


class _CurrentTask:
    def __bool__(self):
        return bool(_running)

    def __getattr__(self, name):
        return getattr(_running[-1], name)


current_task = _CurrentTask()


class _Stack(list):
    """The requests of a task, the present one last."""

    def __init__(self, task):
        super().__init__()
        self.task = task

    def append(self, context):
        super().append(context)
        if not context.called_directly:
            _running.append(self.task)

    def pop(self):
        if not super().pop().called_directly:
            _running.pop()


class Task:
    name = None
    max_retries = 3
    default_retry_delay = 180
    autoretry_for = ()
    dont_autoretry_for = ()
    retry_kwargs = {}
    retry_backoff = False
    retry_backoff_max = 600
    retry_jitter = True
    typing = True
    ignore_result = False
    acks_late = False
    throws = ()
    MaxRetriesExceededError = MaxRetriesExceededError

    def _bind(self, app, fun, name, options):
        self.app = app
        self.name = name
        self.request_stack = _Stack(self)
        self._default_request = Context()
        bound = options.pop("bind", False)
        for option, value in options.items():
            setattr(self, option, value)
        if fun is not None:
            functools.update_wrapper(self, fun)
            self.run = functools.partial(fun, self) if bound else fun
        self._check = _signature.Check(fun or self.run, self.__name__ if fun else "run", 1 if fun and bound else 0)
        if self.autoretry_for:
            self._orig_run, self.run = self.run, self._run_and_retry
        return self

    def _run_and_retry(self, *args, **kwargs):
        try:
            return self._orig_run(*args, **kwargs)
        except (Ignore, Retry):
            raise
        except tuple(self.dont_autoretry_for):
            raise
        except tuple(self.autoretry_for) as exc:
            options = dict(self.retry_kwargs)
            if self.retry_backoff:
                factor = int(max(1.0, float(self.retry_backoff)))
                countdown = min(int(self.retry_backoff_max), factor * 2**self.request.retries)
                if self.retry_jitter:
                    import random

                    countdown = random.randrange(countdown + 1)
                options["countdown"] = max(0, countdown)
            raise self.retry(exc=exc, **options)

    @property
    def request(self):
        return self.request_stack[-1] if self.request_stack else self._default_request

    def run(self, *args, **kwargs):
        raise NotImplementedError("Tasks must define the run method.")

    def __call__(self, *args, **kwargs):
        self.request_stack.append(Context(args=args, kwargs=kwargs))
        try:
            return self.run(*args, **kwargs)
        finally:
            self.request_stack.pop()

    def delay(self, *args, **kwargs):
        return self.apply_async(args, kwargs)

    def apply_async(self, args=None, kwargs=None, task_id=None, countdown=None, eta=None, **options):
        if self.typing:
            self._check(tuple(args or ()), kwargs or {})
        if self.app.conf.task_always_eager:
            args, kwargs = loads(dumps([args or (), kwargs or {}]))
            return self.apply(args, kwargs, task_id=task_id)
        return Task._send(self.app, self.name, args, kwargs, task_id, countdown, eta, **options)

    @staticmethod
    def _send(app, name, args=None, kwargs=None, task_id=None, countdown=None, eta=None, ignore_result=False, **options):
        from celery.result import AsyncResult, _paths

        for refused in ("link", "link_error", "chain", "chord"):
            if options.get(refused):
                raise NotImplementedError(f"Lockstep's Celery has no {refused}=.")
        if not isinstance(args or (), (list, tuple)):
            raise TypeError("task args must be a list or tuple")
        if not isinstance(kwargs or {}, dict):
            raise TypeError("task keyword arguments must be a mapping")
        if eta is not None and countdown is None:
            countdown = eta.timestamp() - call("now")
        id = task_id or _new_id()
        message = {
            "task": name,
            "id": id,
            "args": list(args or ()),
            "kwargs": kwargs or {},
            "retries": 0,
            "countdown": float(countdown or 0),
            "stored": bool(app.conf.result_backend) and not ignore_result,
        }
        _paths[id] = call("send", dumps(message))
        return AsyncResult(id, app)

    def delay_on_commit(self, *args, **kwargs):
        """`delay()` with Django's `on_commit()`."""
        from django.db import transaction

        transaction.on_commit(functools.partial(self.delay, *args, **kwargs))

    def apply_async_on_commit(self, *args, **kwargs):
        """`apply_async()` with Django's `on_commit()`."""
        from django.db import transaction

        transaction.on_commit(functools.partial(self.apply_async, *args, **kwargs))

    def apply(self, args=None, kwargs=None, task_id=None, throw=None, retries=0, **options):
        """Runs the task here and now, as a worker would."""
        from celery._worker import run
        from celery.result import EagerResult

        throw = self.app.conf.task_eager_propagates if throw is None else throw
        id = task_id or _new_id()
        try:
            value = run(self, id, tuple(args or ()), kwargs or {}, retries, None)
        except Exception as error:
            if throw:
                raise
            return EagerResult(id, error, "FAILURE")
        return EagerResult(id, value, "SUCCESS")

    def retry(
        self, args=None, kwargs=None, exc=None, throw=True, eta=None, countdown=None, max_retries=None, **options
    ):
        """Asks for another try: raises Retry, or `exc` when there have been too many."""
        request = self.request
        max_retries = self.max_retries if max_retries is None else max_retries
        if request.called_directly:
            _raise_in_context(exc or Retry("Task can be retried", None))
        if eta is not None:
            countdown = eta.timestamp() - call("now")
        elif countdown is None:
            countdown = self.default_retry_delay
        args = request.args if args is None else args
        kwargs = request.kwargs if kwargs is None else kwargs
        if max_retries is not None and request.retries + 1 > max_retries:
            if exc:
                _raise_in_context(exc)
            raise self.MaxRetriesExceededError(
                f"Can't retry {self.name}[{request.id}] args:{args} kwargs:{kwargs}", task_args=args, task_kwargs=kwargs
            )
        again = Retry(exc=exc, when=countdown, is_eager=request.is_eager, sig=(args, kwargs, request.retries + 1))
        if throw:
            raise again
        return again

    def s(self, *args, **kwargs):
        from celery.canvas import Signature

        return Signature(self, args, kwargs)

    def si(self, *args, **kwargs):
        from celery.canvas import Signature

        return Signature(self, args, kwargs, immutable=True)

    signature = subtask = lambda self, args=None, kwargs=None, **options: self.s(*(args or ()), **(kwargs or {})).set(**options)

    def AsyncResult(self, id):
        return self.app.AsyncResult(id)

    def on_success(self, retval, task_id, args, kwargs):
        pass

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        pass

    def on_retry(self, exc, task_id, args, kwargs, einfo):
        pass

    def __repr__(self):
        return f"<@task: {self.name} of {self.app.main or '__main__'}>"


def _new_id():
    from uuid import uuid4

    return str(uuid4())


def _raise_in_context(exc):
    present = sys.exc_info()[1]
    if present is None or present is exc:
        raise exc
    raise exc from present
