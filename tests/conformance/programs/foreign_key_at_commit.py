"""A broken foreign key shows when the transaction commits, or at once in autocommit."""

from django.db import models, transaction


class Question(models.Model):
    text = models.CharField(max_length=20)


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.DO_NOTHING)


def setup():
    Question.objects.create(id=1, text="?")


def task_choose():
    with transaction.atomic():
        Choice.objects.create(question_id=1)


def task_remove():
    Question.objects.filter(id=1).update(text="gone")
    Question.objects.get(id=1).delete()
