"""Asynchronous methods of the ORM: each is done by the thread that all share."""

from asgiref.sync import sync_to_async
from django.db import models, transaction


class Seat(models.Model):
    guest = models.CharField(max_length=20, default="")


def setup():
    Seat.objects.create(id=1)


@sync_to_async
def book(guest):
    with transaction.atomic():
        return Seat.objects.filter(guest="").update(guest=guest)


async def task_anna():
    return await book("anna")


async def task_ben():
    seat = await Seat.objects.aget(id=1)
    if not seat.guest:
        await Seat.objects.filter(id=1).aupdate(guest="ben")
    return await Seat.objects.acount()
