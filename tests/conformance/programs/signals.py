"""A profile that a signal makes, used before it is there."""

from django.db import models, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver


class User(models.Model):
    name = models.CharField(max_length=9, unique=True)


class Profile(models.Model):
    user = models.OneToOneField(User, models.CASCADE)
    visits = models.IntegerField(default=0)


@receiver(post_save, sender=User)
def make(sender, instance, created, **kwargs):
    if created:
        Profile.objects.create(user=instance)


def task_register():
    u = User.objects.create(name="u")
    return u.profile.visits


def task_visit():
    try:
        u = User.objects.get(name="u")
    except User.DoesNotExist:
        return "no user"
    try:
        p = u.profile
    except User.profile.RelatedObjectDoesNotExist as e:
        return str(e)
    p.visits = models.F("visits") + 1
    p.save()
    p.refresh_from_db()
    return p.visits
