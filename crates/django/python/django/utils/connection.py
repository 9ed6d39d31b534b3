"""Whose connections are whose: three releases of Django, three answers for async tasks."""

import asyncio
import contextvars

from _host import call


class PerThread:
    """Django 2: `threading.local`. All async tasks of a thread share its connections."""

    def __init__(self):
        self._threads = {}

    def get(self):
        """The current connections by alias: not to be changed."""
        return self._threads.get(call("task"), {})

    def set(self, connections):
        self._threads[call("task")] = connections


class PerAsyncTask(PerThread):
    """Django 3, asgiref before 3.8: every async task has its own; a thread without an event loop, too."""

    def __init__(self):
        super().__init__()
        self._name = "_asgiref_local_impl_%d" % id(self)

    def get(self):
        task = self._task()
        return super().get() if task is None else getattr(task, self._name, {})

    def set(self, connections):
        task = self._task()
        if task is None:
            super().set(connections)
        else:
            # Nothing closes them when the task ends: they go with it.
            setattr(task, self._name, connections)

    def _task(self):
        return None if asyncio._get_running_loop() is None else asyncio.current_task()


class PerContext(PerThread):
    """Django 5, asgiref from 3.8 on: thread-local, but in an event loop a context variable.

    So a task shares what was open when it was created, and has its own if nothing was.
    """

    def __init__(self):
        super().__init__()
        self._variables = {}

    def get(self):
        variable = self._variable()
        return super().get() if variable is None else variable.get({})

    def set(self, connections):
        variable = self._variable()
        if variable is None:
            super().set(connections)
        else:
            variable.set(connections)

    def _variable(self):
        if asyncio._get_running_loop() is None:
            return None
        thread = call("task")
        if thread not in self._variables:
            self._variables[thread] = contextvars.ContextVar("asgiref.local")
        return self._variables[thread]


def scope():
    """The kind that the setting `django` asks for."""
    return {"2": PerThread, "3": PerAsyncTask}.get(call("setting", "django"), PerContext)()
