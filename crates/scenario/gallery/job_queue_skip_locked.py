from django.db import models, transaction


class Job(models.Model):
    taken_by = models.CharField(max_length=30, blank=True)


def setup():
    Job.objects.create(id=1)
    Job.objects.create(id=2)


@transaction.atomic
def take_a_job(worker):
    # A row that somebody has locked is as if it were not there.
    job = Job.objects.select_for_update(skip_locked=True).filter(taken_by="").order_by("id").first()
    if job is None:
        return "nothing to do"
    job.taken_by = worker
    job.save()
    return job.id


def task_anna():
    return take_a_job("anna")


def task_ben():
    return take_a_job("ben")


def invariant_each_worker_has_a_job():
    assert Job.objects.filter(taken_by="").count() == 0
