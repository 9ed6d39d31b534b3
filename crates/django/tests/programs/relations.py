"""Foreign keys, one-to-one, many-to-many, inheritance: queries across tables, deletions."""
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Avg, Case, Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, Upper

from probe import note


class Author(models.Model):
    name = models.CharField(max_length=20)
    mentor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="pupils")


class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)
    n = models.IntegerField(default=0)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=20)
    pages = models.IntegerField(default=10)
    tags = models.ManyToManyField(Tag)

    class Meta:
        unique_together = [("author", "title")]


class Review(models.Model):
    book = models.ForeignKey(Book, models.CASCADE, related_name="reviews", related_query_name="review")
    stars = models.PositiveIntegerField(default=3)
    critic = models.ForeignKey(Author, models.PROTECT, null=True)

    class Meta:
        ordering = ["-stars", "book"]


class Place(models.Model):
    name = models.CharField(max_length=20)


class Cafe(Place):
    seats = models.IntegerField(default=0)


class Profile(models.Model):
    author = models.OneToOneField(Author, on_delete=models.CASCADE)
    bio = models.TextField(default="")


class Team(models.Model):
    name = models.CharField(max_length=20)
    members = models.ManyToManyField(Author, through="Membership", related_name="teams")


class Membership(models.Model):
    team = models.ForeignKey(Team, models.CASCADE)
    author = models.ForeignKey(Author, models.CASCADE)
    role = models.CharField(max_length=10, default="player")


class Friend(models.Model):
    name = models.CharField(max_length=20)
    friends = models.ManyToManyField("self")


class Base(models.Model):
    created_by = models.CharField(max_length=20, default="me")

    class Meta:
        abstract = True
        ordering = ["created_by"]


class Note(Base):
    text = models.CharField(max_length=20)


class Quiet(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(pages__gt=5)

    def long(self):
        return self.filter(pages__gt=100)


class BookQuerySet(models.QuerySet):
    def short(self):
        return self.filter(pages__lt=50)


class Paper(models.Model):
    pages = models.IntegerField(default=10)
    objects = Quiet()
    everything = BookQuerySet.as_manager()


class ShortBook(Book):
    class Meta:
        proxy = True


A = Author.objects
B = Book.objects
T = Tag.objects
R = Review.objects


def setup():
    w = A.create(name="w")
    v = A.create(name="v", mentor=w)
    x = T.create(name="x")
    T.create(name="y", n=5)
    b = B.create(author=w, title="one")
    c = B.create(author=w, title="two", pages=200)
    B.create(author=v, title="three")
    b.tags.add(x)
    c.tags.add(1, 2)
    R.create(book=b, stars=5, critic=v)
    R.create(book=b, stars=1)
    Profile.objects.create(author=w, bio="hm")
    Place.objects.create(name="p")
    Cafe.objects.create(name="c", seats=1)
    team = Team.objects.create(name="t")
    Membership.objects.create(team=team, author=w, role="captain")


def case_forward():
    b = B.get(pk=1)
    return b.author.name, b.author is b.author, b.author_id


def case_forward_null():
    return A.get(pk=1).mentor, A.get(pk=2).mentor


def case_forward_missing():
    return Book(title="q").author


def case_forward_assign():
    b = B.get(pk=1)
    b.author = A.get(pk=2)
    b.save()
    b.author_id = 1
    return b.author.name


def case_forward_assign_wrong():
    B.get(pk=1).author = T.get(pk=1)


def case_forward_unsaved():
    Book(author=Author(name="n"), title="t").save()


def case_forward_saved_later():
    a = Author(name="n")
    b = Book(author=a, title="t")
    a.save()
    b.save()
    return b.author_id


def case_create_with_id():
    return B.create(author_id=2, title="q").author_id


def case_create_bad_key():
    return B.create(author_id=99, title="t")


def case_create_bad_key_atomic():
    with transaction.atomic():
        B.create(author_id=99, title="t")
        note("end of the block")


def case_create_not_instance():
    return B.create(author=1, title="t")


def case_unique_together():
    return B.create(author_id=1, title="one")


def case_filter_forward():
    w = A.get(pk=1)
    return [
        list(B.filter(author=w)),
        list(B.filter(author=1)),
        list(B.filter(author_id=1)),
        list(B.filter(author__id=1)),
        list(B.filter(author__pk=1)),
        list(B.filter(author__in=[w, 2])),
        list(B.filter(author__name="w")),
        list(B.filter(author__name__startswith="w", title="one")),
        list(B.filter(author__mentor__name="w")),
        list(B.filter(author__mentor=w)),
        list(B.filter(author__mentor__isnull=True)),
        list(B.filter(author__mentor=None)),
        list(A.filter(mentor__isnull=False)),
        list(A.filter(mentor__name="w")),
        list(A.filter(mentor__mentor__name="w")),
        list(B.exclude(author__name="w")),
        list(A.exclude(mentor__name="w")),
        list(A.exclude(mentor=w)),
        list(A.filter(Q(mentor__name="w") | Q(name="w"))),
        list(A.filter(Q(mentor__name="w") & Q(name="w"))),
        list(A.filter(~Q(mentor__name="w"))),
        list(B.filter(Q(author__name="w") | Q(title="three"))),
        list(B.filter(author__in=A.filter(name="w"))),
        list(B.filter(author__name=F("title"))),
    ]


def case_filter_reverse():
    b = B.get(pk=1)
    return [
        list(A.filter(book__title="one")),
        list(A.filter(book=b)),
        list(A.filter(book__isnull=True)),
        list(A.filter(book__isnull=False).distinct()),
        list(A.filter(book__title="one", book__pages=10)),
        list(A.filter(book__title="one").filter(book__pages=200)),
        list(A.filter(book__review__stars=5)),
        list(B.filter(review__stars__gt=2)),
        list(A.filter(pupils__name="v")),
        list(A.filter(profile__bio="hm")),
        list(A.filter(Q(book__title="one") | Q(name="v")).distinct()),
        list(A.filter(book__in=[b])),
    ]


def case_filter_many():
    x = T.get(pk=1)
    return [
        list(B.filter(tags=x)),
        list(B.filter(tags=1)),
        list(B.filter(tags__name="y")),
        list(B.filter(tags__in=[1, 2]).distinct()),
        list(T.filter(book__title="two")),
        list(T.filter(book=1)),
        list(T.filter(book__author__name="w").distinct()),
        list(B.filter(tags__name="x").filter(tags__name="y")),
        list(B.filter(tags__isnull=True)),
        list(A.filter(teams__name="t")),
        list(Team.objects.filter(members__name="w")),
        list(Team.objects.filter(membership__role="captain")),
    ]


def case_filter_wrong_model():
    return B.filter(author=T.get(pk=1))


def case_filter_unsaved():
    return list(B.filter(author=Author()))


def case_filter_related_unknown():
    return B.filter(author__nope=1)


def case_filter_related_unknown_deep():
    return B.filter(author__mentor__nope__exact=1)


def case_select_related():
    found = []
    found.append(B.select_related("author").get(pk=1).author.name)
    found.append([a.mentor and a.mentor.name for a in A.select_related("mentor")])
    found.append(R.select_related("book__author", "critic").first().book.author.name)
    found.append([b.author.name for b in B.select_related()])
    found.append(A.select_related("profile").get(pk=1).profile.bio)
    found.append(B.select_related("author").filter(author__name="w").order_by("author__name").first().author.name)
    found.append(B.select_related("author").count())
    return found


def case_select_related_unknown():
    return list(B.select_related("nope"))


def case_select_related_plain():
    return list(B.select_related("title"))


def case_reverse_manager():
    w = A.get(pk=1)
    found = [
        list(w.book_set.all()),
        w.book_set.count(),
        w.book_set.filter(pages=200).exists(),
        w.book_set.get(title="one"),
        w.book_set.first(),
        list(w.book_set.order_by("-pages").values_list("title", flat=True)),
        w.book_set.create(title="new").author_id,
        w.book_set.get_or_create(title="new")[1],
        w.book_set.get_or_create(title="newer")[1],
        w.book_set.update(pages=3),
        w.book_set.all()[0].author is w,
        [r.stars for r in B.get(pk=1).reviews.all()],
    ]
    return found


def case_reverse_add():
    v = A.get(pk=2)
    v.book_set.add(B.get(pk=1))
    return v.book_set.count(), hasattr(v.book_set, "remove")


def case_reverse_nullable():
    w = A.get(pk=1)
    w.pupils.remove(A.get(pk=2))
    w.pupils.add(A.get(pk=2))
    w.pupils.clear()
    w.pupils.set([A.get(pk=2)])
    return w.pupils.count()


def case_reverse_assign():
    A.get(pk=1).book_set = []


def case_reverse_unsaved():
    return Author(name="q").book_set.count()


def case_one_to_one():
    w = A.get(pk=1)
    p = w.profile
    return p.bio, p.author is w, w.profile is p


def case_one_to_one_missing():
    v = A.get(pk=2)
    return hasattr(v, "profile"), v.profile


def case_one_to_one_twice():
    return Profile.objects.create(author_id=1)


def case_many():
    b = B.get(pk=2)
    found = [list(b.tags.all()), b.tags.count(), b.tags.filter(name="x").exists(), [t.book_set.count() for t in T.all()]]
    return found


def case_many_add_new():
    b = B.get(pk=1)
    z = T.create(name="z")
    b.tags.add(z)
    return b.tags.count()


def case_many_add_again():
    B.get(pk=1).tags.add(T.get(pk=1))


def case_many_add_nothing():
    B.get(pk=1).tags.add()


def case_many_remove():
    B.get(pk=1).tags.remove(T.get(pk=1))


def case_many_set():
    b = B.get(pk=2)
    b.tags.set([])
    b.tags.set([1])
    b.tags.set([T.get(pk=2)], clear=True)
    return list(b.tags.values_list("name", flat=True))


def case_many_clear():
    B.get(pk=2).tags.clear()


def case_many_create():
    b = B.get(pk=1)
    b.tags.create(name="new")
    return b.tags.get_or_create(name="new")[1], b.tags.get_or_create(name="newer")[1]


def case_many_reverse_add():
    t = T.get(pk=2)
    t.book_set.add(B.get(pk=3))
    return list(t.book_set.all())


def case_many_wrong():
    B.get(pk=1).tags.add(A.get(pk=1))


def case_many_unsaved():
    return Book(title="q").tags


def case_many_assign():
    B.get(pk=1).tags = []


def case_many_through():
    t = Team.objects.get(pk=1)
    t.members.add(A.get(pk=2), through_defaults={"role": "fan"})
    return [(m.author_id, m.role) for m in Membership.objects.order_by("pk")], list(t.members.all()), list(A.get(pk=2).teams.all())


def case_many_self():
    f = Friend.objects.create(name="f")
    g = Friend.objects.create(name="g")
    f.friends.add(g)
    return list(f.friends.all()), list(g.friends.all())


def case_prefetch_many():
    return [list(b.tags.all()) for b in B.prefetch_related("tags")]


def case_prefetch_reverse():
    return [[b.title for b in a.book_set.all()] for a in A.prefetch_related("book_set")]


def case_prefetch_forward():
    return [b.author.name for b in B.prefetch_related("author")]


def case_prefetch_forward_one():
    return [b.author.name for b in B.filter(author=1).prefetch_related("author")], [a.mentor for a in A.prefetch_related("mentor")]


def case_prefetch_one_to_one():
    return [p.author.name for p in Profile.objects.prefetch_related("author")], [hasattr(a, "profile") for a in A.prefetch_related("profile")]


def case_prefetch_deep():
    return [[len(b.tags.all()) for b in a.book_set.all()] for a in A.prefetch_related("book_set__tags")]


def case_prefetch_object():
    found = A.prefetch_related(Prefetch("book_set", queryset=B.filter(pages__gt=50), to_attr="long"))
    return [[b.title for b in a.long] for a in found]


def case_prefetch_then_filter():
    a = A.prefetch_related("book_set").get(pk=1)
    return a.book_set.count(), a.book_set.filter(pages=200).count(), len(a.book_set.all())


def case_prefetch_unknown():
    return list(B.prefetch_related("nope"))


def case_delete_cascade():
    return A.create(name="n").delete(), B.get(pk=3).delete()


def case_delete_author():
    Membership.objects.all().delete()
    R.all().delete()
    return A.get(pk=1).delete()


def case_delete_protected():
    try:
        A.get(pk=2).delete()
    except models.ProtectedError as error:
        return str(error), isinstance(error, IntegrityError)


def case_delete_queryset_cascade():
    R.all().delete()
    return A.all().delete()


def case_delete_tag():
    return T.get(pk=1).delete()


def case_delete_book():
    return B.filter(pk=1).delete()


def case_delete_filtered_by_relation():
    return R.filter(book__author__name="w").delete()


def case_delete_fast_relation():
    return Membership.objects.filter(team__name="t").delete()


def case_delete_nullable():
    R.all().delete()
    a = A.get(pk=1)
    return a.delete(), A.get(pk=2).mentor_id


def case_update_across():
    return B.filter(author__name="w").update(pages=1)


def case_update_join_f():
    return B.update(title=F("author__name"))


def case_update_foreign_key():
    return B.filter(pk=1).update(author=A.get(pk=2)), B.filter(pk=1).update(author=1), B.filter(pk=1).update(author_id=2)


def case_update_subquery():
    newest = A.order_by("-id").values("name")[:1]
    return B.filter(pk=1).update(title=Subquery(newest))


def case_update_case():
    return B.update(pages=Case(When(title="one", then=Value(1)), default=F("pages")))


def case_inheritance_read():
    c = Cafe.objects.get(pk=2)
    return c.name, c.seats, c.id, c.place_ptr_id, Place.objects.get(pk=2).cafe.seats, list(Cafe.objects.filter(name="c", seats=1)), list(Place.objects.filter(cafe__seats=1))


def case_inheritance_save():
    c = Cafe.objects.get(pk=2)
    c.seats = 5
    c.save()


def case_inheritance_create():
    c = Cafe.objects.create(name="n", seats=2)
    return c, c.pk, c.id


def case_inheritance_update_fields():
    c = Cafe.objects.get(pk=2)
    c.name = "q"
    c.save(update_fields=["name"])


def case_inheritance_update():
    return Cafe.objects.filter(seats=1).update(name="z", seats=3), Cafe.objects.update(seats=4)


def case_inheritance_delete():
    return Cafe.objects.get(pk=2).delete()


def case_inheritance_delete_parent():
    return Place.objects.get(pk=2).delete()


def case_inheritance_values():
    return list(Cafe.objects.values("name", "seats")), list(Cafe.objects.order_by("name"))


def case_abstract():
    n = Note.objects.create(text="t")
    return n.created_by, [f.name for f in Note._meta.fields], list(Note.objects.all())


def case_managers():
    Paper.objects.create(pages=1)
    Paper.objects.create(pages=101)
    return Paper.objects.count(), Paper.objects.long().count(), Paper.everything.count(), Paper.everything.short().count(), Paper.objects.filter(pages=1).count()


def case_proxy():
    s = ShortBook.objects.get(pk=1)
    s.pages = 4
    s.save()
    return s, B.get(pk=1).pages, s == B.get(pk=1)


def case_annotate_count():
    return [(a.name, a.n) for a in A.annotate(n=Count("book")).order_by("name")]


def case_annotate_default_name():
    return [a.book__count for a in A.annotate(Count("book")).order_by("pk")]


def case_annotate_filter_having():
    return list(A.annotate(n=Count("book")).filter(n__gt=1)), list(A.filter(book__pages=200).annotate(n=Count("book")))


def case_annotate_order():
    return list(A.annotate(n=Count("book")).order_by("-n"))


def case_annotate_values():
    return (
        list(B.values("author").annotate(n=Count("id"), total=Sum("pages")).order_by("author")),
        list(B.values("author__name").annotate(n=Count("id")).order_by("author__name")),
        list(B.values_list("author_id").annotate(m=Max("pages")).order_by("author_id")),
        list(A.annotate(n=Count("book")).values("name", "n").order_by("name")),
    )


def case_annotate_count_query():
    return A.annotate(n=Count("book")).count(), A.annotate(n=Count("book")).filter(n__gt=1).count(), A.annotate(n=Count("book")).exists()


def case_annotate_count_values():
    return B.values("author").annotate(n=Count("id")).count(), B.values("author").annotate(n=Count("id")).filter(n__gt=1).count()


def case_annotate_filtered_aggregate():
    return list(A.annotate(n=Count("book", filter=Q(book__pages__gt=50))).filter(n=1))


def case_exclude_more():
    b = B.get(pk=1)
    x = T.get(pk=1)
    return list(A.exclude(book=b)), list(B.exclude(tags=x)), list(B.exclude(tags__in=[x])), list(A.exclude(pupils__name="v")), list(A.exclude(profile__bio="hm")), list(A.exclude(book__isnull=True)), list(A.filter(~Q(book__title="one"), name="v"))


def case_restrict_facts():
    try:
        R.get(pk=1).delete()
        return R.count(), A.get(pk=2).delete()
    except models.ProtectedError as error:
        return sorted(repr(one) for one in error.protected_objects)


def case_annotate_conditional():
    return [a.n for a in A.annotate(n=Count("book", filter=Q(book__pages__gt=50))).order_by("pk")]


def case_annotate_sum_coalesce():
    return [a.n for a in A.annotate(n=Coalesce(Sum("book__pages"), 0)).order_by("pk")]


def case_annotate_functions():
    return list(A.annotate(u=Upper("name"), c=Concat("name", Value("!"))).values_list("u", "c").order_by("pk"))


def case_annotate_case():
    found = B.annotate(kind=Case(When(pages__gt=50, then=Value("long")), default=Value("short")))
    return [b.kind for b in found.order_by("pk")], list(found.filter(kind="long"))


def case_annotate_related():
    return [b.who for b in B.annotate(who=F("author__name")).order_by("pk")], list(B.annotate(who=F("author__name")).filter(who="w"))


def case_aggregate_across():
    return A.aggregate(n=Count("book"), pages=Avg("book__pages")), B.filter(author__name="w").aggregate(Sum("pages"))


def case_aggregate_sliced():
    return B.order_by("pk")[:2].aggregate(Sum("pages")), B.all()[:1].count()


def case_exists_subquery():
    books = B.filter(author=OuterRef("pk"))
    return list(A.filter(Exists(books))), list(A.filter(~Exists(books))), [a.has for a in A.annotate(has=Exists(books))]


def case_subquery():
    latest = B.filter(author=OuterRef("pk")).order_by("-pages").values("title")[:1]
    return [a.best for a in A.annotate(best=Subquery(latest)).order_by("pk")]


def case_subquery_nested():
    return list(A.filter(id__in=B.filter(tags__in=T.filter(name="y")).values("author")))


def case_order_related():
    return [
        list(B.order_by("author__name", "-pk")),
        list(B.order_by("author", "pk")),
        list(R.all()),
        list(R.order_by("book__author__name")),
        list(B.order_by("-author__mentor__name", "pk")),
        list(B.order_by("author_id", "pk")),
    ]


def case_values_related():
    return list(B.values("title", "author__name", "author").order_by("pk")), list(B.values_list("tags__name", flat=True).order_by("pk", "tags__name")), list(A.values("mentor__name"))


def case_distinct_related():
    return list(A.filter(book__pages__gt=1).distinct()), A.filter(book__pages__gt=1).distinct().count()


def case_exclude_reverse():
    return list(A.exclude(book__title="one"))


def case_exclude_many():
    return list(B.exclude(tags__name="x"))


def case_get_or_create_related():
    w = A.get(pk=1)
    return B.get_or_create(author=w, title="one")[1], B.get_or_create(author=w, title="four", defaults={"pages": 7})[1]


def case_refresh_relation():
    b = B.get(pk=1)
    b.author
    A.filter(pk=1).update(name="changed")
    b.refresh_from_db()
    return b.author.name


def case_bulk_create_related():
    w = A.get(pk=1)
    return len(B.bulk_create([Book(author=w, title="p"), Book(author=w, title="q")]))


def case_in_bulk_objects():
    return sorted(B.in_bulk([1, 3]))


def case_forward_key_to_none():
    a = A.get(pk=2)
    a.mentor
    a.mentor_id = None
    return a.mentor


def case_forward_unsaved_kept():
    a = Author(name="n")
    b = Book(author=a, title="t")
    return b.author is a, b.author_id


def case_save_key_to_none():
    a = A.get(pk=2)
    a.mentor
    a.mentor_id = None
    a.save()
