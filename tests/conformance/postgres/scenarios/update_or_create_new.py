from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)
    n = models.IntegerField(default=0)
def task_t1(): return Tag.objects.update_or_create(name="x", defaults={"n": 1})[1]
def task_t2(): return Tag.objects.update_or_create(name="x", defaults={"n": 2})[1]
