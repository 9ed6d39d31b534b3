"""`models.Model`."""

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    FieldDoesNotExist,
    FieldError,
    MultipleObjectsReturned,
    ObjectDoesNotExist,
    ValidationError,
)
from django.db.handler import connections
from django.db.models import fields as field_module
from django.db.models import manager as manager_module
from django.db.models import registry, signals
from django.db.models.asynchronous import asynchronous_names
from django.db.models.expressions import quote
from django.db.models.fields import AutoField, BigAutoField, SmallAutoField
from django.db.models.options import Options
from django.db.transaction import Atomic
from django.db.utils import DatabaseError


class ModelState:
    """What an instance knows of its row: whether it is saved, and what is cached."""

    def __init__(self):
        self.db = None
        self.adding = True
        self.fields_cache = {}
        # Whether some fields were not loaded (only(), defer()) when it was made.
        self.partial = False
        # Relations that were given an object without a key as yet.
        self.unkeyed = ()


DEFERRED = object()


def _auto_field():
    from django.conf import settings

    name = settings.DEFAULT_AUTO_FIELD.rpartition(".")[2]
    kind = {"AutoField": AutoField, "BigAutoField": BigAutoField, "SmallAutoField": SmallAutoField}.get(name)
    if kind is None:
        raise ValueError("DEFAULT_AUTO_FIELD %r is not supported by Lockstep" % name)
    return kind(verbose_name="ID", primary_key=True, auto_created=True)


class Model:
    """A table's row. Subclasses declare fields as class attributes."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        declared = [(name, field) for owner, name, field in field_module.PENDING if owner is cls]
        managers = [(name, one) for owner, name, one in manager_module.PENDING if owner is cls]
        field_module.PENDING.clear()
        manager_module.PENDING.clear()
        _build_model(cls, declared, managers)

    def __init__(self, *args, **kwargs):
        meta = self._meta
        if meta.abstract:
            raise TypeError("Abstract models cannot be instantiated.")
        self._state = ModelState()
        if signals.pre_init.receivers:
            signals.pre_init.send(sender=type(self), args=args, kwargs=kwargs)
        fields = meta.concrete_fields
        if args:
            if len(args) > len(fields):
                raise IndexError("Number of args exceeds number of fields")
            for field, value in zip(fields, args):
                if value is not DEFERRED:
                    setattr(self, field.attname, value)
                if field.name in kwargs:
                    raise TypeError(
                        "%s() got both positional and keyword arguments for field '%s'."
                        % (type(self).__name__, field.name)
                    )
            fields = fields[len(args) :]
        for field in fields:
            name = field.name
            if name in kwargs:
                value = kwargs.pop(name)
            elif field.is_relation and field.attname in kwargs:
                setattr(self, field.attname, kwargs.pop(field.attname))
                continue
            else:
                setattr(self, field.attname, field.get_default())
                continue
            setattr(self, name, value)
        if kwargs:
            self._set_other(kwargs)
        if signals.post_init.receivers:
            signals.post_init.send(sender=type(self), instance=self)

    def _set_other(self, kwargs):
        """Keyword arguments that are no fields: pk and the class's properties."""
        unknown = []
        for name, value in kwargs.items():
            if name == "pk" or isinstance(getattr(type(self), name, None), property):
                setattr(self, name, value)
            elif name in self._meta.lookup_names and self._meta.lookup_names[name].many_to_many:
                raise TypeError(
                    "Direct assignment to the forward side of a many-to-many set is prohibited. Use %s.set() instead."
                    % name
                )
            else:
                unknown.append(name)
        if unknown:
            raise TypeError(
                "%s() got unexpected keyword arguments: %s"
                % (type(self).__name__, ", ".join([repr(name) for name in unknown]))
            )

    @classmethod
    def from_db(cls, db, field_names, values):
        """An instance of a row; `values` are of the fields named, the others stay unloaded."""
        partial = len(values) != len(cls._meta.concrete_fields)
        if partial:
            found = []
            values = list(values)
            for field in cls._meta.concrete_fields:
                found.append(values.pop(0) if field.attname in field_names else DEFERRED)
            values = found
        new = cls(*values)
        state = new._state
        state.adding = False
        state.db = db
        state.partial = partial
        return new

    @property
    def pk(self):
        return getattr(self, self._meta.pk.attname)

    @pk.setter
    def pk(self, value):
        meta = self._meta
        for parent, link in meta.parents.items():
            if link is not None and link is not meta.pk:
                setattr(self, link.target_field.attname, value)
        setattr(self, meta.pk.attname, value)
        if meta.parents and meta.pk.is_relation:
            field = meta.pk
            while field.is_relation:
                field = field.target_field
                setattr(self, field.attname, value)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)

    def __str__(self):
        return "%s object (%s)" % (type(self).__name__, self.pk)

    def __eq__(self, other):
        if not isinstance(other, Model):
            return NotImplemented
        if self._meta.concrete_model is not other._meta.concrete_model:
            return False
        mine = self.pk
        if mine is None:
            return self is other
        return mine == other.pk

    def __hash__(self):
        if self.pk is None:
            raise TypeError("Model instances without primary key value are unhashable")
        return hash(self.pk)

    def serializable_value(self, field_name):
        try:
            field = self._meta.get_field(field_name)
        except FieldDoesNotExist:
            return getattr(self, field_name)
        return getattr(self, field.attname)

    def get_deferred_fields(self):
        if not self._state.partial:
            return set()
        loaded = self.__dict__
        return {name for name in self._meta.attnames if name not in loaded}

    # Reading again

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        meta = self._meta
        if fields is not None:
            fields = list(fields)
            for name in list(fields):
                cache = getattr(self, "_prefetched_objects_cache", {})
                if name in cache:
                    del cache[name]
                    fields.remove(name)
            if not fields:
                return
            if any(["__" in name for name in fields]):
                raise ValueError(
                    'Found "%s" in fields argument. Relations and transforms are not allowed in fields.' % "__"
                )
        else:
            self._prefetched_objects_cache = {}
        queryset = from_queryset
        if queryset is None:
            queryset = meta.base_manager.get_queryset()
        if using is not None:
            queryset = queryset.using(using)
        queryset = queryset.filter(pk=self.pk)
        deferred = self.get_deferred_fields()
        if fields is not None:
            queryset = queryset.only(*fields)
        elif deferred:
            fields = [one.attname for one in meta.concrete_fields if one.attname not in deferred]
            queryset = queryset.only(*fields)
        fresh = queryset.get()
        unloaded = fresh.get_deferred_fields()
        for field in meta.concrete_fields:
            if field.attname in unloaded:
                continue
            setattr(self, field.attname, getattr(fresh, field.attname))
            if field.is_relation:
                self._state.fields_cache.pop(field.name, None)
        for relation in meta.reverse:
            if not relation.many and (fields is None):
                self._state.fields_cache.pop(relation.cache_name, None)
        self._state.db = fresh._state.db

    # Saving

    def save(self, *args, force_insert=False, force_update=False, using=None, update_fields=None):
        if args:
            names = ("force_insert", "force_update", "using", "update_fields")
            if len(args) > 4:
                raise TypeError("Model.save() takes from 1 to 5 positional arguments but %d were given" % (len(args) + 1))
            given = dict(zip(names, args))
            force_insert = given.get("force_insert", force_insert)
            force_update = given.get("force_update", force_update)
            using = given.get("using", using)
            update_fields = given.get("update_fields", update_fields)
        if self._meta.relations:
            self._check_related(using)
        if force_insert and (force_update or update_fields):
            raise ValueError("Cannot force both insert and updating in model saving.")
        if update_fields is not None:
            if not update_fields:
                return
            update_fields = frozenset(update_fields)
            known = set()
            for field in self._meta.concrete_fields:
                if not field.primary_key:
                    known.add(field.name)
                    known.add(field.attname)
            unknown = update_fields.difference(known)
            if unknown:
                raise ValueError(
                    "The following fields do not exist in this model, are m2m fields, "
                    "primary keys, or are non-concrete fields: %s" % ", ".join(sorted(unknown))
                )
        elif not force_insert and not self._state.adding and (using is None or using == self._state.db):
            deferred = self.get_deferred_fields()
            if deferred:
                loaded = [
                    field.name
                    for field in self._meta.concrete_fields
                    if not field.primary_key and field.attname not in deferred
                ]
                if loaded:
                    update_fields = frozenset(loaded)
        self.save_base(
            using=using, force_insert=force_insert, force_update=force_update, update_fields=update_fields
        )

    save.alters_data = True

    def _check_related(self, using):
        """A related object must have been saved before what refers to it."""
        cache = self._state.fields_cache
        if not cache:
            return
        for field in self._meta.concrete_fields:
            if not field.is_relation or field.name not in cache:
                continue
            related = cache[field.name]
            if related is None:
                continue
            if related.pk is None:
                if not field.remote_multiple:
                    related._state.fields_cache.pop(field.cache_name_there, None)
                raise ValueError(
                    "save() prohibited to prevent data loss due to unsaved related object '%s'." % field.name
                )
            if getattr(self, field.attname) in (None, "") and field.name in self._state.unkeyed:
                # The related object got its key after it was assigned.
                setattr(self, field.name, related)
            elif getattr(related, field.target_field.attname) != getattr(self, field.attname):
                cache.pop(field.name, None)

    def save_base(self, raw=False, force_insert=False, force_update=False, using=None, update_fields=None):
        using = using or self._state.db or "default"
        meta = self._meta
        cls = type(self)
        if meta.proxy:
            cls = meta.concrete_model
            meta = cls._meta
        if signals.pre_save.receivers and not meta.auto_created:
            signals.pre_save.send(sender=type(self), instance=self, raw=raw, using=using, update_fields=update_fields)
        if meta.parents:
            with Atomic(using, False, False):
                parent_inserted = self._save_parents(cls, using, update_fields, force_insert)
                updated = self._save_table(
                    cls, using, force_insert or parent_inserted, force_update, update_fields
                )
        else:
            connection = connections[using]
            try:
                updated = self._save_table(cls, using, force_insert, force_update, update_fields)
            except Exception as error:
                connection.mark_for_rollback(error)
                raise
        self._state.db = using
        self._state.adding = False
        if signals.post_save.receivers and not meta.auto_created:
            signals.post_save.send(
                sender=type(self),
                instance=self,
                created=not updated,
                update_fields=update_fields,
                raw=raw,
                using=using,
            )

    def _save_parents(self, cls, using, update_fields, force_insert):
        inserted = False
        for parent, link in cls._meta.parents.items():
            pmeta = parent._meta
            if getattr(self, pmeta.pk.attname) is None and getattr(self, link.attname) is not None:
                setattr(self, pmeta.pk.attname, getattr(self, link.attname))
            parent_inserted = self._save_parents(parent, using, update_fields, force_insert)
            updated = self._save_table(parent, using, parent_inserted, False, update_fields)
            if not updated:
                inserted = True
            setattr(self, link.attname, getattr(self, pmeta.pk.attname))
            self._state.fields_cache.pop(link.name, None)
        return inserted

    def _save_table(self, cls, using, force_insert, force_update, update_fields):
        """UPDATE, and INSERT if that matched nothing. Returns whether it updated."""
        meta = cls._meta
        pk = meta.pk
        value = getattr(self, pk.attname)
        if value is None:
            value = pk.get_default() if not pk.is_auto else None
            if value is not None:
                setattr(self, pk.attname, value)
        if value is None and (force_update or update_fields):
            raise ValueError("Cannot force an update in save() with no primary key.")
        if (
            not force_insert
            and not force_update
            and not update_fields
            and self._state.adding
            and pk.has_default()
            and value is not None
        ):
            force_insert = True
        if value is not None and not force_insert:
            fields = meta.non_pk
            if update_fields is not None:
                fields = [field for field in fields if field.name in update_fields or field.attname in update_fields]
            if self._update_row(cls, meta, using, value, fields, update_fields is not None, force_update):
                return True
            if force_update:
                raise DatabaseError("Forced update did not affect any rows.")
            if update_fields is not None:
                raise DatabaseError("Save with update_fields did not affect any rows.")
        self._insert_row(meta, using, value)
        return False

    def _update_row(self, cls, meta, using, pk_value, fields, narrowed, force_update):
        if not fields:
            return narrowed or cls._meta.base_manager.using(using).filter(pk=pk_value).exists()
        params = []
        plain = True
        for field in fields:
            value = field.pre_save(self, False)
            if hasattr(value, "resolve"):
                plain = False
                break
            params.append(field.get_db_prep_save(value))
        if plain:
            if narrowed:
                sql = "UPDATE %s SET %s WHERE %s" % (
                    meta.quoted_table,
                    ", ".join([field.quoted_column + " = ?" for field in fields]),
                    meta.pk.equals_text,
                )
            else:
                sql = meta.update_all
            params.append(meta.pk.get_db_prep_value(pk_value))
            return connections[using].run(sql, params)[3] > 0
        queryset = meta.base_manager.using(using).filter(pk=pk_value)
        values = [(field, field.pre_save(self, False)) for field in fields]
        return queryset._update(values) > 0

    def _insert_row(self, meta, using, pk_value):
        if pk_value is None and meta.auto_field is not None:
            fields = meta.insert_auto_fields
            sql = meta.insert_auto
        else:
            fields = meta.local_fields
            sql = meta.insert_all
        params = []
        texts = None
        for index, field in enumerate(fields):
            value = field.pre_save(self, True)
            if hasattr(value, "resolve"):
                if texts is None:
                    texts = ["?"] * len(fields)
                texts[index] = insert_expression(field, value, self, params)
            else:
                params.append(field.get_db_prep_save(value))
        if texts is not None:
            sql = "INSERT INTO %s (%s) VALUES (%s)%s" % (
                meta.quoted_table,
                ", ".join([field.quoted_column for field in fields]),
                ", ".join(texts),
                meta.returning_text(),
            )
        answer = connections[using].run(sql, params)
        if meta.pk.is_auto:
            setattr(self, meta.pk.attname, answer[2][0][0])

    # Deleting

    def delete(self, using=None, keep_parents=False):
        if self.pk is None:
            raise ValueError(
                "%s object can't be deleted because its %s attribute is set to None."
                % (self._meta.object_name, self._meta.pk.attname)
            )
        from django.db.models.deletion import Collector

        collector = Collector(using or self._state.db or "default", self)
        collector.collect([self], keep_parents=keep_parents)
        return collector.delete()

    delete.alters_data = True

    # Validation on demand

    def clean(self):
        pass

    def clean_fields(self, exclude=None):
        errors = {}
        for field in self._meta.concrete_fields:
            if exclude and field.name in exclude:
                continue
            value = getattr(self, field.attname)
            if field.blank and value in (None, "", [], (), {}):
                continue
            try:
                setattr(self, field.attname, field.clean(value, self))
            except ValidationError as error:
                errors[field.name] = error.error_list
        if errors:
            raise ValidationError(errors)

    def full_clean(self, exclude=None, validate_unique=True, validate_constraints=True):
        errors = {}
        exclude = set(exclude) if exclude else set()
        steps = [lambda: self.clean_fields(exclude), self.clean]
        for step in steps:
            try:
                step()
            except ValidationError as error:
                _collect_errors(errors, error)
        for name in errors:
            if name != NON_FIELD_ERRORS:
                exclude.add(name)
        if validate_unique:
            try:
                self.validate_unique(exclude)
            except ValidationError as error:
                _collect_errors(errors, error)
        if validate_constraints:
            try:
                self.validate_constraints(exclude)
            except ValidationError as error:
                _collect_errors(errors, error)
        if errors:
            raise ValidationError(errors)

    def validate_unique(self, exclude=None):
        meta = self._meta
        errors = {}
        groups = [group for group in meta.unique_together]
        groups.extend([(field.name,) for field in meta.concrete_fields if field.unique])
        for group in groups:
            if exclude and any([name in exclude for name in group]):
                continue
            lookup = {}
            for name in group:
                field = meta.get_field(name)
                value = getattr(self, field.attname)
                if value is None or (field.primary_key and not self._state.adding):
                    lookup = None
                    break
                lookup[field.name] = value
            if not lookup:
                continue
            queryset = type(self)._meta.default_manager.filter(**lookup)
            if not self._state.adding and self.pk is not None:
                queryset = queryset.exclude(pk=self.pk)
            if queryset.exists():
                names = [_capitalized(meta.get_field(name).verbose_name) for name in group]
                if len(group) == 1:
                    key = group[0]
                    text = "%s with this %s already exists." % (_capitalized(meta.verbose_name), names[0])
                else:
                    key = NON_FIELD_ERRORS
                    listed = ", ".join(names[:-1]) + " and " + names[-1]
                    text = "%s with this %s already exists." % (_capitalized(meta.verbose_name), listed)
                errors.setdefault(key, []).append(ValidationError(text, "unique"))
        if errors:
            raise ValidationError(errors)

    def validate_constraints(self, exclude=None):
        for constraint in self._meta.constraints:
            constraint.validate(type(self), self, exclude)


asynchronous_names(Model, "refresh_from_db save delete")


def insert_expression(field, value, instance, params):
    """An expression in VALUES: it may not refer to columns, there are none yet."""
    from django.db.models.expressions import Col
    from django.db.models.sql import Query

    query = Query(type(instance))
    resolved = value.resolve(query, False)
    stack = [resolved]
    while stack:
        one = stack.pop()
        if isinstance(one, Col):
            raise ValueError(
                'Failed to insert expression "%s" on %s. F() expressions '
                "can only be used to update, not to insert." % (_shown(resolved), field)
            )
        if one.contains_aggregate:
            raise FieldError(
                "Aggregate functions are not allowed in this query (%s=%r)." % (field.name, value)
            )
        stack.extend(one.sources())
    return resolved.sql(query, params)


def _shown(expression):
    return str(expression)


def _capitalized(text):
    return text[:1].upper() + text[1:]


def _collect_errors(errors, error):
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            errors.setdefault(name, []).extend(found)
    else:
        errors.setdefault(NON_FIELD_ERRORS, []).extend(error.error_list)


def _build_model(cls, declared, managers):
    """Makes a class with fields a model."""
    meta_class = cls.__dict__.get("Meta")
    given = {}
    if meta_class is not None:
        # A Meta may inherit from a parent's Meta; abstract is never inherited.
        for one in reversed(meta_class.__mro__):
            if one is object:
                continue
            for name, value in one.__dict__.items():
                if not name.startswith("_") and not (name == "abstract" and one is not meta_class):
                    given[name] = value
    inherited = {}
    bases = [one for one in cls.__mro__[1:] if one is not Model and issubclass(one, Model)]
    for base in reversed(bases):
        if base._meta.abstract and meta_class is None:
            inherited.update({name: value for name, value in base._meta.given.items()})
        elif not base._meta.abstract:
            for name in ("ordering", "get_latest_by"):
                value = getattr(base._meta, name)
                if value:
                    inherited[name] = value
    abstract = bool(given.get("abstract", False))
    proxy = bool(given.get("proxy", False))
    if abstract:
        inherited.pop("db_table", None)
    meta = Options(cls, given, inherited)
    meta.abstract = abstract
    cls._meta = meta
    if "__module__" not in cls.__dict__:
        cls.__module__ = "scenario.models"
    if not abstract:
        _add_exceptions(cls, bases)
    names = {name for name, _ in declared}
    # Fields of abstract parents are copied, those of concrete ones stay in their tables. A name that two
    # parents have is the first one's; what a parent's own parents have is among its fields already.
    copied = []
    for base in [one for one in cls.__bases__ if one in bases]:
        if base._meta.abstract:
            found = []
            for name, field in base._meta.abstract_fields:
                if name not in names and name not in cls.__dict__:
                    names.add(name)
                    found.append((name, field.copy()))
            copied = found + copied
        else:
            names.update([field.name for field in base._meta.concrete_fields])
    declared = copied + declared
    meta.abstract_fields = declared
    if abstract:
        meta.abstract_managers = managers
        for name, field in declared:
            field.name = name
        return
    parents = [one for one in bases if not one._meta.abstract]
    direct = _direct_parents(cls)
    if proxy:
        if len(direct) != 1 or declared:
            raise FieldError("Proxy model '%s' contains model fields or has not one concrete parent." % cls.__name__)
        _finish_proxy(cls, meta, direct[0], managers)
        return
    from django.db.models.fields.related import OneToOneField

    for parent in direct:
        pmeta = parent._meta.concrete_model._meta
        link = None
        for name, field in declared:
            if isinstance(field, OneToOneField) and field.parent_link_to(pmeta.model):
                link = field
        if link is None:
            name = "%s_ptr" % pmeta.model_name
            link = OneToOneField(
                pmeta.model, _cascade(), name=name, auto_created=True, parent_link=True
            )
            declared = [(name, link)] + declared
        if not any([field.primary_key for _, field in declared]):
            link.primary_key = True
        meta.parents[pmeta.model] = link
    if not any([field.primary_key for _, field in declared]):
        declared = [("id", _auto_field())] + declared
    for name, field in declared:
        if name.endswith("_") or "__" in name or name == "pk":
            raise FieldError("Field name %r of %s is not allowed by Django." % (name, cls.__name__))
        field.contribute_to_class(cls, name)
        meta.add_field(field)
    for parent, link in meta.parents.items():
        clash = {one.name for one in parent._meta.concrete_fields}
        for name, field in declared:
            if name in clash:
                raise FieldError(
                    "Local field %r in class %r clashes with field of the same name from base class %r."
                    % (name, cls.__name__, parent.__name__)
                )
    _add_managers(cls, meta, managers, bases)
    for name, field in declared:
        if field.is_relation and not field.bind():
            registry.WAITING.append(field)
    registry.register(cls)
    if signals.class_prepared.receivers:
        signals.class_prepared.send(sender=cls)


def _cascade():
    from django.db.models.deletion import CASCADE

    return CASCADE


def _direct_parents(cls):
    """The nearest concrete models above the class."""
    found = []
    for base in cls.__bases__:
        if base is Model or not issubclass(base, Model):
            continue
        if base._meta.abstract:
            for one in _direct_parents(base):
                if one not in found:
                    found.append(one)
        elif base not in found:
            found.append(base)
    return found


def _add_exceptions(cls, bases):
    concrete = [one for one in bases if not one._meta.abstract]
    for name, root in (("DoesNotExist", ObjectDoesNotExist), ("MultipleObjectsReturned", MultipleObjectsReturned)):
        above = tuple([getattr(one, name) for one in concrete[:1]]) or (root,)
        details = {"__module__": "scenario.models", "__qualname__": "%s.%s" % (cls.__name__, name)}
        setattr(cls, name, type(name, above, details))


def _add_managers(cls, meta, managers, bases):
    found = list(managers)
    names = {name for name, _ in found}
    for base in bases:
        if base._meta.abstract:
            inherited = getattr(base._meta, "abstract_managers", [])
        else:
            inherited = base._meta.managers
        for name, one in inherited:
            if name not in names:
                names.add(name)
                found.append((name, one.copy_for(cls)))
    if not found:
        automatic = manager_module.Manager()
        found = [("objects", automatic)]
    for name, one in found:
        one.contribute_to_class(cls, name)
    meta.managers = found
    meta.default_manager = found[0][1]
    wanted = meta.given.get("default_manager_name")
    for name, one in found:
        if name == wanted:
            meta.default_manager = one
    base_manager = manager_module.Manager()
    base_manager.model = cls
    base_manager.name = "_base_manager"
    meta.base_manager = base_manager
    cls._default_manager = meta.default_manager
    cls._base_manager = base_manager


def _finish_proxy(cls, meta, parent, managers):
    pmeta = parent._meta
    meta.proxy = True
    meta.concrete_model = pmeta.concrete_model
    meta.db_table = pmeta.db_table
    meta.local_fields = pmeta.local_fields
    meta.many_to_many = pmeta.many_to_many
    meta.parents = pmeta.parents
    meta.own_reverse = pmeta.own_reverse
    meta.pk = pmeta.pk
    meta.proxy_for = parent
    _add_managers(cls, meta, managers, [parent])
    registry.register(cls)
