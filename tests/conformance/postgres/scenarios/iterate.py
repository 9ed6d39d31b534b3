from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField(default=0)

def setup():
    Account.objects.create(name="a", balance=100)
    Account.objects.create(name="b", balance=0)


def task_t1():
    return [(a.id, a.balance) for a in Account.objects.order_by("id").iterator()]
def task_t2():
    Account.objects.filter(id=1).update(balance=5)
    Account.objects.create(name="c", balance=9)
