from django.db import connection, models, transaction


class User(models.Model):
    name = models.CharField(max_length=30, primary_key=True)


class UserProfile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)


def lock(table):
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


@transaction.atomic
def request_a(name):
    lock("scenario_user")
    user = User.objects.create(name=name)
    lock("scenario_userprofile")
    UserProfile.objects.create(user=user)


@transaction.atomic
def request_b(name):
    lock("scenario_user")
    lock("scenario_userprofile")
    UserProfile.objects.create(user=User.objects.create(name=name))


def task_a():
    request_a("ann")


def task_b():
    request_b("ben")


def invariant_every_user_has_a_profile():
    assert User.objects.count() == UserProfile.objects.count()
