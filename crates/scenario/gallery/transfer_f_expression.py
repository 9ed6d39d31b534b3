from django.db import models
from django.db.models import F


class BankAccount(models.Model):
    balance = models.IntegerField()


def setup():
    BankAccount.objects.create(id=1, balance=100)
    BankAccount.objects.create(id=2, balance=0)


def transfer_money(from_id, to_id, amount):
    BankAccount.objects.filter(id=from_id).update(balance=F("balance") - amount)
    BankAccount.objects.filter(id=to_id).update(balance=F("balance") + amount)


def task_alice():
    transfer_money(1, 2, 10)


def task_bob():
    transfer_money(1, 2, 20)


def invariant_money_is_conserved():
    assert sum(account.balance for account in BankAccount.objects.all()) == 100
