"""A task and what it is to be called with."""


class Signature:
    def __init__(self, task, args=None, kwargs=None, options=None, immutable=False):
        self.task = task
        self.args = tuple(args or ())
        self.kwargs = dict(kwargs or {})
        self.options = dict(options or {})
        self.immutable = immutable

    def set(self, immutable=None, **options):
        if immutable is not None:
            self.immutable = immutable
        self.options.update(options)
        return self

    def clone(self, args=None, kwargs=None, **options):
        args, kwargs = self._merge(args, kwargs)
        return Signature(self.task, args, kwargs, {**self.options, **options}, self.immutable)

    def _merge(self, args, kwargs):
        if self.immutable:
            return self.args, self.kwargs
        return tuple(args or ()) + self.args, {**self.kwargs, **(kwargs or {})}

    def __call__(self, *args, **kwargs):
        args, kwargs = self._merge(args, kwargs)
        return self.task(*args, **kwargs)

    def delay(self, *args, **kwargs):
        return self.apply_async(args, kwargs)

    def apply_async(self, args=None, kwargs=None, **options):
        args, kwargs = self._merge(args, kwargs)
        return self.task.apply_async(args, kwargs, **{**self.options, **options})

    def apply(self, args=None, kwargs=None, **options):
        args, kwargs = self._merge(args, kwargs)
        return self.task.apply(args, kwargs, **{**self.options, **options})

    def __repr__(self):
        given = [repr(value) for value in self.args] + [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"{self.task.name}({', '.join(given)})"


def signature(task, args=None, kwargs=None, options=None, immutable=False):
    if isinstance(task, str):
        from celery.app import find_task

        task = find_task(task)
    return Signature(task, args, kwargs, options, immutable)
