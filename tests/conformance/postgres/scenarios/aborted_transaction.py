from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)
def task_t1():
    with transaction.atomic():
        with connection.cursor() as c:
            try:
                c.execute("INSERT INTO scenario_tag (name) VALUES ('x')")
            except IntegrityError:
                pass
            return Tag.objects.count()
def task_t2():
    Tag.objects.create(name="x")
