"""Whose connections are whose: three releases of Django, three answers for async tasks."""

import asyncio
import contextvars

from _host import call


class PerThread:
    """Django 2: `threading.local()`, a connection is an attribute. All async tasks of a thread share them."""

    def __init__(self):
        self.__dict__["_threads"] = {}

    def _mine(self):
        return self._threads.get(call("task"), {})

    def _replace(self, connections):
        # Always a new dictionary: others may share the old one.
        self._threads[call("task")] = connections

    def __getattr__(self, alias):
        connection = self._mine().get(alias)
        if connection is None:
            raise AttributeError("%r object has no attribute %r" % (self, alias))
        return connection

    def __setattr__(self, alias, connection):
        mine = dict(self._mine())
        mine[alias] = connection
        self._replace(mine)

    def __delattr__(self, alias):
        mine = dict(self._mine())
        if alias not in mine:
            raise AttributeError("%r object has no attribute %r" % (self, alias))
        del mine[alias]
        self._replace(mine)


class PerAsyncTask(PerThread):
    """Django 3, asgiref before 3.8: every async task has its own; a thread without an event loop, too."""

    def __init__(self):
        super().__init__()
        self.__dict__["_name"] = "_asgiref_local_impl_%d" % id(self)

    def _mine(self):
        task = _current_task()
        return super()._mine() if task is None else getattr(task, self._name, {})

    def _replace(self, connections):
        task = _current_task()
        if task is None:
            super()._replace(connections)
        else:
            # Nothing closes them when the task ends: they go with it.
            setattr(task, self._name, connections)


class PerContext(PerThread):
    """Django 5, asgiref from 3.8 on: thread-local, but in an event loop a context variable.

    So a task shares what was open when it was created, and has its own if nothing was.
    """

    def __init__(self):
        super().__init__()
        self.__dict__["_variables"] = {}

    def _mine(self):
        if asyncio._get_running_loop() is None:
            return super()._mine()
        return self._variable().get({})

    def _replace(self, connections):
        if asyncio._get_running_loop() is None:
            super()._replace(connections)
        else:
            self._variable().set(connections)

    def _variable(self):
        thread = call("task")
        if thread not in self._variables:
            self._variables[thread] = contextvars.ContextVar("asgiref.local")
        return self._variables[thread]


def _current_task():
    return None if asyncio._get_running_loop() is None else asyncio.current_task()


def connection_storage():
    """The kind that the setting `django` asks for."""
    return {"2": PerThread, "3": PerAsyncTask}.get(call("setting", "django"), PerContext)()
