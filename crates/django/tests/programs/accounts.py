"""One table: reading, creating, saving, updating, deleting."""
from django.core.exceptions import FieldError
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import Avg, Count, F, Max, Min, Q, Sum, Value


class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField(default=0)


class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)
    n = models.IntegerField(default=0)


class Empty(models.Model):
    pass


class Doctor(models.Model):
    name = models.CharField(max_length=20, null=True)
    on_call = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]


A = Account.objects
T = Tag.objects
D = Doctor.objects


def setup():
    A.create(name="a", balance=100)
    A.create(name="b")
    T.create(name="x")
    D.create(name="alice")
    D.create(name=None, on_call=False)


def case_get():
    return A.get(pk=1)


def case_get_id():
    return A.get(id=1).balance


def case_get_none():
    return A.get(pk=99)


def case_get_two():
    return A.get(balance__gte=0)


def case_get_position():
    return A.get(Q(pk=1))


def case_get_chained():
    return A.filter(balance=100).get(name="a").pk


def case_get_on_class_exception():
    try:
        A.get(pk=99)
    except Account.DoesNotExist as error:
        return str(error), isinstance(error, models.ObjectDoesNotExist), issubclass(Tag.DoesNotExist, Account.DoesNotExist)


def case_first():
    return A.first()


def case_last():
    return A.last()


def case_filter_first():
    return A.filter(balance=0).first()


def case_first_none():
    return A.filter(balance=7).first()


def case_first_ordered():
    return A.order_by("-balance").first(), A.order_by("-balance").last(), D.first(), D.last()


def case_all():
    return list(A.all())


def case_repr():
    return A.all()


def case_slices():
    return [list(A.all()[:1]), list(A.all()[1:]), list(A.all()[0:2]), A.all()[1], A.order_by("name")[0]]


def case_slice_of_cached():
    rows = A.all()
    len(rows)
    return rows[0], rows[:1]


def case_slice_negative():
    return A.all()[-1]


def case_index_error():
    return A.all()[7]


def case_count():
    return A.count(), A.filter(balance__gt=0).count(), A.all()[:1].count(), A.order_by("name").distinct().count()


def case_exists():
    return A.filter(name="a").exists(), A.exists(), A.filter(name="q").exists()


def case_values_list():
    return list(A.values_list("balance", flat=True)), list(A.values_list("name", "balance")), list(A.values_list())


def case_values_list_flat_two():
    return A.values_list("name", "balance", flat=True)


def case_values_list_named():
    return [row.name for row in A.values_list("name", "balance", named=True)]


def case_values():
    return list(A.values("name", "pk")), list(A.values())


def case_values_expression():
    return list(A.values(double=F("balance") * 2)), list(A.values_list(F("balance") + 1, flat=True))


def case_aggregate():
    return A.aggregate(Sum("balance")), A.aggregate(n=Count("id"), high=Max("balance"), low=Min("balance"), mean=Avg("balance"))


def case_aggregate_filtered():
    return A.filter(name="a").aggregate(total=Sum("balance")), A.aggregate(total=Sum("balance", filter=Q(name="b")), stars=Count("*"))


def case_aggregate_none():
    return A.filter(name="q").aggregate(total=Sum("balance")), A.aggregate(total=Sum("balance", filter=Q(pk=99), default=0))


def case_aggregate_distinct():
    return A.aggregate(n=Count("balance", distinct=True))


def case_aggregate_unknown():
    return A.aggregate(Sum("nope"))


def case_iterator():
    return [a.pk for a in A.iterator()]


def case_bool_then_len():
    rows = A.all()
    return bool(rows), len(rows)


def case_contains():
    return A.get(pk=1) in A.all(), A.filter(name="a").contains(A.get(pk=1))


def case_refresh():
    a = A.get(pk=1)
    a.balance = 7
    a.refresh_from_db()
    return a.balance


def case_refresh_fields():
    a = A.get(pk=1)
    a.name = "zz"
    a.balance = 7
    a.refresh_from_db(fields=["balance"])
    return a.balance, a.name


def case_refresh_deleted():
    a = A.get(pk=1)
    A.filter(pk=1).delete()
    a.refresh_from_db()


def case_create():
    c = A.create(name="c")
    return c, c.pk, c.balance


def case_create_pk():
    return A.create(pk=7, name="c")


def case_create_id():
    return A.create(id=7, name="c").pk


def case_create_string_number():
    c = A.create(name=5, balance="12")
    return c.name, c.balance, A.get(pk=c.pk).name, A.get(pk=c.pk).balance


def case_create_bad_number():
    return A.create(balance="abc")


def case_create_null():
    return A.create(name=None)


def case_create_too_long():
    return A.create(name="x" * 30)


def case_create_duplicate():
    return T.create(name="x")


def case_create_f():
    return A.create(name="c", balance=F("balance") + 1)


def case_create_expression():
    c = A.create(name="c", balance=Value(3) + 4)
    c.refresh_from_db()
    return c.balance


def case_create_unknown_field():
    return A.create(nope=1)


def case_init_positional():
    a = Account(None, "p", 3)
    a.save()
    return a.pk, a.name, a.balance


def case_init_too_many():
    return Account(1, "p", 3, 4)


def case_create_empty():
    return Empty.objects.create().pk, Empty.objects.create().pk


def case_save_empty():
    e = Empty.objects.create()
    e.save()
    f = Empty(pk=5)
    f.save()
    return f.pk


def case_save_pk_without_row():
    a = Account(pk=7, name="c")
    a.save()
    return a.pk


def case_save_new():
    a = Account(name="c")
    a.save()
    return a.pk


def case_save_loaded():
    a = A.get(pk=1)
    return a.save()


def case_save_update_fields():
    a = A.get(pk=1)
    a.balance = 3
    a.save(update_fields=["balance"])
    a.save(update_fields=[])
    a.name = "n"
    a.save(update_fields={"name", "balance"})
    return A.get(pk=1).name


def case_save_update_fields_unknown():
    A.get(pk=1).save(update_fields=["nope"])


def case_save_deleted_row():
    a = A.get(pk=1)
    A.filter(pk=1).delete()
    a.save()


def case_save_update_fields_deleted():
    a = A.get(pk=1)
    A.filter(pk=1).delete()
    a.save(update_fields=["balance"])


def case_save_force_update_deleted():
    a = A.get(pk=1)
    A.filter(pk=1).delete()
    a.save(force_update=True)


def case_save_force_insert():
    A.get(pk=1).save(force_insert=True)


def case_save_force_both():
    A.get(pk=1).save(force_insert=True, force_update=True)


def case_save_force_update_no_pk():
    Account(name="q").save(force_update=True)


def case_save_f():
    a = A.get(pk=1)
    a.balance = F("balance") - 10
    a.save()
    return repr(a.balance)


def case_save_f_twice():
    a = A.get(pk=1)
    a.balance = F("balance") - 10
    a.save()
    a.save()
    a.refresh_from_db()
    return a.balance


def case_f_arithmetic():
    f = F("balance")
    A.filter(pk=1).update(balance=(f + 1) * 2 - 3)
    A.filter(pk=1).update(balance=1 + f)
    A.filter(pk=1).update(balance=-f)
    A.filter(pk=1).update(balance=f % 7)
    A.filter(pk=1).update(balance=f / 2)
    A.filter(pk=1).update(balance=10 - f * f)
    return A.get(pk=1).balance, repr((f + 1) * 2), repr(-f), repr(10 - f)


def case_update():
    return A.filter(pk=1).update(balance=5)


def case_update_f():
    return A.filter(pk=1).update(balance=F("balance") - 10)


def case_update_none():
    return A.filter(pk=99).update(balance=5)


def case_update_all_two():
    return A.update(balance=5, name="z")


def case_update_twice_same():
    return A.filter(pk=1).filter(pk=1).update(balance=1)


def case_update_with_condition():
    return A.filter(pk=1, balance__gte=10).update(balance=F("balance") - 10), A.filter(balance=F("id")).update(balance=1)


def case_update_sliced():
    return A.all()[:1].update(balance=1)


def case_update_unknown():
    return A.update(nope=1)


def case_update_pk():
    return A.filter(pk=1).update(pk=9)


def case_update_ordered():
    return D.update(on_call=False)


def case_update_in_empty():
    return A.filter(pk__in=[]).update(balance=1)


def case_delete_object():
    a = A.get(pk=1)
    return a.delete(), a.pk


def case_delete_queryset():
    return A.filter(pk=1).delete()


def case_delete_all():
    return A.all().delete()


def case_delete_none():
    return A.filter(pk=99).delete()


def case_delete_sliced():
    return A.all()[:1].delete()


def case_delete_unsaved():
    return Account(name="q").delete()


def case_bulk_create():
    rows = A.bulk_create([Account(name="p"), Account(name="q")])
    return [row.pk for row in rows]


def case_bulk_create_pk():
    return len(A.bulk_create([Account(pk=20, name="p"), Account(name="q")]))


def case_bulk_create_empty():
    return A.bulk_create([])


def case_bulk_create_batches():
    return len(A.bulk_create([Account(name="n%d" % i) for i in range(5)], batch_size=2))


def case_bulk_create_ignore():
    return len(T.bulk_create([Tag(name="x"), Tag(name="y")], ignore_conflicts=True))


def case_bulk_create_update():
    return len(T.bulk_create([Tag(name="x", n=3)], update_conflicts=True, update_fields=["n"], unique_fields=["name"]))


def case_bulk_update():
    rows = list(A.order_by("pk"))
    return A.bulk_update(rows, ["balance"])


def case_bulk_update_two():
    rows = list(A.order_by("pk"))
    rows[0].name = "n"
    rows[1].balance = F("balance") + 1
    return A.bulk_update(rows, ["balance", "name"])


def case_bulk_update_none():
    return A.bulk_update([], ["balance"])


def case_in_bulk():
    return sorted(A.in_bulk([1, 2])), A.in_bulk([]), sorted(A.in_bulk()), T.in_bulk(["x"], field_name="name")


def case_none():
    return list(A.none()), list(A.filter(pk__in=[])), A.none().count(), A.none().exists(), A.filter(pk__in=[]).count(), A.none().first(), A.filter(pk__in=[]).exists()


def case_lookups():
    found = []
    for kwargs in [
        {"balance__exact": 100},
        {"balance__lt": 100},
        {"balance__lte": 100},
        {"balance__gt": 10.5},
        {"balance__gte": 10.5},
        {"balance__lt": 10.5},
        {"balance__range": (1, 200)},
        {"balance__in": [0, 100]},
        {"balance__in": (5,)},
        {"balance__isnull": True},
        {"balance__isnull": False},
        {"balance": None},
        {"name__contains": "a"},
        {"name__icontains": "A"},
        {"name__startswith": "a"},
        {"name__istartswith": "A"},
        {"name__endswith": "a"},
        {"name__iendswith": "A"},
        {"name__iexact": "A"},
        {"name__contains": "50%_\\"},
        {"name__in": ["a", "q"]},
        {"name__gt": "a"},
        {"pk__gt": 1},
        {"id__in": [1, 2, 2]},
        {"id__in": [1, None]},
        {"name": 5},
        {"balance": "100"},
        {"balance": 2 ** 70},
        {"balance__gt": 2 ** 70},
        {"balance__lt": 2 ** 70},
    ]:
        found.append([a.pk for a in A.filter(**kwargs)])
    return found


def case_lookup_bad_number():
    return A.filter(balance="abc")


def case_lookup_unknown_field():
    return A.filter(nope=1)


def case_lookup_unknown_lookup():
    return A.filter(balance__nope=1)


def case_lookup_unknown_deep():
    return A.filter(balance__nope__deeper=1)


def case_lookup_none_gt():
    return A.filter(balance__gt=None)


def case_get_unknown():
    return A.get(nope=1)


def case_exclude():
    return [
        list(A.exclude(name="a")),
        list(A.exclude(name="a", balance=0)),
        list(A.filter(balance=0).exclude(name="a")),
        list(D.exclude(name="alice")),
        list(D.exclude(name=None)),
        list(D.exclude(name__in=["alice", "bob"])),
        list(D.exclude(on_call=True)),
        list(A.exclude(pk__in=[])),
        list(D.exclude(name__isnull=True)),
        list(D.exclude(name__gt="b")),
    ]


def case_booleans():
    return [
        D.filter(on_call=True).count(),
        D.filter(on_call=False).count(),
        D.filter(on_call=1).count(),
        D.filter(on_call__in=[True, False]).count(),
        [d.on_call for d in D.all()],
        list(D.values_list("on_call", flat=True)),
    ]


def case_boolean_bad():
    D.create(on_call="maybe")


def case_boolean_update():
    D.filter(name="alice").update(on_call=False)
    d = D.get(name="alice")
    d.on_call = True
    d.save()
    return d.on_call, D.get(pk=d.pk).on_call


def case_q():
    return [
        list(A.filter(Q(name="a") | Q(name="b"))),
        list(A.filter(Q(name="a") & Q(balance=100))),
        list(A.filter(~Q(name="a"))),
        list(A.filter(~(Q(name="a") | Q(balance=0)))),
        list(A.filter(Q(name="a") | Q(name="b"), balance=0)),
        list(A.filter(Q(name="a") | Q(name="b") & Q(balance=0))),
        list(A.filter(Q(name="a", balance=100) | ~Q(name="b"))),
        list(A.filter(Q())),
        list(A.filter(Q(name="a") | Q())),
        list(D.filter(~Q(name="alice") | Q(on_call=True))),
        list(D.filter(~Q(~Q(name="alice")))),
        list(A.filter(Q(name="a") | Q(pk__in=[]))),
        list(A.exclude(Q(name="a") | Q(pk__in=[]))),
    ]


def case_q_repr():
    return repr(Q(name="a") | ~Q(balance=0)), Q(name="a") == Q(name="a"), bool(Q())


def case_q_xor():
    return list(A.filter(Q(name="a") ^ Q(balance=100)))


def case_f_filter():
    return [
        list(A.filter(balance=F("id"))),
        list(A.filter(balance__gt=F("id") * 10)),
        list(A.filter(name=F("name"))),
        list(A.exclude(balance=F("id"))),
        list(D.exclude(name=F("name"))),
    ]


def case_combine_querysets():
    return list(A.filter(name="a") | A.filter(name="b")), list(A.filter(name="a") & A.filter(balance=0))


def case_order():
    return [
        list(A.order_by("-balance", "name")),
        list(A.order_by("pk")),
        list(A.order_by("-pk")),
        list(A.order_by("balance").reverse()),
        list(D.all()),
        list(D.order_by()),
        list(D.reverse()),
        list(A.order_by(F("balance").desc())),
        list(A.order_by(F("balance").asc(nulls_last=True))),
        list(A.order_by(F("balance") + 1)),
        D.filter(on_call=True).exists(),
        D.count(),
        D.aggregate(Count("id")),
    ]


def case_order_unknown():
    return A.order_by("nope")


def case_distinct():
    return list(A.values("balance").distinct()), list(A.values_list("balance", flat=True).distinct().order_by("balance"))


def case_annotate_plain():
    return [a.double for a in A.annotate(double=F("balance") * 2)], list(A.annotate(double=F("balance") * 2).filter(double__gt=5).values("id", "double"))


def case_annotate_group():
    return list(A.values("balance").annotate(n=Count("id")).order_by("balance")), list(A.values("balance").annotate(n=Count("id")).filter(n__gt=1))


def case_annotate_conflict():
    return A.annotate(name=F("balance"))


def case_alias():
    return list(A.alias(double=F("balance") * 2).filter(double=200))


def case_only_defer():
    a = A.only("name").get(pk=1)
    b = A.defer("name").get(pk=2)
    return a.name, a.balance, b.balance, b.name, sorted(a.get_deferred_fields())


def case_only_save():
    a = A.only("name").get(pk=1)
    a.name = "n"
    a.save()


def case_earliest_latest():
    return A.earliest("balance"), A.latest("balance"), A.latest("balance", "name")


def case_latest_none():
    return A.filter(pk=99).latest("pk")


def case_latest_without():
    return A.latest()


def case_after_slice():
    return A.all()[:1].filter(name="a")


def case_after_slice_order():
    return A.all()[:1].order_by("name")


def case_in_subquery():
    return list(A.filter(id__in=A.filter(name="a"))), list(A.filter(name__in=T.values("name"))), list(A.filter(id__in=A.filter(name="a").values_list("id", flat=True)))


def case_manager_on_instance():
    return A.get(pk=1).objects


def case_equality():
    a = A.get(pk=1)
    b = A.get(pk=1)
    t = T.get(pk=1)
    return a == b, a is b, hash(a) == hash(b), a == t, Account() == Account(), a != 5, len({a, b})


def case_hash_unsaved():
    return hash(Account(name="q"))


def case_instance_facts():
    a = A.get(pk=1)
    n = Account(name="q")
    return repr(a), str(a), a._state.adding, n._state.adding, repr(n), a.serializable_value("name"), a._meta.label, a._meta.db_table, a._meta.model_name, a._meta.pk.name


def case_full_clean():
    try:
        Account(name="x" * 30, balance="z").full_clean()
    except Exception as error:
        return type(error).__name__, error.message_dict


def case_full_clean_unique():
    try:
        Tag(name="x").full_clean()
    except Exception as error:
        return type(error).__name__, error.message_dict


def case_full_clean_fine():
    return Account(name="x").full_clean()


def case_union():
    return list(A.filter(name="a").union(A.filter(name="b")))


def case_raw():
    return [(a.pk, a.name) for a in A.raw("SELECT * FROM scenario_account WHERE id = %s", [1])]


def case_str_query():
    return str(A.filter(name="a", balance__gt=1).query)


def case_dates_and_reuse():
    base = A.filter(balance=0)
    return base.count(), base.filter(name="b").count(), base.count()
