"""update() with Case and When beside bulk_update(), and sums over both."""

from django.db import models
from django.db.models import Case, When, Value, F, Sum, Q


class Item(models.Model):
    price = models.IntegerField()
    sale = models.BooleanField(default=False)


def setup():
    Item.objects.bulk_create(Item(price=p) for p in (10, 20, 30))


def task_sale():
    n = Item.objects.filter(Q(price__lt=25) & ~Q(pk=1)).update(
        price=Case(When(price__gte=20, then=F("price") - 5), default=Value(1)), sale=True
    )
    return n, Item.objects.filter(sale=True).aggregate(Sum("price"))


def task_raise():
    items = list(Item.objects.exclude(sale=True).order_by("-price")[:2])
    for i in items:
        i.price += 1
    Item.objects.bulk_update(items, ["price"])
    return [(i.pk, i.price) for i in Item.objects.in_bulk().values()]
