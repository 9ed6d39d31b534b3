"""`Local`: what is set as an attribute belongs to a thread, an async task, or its context.

The setting `django` chooses the release of asgiref: that of its time.
"""

import asyncio
import contextvars

from _host import call


class PerThread:
    """`threading.local()`: all async tasks of a thread share what is set."""

    def __init__(self):
        self.__dict__["_threads"] = {}

    def _mine(self):
        return self._threads.get(call("task"), {})

    def _replace(self, values):
        # Always a new dictionary: others may share the old one.
        self._threads[call("task")] = values

    def __getattr__(self, name):
        mine = self._mine()
        if name not in mine:
            raise AttributeError("%r object has no attribute %r" % (self, name))
        return mine[name]

    def __setattr__(self, name, value):
        mine = dict(self._mine())
        mine[name] = value
        self._replace(mine)

    def __delattr__(self, name):
        mine = dict(self._mine())
        if name not in mine:
            raise AttributeError("%r object has no attribute %r" % (self, name))
        del mine[name]
        self._replace(mine)


class PerAsyncTask(PerThread):
    """asgiref before 3.8: every async task has its own; a thread without an event loop, too."""

    def __init__(self):
        super().__init__()
        self.__dict__["_key"] = "_asgiref_local_impl_%d" % id(self)

    def _mine(self):
        task = _current_task()
        return super()._mine() if task is None else getattr(task, self._key, {})

    def _replace(self, values):
        task = _current_task()
        if task is None:
            super()._replace(values)
        else:
            # Nothing closes them when the task ends: they go with it.
            setattr(task, self._key, values)


class PerContext(PerThread):
    """asgiref from 3.8 on: thread-local, but in an event loop a context variable.

    So a task shares what was open when it was created, and has its own if nothing was.
    """

    def __init__(self):
        super().__init__()
        self.__dict__["_variables"] = {}

    def _mine(self):
        if asyncio._get_running_loop() is None:
            return super()._mine()
        return self._variable().get({})

    def _replace(self, values):
        if asyncio._get_running_loop() is None:
            super()._replace(values)
        else:
            self._variable().set(values)

    def _variable(self):
        thread = call("task")
        if thread not in self._variables:
            self._variables[thread] = contextvars.ContextVar("asgiref.local")
        return self._variables[thread]


class AcrossThreads(PerThread):
    """A context variable everywhere: `sync_to_async` and `async_to_sync` carry it along."""

    def __init__(self):
        self.__dict__["_variable"] = contextvars.ContextVar("asgiref.local")

    def _mine(self):
        return self._variable.get({})

    def _replace(self, values):
        self._variable.set(values)


def _current_task():
    return None if asyncio._get_running_loop() is None else asyncio.current_task()


def Local(thread_critical=False):
    before_3_8 = call("setting", "django") == "3"
    if thread_critical:
        return PerAsyncTask() if before_3_8 else PerContext()
    if before_3_8:
        raise NotImplementedError("Local() of asgiref before 3.8 is not supported by Lockstep, only Local(thread_critical=True)")
    return AcrossThreads()
