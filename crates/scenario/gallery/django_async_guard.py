# Django's guard of asynchronous code, the background of ticket #31997,
# https://code.djangoproject.com/ticket/31997 and
# https://docs.djangoproject.com/en/5.2/topics/async/#async-safety.
from asgiref.sync import sync_to_async
from django.db import models


class Question(models.Model):
    question_text = models.CharField(max_length=200)


def ask(text):
    return Question.objects.create(question_text=text).id


async def task_direct():
    return ask("direct")


async def task_in_a_thread():
    return await sync_to_async(ask)("in a thread")


async def task_asynchronous_name():
    return (await Question.objects.acreate(question_text="asynchronous name")).id


def invariant_three_questions():
    assert Question.objects.count() == 3
