"""PROTECT, Exists(OuterRef) and a unique constraint of two fields."""

import datetime
from django.db import models
from django.db.models import Count, Exists, OuterRef


class Room(models.Model):
    name = models.SlugField()


class Stay(models.Model):
    room = models.ForeignKey(Room, models.PROTECT, related_name="stays")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "day"], name="one_stay_a_day")]


def setup():
    Room.objects.create(name="r1")
    Room.objects.create(name="r2")


DAY = datetime.date(2024, 2, 29)


def task_stay():
    taken = Stay.objects.filter(room=OuterRef("pk"), day=DAY)
    room = Room.objects.filter(~Exists(taken)).order_by("name").first()
    try:
        Stay.objects.create(room=room, day=DAY)
    except Exception as e:
        return type(e).__name__, str(e)
    return room.name


def task_drop():
    room = Room.objects.annotate(n=Count("stays")).order_by("-n", "name")[0]
    try:
        room.delete()
    except models.ProtectedError as e:
        return len(e.protected_objects), e.args[0]
    return room.name, room.pk
