from django.db import IntegrityError, models, transaction


class Tag(models.Model):
    name = models.CharField(max_length=30, unique=True)


class Post(models.Model):
    title = models.CharField(max_length=30)


def publish(title):
    is_new = not Tag.objects.filter(name="news").exists()
    with transaction.atomic():
        if is_new:
            try:
                with transaction.atomic():
                    Tag.objects.create(name="news")
            except IntegrityError:
                pass  # Somebody else was quicker.
        Post.objects.create(title=title)


def task_anna():
    publish("from anna")


def task_ben():
    publish("from ben")


def invariant_posts_have_a_tag():
    assert Tag.objects.count() == 1 or not Post.objects.exists()
