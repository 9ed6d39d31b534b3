"""`Celery`, and the tasks that are known by their names."""

from celery.app.task import Task
from celery.exceptions import NotRegistered
from celery.result import AsyncResult

_tasks = {}


class Settings:
    """`app.conf`: attributes and items."""

    def __init__(self):
        self.task_always_eager = False
        self.task_eager_propagates = False
        self.result_backend = None

    def update(self, *args, **settings):
        for name, value in dict(*args, **settings).items():
            setattr(self, name, value)

    def __getitem__(self, name):
        return getattr(self, name)

    def __setitem__(self, name, value):
        setattr(self, name, value)


class Celery:
    def __init__(self, main=None, broker=None, backend=None, include=None, task_cls=None, set_as_current=True, **settings):
        self.main = main
        self.Task = task_cls or Task
        self.conf = Settings()
        self.conf.broker_url = broker
        self.conf.result_backend = backend
        self.conf.update(settings)
        self.tasks = _tasks
        if set_as_current:
            _current[0] = self

    def config_from_object(self, obj, silent=False, force=False, namespace=None):
        # A scenario's settings are its own constants: django.conf:settings has none for Celery.
        if isinstance(obj, str):
            return
        for name in dir(obj):
            if not name.startswith("_"):
                setattr(self.conf, name, getattr(obj, name))

    def autodiscover_tasks(self, *args, **kwargs):
        pass

    def set_current(self):
        _current[0] = self

    set_default = set_current

    def task(self, *args, **options):
        """The decorator, with or without options."""
        if len(args) == 1 and callable(args[0]):
            return self._task(args[0], options)
        if args:
            raise TypeError("@task() takes exactly 1 argument ({} given)".format(len(args)))
        return lambda fun: self._task(fun, options)

    def _task(self, fun, options):
        options = dict(options)
        name = options.pop("name", None) or f"{fun.__module__}.{fun.__name__}"
        if name not in _tasks:
            base = options.pop("base", None) or self.Task
            _tasks[name] = base()._bind(self, fun, name, options)
        return _tasks[name]

    def register_task(self, task, **options):
        if isinstance(task, type):
            task = task()
        name = task.name or f"{type(task).__module__}.{type(task).__name__}"
        _tasks[name] = task._bind(self, None, name, options)
        return _tasks[name]

    def send_task(self, name, args=None, kwargs=None, **options):
        return Task._send(self, name, args, kwargs, **options)

    def signature(self, name, args=None, kwargs=None, **options):
        from celery.canvas import signature

        return signature(name, args, kwargs, options)

    def AsyncResult(self, id):
        return AsyncResult(id, self)

    def __repr__(self):
        return f"<Celery {self.main or '__main__'}>"


_current = [None]


def _app():
    if _current[0] is None:
        Celery("default")
    return _current[0]


class _Current:
    def __getattr__(self, name):
        return getattr(_app(), name)


current_app = _Current()


def shared_task(*args, **options):
    """A task of whichever app there is."""

    def create(fun):
        task = _app()._task(fun, options)
        task._shared = True
        return task

    if len(args) == 1 and callable(args[0]):
        return create(args[0])
    return create


def find_task(name):
    if name not in _tasks:
        raise NotRegistered(name)
    return _tasks[name]
