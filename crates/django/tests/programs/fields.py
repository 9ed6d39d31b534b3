"""Fields of every kind, constraints, indexes, signals."""
import datetime
import decimal
import uuid

from django.db import IntegrityError, models, transaction
from django.db.models import Avg, F, Max, Q, Sum, UniqueConstraint
from django.db.models.functions import Lower
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone

from probe import note

KEY = uuid.UUID("12345678123456781234567812345678")


class Event(models.Model):
    title = models.CharField("the title", max_length=30, default="t", db_index=True)
    day = models.DateField(null=True)
    starts = models.DateTimeField(null=True)
    at = models.TimeField(null=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=decimal.Decimal("1.50"))
    weight = models.FloatField(default=0.5)
    data = models.JSONField(default=dict)
    key = models.UUIDField(default=KEY)
    long = models.BigIntegerField(default=0)
    small = models.SmallIntegerField(default=0)
    size = models.PositiveIntegerField(default=1)
    tiny = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    slug = models.SlugField(default="s")
    mail = models.EmailField(default="e")
    link = models.URLField(default="l")
    blob = models.BinaryField(null=True)
    flag = models.BooleanField(null=True)
    kind = models.CharField(max_length=1, choices=[("a", "Apple"), ("b", "Pear")], default="a")
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    renamed = models.IntegerField(default=1, db_column="other")

    class Meta:
        get_latest_by = "created"


class Keyed(models.Model):
    id = models.UUIDField(primary_key=True, default=lambda: KEY)
    n = models.IntegerField(default=0)


class Named(models.Model):
    name = models.CharField(primary_key=True, max_length=10)
    n = models.IntegerField(default=0)


class Child(models.Model):
    named = models.ForeignKey(Named, models.CASCADE)
    keyed = models.ForeignKey(Keyed, models.SET_NULL, null=True)
    other = models.ForeignKey(Named, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)


class Big(models.Model):
    id = models.BigAutoField(primary_key=True)


class BigChild(models.Model):
    big = models.ForeignKey(Big, models.CASCADE, db_column="the_big", db_index=False)


class Slot(models.Model):
    room = models.IntegerField()
    hour = models.IntegerField()
    user = models.CharField(max_length=10, null=True)

    class Meta:
        db_table = "slots"
        constraints = [
            models.UniqueConstraint(fields=["room", "hour"], name="one_booking"),
            models.CheckConstraint(condition=Q(hour__gte=0) & Q(hour__lt=24), name="hour_of_day"),
            models.UniqueConstraint(fields=["user"], condition=Q(hour=12), name="one_lunch"),
            models.UniqueConstraint(Lower("user"), name="user_lower"),
        ]
        indexes = [models.Index(fields=["room", "-hour"]), models.Index(fields=["hour"], name="by_hour")]


class Pair(models.Model):
    a = models.IntegerField()
    b = models.IntegerField()

    class Meta:
        unique_together = ("a", "b")


class Watched(models.Model):
    n = models.IntegerField(default=0)


@receiver(pre_save, sender=Watched)
def before(sender, instance, **kwargs):
    note("before save %s" % instance.n)


@receiver(post_save, sender=Watched)
def after(sender, instance, created, **kwargs):
    note("after save %s %s" % (instance.pk, created))


@receiver(pre_delete, sender=Watched)
def before_delete(sender, instance, **kwargs):
    note("before delete")


@receiver(post_delete, sender=Watched)
def after_delete(sender, instance, **kwargs):
    note("after delete")


E = Event.objects
WHEN = datetime.datetime(2024, 1, 2, 3, 4, 5, 600, tzinfo=datetime.timezone.utc)


def setup():
    E.create(day=datetime.date(2024, 1, 2), starts=WHEN, at=datetime.time(3, 4), price="2.5", data={"a": [1, None]}, flag=True)
    Named.objects.create(name="x")


def case_read():
    e = E.get(pk=1)
    return [e.title, e.day, e.starts, e.at, e.price, e.weight, e.data, e.key, e.flag, e.kind, e.get_kind_display(), e.created, e.changed, e.renamed, e.blob]


def case_create():
    e = E.create(starts=WHEN, day=WHEN.date(), price=decimal.Decimal("3"), weight=2, blob=b"\x01\x02", data=[1, "x"])
    return e.price, E.get(pk=e.pk).price, E.get(pk=e.pk).blob


def case_save():
    e = E.get(pk=1)
    e.flag = False
    e.save()
    return e.changed


def case_filter():
    return [
        E.filter(day=datetime.date(2024, 1, 2)).count(),
        E.filter(day="2024-01-02").count(),
        E.filter(starts__gt=WHEN).count(),
        E.filter(starts__lte=WHEN).count(),
        E.filter(price=decimal.Decimal("2.5")).count(),
        E.filter(price__gt=2).count(),
        E.filter(weight__lt=1).count(),
        E.filter(key=KEY).count(),
        E.filter(key=str(KEY)).count(),
        E.filter(flag=True).count(),
        E.filter(flag__isnull=True).count(),
        E.filter(flag=None).count(),
        E.filter(renamed=1).count(),
        E.filter(day__year=2024).count(),
        E.filter(starts__year=2024).count(),
        E.filter(at=datetime.time(3, 4)).count(),
        E.filter(day__range=(datetime.date(2024, 1, 1), datetime.date(2024, 2, 1))).count(),
        E.exclude(flag=True).count(),
    ]


def case_values():
    return list(E.values("day", "starts", "price", "key", "flag", "data"))


def case_update():
    E.update(price=F("price") + 1, weight=F("weight") * 2, data={"b": 1}, day=datetime.date(2025, 1, 1), flag=None, starts=WHEN)
    e = E.get()
    return e.price, e.weight, e.data, e.day


def case_update_save_f():
    e = E.get()
    e.price = F("price") * 2
    e.save()
    e.refresh_from_db()
    return e.price


def case_aggregate():
    return E.aggregate(Sum("price"), Avg("price"), Max("day"), Max("starts"), Sum("weight"))


def case_latest():
    return E.latest(), E.earliest()


def case_bad_values():
    found = []
    for kwargs in [
        {"day": "x"},
        {"starts": "x"},
        {"price": "x"},
        {"weight": "x"},
        {"key": "x"},
        {"at": "x"},
        {"size": "x"},
    ]:
        try:
            E.create(**kwargs)
        except Exception as error:
            found.append((type(error).__name__, str(error)))
    return found


def case_positive():
    E.create(size=-1)


def case_json_invalid_type():
    E.create(data={1, 2})


def case_uuid_key():
    k = Keyed.objects.create(n=1)
    k.n = 2
    k.save()
    other = Keyed(n=3)
    try:
        other.save()
    except IntegrityError as error:
        note(error)
    return k.pk, Keyed.objects.get(pk=KEY).n, Keyed.objects.filter(pk__in=[KEY]).count()


def case_text_key():
    n = Named(name="y")
    n.save()
    Named.objects.create(name="z")
    n.n = 3
    n.save()
    return n.pk, Named.objects.get(pk="y").n, Named.objects.get_or_create(name="x")[1], [m.pk for m in Named.objects.order_by("pk")]


def case_text_foreign_key():
    c = Child.objects.create(named_id="x", other_id="nobody")
    return c.named.name, c.named_id, Child.objects.filter(named="x").count(), Child.objects.filter(named__name="x").count(), Named.objects.get(pk="x").delete()


def case_big():
    b = Big.objects.create()
    BigChild.objects.create(big=b)
    return BigChild.objects.get(big=b).big_id


def case_unique_constraint():
    Slot.objects.create(room=1, hour=1)
    Slot.objects.create(room=1, hour=1)


def case_check_constraint():
    Slot.objects.create(room=1, hour=24)


def case_conditional_unique():
    Slot.objects.create(room=1, hour=12, user="a")
    Slot.objects.create(room=2, hour=12, user="A")


def case_unique_together():
    Pair.objects.create(a=1, b=2)
    try:
        with transaction.atomic():
            Pair.objects.create(a=1, b=2)
    except IntegrityError as error:
        note(error)
    return Pair.objects.get_or_create(a=1, b=2)[1]


def case_full_clean():
    found = []
    Pair.objects.create(a=1, b=2)
    for one in (
        Pair(a=1, b=2),
        Event(kind="z", size=-1, mail="e@x.org", link="http://x.org", text="", day=datetime.date(2024, 1, 1), starts=WHEN, at=datetime.time(1), flag=True),
    ):
        try:
            one.full_clean()
        except Exception as error:
            found.append(error.message_dict)
    return found


def case_signals():
    w = Watched.objects.create(n=1)
    w.n = 2
    w.save()
    w.delete()
    Watched.objects.create(n=3)
    Watched.objects.all().delete()
    Watched.objects.bulk_create([Watched(n=4)])


def case_now():
    return timezone.now(), timezone.now() - datetime.timedelta(days=1), timezone.is_aware(timezone.now())


def case_lookup_not_registered():
    return E.filter(title__lower="t").count()
