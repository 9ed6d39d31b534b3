from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)
    n = models.IntegerField(default=0)
def task_t1():
    return [t.id for t in Tag.objects.bulk_create([Tag(name="x", n=1), Tag(name="y", n=1)])]
def task_t2():
    try:
        return [t.id for t in Tag.objects.bulk_create([Tag(name="y", n=2), Tag(name="z", n=2)], update_conflicts=True, unique_fields=["name"], update_fields=["n"])]
    except IntegrityError as e:
        return str(e).splitlines()[0]
