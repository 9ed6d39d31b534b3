"""get_or_create() with unique=True: the loser's INSERT fails and it reads the row."""
from django.db import models


class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)


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
