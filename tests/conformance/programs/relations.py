"""Foreign keys, cascades and many-to-many, while somebody else deletes."""

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Tag(models.Model):
    name = models.CharField(max_length=50, unique=True)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)
    title = models.CharField(max_length=50)


def setup():
    author = Author.objects.create(name="Ada")
    Tag.objects.create(name="old")
    Book.objects.create(author=author, title="Notes").tags.add(Tag.objects.get())


def task_delete():
    return Author.objects.get(name="Ada").delete()


def task_write():
    author = Author.objects.get(name="Ada")
    book = Book.objects.create(author=author, title="More notes")
    return book.author.name


def invariant_every_book_has_its_author():
    assert Book.objects.filter(author__isnull=False).count() == Book.objects.count()
