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

def move(n):
    with connection.cursor() as c:
        c.execute("SELECT pg_try_advisory_lock(7)")
        if not c.fetchone()[0]: return "busy"
        Account.objects.filter(id=1).update(balance=F("balance") - n)
        Account.objects.filter(id=2).update(balance=F("balance") + n)
        c.execute("SELECT pg_advisory_unlock(7)")
        return c.fetchone()[0]
def task_t1(): return move(10)
def task_t2(): return move(20)
