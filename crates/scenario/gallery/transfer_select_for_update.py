from django.db import models


class BankAccount(models.Model):
    balance = models.IntegerField()


def setup():
    BankAccount.objects.create(id=1, balance=100)
    BankAccount.objects.create(id=2, balance=0)


def transfer_money(from_id, to_id, amount):
    # SQLite has no row locks: Django leaves FOR UPDATE out, and says nothing.
    source = BankAccount.objects.select_for_update().get(id=from_id)
    target = BankAccount.objects.select_for_update().get(id=to_id)
    source.balance -= amount
    target.balance += amount
    source.save()
    target.save()


def task_alice():
    transfer_money(1, 2, 10)


def task_bob():
    transfer_money(1, 2, 20)


def invariant_money_is_conserved():
    assert sum(account.balance for account in BankAccount.objects.all()) == 100
