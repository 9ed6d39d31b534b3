"""bulk_create, bulk_update and queryset.delete(), each in a transaction of its own."""

from django.db import models
from django.db.models import Sum


class Item(models.Model):
    name = models.CharField(max_length=20)
    stock = models.IntegerField()


def setup():
    Item.objects.bulk_create([Item(name="a", stock=1), Item(name="b", stock=2)])


def task_double():
    items = list(Item.objects.order_by("id"))
    for item in items:
        item.stock *= 2
    return Item.objects.bulk_update(items, ["stock"])


def task_replace():
    deleted, _ = Item.objects.filter(stock__lt=3).delete()
    return deleted, Item.objects.aggregate(Sum("stock"))["stock__sum"]
