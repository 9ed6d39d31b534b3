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
    both = list(Account.objects.order_by("id"))
    both[0].balance -= 10; both[1].balance += 10
    return Account.objects.bulk_update(both, ["balance"])
def task_t2():
    Account.objects.filter(id=1).update(balance=F("balance") - 1)
    Account.objects.filter(id=2).update(balance=F("balance") + 1)
