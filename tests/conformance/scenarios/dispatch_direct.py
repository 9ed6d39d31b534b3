"""A view creates a row in atomic() and delays a worker at once (Celery's classic bug)."""
import threading

from django.db import models, transaction


class Data(models.Model):
    processed = models.BooleanField(default=False)


queued = threading.Event()
args = []


def setup():
    queued.clear()
    args.clear()


def delay(pk):
    args.append(pk)
    queued.set()


def task_view():
    with transaction.atomic():
        d = Data.objects.create()
        delay(d.pk)


def task_worker():
    queued.wait()
    d = Data.objects.get(pk=args[0])
    d.processed = True
    d.save()


def invariant_holds():
    return Data.objects.get(pk=1).processed
