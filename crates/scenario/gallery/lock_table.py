# @transaction.commit_manually is no longer in Django: set_autocommit() and commit() do what it did.
from django.db import connection, models, transaction


class Test(models.Model):
    str = models.CharField(blank=True, null=True, max_length=100)


def process(text):
    transaction.set_autocommit(False)
    cursor = connection.cursor()
    # Acquire a lock
    cursor.execute("LOCK TABLE scenario_test IN ACCESS EXCLUSIVE MODE")
    t = Test.objects.get_or_create(str=text)[0]
    # Release the lock
    transaction.commit()
    return f"{text} {t.id}"


def task_first_request():
    return process("x")


def task_second_request():
    return process("x")


def invariant_one_row_a_name():
    assert Test.objects.filter(str="x").count() <= 1
