from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField(default=0)

def setup():
    Account.objects.create(name="a", balance=100)
    Account.objects.create(name="b", balance=0)


def task_t1():
    with transaction.atomic():
        try:
            with transaction.atomic():
                Account.objects.filter(id=1).update(balance=5)
                raise ValueError
        except ValueError:
            pass
        Account.objects.filter(id=2).update(balance=7)
def task_t2():
    with transaction.atomic():
        Account.objects.filter(id=2).update(balance=8)
        Account.objects.filter(id=1).update(balance=9)
