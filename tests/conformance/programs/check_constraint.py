"""A check constraint that fails in one of two transactions; F() and save(update_fields)."""

from django.db import models, transaction
from django.db.models import F, Q


class Account(models.Model):
    owner = models.CharField(max_length=10, primary_key=True)
    balance = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(balance__gte=0), name="not_negative")]


def setup():
    Account.objects.bulk_create([Account(owner="a", balance=50), Account(owner="b", balance=0)])


def pay(amount):
    with transaction.atomic():
        Account.objects.filter(owner="a").update(balance=F("balance") - amount)
        b = Account.objects.get(pk="b")
        b.balance += amount
        b.save(update_fields=["balance"])
    return b.balance


def task_one():
    return pay(30)


def task_two():
    return pay(40)
