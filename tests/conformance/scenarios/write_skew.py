"""Doctors on call: each leaves if another one stays."""
from django.db import models, transaction


class Doctor(models.Model):
    name = models.CharField(max_length=20)
    on_call = models.BooleanField(default=True)


def setup():
    Doctor.objects.create(name="alice")
    Doctor.objects.create(name="bob")


def leave(name):
    with transaction.atomic():
        if Doctor.objects.filter(on_call=True).count() >= 2:
            Doctor.objects.filter(name=name).update(on_call=False)
            return "left"
    return "stays"


def task_alice():
    return leave("alice")


def task_bob():
    return leave("bob")


def invariant_holds():
    return Doctor.objects.filter(on_call=True).count() >= 1
