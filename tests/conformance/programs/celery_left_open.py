"""A worker closes the connections after each task: what a task has left open is rolled back."""
from celery import Celery
from django.db import connection, models, transaction

app = Celery("notes")


class Note(models.Model):
    text = models.CharField(max_length=20)


@app.task
def forgets():
    transaction.set_autocommit(False)
    Note.objects.create(text="never committed")
    return connection.in_atomic_block


@app.task
def fails():
    transaction.set_autocommit(False)
    Note.objects.create(text="never committed")
    raise ValueError("no")


@app.task
def counts():
    return Note.objects.count(), transaction.get_autocommit()


def task_web():
    Note.objects.create(text="first")
    forgets.delay()
    fails.delay()
    counts.delay()
