from django.db import models


class Seat(models.Model):
    number = models.CharField(max_length=5)
    guest = models.CharField(max_length=30, blank=True)


def setup():
    Seat.objects.create(id=1, number="12A")


def book(seat_id, guest):
    booked = Seat.objects.filter(id=seat_id, guest="").update(guest=guest)
    return "booked" if booked else "taken"


def task_anna():
    return book(1, "anna")


def task_ben():
    return book(1, "ben")
