from django.db import models


class Page(models.Model):
    views = models.IntegerField(default=0)


def setup():
    Page.objects.create(id=1)


def view_page():
    page = Page.objects.get(id=1)
    page.views += 1
    page.save()


def task_anna():
    view_page()


def task_ben():
    view_page()


def task_cleo():
    view_page()


def invariant_every_view_counts():
    assert Page.objects.get(id=1).views == 3
