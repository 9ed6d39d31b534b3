from django.db import models
from filelock import FileLock


class Test(models.Model):
    str = models.CharField(blank=True, null=True, max_length=100)


def process(text):
    with FileLock("test.lock"):
        t = Test.objects.get_or_create(str=text)[0]
    return f"{text} {t.id}"


def task_first_request():
    return process("x")


def task_second_request():
    return process("x")


def invariant_one_row_a_name():
    assert Test.objects.filter(str="x").count() <= 1
