from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Doctor(models.Model):
    name = models.CharField(max_length=20)
    on_call = models.BooleanField(default=True)
def setup():
    Doctor.objects.create(name="a"); Doctor.objects.create(name="b")
@transaction.atomic
def leave(n):
    if Doctor.objects.filter(on_call=True).count() >= 2:
        Doctor.objects.filter(name=n).update(on_call=False)
def task_t1(): leave("a")
def task_t2(): leave("b")
def invariant_one(): assert Doctor.objects.filter(on_call=True).exists()
