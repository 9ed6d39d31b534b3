from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField(default=0)

def setup():
    Account.objects.create(name="a", balance=100)
    Account.objects.create(name="b", balance=0)


def task_t1():
    seen = []
    with transaction.atomic():
        Account.objects.filter(id=1).update(balance=1)
        transaction.on_commit(lambda: seen.append(Account.objects.get(id=1).balance))
    return seen
def task_t2():
    Account.objects.filter(id=1).update(balance=2)
