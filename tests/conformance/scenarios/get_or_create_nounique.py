"""get_or_create() without a unique constraint: duplicates."""
from django.db import models


class Tag(models.Model):
    name = models.CharField(max_length=20)


done = []


def setup():
    done.clear()


def task_t1():
    obj, created = Tag.objects.get_or_create(name="x")
    done.append(created)
    return created


def task_t2():
    obj, created = Tag.objects.get_or_create(name="x")
    done.append(created)
    return created


def invariant_holds():
    # one row if anybody succeeded, else none
    return Tag.objects.filter(name="x").count() == (1 if done else 0)
