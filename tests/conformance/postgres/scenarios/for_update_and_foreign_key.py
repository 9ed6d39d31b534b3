from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Author(models.Model):
    name = models.CharField(max_length=20)
class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=20)
def setup():
    Author.objects.create(name="w")
def task_lock():
    with transaction.atomic():
        a = Author.objects.select_for_update().get(id=1)
        a.name = "x"; a.save()
def task_book():
    with transaction.atomic():
        Book.objects.create(author_id=1, title="t")
        return Author.objects.get(id=1).name
