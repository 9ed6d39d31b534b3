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
def take():
    a = Account.objects.select_for_update().filter(balance__gte=0).order_by("id").first()
    if a is None: return None
    a.balance -= 200
    a.save(update_fields=["balance"])
    return a.id
def task_t1(): return take()
def task_t2(): return take()
