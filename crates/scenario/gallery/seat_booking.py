from django.db import models


class Seat(models.Model):
    number = models.CharField(max_length=5)
    guest = models.CharField(max_length=30, blank=True)


def setup():
    Seat.objects.create(id=1, number="12A")


def book(seat_id, guest):
    seat = Seat.objects.get(id=seat_id)
    if seat.guest:
        return "taken"
    seat.guest = guest
    seat.save()
    return "booked"


def task_anna():
    return book(1, "anna")


def task_ben():
    return book(1, "ben")
