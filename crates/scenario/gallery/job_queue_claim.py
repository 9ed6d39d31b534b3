from django.db import models
from django.db.models import F


class Job(models.Model):
    taken_by = models.CharField(max_length=30, blank=True)
    runs = models.IntegerField(default=0)


def setup():
    Job.objects.create()
    Job.objects.create()


def take_a_job(worker):
    while True:
        job = Job.objects.filter(taken_by="").first()
        free = Job.objects.filter(id=job.id, taken_by="")
        if free.update(taken_by=worker, runs=F("runs") + 1):
            return job.id


def task_anna():
    return take_a_job("anna")


def task_ben():
    return take_a_job("ben")


def invariant_each_worker_has_a_job():
    assert Job.objects.filter(taken_by="").count() == 0
