from django.db import IntegrityError, models


class User(models.Model):
    email = models.EmailField(unique=True)


def register(email):
    if User.objects.filter(email=email).exists():
        return "taken"
    try:
        User.objects.create(email=email)
    except IntegrityError:
        return "taken"
    return "welcome"


def task_first():
    return register("ann@example.com")


def task_second():
    return register("ann@example.com")


def invariant_an_address_has_one_user():
    assert User.objects.filter(email="ann@example.com").count() == 1
