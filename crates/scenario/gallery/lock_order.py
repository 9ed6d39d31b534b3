from django.db import models
from filelock import FileLock


class User(models.Model):
    name = models.CharField(max_length=30, unique=True)


class UserProfile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)


def setup():
    User.objects.create(id=1, name="old")


def sign_up(name):
    if User.objects.filter(name=name).exists():
        return "taken"
    with FileLock("user.lock"):
        user = User.objects.create(name=name)
        with FileLock("userprofile.lock"):
            UserProfile.objects.create(user=user)
    return "welcome"


def add_missing_profile(user_id):
    if UserProfile.objects.filter(user_id=user_id).exists():
        return
    with FileLock("userprofile.lock"):
        missing = not UserProfile.objects.filter(user_id=user_id).exists()
        with FileLock("user.lock"):
            if missing:
                UserProfile.objects.create(user=User.objects.get(id=user_id))


def task_sign_up():
    return sign_up("new")


def task_repair():
    add_missing_profile(1)
