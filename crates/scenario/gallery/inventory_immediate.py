from django.db import models, transaction

DATABASES = {"default": {"OPTIONS": {"transaction_mode": "IMMEDIATE"}}}


class Item(models.Model):
    stock = models.IntegerField()


def setup():
    Item.objects.create(id=1, stock=10)
    Item.objects.create(id=2, stock=5)


def rebalance():
    with transaction.atomic():
        total = sum(item.stock for item in Item.objects.all())
        Item.objects.filter(id=1).update(stock=total - 5)
        Item.objects.filter(id=2).update(stock=5)


def sell(item_id):
    with transaction.atomic():
        item = Item.objects.get(id=item_id)
        item.stock -= 1
        item.save()


def task_rebalance():
    rebalance()


def task_sale():
    sell(1)
