from django.db import models
from django.db.models import F


class Page(models.Model):
    views = models.IntegerField(default=0)


def setup():
    Page.objects.create(id=1)


def view_page():
    Page.objects.filter(id=1).update(views=F("views") + 1)


def task_anna():
    view_page()


def task_ben():
    view_page()


def task_cleo():
    view_page()


def invariant_every_view_counts():
    assert Page.objects.get(id=1).views == 3
