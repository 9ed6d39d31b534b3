from django.db import models


class BankAccount(models.Model):
    balance = models.IntegerField()


def setup():
    BankAccount.objects.create(id=1, balance=100)
    BankAccount.objects.create(id=2, balance=0)


def change(account_id, amount):
    while True:
        balance = BankAccount.objects.get(id=account_id).balance
        unchanged = BankAccount.objects.filter(id=account_id, balance=balance)
        if unchanged.update(balance=balance + amount):
            return


def transfer_money(from_id, to_id, amount):
    change(from_id, -amount)
    change(to_id, amount)


def task_alice():
    transfer_money(1, 2, 10)


def task_bob():
    transfer_money(1, 2, 20)


def invariant_money_is_conserved():
    assert sum(account.balance for account in BankAccount.objects.all()) == 100
