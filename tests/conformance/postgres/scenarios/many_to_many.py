from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import F

class Tag(models.Model):
    name = models.CharField(max_length=20)
class Post(models.Model):
    tags = models.ManyToManyField(Tag)
def setup():
    p = Post.objects.create(id=1)
    Tag.objects.create(id=1, name="a"); Tag.objects.create(id=2, name="b")
    p.tags.add(1)
def task_t1():
    Post.objects.get(id=1).tags.set([2])
def task_t2():
    Post.objects.get(id=1).tags.add(2)
    return Post.objects.get(id=1).tags.count()
