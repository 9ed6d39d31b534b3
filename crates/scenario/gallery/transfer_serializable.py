from django.db import OperationalError, models, transaction

DATABASES = {"default": {"OPTIONS": {"isolation_level": 4}}}  # psycopg.IsolationLevel.SERIALIZABLE


class BankAccount(models.Model):
    balance = models.IntegerField()


def setup():
    BankAccount.objects.create(id=1, balance=100)
    BankAccount.objects.create(id=2, balance=0)


def transfer_money(from_id, to_id, amount):
    source = BankAccount.objects.get(id=from_id)
    target = BankAccount.objects.get(id=to_id)
    source.balance -= amount
    target.balance += amount
    source.save()
    target.save()


def again_while_refused(from_id, to_id, amount):
    while True:
        try:
            with transaction.atomic():
                return transfer_money(from_id, to_id, amount)
        except OperationalError:
            # "could not serialize access": the other one was first.
            continue


def task_alice():
    again_while_refused(1, 2, 10)


def task_bob():
    again_while_refused(1, 2, 20)


def invariant_money_is_conserved():
    assert sum(account.balance for account in BankAccount.objects.all()) == 100
