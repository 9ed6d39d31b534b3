"""The same with IMMEDIATE transactions."""
from django.db import OperationalError, models, transaction

from probe import hold, note, release

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "default", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}}


class Account(models.Model):
    balance = models.IntegerField(default=0)


A = Account.objects


def setup():
    A.create(balance=100)


def case_atomic():
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)


def case_locked():
    hold("BEGIN IMMEDIATE")
    try:
        with transaction.atomic():
            note("inside")
    finally:
        release()


def case_locked_then_again():
    hold("BEGIN IMMEDIATE")
    try:
        with transaction.atomic():
            note("inside")
    except OperationalError:
        pass
    release()
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)
    return A.get(pk=1).balance


def case_manual():
    transaction.set_autocommit(False)
    A.filter(pk=1).update(balance=1)
    transaction.rollback()
    transaction.set_autocommit(True)
