from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Author(models.Model):
    name = models.CharField(max_length=20)
class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=20)
class Page(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE)
def setup():
    a = Author.objects.create(name="w")
    Page.objects.create(book=Book.objects.create(author=a, title="t"))
def task_del():
    return Author.objects.get(id=1).delete()[0]
def task_page():
    try:
        Page.objects.create(book_id=1)
    except IntegrityError as e:
        return str(e).splitlines()[0]
