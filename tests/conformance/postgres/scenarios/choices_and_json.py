from django.db import models
from django.db.models import Avg

class Job(models.Model):
    class Status(models.TextChoices):
        NEW = "new"
        DONE = "done"
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.NEW)
    hours = models.IntegerField(default=1)
    data = models.JSONField(default=dict)
def setup():
    Job.objects.create(data={"theme": "dark", "n": 1, "deep": {"b": [1, 2.5], "a": "é\n"}})
def task_t1():
    job = Job.objects.get(status=Job.Status.NEW)
    job.data["seen"] = True
    job.save(update_fields=["data"])
    return Job.objects.values_list("data", flat=True)[0]
def task_t2():
    n = Job.objects.filter(status=Job.Status.NEW).update(status=Job.Status.DONE, hours=2)
    return n, list(Job.objects.values("status").annotate(h=Avg("hours")))
