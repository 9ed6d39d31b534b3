"""bulk_create with update_conflicts and with ignore_conflicts, and in_bulk by a unique field."""

from django.db import models


class Profile(models.Model):
    user = models.IntegerField(unique=True)
    hits = models.IntegerField(default=0)
    note = models.TextField(blank=True, default="")


def task_conf():
    r = Profile.objects.bulk_create([Profile(user=1, hits=7), Profile(user=2, hits=8)], update_conflicts=True, unique_fields=["user"], update_fields=["hits"])
    return [x.user for x in r]


def task_ign():
    Profile.objects.bulk_create([Profile(user=2, hits=70)], ignore_conflicts=True)
    return sorted(Profile.objects.in_bulk([1, 2], field_name="user").keys()), Profile.objects.count()
