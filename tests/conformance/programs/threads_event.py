"""Threads of one process that hand over to each other by an event."""

import threading

from django.db import models

ready = threading.Event()


class Job(models.Model):
    state = models.CharField(max_length=20)


def task_producer():
    Job.objects.create(state="new")
    ready.set()
    return Job.objects.get().state


def task_consumer():
    waiting = Job.objects.count()
    ready.wait()
    return waiting, Job.objects.filter(state="new").update(state="taken")
