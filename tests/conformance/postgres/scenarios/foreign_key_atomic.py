from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Author(models.Model):
    name = models.CharField(max_length=20)
class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=20)
def setup():
    Author.objects.create(name="w")
def task_del():
    return Author.objects.get(id=1).delete()[0]
def task_book():
    try:
        with transaction.atomic():
            Book.objects.create(author_id=1, title="t")
    except IntegrityError as e:
        return str(e).splitlines()[0]
def invariant_ok():
    assert Book.objects.count() <= Author.objects.count()
