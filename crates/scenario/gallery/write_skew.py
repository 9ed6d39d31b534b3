from django.db import models


class Doctor(models.Model):
    name = models.CharField(max_length=30)
    on_call = models.BooleanField(default=True)


def setup():
    Doctor.objects.create(name="alice")
    Doctor.objects.create(name="bob")


def leave(name):
    if Doctor.objects.filter(on_call=True).count() >= 2:
        Doctor.objects.filter(name=name).update(on_call=False)


def task_alice():
    leave("alice")


def task_bob():
    leave("bob")


def invariant_somebody_is_on_call():
    assert Doctor.objects.filter(on_call=True).exists()
