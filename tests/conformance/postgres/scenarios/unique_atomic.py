from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)
    n = models.IntegerField(default=0)
def make(n):
    with transaction.atomic():
        try:
            with transaction.atomic():
                Tag.objects.create(name="x", n=n)
            return "made"
        except IntegrityError:
            return [t.n for t in Tag.objects.filter(name="x")]
def task_t1(): return make(1)
def task_t2(): return make(2)
