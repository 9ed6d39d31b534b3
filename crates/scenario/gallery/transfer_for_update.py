from django.db import models, transaction


class BankAccount(models.Model):
    balance = models.IntegerField()


def setup():
    BankAccount.objects.create(id=1, balance=100)
    BankAccount.objects.create(id=2, balance=0)


@transaction.atomic
def transfer_money(from_id, to_id, amount):
    # Both rows are locked until the end, always the first one first.
    both = BankAccount.objects.select_for_update().filter(id__in=[from_id, to_id])
    accounts = {account.id: account for account in both.order_by("id")}
    accounts[from_id].balance -= amount
    accounts[to_id].balance += amount
    accounts[from_id].save()
    accounts[to_id].save()


def task_alice():
    transfer_money(1, 2, 10)


def task_bob():
    transfer_money(1, 2, 20)


def invariant_money_is_conserved():
    assert sum(account.balance for account in BankAccount.objects.all()) == 100
