"""Ways to give up a transaction: set_rollback, an exception, durable inside another block."""

from django.db import models, transaction


class Log(models.Model):
    line = models.TextField()


def task_quietly():
    with transaction.atomic():
        Log.objects.create(line="never seen")
        transaction.set_rollback(True)
    return Log.objects.count()


def task_loudly():
    with transaction.atomic():
        Log.objects.create(line="not seen either")
        with transaction.atomic(durable=True):
            pass
