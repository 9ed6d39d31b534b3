"""Strategies that wrap a task: each takes the task's function and calls it protected."""

from _host import call


def atomic(task):
    # How the transaction begins (immediate, exclusive …) is a setting of the connection.
    from django.db import transaction

    with transaction.atomic():
        return task()


def mutex(task):
    call("lock", "mutex")
    try:
        return task()
    finally:
        call("unlock", "mutex")


def retry(task):
    from django.db import OperationalError

    for attempt in range(3):
        try:
            return task()
        except OperationalError:
            if attempt == 2:
                raise
