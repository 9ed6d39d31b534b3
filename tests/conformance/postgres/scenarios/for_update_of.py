from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Author(models.Model):
    name = models.CharField(max_length=20)
class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=20)
def setup():
    a = Author.objects.create(name="w")
    Book.objects.create(author=a, title="t")
def task_lock():
    with transaction.atomic():
        b = Book.objects.select_related("author").select_for_update(of=("self",)).get(id=1)
        b.title = b.author.name; b.save()
def task_rename():
    with transaction.atomic():
        Author.objects.filter(id=1).update(name="z")
        return Book.objects.get(id=1).title
