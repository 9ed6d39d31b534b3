"""Django's guard: what waits for the database must not run where an event loop runs."""

from asyncio import _get_running_loop
from os import environ

from _host import call
from django.core.exceptions import SynchronousOnlyOperation


def refuse_in_event_loop():
    """Raises in a thread that runs an event loop, unless DJANGO_ALLOW_ASYNC_UNSAFE is set. Django 2 has no guard."""
    if _get_running_loop() is None or environ.get("DJANGO_ALLOW_ASYNC_UNSAFE") or call("setting", "django") == "2":
        return
    raise SynchronousOnlyOperation("You cannot call this from an async context - use a thread or sync_to_async.")


def async_unsafe(message):
    """A decorator for functions that the guard is for."""

    def decorate(func):
        def guarded(*args, **kwargs):
            refuse_in_event_loop()
            return func(*args, **kwargs)

        return guarded

    return decorate(message) if callable(message) else decorate
