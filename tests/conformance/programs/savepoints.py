"""A savepoint that is rolled back, with callbacks on both sides of it."""

from django.db import IntegrityError, models, transaction

done = []


class Name(models.Model):
    text = models.CharField(max_length=20, unique=True)


def task_nested():
    with transaction.atomic():
        transaction.on_commit(lambda: done.append("outer"))
        try:
            with transaction.atomic():
                transaction.on_commit(lambda: done.append("inner"))
                Name.objects.create(text="x")
        except IntegrityError:
            done.append("taken")
    return done


def task_plain():
    return Name.objects.get_or_create(text="x")[1]
