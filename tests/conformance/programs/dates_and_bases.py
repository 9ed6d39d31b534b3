"""Lookups of parts of dates, fields of abstract bases below a concrete one, a union() of ordered rows."""

import datetime

from django.db import DatabaseError, models


class Dated(models.Model):
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["id"]


class Named(models.Model):
    at = models.IntegerField()
    name = models.CharField(max_length=9)

    class Meta:
        abstract = True


class Visit(Dated, Named):
    pass


class Long(Visit):
    hours = models.IntegerField(default=0)


def setup():
    for day in (1, 2):
        at = datetime.datetime(2024, 5, day, 9, 30, tzinfo=datetime.timezone.utc)
        Long.objects.create(name="x", at=at, hours=day)


def task_move():
    visit = Visit.objects.get(at__date=datetime.date(2024, 5, 1))
    visit.at = visit.at.replace(month=6, hour=11)
    visit.save()


def task_count():
    both = Visit.objects.filter(at__month=5), Visit.objects.filter(at__day=1, at__hour__gte=10)
    try:
        list(both[0].union(both[1]))
    except DatabaseError as error:
        refused = str(error)
    return both[0].count(), both[1].count(), Long.objects.filter(at__year__gt=2023, hours=2).count(), refused
