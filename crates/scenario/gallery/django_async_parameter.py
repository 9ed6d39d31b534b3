# Comment 6 of Django ticket #31997, https://code.djangoproject.com/ticket/31997, third condition for
# sharing a connection between async tasks: "No connection-level parameters being set". Broken here:
# what one task sets for its import holds for the other one, too.
import asyncio

from django.db import connection, models


class Question(models.Model):
    text = models.CharField(max_length=100)


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    text = models.CharField(max_length=100)


async def task_import():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    await asyncio.sleep(0)  # e.g. the next file is read
    Choice.objects.create(question_id=1, text="imported before its question")
    Question.objects.create(id=1, text="imported")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = ON")


async def task_vote():
    Choice.objects.create(question_id=99, text="for a question that does not exist")


def invariant_every_choice_has_its_question():
    assert not Choice.objects.exclude(question_id__in=Question.objects.values("id")).exists()
