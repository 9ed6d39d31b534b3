"""Strategies that wrap a task: each takes the task's function and calls it protected."""

from _host import call


def atomic(task):
    # How the transaction begins (immediate, exclusive …) is a setting of the connection.
    from django.db import transaction

    with transaction.atomic():
        return task()


def select_for_update(task):
    from django.db import connection, transaction

    with transaction.atomic():
        connection.locks_what_it_reads = True
        try:
            return task()
        finally:
            connection.locks_what_it_reads = False


def lock_table(task):
    from django.db import connection, transaction
    from django.db.models.registry import MODELS

    tables = ", ".join([model._meta.quoted_table for model in MODELS.values() if not model._meta.proxy])
    with transaction.atomic():
        if tables:
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE" % tables)
        return task()


def advisory_lock(task):
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(1)")
        return task()


def repeatable_read_retry(task):
    return _retry_at("REPEATABLE READ", task)


def serializable_retry(task):
    return _retry_at("SERIALIZABLE", task)


def _retry_at(level, task):
    from django.db import connection

    connection.settings_dict["BEGIN"] = "BEGIN ISOLATION LEVEL " + level
    return retry(lambda: atomic(task))


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
