"""Read-modify-write inside transaction.atomic(): READ COMMITTED still loses updates."""
from django.db import models, transaction


class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField()


done = []


def setup():
    done.clear()
    Account.objects.create(name="a", balance=100)
    Account.objects.create(name="b", balance=0)


def transfer_money(amount):
    with transaction.atomic():
        src = Account.objects.get(name="a")
        dst = Account.objects.get(name="b")
        src.balance -= amount
        src.save()
        dst.balance += amount
        dst.save()
    done.append(amount)


def task_t1():
    transfer_money(10)


def task_t2():
    transfer_money(20)


def invariant_holds():
    # every transfer that returned is there, and no other
    a = Account.objects.get(name="a").balance
    b = Account.objects.get(name="b").balance
    return a + b == 100 and b == sum(done)
