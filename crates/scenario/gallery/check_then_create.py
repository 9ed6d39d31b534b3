from django.db import models


class User(models.Model):
    email = models.EmailField()


def register(email):
    if User.objects.filter(email=email).exists():
        return "taken"
    User.objects.create(email=email)
    return "welcome"


def task_first():
    return register("ann@example.com")


def task_second():
    return register("ann@example.com")


def invariant_an_address_has_one_user():
    assert User.objects.filter(email="ann@example.com").count() == 1
