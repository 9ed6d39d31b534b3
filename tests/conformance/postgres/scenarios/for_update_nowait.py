from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField(default=0)

def setup():
    Account.objects.create(name="a", balance=100)
    Account.objects.create(name="b", balance=0)

def invariant_sum():
    assert sum(a.balance for a in Account.objects.all()) == 100

def take():
    try:
        with transaction.atomic():
            a = Account.objects.select_for_update(nowait=True).get(id=1)
            a.balance += 1
            a.save()
    except OperationalError as e:
        return str(e).splitlines()[0]
    return "ok"
def task_t1(): return take()
def task_t2(): return take()
