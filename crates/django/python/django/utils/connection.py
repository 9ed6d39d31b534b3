"""Whose connections are whose: three releases of Django, three answers for async tasks."""

from _host import call
from asgiref.local import Local, PerThread


def connection_storage():
    """Of Django 2 by thread; since then as the asgiref of its time has it."""
    return PerThread() if call("setting", "django") == "2" else Local(thread_critical=True)
