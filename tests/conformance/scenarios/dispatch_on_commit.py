"""As dispatch_direct, with transaction.on_commit(): the worker always finds the row."""
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
        transaction.on_commit(lambda: delay(d.pk))
    return Data.objects.filter(processed=True).count()


def task_worker():
    queued.wait()
    d = Data.objects.get(pk=args[0])
    d.processed = True
    d.save()


def invariant_holds():
    return Data.objects.get(pk=1).processed
