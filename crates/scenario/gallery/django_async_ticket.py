# Django ticket #31997: "Regression in Django 3 related to ORM in async tasks (OperationalError:
# database is locked)", https://code.djangoproject.com/ticket/31997. As published, but for the models
# (those of the Polls tutorial), the command, which is a task here, and the invariant.
import asyncio
import os

import django
from django.db import models, transaction
from django.utils import timezone


class Question(models.Model):
    question_text = models.CharField(max_length=200)
    pub_date = models.DateTimeField("date published")


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    choice_text = models.CharField(max_length=200)
    votes = models.IntegerField(default=0)


N = 100
M = 10


def task_command():
    if django.VERSION >= (3, 0):
        # https://docs.djangoproject.com/en/3.1/topics/async/#envvar-DJANGO_ALLOW_ASYNC_UNSAFE
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

    asyncio.run(handle_async())


async def handle_async():
    with transaction.atomic():
        Question.objects.all().delete()

        async def _process_task(i):
            await asyncio.sleep(0)  # Real application would make e.g. an async HTTP request here.
            with transaction.atomic():
                question = Question.objects.create(question_text=f"demo question {i}", pub_date=timezone.now())
                for j in range(N // M - 1):
                    Choice.objects.create(question=question, choice_text=f"demo choice {i}.{j}")

        tasks = [_process_task(i) for i in range(M)]
        await asyncio.gather(*tasks)


def invariant_all_rows_are_there():
    assert Question.objects.count() + Choice.objects.count() == N
