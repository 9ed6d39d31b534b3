"""What applications write every day, across the ORM: one case each."""

import datetime
import decimal
import uuid

from django.core.exceptions import FieldError, ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Avg, Case, Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, Length, Upper
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.shortcuts import get_list_or_404, get_object_or_404
from django.utils import timezone


numbers = [100]


def next_number():
    numbers[0] += 1
    return uuid.UUID(int=numbers[0])


class Customer(models.Model):
    name = models.CharField(max_length=20, unique=True)
    email = models.EmailField(blank=True, default="")
    joined = models.DateField(null=True)
    vip = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Tag(models.Model):
    name = models.SlugField(primary_key=True)


class OpenOrders(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(status=Order.Status.OPEN)

    def worth(self, least):
        return self.filter(total__gte=least)


class OrderQuerySet(models.QuerySet):
    def of(self, name):
        return self.filter(customer__name=name)

    def total(self):
        return self.aggregate(total=Sum("total"))["total"]


class Order(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PAID = "paid", "Paid"

    class Priority(models.IntegerChoices):
        LOW = 1
        HIGH = 2

    number = models.UUIDField(default=next_number, unique=True, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    status = models.CharField(max_length=4, choices=Status.choices, default=Status.OPEN)
    priority = models.IntegerField(choices=Priority.choices, default=Priority.LOW)
    total = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    placed = models.DateTimeField(default=timezone.now)
    extra = models.JSONField(default=dict, blank=True)
    tags = models.ManyToManyField(Tag, blank=True)

    objects = OrderQuerySet.as_manager()
    open = OpenOrders()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=0), name="total_not_negative"),
            models.UniqueConstraint(fields=["customer"], condition=Q(status="open"), name="one_open_order"),
        ]
        indexes = [models.Index(fields=["status", "-placed"], name="by_status")]
        get_latest_by = "placed"


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    item = models.CharField(max_length=20)
    amount = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(9)])
    price = models.FloatField(default=1.5)

    class Meta:
        unique_together = [("order", "item")]
        db_table = "order_line"


class Profile(models.Model):
    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, primary_key=True)
    points = models.BigIntegerField(default=0)
    waited = models.DurationField(default=datetime.timedelta)
    opens = models.TimeField(null=True)
    note = models.TextField(blank=True)
    manager = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="staff")


heard = []


@receiver(post_save, sender=Line)
def line_saved(sender, instance, created, raw, using, update_fields, **kwargs):
    heard.append((instance.item, created, raw, using, update_fields))


NUMBER = uuid.UUID("00000000-0000-0000-0000-000000000001")
DAY = datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc)


def setup():
    ann = Customer.objects.create(name="ann", joined=datetime.date(2024, 1, 31), vip=True)
    ben = Customer.objects.create(name="ben")
    Customer.objects.create(name="cat", email="cat@example.org")
    order = Order.objects.create(customer=ann, number=NUMBER, total=decimal.Decimal("12.50"), placed=DAY, extra={"gift": True, "to": {"city": "Bonn"}, "n": [1, 2]})
    other = Order.objects.create(customer=ben, number=uuid.UUID(int=2), total=3, status="paid", placed=DAY + datetime.timedelta(days=1))
    Line.objects.create(order=order, item="tea", amount=2)
    Line.objects.create(order=order, item="cup", amount=1, price=4)
    Line.objects.create(order=other, item="tea", amount=3)
    for name in ("red", "blue"):
        Tag.objects.create(name=name)
    order.tags.add("red", "blue")
    other.tags.add("red")
    boss = Profile.objects.create(customer=ann, points=5, waited=datetime.timedelta(minutes=90), opens=datetime.time(9))
    Profile.objects.create(customer=ben, manager=boss)
    heard.clear()


def case_queryset_as_manager():
    return list(Order.objects.of("ann").values_list("total")), Order.objects.of("ann").total(), Order.objects.total()


def case_second_manager():
    return [o.customer.name for o in Order.open.all()], Order.open.worth(100).count(), Order._default_manager.count()


def case_choices_iterate():
    return [s.label for s in Order.Status], "paid" in Order.Status, len(Order.Priority), Order.Status["OPEN"], Order.Status.PAID, str(Order.Priority.LOW), repr(Order.Status.PAID)


def case_choices_unknown():
    return Order.Status("gone")


def case_choices_save():
    order = Order(customer_id=3, status=Order.Status.PAID, priority=Order.Priority.HIGH)
    order.save()
    return Order.objects.filter(status=Order.Status.PAID).count(), Order.objects.get(pk=order.pk).priority, f"{order.status}"


def case_json_more():
    orders = Order.objects.all()
    return (
        orders.filter(extra__gift=None).count(),
        orders.filter(extra__to={"city": "Bonn"}).count(),
        orders.filter(extra__to__city__in=["Bonn", "Ulm"]).count(),
        orders.filter(extra__n__1__gt=1).count(),
        orders.filter(extra__to__city__icontains="ON").count(),
        orders.filter(extra__has_keys=["gift", "n"]).count(),
        orders.filter(extra__has_any_keys=["x", "n"]).count(),
        orders.exclude(extra__gift=True).count(),
        orders.exclude(extra__has_key="n").count(),
        [o.pk for o in orders.order_by("extra__to__city", "id")],
        list(orders.order_by("id").annotate(city=F("extra__to__city")).values_list("city", flat=True)),
    )


def case_json_none():
    Order.objects.filter(number=NUMBER).update(extra=None)


def case_json_value_null():
    Order.objects.filter(number=NUMBER).update(extra=Value(None, models.JSONField()))
    return Order.objects.filter(extra=None).count(), Order.objects.filter(extra__isnull=False).count()


def case_choices():
    order = Order.objects.get(number=NUMBER)
    return order.get_status_display(), order.get_priority_display(), order.status == Order.Status.OPEN, Order.Status.choices, Order.Priority.HIGH.label, Order.Status.values, Order.Status("paid").name


def case_uuid_lookup():
    return Order.objects.filter(number=str(NUMBER)).exists(), Order.objects.filter(number__in=[NUMBER, uuid.UUID(int=9)]).count()


def case_uuid_bad():
    return Order.objects.get(number="x")


def case_decimal():
    order = Order.objects.get(number=NUMBER)
    order.total += decimal.Decimal("0.25")
    order.save()
    order.refresh_from_db()
    return order.total, Order.objects.filter(total__gt="12.7").count(), Order.objects.aggregate(Sum("total"), Avg("total"))


def case_decimal_too_long():
    return Order.objects.create(customer_id=3, total=decimal.Decimal("1234567.891"))


def case_decimal_f():
    Order.objects.filter(number=NUMBER).update(total=F("total") * 2)
    return Order.objects.get(number=NUMBER).total


def case_json():
    found = Order.objects.filter(extra__gift=True).count(), Order.objects.filter(extra__to__city="Bonn").count()
    return found, Order.objects.filter(extra__has_key="n").count(), Order.objects.filter(extra__n__0=1).count()


def case_json_contains():
    return Order.objects.filter(extra__contains={"gift": True}).count()


def case_json_values():
    return list(Order.objects.order_by("id").values_list("extra__to__city", "extra__n"))


def case_json_null():
    return Order.objects.filter(extra__gift__isnull=True).count(), Order.objects.filter(extra={}).count()


def case_json_change():
    order = Order.objects.get(number=NUMBER)
    order.extra["gift"] = False
    order.save(update_fields=["extra"])
    return Order.objects.get(number=NUMBER).extra


def case_dates():
    return (
        Order.objects.filter(placed__year=2024).count(),
        Customer.objects.filter(joined__gte="2024-01-01").count(),
        Customer.objects.filter(joined__year=2024).count(),
        Order.objects.filter(placed__range=(DAY, DAY)).count(),
    )


def case_date_bad():
    return Customer.objects.create(name="x", joined="31.1.2024")


def case_datetime_naive():
    order = Order(customer_id=3, placed=datetime.datetime(2024, 1, 1))
    return timezone.is_naive(order.placed), str(timezone.make_aware(order.placed)), timezone.is_aware(timezone.now())


def case_datetime_other_zone():
    zone = datetime.timezone(datetime.timedelta(hours=2))
    Order.objects.filter(number=NUMBER).update(placed=DAY.astimezone(zone))
    return Order.objects.get(number=NUMBER).placed


def case_timezone():
    now = timezone.now()
    return now.tzinfo, timezone.localtime(now) == now, timezone.localdate(now) == now.date(), timezone.get_current_timezone_name()


def case_duration():
    boss = Profile.objects.get(points=5)
    boss.waited += datetime.timedelta(seconds=1)
    boss.save()
    return Profile.objects.get(pk=boss.pk).waited, Profile.objects.filter(waited__gt=datetime.timedelta(hours=1)).count()


def case_time():
    return Profile.objects.get(points=5).opens, Profile.objects.filter(opens__lt="10:00").count()


def case_select_related():
    lines = Line.objects.select_related("order__customer").order_by("id")
    return [(line.item, line.order.customer.name) for line in lines]


def case_select_related_reverse():
    return [(c.name, hasattr(c, "profile")) for c in Customer.objects.select_related("profile")]


def case_select_related_null():
    return [(p.pk, p.manager and p.manager.pk) for p in Profile.objects.select_related("manager").order_by("pk")]


def case_select_related_update():
    with transaction.atomic():
        return Line.objects.select_related("order").select_for_update(of=("self",)).get(item="cup").order.status


def case_prefetch():
    return [(c.name, [o.status for o in c.orders.all()]) for c in Customer.objects.prefetch_related("orders")]


def case_prefetch_queryset():
    paid = Prefetch("orders", queryset=Order.objects.filter(status="paid"), to_attr="paid")
    return [(c.name, len(c.paid)) for c in Customer.objects.prefetch_related(paid)]


def case_prefetch_nested():
    return [[sorted(t.name for t in o.tags.all()) for o in c.orders.all()] for c in Customer.objects.prefetch_related("orders__tags")]


def case_annotate_relations():
    rows = Customer.objects.annotate(n=Count("orders__line"), most=Max("orders__total"), sum=Coalesce(Sum("orders__line__amount"), 0))
    return list(rows.values_list("name", "n", "most", "sum"))


def case_annotate_distinct():
    return list(Order.objects.annotate(lines=Count("line", distinct=True), colours=Count("tags", distinct=True)).order_by("id").values_list("lines", "colours"))


def case_annotate_filter():
    return list(Customer.objects.annotate(open=Count("orders", filter=Q(orders__status="open"))).filter(open__gt=0).values_list("name", flat=True))


def case_values_annotate():
    return list(Line.objects.values("item").annotate(n=Sum("amount"), orders=Count("order")).order_by("-n"))


def case_values_group_related():
    return list(Order.objects.values("customer__name").annotate(total=Sum("total")).order_by("customer__name"))


def case_aggregate_expression():
    return Line.objects.aggregate(worth=Sum(F("amount") * F("price")), cheapest=Min("price"), mean=Avg("amount"))


def case_aggregate_empty():
    return Line.objects.filter(item="x").aggregate(Sum("amount"), Count("id"), n=Coalesce(Max("amount"), 0))


def case_f_relation():
    return list(Order.objects.annotate(buyer=F("customer__name")).order_by("-id").values_list("buyer", flat=True))


def case_f_filter_relation():
    return Line.objects.filter(price__gt=F("order__total")).count(), Line.objects.filter(amount__gte=F("price") - 1).count()


def case_q():
    wanted = Q(customer__name="ann") | Q(status="paid", total__lt=5)
    return Order.objects.filter(wanted).count(), Order.objects.filter(~wanted).count(), Order.objects.exclude(Q(tags="blue")).count()


def case_case_when():
    size = Case(When(total__gte=10, then=Value("big")), default=Value("small"))
    return list(Order.objects.annotate(size=size).order_by("id").values_list("size", flat=True))


def case_update_case():
    n = Order.objects.update(priority=Case(When(status="open", then=Value(2)), default=F("priority")))
    return n, list(Order.objects.order_by("id").values_list("priority", flat=True))


def case_subquery():
    last = Order.objects.filter(customer=OuterRef("pk")).order_by("-placed").values("total")[:1]
    return list(Customer.objects.annotate(last=Subquery(last)).values_list("name", "last"))


def case_exists():
    bought = Line.objects.filter(order__customer=OuterRef("pk"), item="cup")
    return [c.name for c in Customer.objects.filter(Exists(bought))], [c.name for c in Customer.objects.filter(~Exists(bought))]


def case_functions():
    return list(Customer.objects.annotate(up=Upper("name"), n=Length("email"), both=Concat("name", Value("-"), "name")).values_list("up", "n", "both"))


def case_in_bulk():
    return sorted(Customer.objects.in_bulk([1, 3, 9])), sorted(Customer.objects.in_bulk(["ann"], field_name="name")), len(Customer.objects.in_bulk())


def case_in_bulk_not_unique():
    return Order.objects.in_bulk(["open"], field_name="status")


def case_iterator():
    return [c.name for c in Customer.objects.iterator(chunk_size=2)], [c.name for c in Customer.objects.filter(vip=True).iterator()]


def case_iterator_prefetch():
    return [len(c.orders.all()) for c in Customer.objects.prefetch_related("orders").iterator(chunk_size=2)]


def case_bulk_update():
    lines = list(Line.objects.order_by("id"))
    for line in lines:
        line.amount += 1
    return Line.objects.bulk_update(lines, ["amount"]), list(Line.objects.order_by("id").values_list("amount", flat=True)), heard


def case_bulk_update_f():
    lines = list(Line.objects.order_by("id"))
    for line in lines:
        line.amount = F("amount") + 1
    Line.objects.bulk_update(lines, ["amount"], batch_size=2)
    return list(Line.objects.order_by("id").values_list("amount", flat=True))


def case_bulk_create_conflict():
    made = Customer.objects.bulk_create([Customer(name="ann"), Customer(name="dan")], ignore_conflicts=True)
    return [c.pk for c in made], Customer.objects.count()


def case_bulk_create_upsert():
    Customer.objects.bulk_create([Customer(name="ann", email="a@b.c")], update_conflicts=True, unique_fields=["name"], update_fields=["email"])
    return Customer.objects.get(name="ann").email


def case_update_or_create():
    first = Customer.objects.update_or_create(name="ann", defaults={"vip": False})
    second = Customer.objects.update_or_create(name="eve", defaults={"vip": True}, create_defaults={"email": "e@v.e"})
    return first, second, second[0].vip


def case_update_or_create_related():
    ann = Customer.objects.get(name="ann")
    return ann.orders.update_or_create(status="open", defaults={"priority": 2})[1], ann.orders.get_or_create(status="paid")[1]


def case_get_or_create_constraint():
    return Order.objects.get_or_create(customer_id=1, total=1)


def case_check_constraint():
    return Order.objects.create(customer_id=3, total=-1)


def case_conditional_unique():
    with transaction.atomic():
        return Order.objects.create(customer_id=1)


def case_unique_together():
    try:
        Line.objects.create(order_id=1, item="tea", amount=1)
    except IntegrityError as error:
        return str(error), type(error.__cause__).__name__


def case_validators():
    try:
        Line(order_id=1, item="tea", amount=0).full_clean()
    except ValidationError as error:
        return error.message_dict


def case_validate_choices():
    try:
        Order(customer_id=2, status="gone", priority=7, total="abc").clean_fields()
    except ValidationError as error:
        return error.message_dict


def case_validate_fields():
    try:
        Customer(name="", email="no mail").clean_fields()
    except ValidationError as error:
        return error.message_dict


def case_validate_texts():
    found = {}
    for email in ("a@b.org", "a.b+c@x-y.example", "a@localhost", "a@b", "@b.org", "a..b@c.de", "a b@c.de", "a@-b.de", '"q"@b.de', "a@b.c"):
        try:
            Customer(name="x" * 21, email=email).clean_fields(exclude=["joined"])
        except ValidationError as error:
            found[email] = error.message_dict
    for slug in ("red", "light blue", "a_b-1", "ä"):
        try:
            Tag(name=slug).clean_fields()
        except ValidationError as error:
            found[slug] = error.message_dict
    return found


def case_validators_by_hand():
    said = []
    for validator, value in ((MinValueValidator(3), 2), (MaxValueValidator(lambda: 3), 4), (MinLengthValidator(1), ""), (MaxLengthValidator(2), "abc")):
        try:
            validator(value)
        except ValidationError as error:
            said.append((error.messages, error.code))
    return said, MinValueValidator(3) == MinValueValidator(3)


def case_validate_foreign_key():
    try:
        Line(order_id=99, item="x", amount=1).full_clean()
    except ValidationError as error:
        return error.message_dict


def case_signals():
    line = Line.objects.get(item="cup")
    line.save()
    line.save(update_fields=["amount"])
    Line.objects.create(order_id=2, item="cup", amount=1)
    Line.objects.filter(item="tea").update(amount=1)
    return heard


def case_signal_disconnect():
    post_save.disconnect(line_saved, sender=Line)
    try:
        Line.objects.get(item="cup").save()
    finally:
        post_save.connect(line_saved, sender=Line)
    return heard


def case_signal_connect():
    seen = []

    def before(sender, instance, **kwargs):
        seen.append((sender.__name__, instance.pk, instance._state.adding))

    pre_save.connect(before, sender=Tag)
    Tag.objects.create(name="green")
    pre_save.disconnect(before, sender=Tag)
    Tag.objects.create(name="grey")
    return seen


def case_signal_delete():
    gone = []

    def after(sender, instance, origin, **kwargs):
        gone.append((instance.item, type(origin).__name__))

    post_delete.connect(after, sender=Line)
    Order.objects.get(number=NUMBER).delete()
    post_delete.disconnect(after, sender=Line)
    return gone


def case_signal_raises():
    def refuse(sender, **kwargs):
        raise ValueError("no")

    post_save.connect(refuse, sender=Tag)
    try:
        with transaction.atomic():
            Tag.objects.create(name="green")
    except ValueError as error:
        return str(error), Tag.objects.count()
    finally:
        post_save.disconnect(refuse, sender=Tag)


def case_delete_counts():
    return Customer.objects.get(name="ann").delete()


def case_set_null():
    Customer.objects.get(name="ann").profile.delete()
    return list(Profile.objects.values_list("pk", "manager"))


def case_m2m():
    order = Order.objects.get(number=NUMBER)
    order.tags.remove("red")
    order.tags.set(["red"])
    return list(order.tags.values_list("name", flat=True)), [o.pk for o in Tag.objects.get(pk="red").order_set.order_by("pk")], order.tags.filter(name="blue").exists()


def case_m2m_through():
    return Order.tags.through.objects.count(), list(Order.objects.filter(tags__name__in=["red", "blue"]).distinct().values_list("pk", flat=True))


def case_related_manager():
    ann = Customer.objects.get(name="ann")
    made = ann.orders.create(status="paid", number=uuid.UUID(int=5), total="1.00")
    return made.customer is ann, ann.orders.count(), ann.orders.filter(status="paid").update(priority=2), ann.orders.first().pk, made.total


def case_reverse_filter():
    return list(Customer.objects.filter(orders__line__item="tea").values_list("name", flat=True)), Customer.objects.filter(profile__manager__customer__name="ann").count()


def case_order_by_relation():
    return list(Line.objects.order_by("-order__customer__name", "item").values_list("item", flat=True)), list(Profile.objects.order_by(F("manager").desc(nulls_last=True)).values_list("pk", flat=True))


def case_latest():
    return Order.objects.latest().pk, Order.objects.earliest("total").pk


def case_only():
    customer = Customer.objects.only("name").get(name="ann")
    return sorted(customer.get_deferred_fields()), customer.vip


def case_values_list_named():
    return Customer.objects.values_list("id", "name", named=True).first().name


def case_contains():
    return Customer.objects.filter(name__icontains="A").count(), Customer.objects.filter(name__startswith="a").count(), Customer.objects.filter(email__endswith=".org").exists()


def case_union():
    return list(Customer.objects.filter(vip=True).order_by().union(Customer.objects.filter(name="cat").order_by()).values_list("name", flat=True).order_by("name"))


def case_reverse():
    return [c.name for c in Customer.objects.reverse()], Customer.objects.last().name, Customer.objects.all()[1:].first().name if False else None


def case_slice_step():
    return [c.name for c in Customer.objects.all()[::2]], Customer.objects.all()[1].name


def case_none():
    return list(Customer.objects.none()), Customer.objects.none().count(), Customer.objects.filter(pk__in=[]).exists()


def case_get_object_or_404():
    try:
        get_object_or_404(Customer, name="zoe")
    except Exception as error:
        return type(error).__name__, str(error), get_object_or_404(Customer.objects.filter(vip=True), name="ann").pk, len(get_list_or_404(Customer, vip=False))


def case_refresh_from_queryset():
    order = Order.objects.get(number=NUMBER)
    Order.objects.update(priority=2)
    order.refresh_from_db(fields=["priority"])
    return order.priority


def case_save_other_pk():
    order = Order.objects.get(number=NUMBER)
    order.pk = None
    order.number = uuid.UUID(int=7)
    order.status = "paid"
    order._state.adding = True
    order.save()
    return order.pk, Order.objects.count()


def case_model_equality():
    one, two = Customer.objects.get(pk=1), Customer.objects.get(pk=1)
    return one == two, one is two, hash(one) == hash(two), repr(one), str(one), one in Customer.objects.all()


def case_meta():
    meta = Line._meta
    return meta.db_table, meta.unique_together, [f.name for f in meta.get_fields()], meta.get_field("amount").verbose_name, meta.pk.name, meta.label, Customer._meta.verbose_name_plural


def case_cursor():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email FROM scenario_customer WHERE id > %s ORDER BY id", [1])
        names = [column[0] for column in cursor.description]
        return names, cursor.fetchone(), cursor.fetchall(), connection.vendor, connection.in_atomic_block


def case_raw():
    return [(c.name, c.n) for c in Customer.objects.raw("SELECT *, 1 + %s AS n FROM scenario_customer ORDER BY id", [1])]


def case_field_error():
    try:
        Customer.objects.filter(nick="x")
    except FieldError as error:
        return str(error)


def case_on_commit_order():
    done = []
    with transaction.atomic():
        transaction.on_commit(lambda: done.append("outer"))
        with transaction.atomic():
            transaction.on_commit(lambda: done.append(connection.in_atomic_block))
            Tag.objects.create(name="x")
    return done


def case_atomic_durable_nested():
    with transaction.atomic():
        with transaction.atomic(durable=True):
            pass


def case_mark_for_rollback():
    with transaction.atomic():
        Tag.objects.create(name="x")
        transaction.set_rollback(True)
    return Tag.objects.count(), transaction.get_autocommit()


def case_set_autocommit():
    transaction.set_autocommit(False)
    try:
        Tag.objects.create(name="x")
        transaction.rollback()
        Tag.objects.create(name="y")
        transaction.commit()
    finally:
        transaction.set_autocommit(True)
    return list(Tag.objects.values_list("pk", flat=True).order_by("pk"))


def case_query_in_broken_block():
    with transaction.atomic():
        try:
            Customer.objects.create(name="ann")
        except IntegrityError:
            pass
        return Customer.objects.count()
