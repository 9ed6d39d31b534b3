"""save() after somebody else has deleted the row, with and without update_fields."""

from django.db import models


class Page(models.Model):
    title = models.CharField(max_length=20)
    views = models.IntegerField(default=0)


def setup():
    Page.objects.create(id=1, title="home")


def task_edit():
    page = Page.objects.get(id=1)
    page.title = "start"
    page.save()
    page.views += 1
    page.save(update_fields=["views"])
    page.refresh_from_db()
    return page.title, page.views


def task_delete():
    return Page.objects.filter(id=1).delete()[0], Page.objects.exists()
