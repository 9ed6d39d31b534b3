"""What related attributes give: `book.author`, `author.book_set`, `book.tags`."""

from django.core.exceptions import ObjectDoesNotExist
from django.db.handler import connections
from django.db.models.asynchronous import asynchronous_names
from django.db.transaction import Atomic


def _missing_class(model):
    """RelatedObjectDoesNotExist for a relation to a model: also an AttributeError."""
    return type("RelatedObjectDoesNotExist", (model.DoesNotExist, AttributeError), {"__module__": "scenario.models"})


class ForwardDescriptor:
    """`book.author`."""

    def __init__(self, field):
        self.field = field
        self._missing = None

    @property
    def RelatedObjectDoesNotExist(self):
        if self._missing is None:
            self._missing = _missing_class(self.field.remote_model)
        return self._missing

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        field = self.field
        name = field.name
        cache = instance._state.fields_cache
        value = getattr(instance, field.attname)
        if name in cache:
            related = cache[name]
            # The cached object goes when the key is changed by hand.
            if related is None:
                if value is None:
                    return self._found(instance, None)
            else:
                if value is None:
                    if name in instance._state.unkeyed:
                        return related
                elif getattr(related, field.target_field.attname) == value:
                    return related
            del cache[name]
        if value is None:
            return self._found(instance, None)
        related = self.load(instance, value)
        cache[name] = related
        field.set_cached_there(related, instance)
        return self._found(instance, related)

    def load(self, instance, value):
        field = self.field
        meta = field.remote_model._meta
        if field.parent_link:
            deferred = instance.get_deferred_fields()
            fields = [one.attname for one in meta.concrete_fields]
            if not any([name in deferred for name in fields]):
                related = field.remote_model(*[getattr(instance, name) for name in fields])
                related._state.adding = instance._state.adding
                related._state.db = instance._state.db
                return related
        queryset = meta.base_manager.using(instance._state.db or "default")
        return queryset.get(**{field.target_field.name: value})

    def _found(self, instance, related):
        field = self.field
        if related is None and not field.null:
            raise self.RelatedObjectDoesNotExist("%s has no %s." % (type(instance).__name__, field.name))
        return related

    def __set__(self, instance, value):
        field = self.field
        remote = field.remote_model
        if value is not None and not isinstance(value, remote._meta.concrete_model):
            raise ValueError(
                'Cannot assign "%r": "%s.%s" must be a "%s" instance.'
                % (value, type(instance).__name__, field.name, remote._meta.object_name)
            )
        if value is None:
            setattr(instance, field.attname, None)
        else:
            setattr(instance, field.attname, getattr(value, field.target_field.attname))
            if field.parent_link:
                for one in value._meta.concrete_fields:
                    setattr(instance, one.attname, getattr(value, one.attname))
        instance._state.fields_cache[field.name] = value
        if value is not None and getattr(instance, field.attname) is None:
            instance._state.unkeyed += (field.name,)
        if value is not None:
            field.set_cached_there(value, instance)


class ReverseOneDescriptor:
    """`place.cafe`: the other side of a one-to-one field."""

    def __init__(self, relation):
        self.relation = relation
        self._missing = None

    @property
    def RelatedObjectDoesNotExist(self):
        if self._missing is None:
            self._missing = _missing_class(self.relation.related_model)
        return self._missing

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        relation = self.relation
        cache = instance._state.fields_cache
        if relation.cache_name in cache:
            related = cache[relation.cache_name]
        else:
            related = None
            if instance.pk is not None:
                field = relation.field
                try:
                    related = relation.related_model._meta.base_manager.using(instance._state.db or "default").get(
                        **{field.name: instance}
                    )
                except relation.related_model.DoesNotExist:
                    related = None
                else:
                    related._state.fields_cache[field.name] = instance
            cache[relation.cache_name] = related
        if related is None:
            raise self.RelatedObjectDoesNotExist("%s has no %s." % (type(instance).__name__, relation.accessor))
        return related

    def __set__(self, instance, value):
        relation = self.relation
        if value is None:
            related = instance._state.fields_cache.pop(relation.cache_name, None)
            if related is not None:
                setattr(related, relation.field.name, None)
            return
        if not isinstance(value, relation.related_model):
            raise ValueError(
                'Cannot assign "%r": "%s.%s" must be a "%s" instance.'
                % (value, type(instance).__name__, relation.accessor, relation.related_model._meta.object_name)
            )
        setattr(value, relation.field.name, instance)
        instance._state.fields_cache[relation.cache_name] = value


class ReverseManyDescriptor:
    """`author.book_set`."""

    def __init__(self, relation):
        self.relation = relation

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return reverse_manager_class(self.relation)(self.relation, instance)

    def __set__(self, instance, value):
        raise TypeError(
            "Direct assignment to the reverse side of a related set is prohibited. Use %s.set() instead."
            % self.relation.accessor
        )


class ManyToManyDescriptor:
    """`book.tags`, and `tag.book_set` for the other side."""

    def __init__(self, field, is_reverse):
        self.field = field
        self.is_reverse = is_reverse

    @property
    def through(self):
        return self.field.through

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return many_manager_class(self.field, self.is_reverse)(self.field, self.is_reverse, instance)

    def __set__(self, instance, value):
        raise TypeError(
            "Direct assignment to the %s of a many-to-many set is prohibited. Use %s.set() instead."
            % (
                "reverse side" if self.is_reverse else "forward side",
                self.field.reverse.accessor if self.is_reverse else self.field.name,
            )
        )


# Manager classes: the related model's default manager with the relation's methods first.
_CLASSES = {}


def _manager_class(mixin, model):
    base = type(model._meta.default_manager)
    key = (mixin, base)
    found = _CLASSES.get(key)
    if found is None:
        found = _CLASSES[key] = type(mixin.__name__, (mixin, base), {})
    return found


def reverse_manager_class(relation):
    mixin = NullableReverseManyManager if relation.field.null else ReverseManyManager
    return _manager_class(mixin, relation.related_model)


def many_manager_class(field, is_reverse):
    return _manager_class(ManyManager, field.model if is_reverse else field.remote_model)


class RelatedManager:
    """What both kinds of related managers have."""

    def _prefetched(self):
        cache = getattr(self.instance, "_prefetched_objects_cache", None)
        return None if cache is None else cache.get(self.cache_name)

    def _forget_prefetched(self):
        cache = getattr(self.instance, "_prefetched_objects_cache", None)
        if cache is not None:
            cache.pop(self.cache_name, None)

    def get_queryset(self):
        found = self._prefetched()
        if found is not None:
            return found
        return self._narrowed(super().get_queryset())

    def count(self):
        return self.get_queryset().count()

    def __call__(self, manager):
        raise NotImplementedError("choosing another manager for a relation is not supported by Lockstep")


class ReverseManyManager(RelatedManager):
    def __init__(self, relation, instance):
        super().__init__()
        self.relation = relation
        self.instance = instance
        self.model = relation.related_model
        self.field = relation.field
        self.cache_name = relation.cache_name

    def _check_saved(self):
        if self.instance.pk is None:
            raise ValueError(
                "%r instance needs to have a primary key value before this relationship can be used."
                % type(self.instance).__name__
            )

    def _narrowed(self, queryset):
        self._check_saved()
        field = self.field
        queryset._db = self._db or self.instance._state.db
        key = getattr(self.instance, field.target_field.attname)
        if key is None:
            return queryset.none()
        queryset = queryset.filter(**{field.name: self.instance})
        queryset._known = ((field, key, self.instance),)
        return queryset

    def _check(self, one):
        if not isinstance(one, self.model):
            raise TypeError("'%s' instance expected, got %r" % (self.model._meta.object_name, one))

    def add(self, *objs, bulk=True):
        self._check_saved()
        self._forget_prefetched()
        using = self.instance._state.db or "default"
        if bulk:
            keys = set()
            for one in objs:
                self._check(one)
                if one._state.adding or one._state.db != using:
                    raise ValueError("%r instance isn't saved. Use bulk=False or save the object first." % one)
                setattr(one, self.field.name, self.instance)
                keys.add(one.pk)
            self.model._meta.base_manager.using(using).filter(pk__in=keys).update(**{self.field.name: self.instance})
        else:
            with Atomic(using, False, False):
                for one in objs:
                    self._check(one)
                    setattr(one, self.field.name, self.instance)
                    one.save()

    def create(self, **kwargs):
        self._check_saved()
        kwargs[self.field.name] = self.instance
        return self._plain().create(**kwargs)

    def get_or_create(self, **kwargs):
        kwargs[self.field.name] = self.instance
        return self._narrowed(self._plain()).get_or_create(**kwargs)

    def update_or_create(self, **kwargs):
        kwargs[self.field.name] = self.instance
        return self._narrowed(self._plain()).update_or_create(**kwargs)

    def _plain(self):
        return self.model._meta.default_manager.get_queryset()

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for one in objs:
            setattr(one, self.field.name, self.instance)
        return self._plain().bulk_create(objs, *args, **kwargs)

    def set(self, objs, *, bulk=True, clear=False):
        self.add(*tuple(objs), bulk=bulk)


asynchronous_names(ReverseManyManager, "add create get_or_create update_or_create set")


class NullableReverseManyManager(ReverseManyManager):
    """With remove() and clear(): the foreign key may be NULL."""

    def remove(self, *objs, bulk=True):
        if not objs:
            return
        for one in objs:
            self._check(one)
            if getattr(one, self.field.attname) != getattr(self.instance, self.field.target_field.attname):
                raise self.field.remote_model.DoesNotExist("%r is not related to %r." % (one, self.instance))
        self._forget_prefetched()
        self._clear(self._narrowed(self._plain()).filter(pk__in={one.pk for one in objs}), bulk)

    def clear(self, *, bulk=True):
        self._forget_prefetched()
        self._clear(self._narrowed(self._plain()), bulk)

    def _clear(self, queryset, bulk):
        if bulk:
            queryset.update(**{self.field.name: None})
        else:
            with Atomic(queryset.db, False, False):
                for one in queryset:
                    setattr(one, self.field.name, None)
                    one.save(update_fields=[self.field.name])

    def set(self, objs, *, bulk=True, clear=False):
        objs = tuple(objs)
        with Atomic(self.instance._state.db or "default", False, False):
            if clear:
                self.clear(bulk=bulk)
                self.add(*objs, bulk=bulk)
            else:
                old = set(self._narrowed(self._plain()).all())
                new = []
                for one in objs:
                    if one in old:
                        old.remove(one)
                    else:
                        new.append(one)
                self.remove(*old, bulk=bulk)
                self.add(*new, bulk=bulk)


asynchronous_names(NullableReverseManyManager, "remove clear set")


class ManyManager(RelatedManager):
    def __init__(self, field, is_reverse, instance):
        super().__init__()
        self.field = field
        self.is_reverse = is_reverse
        self.instance = instance
        self.through = field.through
        if is_reverse:
            self.model = field.model
            self.source = field.target_fk
            self.target = field.source_field
            self.query_name = field.name
            self.cache_name = field.reverse.cache_name
        else:
            self.model = field.remote_model
            self.source = field.source_field
            self.target = field.target_fk
            self.query_name = field.reverse.name
            self.cache_name = field.name
        if instance.pk is None:
            raise ValueError(
                '"%r" needs to have a value for field "%s" before this many-to-many relationship can be used.'
                % (instance, instance._meta.pk.attname)
            )

    def _narrowed(self, queryset):
        from django.db.models.sql import Path

        queryset._db = self._db or self.instance._state.db
        queryset = queryset._chain()
        query = queryset.query
        # Joined by hand: a hidden relation has no name to filter by.
        from django.db.models.sql import Hop
        from django.db.models.where import Compare

        hop = Hop(self.target.target_field, self.target, self.through, True, False, True)
        alias = query.join(hop, query.table, None)
        query.demote([alias])
        col = query.column(alias, self.source)
        value = self.source.get_db_prep_value(getattr(self.instance, self.source.target_field.attname))
        query.where.add(Compare(col, " = ?", [value]), "AND")
        return queryset

    def _between(self):
        """The rows of the table between, when the other table need not be asked."""
        if not self.target.db_constraint:
            return None
        return self.through._meta.default_manager.using(self._db_name()).filter(**{self.source.name: self.instance.pk})

    def count(self):
        between = self._between()
        return super().count() if between is None else between.count()

    def exists(self):
        between = self._between()
        return self.get_queryset().exists() if between is None else between.exists()

    def _db_name(self):
        return self.instance._state.db or "default"

    def _symmetrical(self):
        return self.field.symmetrical and not self.is_reverse and self.field.remote_model is self.field.model

    def _target_ids(self, objs):
        found = []
        for one in objs:
            if isinstance(one, self.model):
                key = getattr(one, self.target.target_field.attname)
                if key is None:
                    raise ValueError(
                        'Cannot add "%r": the value for field "%s" is None' % (one, self.target.name)
                    )
            elif hasattr(one, "_meta"):
                raise TypeError("'%s' instance expected, got %r" % (self.model._meta.object_name, one))
            else:
                key = self.target.target_field.get_prep_value(one)
            if key not in found:
                found.append(key)
        return found

    def add(self, *objs, through_defaults=None):
        self._forget_prefetched()
        with Atomic(self._db_name(), False, False):
            self._add(self.source, self.target, objs, through_defaults)
            if self._symmetrical():
                self._add(self.target, self.source, objs, through_defaults)

    def _add(self, source, target, objs, through_defaults):
        if not objs:
            return
        from django.db.models.query import resolve_callables
        from django.db.models.signals import m2m_changed

        defaults = resolve_callables(through_defaults or {})
        keys = self._target_ids(objs)
        manager = self.through._meta.default_manager.using(self._db_name())
        mine = getattr(self.instance, self.source.target_field.attname)
        listeners = m2m_changed.has_listeners(self.through)
        if self.field.auto_through and not listeners:
            # The unique constraint of the table sorts out what is there already.
            manager.bulk_create(
                [self.through(**{source.attname: mine, target.attname: key}) for key in keys], ignore_conflicts=True
            )
            return
        there = manager.values_list(target.name, flat=True).filter(**{source.name: mine, target.name + "__in": keys})
        there = set(there)
        missing = [key for key in keys if key not in there]
        if listeners:
            self._signal("pre_add", set(missing))
        manager.bulk_create(
            [self.through(**{source.attname: mine, target.attname: key, **defaults}) for key in missing],
            ignore_conflicts=self.field.auto_through,
        )
        if listeners:
            self._signal("post_add", set(missing))

    def _signal(self, action, keys):
        from django.db.models.signals import m2m_changed

        m2m_changed.send(
            sender=self.through,
            action=action,
            instance=self.instance,
            reverse=self.is_reverse,
            model=self.model,
            pk_set=keys,
            using=self._db_name(),
        )

    def remove(self, *objs):
        self._forget_prefetched()
        if not objs:
            return
        from django.db.models.query_utils import Q

        keys = []
        for one in objs:
            key = getattr(one, self.target.target_field.attname) if isinstance(one, self.model) else one
            if key not in keys:
                keys.append(key)
        mine = getattr(self.instance, self.source.target_field.attname)
        with Atomic(self._db_name(), False, False):
            condition = Q(**{self.source.name: mine, self.target.name + "__in": keys})
            if self._symmetrical():
                condition = condition | Q(**{self.target.name: mine, self.source.name + "__in": keys})
            self._signal("pre_remove", set(keys))
            self.through._meta.default_manager.using(self._db_name()).filter(condition).delete()
            self._signal("post_remove", set(keys))

    def clear(self):
        self._forget_prefetched()
        from django.db.models.query_utils import Q

        mine = getattr(self.instance, self.source.target_field.attname)
        with Atomic(self._db_name(), False, False):
            condition = Q(**{self.source.name: mine})
            if self._symmetrical():
                condition = condition | Q(**{self.target.name: mine})
            self._signal("pre_clear", None)
            self.through._meta.default_manager.using(self._db_name()).filter(condition).delete()
            self._signal("post_clear", None)

    def set(self, objs, *, clear=False, through_defaults=None):
        objs = tuple(objs)
        with Atomic(self._db_name(), False, False):
            if clear:
                self.clear()
                self.add(*objs, through_defaults=through_defaults)
                return
            name = self.target.target_field.attname
            old = list(self.using(self._db_name()).values_list(name, flat=True))
            new = []
            for one in objs:
                key = getattr(one, name) if isinstance(one, self.model) else self.target.get_prep_value(one)
                if key in old:
                    old.remove(key)
                else:
                    new.append(one)
            self.remove(*old)
            self.add(*new, through_defaults=through_defaults)

    def create(self, *, through_defaults=None, **kwargs):
        one = self.model._meta.default_manager.using(self._db_name()).create(**kwargs)
        self.add(one, through_defaults=through_defaults)
        return one

    def get_or_create(self, *, through_defaults=None, **kwargs):
        one, created = self.get_queryset().get_or_create(**kwargs)
        if created:
            self.add(one, through_defaults=through_defaults)
        return one, created

    def update_or_create(self, *, through_defaults=None, **kwargs):
        one, created = self.get_queryset().update_or_create(**kwargs)
        if created:
            self.add(one, through_defaults=through_defaults)
        return one, created


asynchronous_names(ManyManager, "add remove clear set create get_or_create update_or_create")
