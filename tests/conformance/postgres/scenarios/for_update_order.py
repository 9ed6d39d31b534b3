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
    a, b = Account.objects.select_for_update().order_by("id")
    a.balance -= n; b.balance += n
    a.save(); b.save()
def task_t1(): move(10)
def task_t2(): move(20)
