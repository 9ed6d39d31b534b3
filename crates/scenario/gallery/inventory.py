from django.db import models, transaction


class Item(models.Model):
    stock = models.IntegerField()


def setup():
    Item.objects.create(id=1, stock=10)
    Item.objects.create(id=2, stock=5)


def rebalance():
    # A long transaction: its snapshot is as old as its first SELECT, and no writer may start from there.
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
