from django.db import models, transaction


class BankAccount(models.Model):
    balance = models.IntegerField()
    version = models.IntegerField(default=0)


class Conflict(Exception):
    pass


def setup():
    BankAccount.objects.create(id=1, balance=100)
    BankAccount.objects.create(id=2, balance=0)


def change(account, amount):
    changed = BankAccount.objects.filter(id=account.id, version=account.version).update(
        balance=account.balance + amount, version=account.version + 1
    )
    if not changed:
        raise Conflict


def transfer_money(from_id, to_id, amount):
    source = BankAccount.objects.get(id=from_id)
    target = BankAccount.objects.get(id=to_id)
    with transaction.atomic():
        change(source, -amount)
        change(target, amount)


def transfer_until_it_works(from_id, to_id, amount):
    for attempt in range(3):
        try:
            return transfer_money(from_id, to_id, amount)
        except Conflict:
            if attempt == 2:
                raise


def task_alice():
    transfer_until_it_works(1, 2, 10)


def task_bob():
    transfer_until_it_works(1, 2, 20)


def invariant_money_is_conserved():
    assert sum(account.balance for account in BankAccount.objects.all()) == 100
