from django.db import models, transaction


class Doctor(models.Model):
    name = models.CharField(max_length=30)
    on_call = models.BooleanField(default=True)


def setup():
    Doctor.objects.create(name="alice")
    Doctor.objects.create(name="bob")


@transaction.atomic
def leave(name):
    # Those who are counted are locked: nobody else leaves meanwhile.
    on_call = Doctor.objects.select_for_update().filter(on_call=True).order_by("id")
    if len(on_call) >= 2:
        Doctor.objects.filter(name=name).update(on_call=False)


def task_alice():
    leave("alice")


def task_bob():
    leave("bob")


def invariant_somebody_is_on_call():
    assert Doctor.objects.filter(on_call=True).exists()
