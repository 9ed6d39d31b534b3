from django.db import models


class Job(models.Model):
    taken_by = models.CharField(max_length=30, blank=True)
    runs = models.IntegerField(default=0)


def setup():
    Job.objects.create()
    Job.objects.create()


def take_a_job(worker):
    # SQLite has no row locks: SKIP LOCKED is left out, and both workers find the same job.
    job = Job.objects.select_for_update(skip_locked=True).filter(taken_by="").first()
    job.taken_by = worker
    job.runs += 1
    job.save()
    return job.id


def task_anna():
    return take_a_job("anna")


def task_ben():
    return take_a_job("ben")


def invariant_each_worker_has_a_job():
    assert Job.objects.filter(taken_by="").count() == 0
