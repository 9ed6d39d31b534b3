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

@transaction.atomic
def move(n):
    with connection.cursor() as c:
        c.execute("LOCK TABLE scenario_account IN ACCESS EXCLUSIVE MODE")
    a = Account.objects.get(id=1)
    a.balance -= n; a.save()
    Account.objects.filter(id=2).update(balance=F("balance") + n)
def task_t1(): move(10)
def task_t2(): move(20)
