"""F() expressions in autocommit: no lost update, but a transfer is two statements."""
from django.db import models
from django.db.models import F


class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField()


def setup():
    Account.objects.create(name="a", balance=100)
    Account.objects.create(name="b", balance=0)


def transfer_money(amount):
    src = Account.objects.get(name="a")
    src.balance = F("balance") - amount
    src.save()
    Account.objects.filter(name="b").update(balance=F("balance") + amount)


def task_t1():
    transfer_money(10)


def task_t2():
    transfer_money(20)


def task_audit():
    return Account.objects.get(name="a").balance


def invariant_holds():
    a = Account.objects.get(name="a").balance
    b = Account.objects.get(name="b").balance
    return a == 70 and b == 30
