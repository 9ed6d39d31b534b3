from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Seat(models.Model):
    row = models.IntegerField()
    place = models.IntegerField()
    who = models.CharField(max_length=10)
    class Meta:
        unique_together = [("row", "place")]
def book(w):
    return Seat.objects.get_or_create(row=1, place=2, defaults={"who": w})[0].who
def task_t1(): return book("a")
def task_t2(): return book("b")
