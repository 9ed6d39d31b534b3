"""transfer_money as read-modify-write, no transaction: lost updates."""
from django.db import models


class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField()


def setup():
    Account.objects.create(name="a", balance=100)
    Account.objects.create(name="b", balance=0)


def transfer_money(amount):
    src = Account.objects.get(name="a")
    dst = Account.objects.get(name="b")
    src.balance -= amount
    src.save()
    dst.balance += amount
    dst.save()


def task_t1():
    transfer_money(10)


def task_t2():
    transfer_money(20)


def invariant_holds():
    a = Account.objects.get(name="a").balance
    b = Account.objects.get(name="b").balance
    return a == 70 and b == 30
