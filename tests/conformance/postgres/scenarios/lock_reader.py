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

def task_t1():
    with transaction.atomic():
        with connection.cursor() as c:
            c.execute("LOCK TABLE scenario_account IN SHARE ROW EXCLUSIVE MODE")
        Account.objects.filter(id=1).update(balance=0)
        Account.objects.filter(id=2).update(balance=100)
def task_t2():
    return [Account.objects.get(id=1).balance, Account.objects.get(id=2).balance]
