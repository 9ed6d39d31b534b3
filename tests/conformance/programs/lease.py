"""A job that is claimed by one conditional UPDATE with a time in it, as queues in tables do."""

from datetime import timedelta

from django.db import models
from django.utils import timezone


class Job(models.Model):
    name = models.CharField(max_length=10)
    locked_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["name"])]


def setup():
    Job.objects.create(name="j")


def claim():
    now = timezone.now()
    n = Job.objects.filter(models.Q(locked_until__isnull=True) | models.Q(locked_until__lt=now), name="j").update(
        locked_until=now + timedelta(minutes=5), attempts=models.F("attempts") + 1)
    if not n:
        return "lost"
    j = Job.objects.only("attempts").get(name="j")
    j.locked_until = None
    j.save(update_fields=["locked_until"])
    return j.attempts


def task_w1():
    return claim()


def task_w2():
    return claim()
