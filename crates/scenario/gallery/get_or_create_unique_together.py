from django.db import models


class Test(models.Model):
    site = models.IntegerField()
    str = models.CharField(max_length=100)

    class Meta:
        unique_together = [("site", "str")]


def process(text):
    t = Test.objects.get_or_create(site=1, str=text)[0]
    return f"{text} {t.id}"


def task_first_request():
    return process("x")


def task_second_request():
    return process("x")


def invariant_one_row_a_name():
    assert Test.objects.filter(str="x").count() <= 1
