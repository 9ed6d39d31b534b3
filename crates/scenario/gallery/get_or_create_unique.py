from django.db import models


class Test(models.Model):
    str = models.CharField(blank=True, null=True, max_length=100, unique=True)


def process(text):
    t = Test.objects.get_or_create(str=text)[0]
    return f"{text} {t.id}"


def task_first_request():
    return process("x")


def task_second_request():
    return process("x")


def invariant_one_row_a_name():
    assert Test.objects.filter(str="x").count() <= 1
