"""A cascading delete beside a new child."""

from django.db import models, IntegrityError


class Author(models.Model):
    name = models.CharField(max_length=9)


class Book(models.Model):
    author = models.ForeignKey(Author, models.CASCADE)
    title = models.CharField(max_length=9)


def setup():
    a = Author.objects.create(name="a")
    Book.objects.create(author=a, title="first")


def task_delete():
    n, by = Author.objects.filter(name="a").delete()
    return n, sorted(by.items())


def task_add():
    author = Author.objects.get(name="a")
    try:
        Book.objects.create(author=author, title="second")
    except IntegrityError as e:
        return str(e)
    return [b.title for b in Book.objects.select_related("author").order_by("title") if b.author.name == "a"]
