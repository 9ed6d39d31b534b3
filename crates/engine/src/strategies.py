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
    for attempt in range(ATTEMPTS):
        try:
            return task()
        except Exception as error:
            if attempt == ATTEMPTS - 1 or not is_operational(error):
                raise


ATTEMPTS = 3


def is_operational(error):
    # Each library has an OperationalError of its own.
    return any(c.__name__ == "OperationalError" for c in type(error).__mro__)
