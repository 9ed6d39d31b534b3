"""Querysets: lazy, chainable queries of a model."""

from asgiref.sync import sync_to_async
from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, FieldError
from django.db.backends.vendor import on_postgres
from django.db.handler import connections
from django.db.models.asynchronous import asynchronous_names
from django.db.models.expressions import Col, Combinable, F, OrderBy, RawSQL, quote
from django.db.models.query_utils import Q
from django.db.models.sql import Query
from django.db.transaction import Atomic
from django.db.utils import IntegrityError, NotSupportedError

MAX_GET_RESULTS = 21
REPR_OUTPUT_SIZE = 20

# What a queryset yields.
MODEL = "model"
VALUES = "values"
TUPLES = "tuples"
NAMED = "named"
FLAT = "flat"


def resolve_callables(mapping):
    found = {}
    for name, value in mapping.items():
        found[name] = value() if callable(value) else value
    return found


class QuerySet:
    def __init__(self, model=None, query=None, using=None, hints=None):
        self.model = model
        self.query = Query(model) if query is None else query
        self._db = using
        self._kind = MODEL
        self._result_cache = None
        self._prefetch = ()
        self._prefetch_done = False
        # Attributes that related managers put on what they find.
        self._known = None

    @classmethod
    def as_manager(cls):
        from django.db.models.manager import Manager

        return Manager.from_queryset(cls)()

    @property
    def db(self):
        return self._db or "default"

    @property
    def ordered(self):
        if self.query.is_empty:
            return True
        return bool(self.query.order_by or (self.query.default_ordering and self.query.meta.ordering and not self.query.group))

    def _chain(self):
        new = type(self).__new__(type(self))
        new.model = self.model
        new.query = self.query.clone()
        new._db = self._db
        new._kind = self._kind
        new._result_cache = None
        new._prefetch = self._prefetch
        new._prefetch_done = False
        new._known = self._known
        return new

    # Reading

    def _run_select(self):
        """The rows as the database gives them."""
        params = []
        sql = self._select_sql(self.query, params)
        return [] if sql is None else connections[self._db or "default"].run(sql, params)[2]

    def _select_sql(self, query, params):
        """The SELECT, or None if there is nothing to ask."""
        if query.row_lock is None and connections[self._db or "default"].locks_what_it_reads:
            query.lock_if_possible()
        try:
            sql = query.select_sql(params)
        except EmptyResultSet:
            return None
        if query.row_lock is not None and sql is not None:
            connections[self._db or "default"].lock_rows()
        return sql

    def _fetch(self):
        if self._result_cache is None:
            self._result_cache = self._read()
        if self._prefetch and not self._prefetch_done:
            from django.db.models.prefetch import prefetch_related_objects

            self._prefetch_done = True
            prefetch_related_objects(self._result_cache, *self._prefetch)
        return self._result_cache

    def _read(self):
        if self._kind is not MODEL:
            return self._read_values()
        query = self.query.clone()
        params = []
        sql = self._select_sql(query, params)
        if sql is None:
            return []
        rows = connections[self._db or "default"].run(sql, params)[2]
        if not rows:
            return []
        return self._instances(query, rows)

    def _instances(self, query, rows):
        meta = self.model._meta
        db = self._db or "default"
        fields = query.loaded_fields()
        if fields is None:
            names = meta.attnames
            converters = meta.converters
        else:
            names = [field.attname for field in fields]
            converters = _converters(fields)
        width = len(names)
        leading = query.leading
        from_db = self.model.from_db
        annotations = query.selected_annotations()
        related = query.related_readers
        known = self._known
        plain = not annotations and not related
        found = []
        for row in rows:
            if leading:
                first = row[: len(leading)]
                row = row[len(leading) :]
            values = row if plain else row[:width]
            for index, convert in converters:
                if values[index] is not None:
                    values[index] = convert(values[index])
            one = from_db(db, names, values)
            if leading:
                for (name, _), value in zip(leading, first):
                    setattr(one, name, value)
            if annotations:
                at = width
                for name, what in annotations:
                    setattr(one, name, _converted(what, row[at]))
                    at += 1
            if related:
                self._read_related(one, row, width + len(annotations), related, db)
            if known is not None:
                for field, key, value in known:
                    # Asking for the key loads it where `only()` has left it out.
                    if field.name not in one._state.fields_cache and getattr(one, field.attname) == key:
                        field.set_cached(one, value)
            found.append(one)
        return found

    def _read_related(self, one, row, start, readers, db):
        objects = {(): one}
        for steps, offset, meta in readers:
            owner = objects[steps[:-1]]
            field = steps[-1]
            if owner is None:
                objects[steps] = None
                continue
            at = start + offset
            values = row[at : at + len(meta.concrete_fields)]
            pk_index = meta.concrete_fields.index(meta.pk)
            if values[pk_index] is None:
                related = None
            else:
                for index, convert in meta.converters:
                    if values[index] is not None:
                        values[index] = convert(values[index])
                related = meta.model.from_db(db, meta.attnames, values)
            objects[steps] = related
            field.set_cached(owner, related)
            if related is not None:
                field.set_cached_there(related, owner)

    def _read_values(self):
        return self._shaped(self._run_select())

    def _shaped(self, rows):
        """Rows as values() or values_list() gives them."""
        if not rows:
            return []
        names, converters = self._value_columns()
        found = []
        for row in rows:
            for index, convert in converters:
                if row[index] is not None:
                    row[index] = convert(row[index])
            if self._kind is VALUES:
                found.append(dict(zip(names, row)))
            elif self._kind is FLAT:
                found.append(row[0])
            else:
                found.append(tuple(row))
        if self._kind is NAMED:
            from collections import namedtuple

            kind = namedtuple("Row", names)
            found = [kind(*row) for row in found]
        return found

    def _value_columns(self):
        query = self.query
        if query.selection is not None:
            selected = query.resolve_selection()
            names = [name for name, _ in selected]
            fields = [what for _, what in selected]
        else:
            names = list(query.meta.attnames)
            fields = [field.col for field in query.meta.concrete_fields]
            for name, what in query.selected_annotations():
                names.append(name)
                fields.append(what)
        converters = []
        for index, what in enumerate(fields):
            convert = _converter_of(what, what.output_field)
            if convert is not None:
                converters.append((index, convert))
        return names, converters

    def __iter__(self):
        return iter(self._fetch())

    def __len__(self):
        return len(self._fetch())

    def __bool__(self):
        return bool(self._fetch())

    def __contains__(self, value):
        return value in self._fetch()

    def __repr__(self):
        if self._result_cache is not None:
            data = self._result_cache[: REPR_OUTPUT_SIZE + 1]
        else:
            data = list(self[: REPR_OUTPUT_SIZE + 1])
        if len(data) > REPR_OUTPUT_SIZE:
            shown = ", ".join([repr(one) for one in data[:REPR_OUTPUT_SIZE]]) + ", '...(remaining elements truncated)...'"
        else:
            shown = ", ".join([repr(one) for one in data])
        return "<%s [%s]>" % (type(self).__name__, shown)

    def __getitem__(self, key):
        if isinstance(key, slice):
            start, stop = key.start, key.stop
            if (start is not None and start < 0) or (stop is not None and stop < 0):
                raise ValueError("Negative indexing is not supported.")
            if self._result_cache is not None:
                return self._result_cache[key]
            new = self._chain()
            new.query.set_limits(start, stop)
            return list(new)[:: key.step] if key.step else new
        if not isinstance(key, int):
            raise TypeError("QuerySet indices must be integers or slices, not %s." % type(key).__name__)
        if key < 0:
            raise ValueError("Negative indexing is not supported.")
        if self._result_cache is not None:
            return self._result_cache[key]
        new = self._chain()
        new.query.set_limits(key, key + 1)
        return new._fetch()[0]

    def __and__(self, other):
        return self._combined_with(other, "AND")

    def __or__(self, other):
        return self._combined_with(other, "OR")

    def _combined_with(self, other, connector):
        if self.query.is_empty:
            return self if connector == "AND" else other
        if other.query.is_empty:
            return other if connector == "AND" else self
        if self.query.is_sliced or other.query.is_sliced:
            raise TypeError("Cannot combine queries once a slice has been taken.")
        new = self._chain()
        new.query.combine(other.query, connector)
        return new

    def iterator(self, chunk_size=None):
        if chunk_size is None and self._prefetch:
            raise ValueError("chunk_size must be provided when using QuerySet.iterator() after prefetch_related().")
        if chunk_size is not None and chunk_size <= 0:
            raise ValueError("Chunk size must be strictly positive.")
        return self._chain()._iterated(chunk_size)

    def _iterated(self, chunk_size):
        from django.db.models.prefetch import prefetch_related_objects

        query = self.query.clone()
        params = []
        sql = self._select_sql(query, params)
        if sql is None:
            return
        for rows in connections[self._db or "default"].chunks(sql, params, chunk_size or 2000):
            found = self._instances(query, rows) if self._kind is MODEL else self._shaped(rows)
            step = chunk_size or len(found) or 1
            for start in range(0, len(found), step):
                chunk = found[start : start + step]
                if self._prefetch:
                    prefetch_related_objects(chunk, *self._prefetch)
                yield from chunk

    def get(self, *args, **kwargs):
        if self.query.combined and (args or kwargs):
            raise NotSupportedError("Calling QuerySet.get(...) with filters after %s() is not supported." % self._word())
        clone = self._chain()
        if args or kwargs:
            clone = clone._filtered(False, args, kwargs)
        query = clone.query
        if not query.distinct:
            query.clear_ordering(False)
        limit = None
        if not query.combined and query.high is None and query.low == 0:
            limit = MAX_GET_RESULTS
            query.set_limits(None, limit)
        rows = clone._fetch()
        number = len(rows)
        if number == 1:
            return rows[0]
        if not number:
            raise self.model.DoesNotExist("%s matching query does not exist." % self.model._meta.object_name)
        raise self.model.MultipleObjectsReturned(
            "get() returned more than one %s -- it returned %s!"
            % (
                self.model._meta.object_name,
                number if not limit or number < limit else "more than %s" % (limit - 1),
            )
        )

    def _word(self):
        return self.query.combined[0].lower().partition(" ")[0]

    def first(self):
        query = self
        if not self.ordered:
            if self.query.group and self.query.group is not True:
                raise TypeError(
                    "Cannot use QuerySet.first() on an unordered queryset performing aggregation. "
                    "Add an ordering with order_by()."
                )
            query = self.order_by("pk")
        for one in query[:1]:
            return one
        return None

    def last(self):
        if self.ordered:
            query = self.reverse()
        else:
            query = self.order_by("-pk")
        for one in query[:1]:
            return one
        return None

    def _earliest(self, fields):
        if fields:
            order = fields
        else:
            order = self.model._meta.get_latest_by
            if order is None:
                raise ValueError(
                    "earliest() and latest() require either fields as positional arguments or "
                    "'get_latest_by' in the model's Meta."
                )
            if isinstance(order, str):
                order = (order,)
        new = self._chain()
        if new.query.is_sliced:
            raise TypeError("Cannot change a query once a slice has been taken.")
        new.query.set_limits(None, 1)
        new.query.clear_ordering(True)
        new.query.order_by = tuple(order)
        return new

    def earliest(self, *fields):
        return self._earliest(fields).get()

    def latest(self, *fields):
        new = self._earliest(fields)
        new.query.standard_ordering = not new.query.standard_ordering
        return new.get()

    def count(self):
        if self._result_cache is not None:
            return len(self._result_cache)
        params = []
        try:
            sql = self.query.clone().count_sql(params)
        except EmptyResultSet:
            return 0
        if sql is None:
            return 0
        return connections[self._db or "default"].run(sql, params)[2][0][0]

    def exists(self):
        if self._result_cache is not None:
            return bool(self._result_cache)
        query = self.query
        if query.is_empty:
            return False
        if query.combined:
            return bool(self[:1]._fetch())
        params = []
        try:
            sql = query.exists_query().exists_sql(params)
        except EmptyResultSet:
            return False
        if sql is None:
            return False
        if query.row_lock is not None:
            connections[self._db or "default"].lock_rows()
        return bool(connections[self._db or "default"].run(sql, params)[2])

    def contains(self, obj):
        if self._kind is not MODEL:
            raise TypeError("Cannot call QuerySet.contains() after .values() or .values_list().")
        meta = getattr(obj, "_meta", None)
        if meta is None:
            raise TypeError("'obj' must be a model instance.")
        if meta.concrete_model is not self.model._meta.concrete_model:
            return False
        if obj.pk is None:
            raise ValueError("QuerySet.contains() cannot be used on unsaved objects.")
        if self._result_cache is not None:
            return obj in self._result_cache
        return self.filter(pk=obj.pk).exists()

    def in_bulk(self, id_list=None, *, field_name="pk"):
        if self.query.is_sliced:
            raise TypeError("Cannot use 'limit' or 'offset' with in_bulk().")
        if self._kind is not MODEL:
            raise TypeError("in_bulk() cannot be used with values() or values_list().")
        meta = self.model._meta
        if field_name != "pk":
            unique = meta.get_field(field_name).unique
            for constraint in meta.constraints:
                if getattr(constraint, "fields", None) == (field_name,) and constraint.condition is None:
                    unique = True
            if not unique:
                raise ValueError("in_bulk()'s field_name must be a unique field but %r isn't." % field_name)
        if id_list is not None:
            id_list = tuple(id_list)
            if not id_list:
                return {}
            found = self.filter(**{field_name + "__in": id_list})
        else:
            found = self._chain()
        return {getattr(one, field_name): one for one in found}

    def aggregate(self, *args, **kwargs):
        for one in args:
            try:
                name = one.default_alias()
            except (AttributeError, TypeError):
                raise TypeError("Complex aggregates require an alias")
            kwargs[name] = one
        query = self.query.clone()
        if query.combined:
            raise NotSupportedError("Calling QuerySet.aggregate() after %s() is not supported." % self._word())
        resolved = []
        for name, one in kwargs.items():
            if not hasattr(one, "resolve"):
                raise TypeError("QuerySet.aggregate() received non-expression(s): %s." % one)
            if not one.contains_aggregate:
                raise TypeError("%s is not an aggregate expression" % name)
        if not kwargs:
            return {}
        around = query.is_sliced or query.distinct or query._has_aggregates()
        if around:
            return self._aggregate_around(query, kwargs)
        for name, one in kwargs.items():
            resolved.append((name, one.resolve(query, True, None, True)))
        return self._aggregate_row(query, resolved)

    def _aggregate_row(self, query, resolved):
        params = []
        try:
            if query.is_empty:
                raise EmptyResultSet
            sql = query.aggregate_sql(resolved, params)
        except EmptyResultSet:
            return {name: one.empty_value() for name, one in resolved}
        row = connections[self._db or "default"].run(sql, params)[2][0]
        return {name: _converted(one, value) for (name, one), value in zip(resolved, row)}

    def _aggregate_around(self, query, aggregates):
        """Aggregates of a sliced, distinct or grouped query: around it as a subquery."""
        from django.db.models.aggregates import over_subquery

        resolved, sql, params = over_subquery(query, aggregates)
        if sql is None:
            return {name: one.empty_value() for name, one in resolved}
        row = connections[self._db or "default"].run(sql, params)[2][0]
        return {name: _converted(one, value) for (name, one), value in zip(resolved, row)}

    # Writing

    def create(self, **kwargs):
        one = self.model(**kwargs)
        one.save(force_insert=True, using=self._db or "default")
        return one

    create.alters_data = True

    def _split_params(self, defaults, kwargs):
        """The attributes of a new object: lookups without `__`, and the defaults."""
        params = {name: value for name, value in kwargs.items() if "__" not in name}
        params.update(defaults)
        meta = self.model._meta
        invalid = []
        for name in params:
            if name == "pk" or name in meta.lookup_names:
                continue
            # A property with a setter may be given, too.
            attribute = getattr(self.model, name, None)
            if not (isinstance(attribute, property) and attribute.fset):
                invalid.append(name)
        if invalid:
            raise FieldError(
                "Invalid field name(s) for model %s: '%s'." % (meta.object_name, "', '".join(sorted(invalid)))
            )
        return params

    def get_or_create(self, defaults=None, **kwargs):
        try:
            return self.get(**kwargs), False
        except self.model.DoesNotExist:
            params = self._split_params(defaults or {}, kwargs)
            try:
                with Atomic(self._db or "default", True, False):
                    return self.create(**resolve_callables(params)), True
            except IntegrityError:
                try:
                    return self.get(**kwargs), False
                except self.model.DoesNotExist:
                    pass
                raise

    get_or_create.alters_data = True

    def update_or_create(self, defaults=None, create_defaults=None, **kwargs):
        update_defaults = defaults or {}
        if create_defaults is None:
            create_defaults = update_defaults
        with Atomic(self._db or "default", True, False):
            one, created = self.select_for_update().get_or_create(create_defaults, **kwargs)
            if created:
                return one, True
            for name, value in resolve_callables(update_defaults).items():
                setattr(one, name, value)
            names = set(update_defaults)
            meta = self.model._meta
            concrete = {}
            for field in meta.concrete_fields:
                concrete[field.name] = field
                concrete[field.attname] = field
            if all([name in concrete for name in names]):
                for field in meta.local_fields:
                    # Those that may have something to do before they are saved.
                    if not field.primary_key and field.is_date:
                        names.add(field.name)
                one.save(using=self._db or "default", update_fields=names)
            else:
                one.save(using=self._db or "default")
            return one, False

    update_or_create.alters_data = True

    def update(self, **kwargs):
        if self.query.combined:
            raise NotSupportedError("Calling QuerySet.update() after %s() is not supported." % self._word())
        if self.query.is_sliced:
            raise TypeError("Cannot update a query once a slice has been taken.")
        meta = self.model._meta
        values = []
        for name, value in kwargs.items():
            field = meta.lookup_names.get(name)
            if field is None:
                raise FieldDoesNotExist("%s has no field named '%s'" % (meta.object_name, name))
            if not field.concrete or field.many_to_many:
                raise FieldError(
                    "Cannot update model field %r (only non-relations and foreign keys permitted)." % field
                )
            values.append((field, value))
        connection = connections[self._db or "default"]
        try:
            changed = self._update(values)
        except Exception as error:
            connection.mark_for_rollback(error)
            raise
        self._result_cache = None
        return changed

    update.alters_data = True

    def _update(self, values):
        """UPDATE of (field, value) pairs: the number of rows it matched."""
        query = self.query
        if query.is_empty or not values:
            return 0
        from django.db.models.update import update_statements

        changed = None
        connection = connections[self._db or "default"]
        for sql, params in update_statements(query, values, connection):
            count = connection.run(sql, params)[3]
            if changed is None:
                changed = count
        return changed or 0

    def delete(self):
        if self.query.combined:
            raise NotSupportedError("Calling QuerySet.delete() after %s() is not supported." % self._word())
        if self.query.is_sliced:
            raise TypeError("Cannot use 'limit' or 'offset' with delete().")
        if self.query.distinct:
            raise TypeError("Cannot call delete() after .distinct().")
        if self._kind is not MODEL:
            raise TypeError("Cannot call delete() after .values() or .values_list()")
        from django.db.models.deletion import Collector

        rows = self._chain()
        rows.query.select_related = None
        rows.query.row_lock = None
        rows.query.clear_ordering(True)
        collector = Collector(self._db or "default", self)
        collector.collect(rows)
        found = collector.delete()
        self._result_cache = None
        return found

    delete.alters_data = True

    def _raw_delete(self, using):
        """DELETE without looking at relations: the number of rows."""
        from django.db.models.update import delete_statement

        params = []
        try:
            sql = delete_statement(self.query.clone(), params)
        except EmptyResultSet:
            return 0
        if sql is None:
            return 0
        return connections[using].run(sql, params)[3]

    def bulk_create(
        self,
        objs,
        batch_size=None,
        ignore_conflicts=False,
        update_conflicts=False,
        update_fields=None,
        unique_fields=None,
    ):
        from django.db.models.bulk import bulk_create

        return bulk_create(self, objs, batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields)

    bulk_create.alters_data = True

    def bulk_update(self, objs, fields, batch_size=None):
        from django.db.models.bulk import bulk_update

        return bulk_update(self, objs, fields, batch_size)

    bulk_update.alters_data = True

    # Narrowing

    def all(self):
        return self._chain()

    def none(self):
        new = self._chain()
        new.query.is_empty = True
        return new

    def filter(self, *args, **kwargs):
        self._not_combined("filter")
        return self._chain()._filtered(False, args, kwargs)

    def exclude(self, *args, **kwargs):
        self._not_combined("exclude")
        return self._chain()._filtered(True, args, kwargs)

    def _not_combined(self, name):
        if self.query.combined:
            raise NotSupportedError("Calling QuerySet.%s() after %s() is not supported." % (name, self._word()))

    def _filtered(self, negate, args, kwargs):
        """Adds the conditions to this (fresh) queryset."""
        query = self.query
        if (args or kwargs) and (query.low != 0 or query.high is not None):
            raise TypeError("Cannot filter a query once a slice has been taken.")
        if not negate and not args and (len(kwargs) == 1 or query.meta.simple_for(kwargs)):
            query.filter_kwargs(kwargs)
        elif negate:
            query.filter_q(~Q(*args, **kwargs))
        else:
            query.filter_q(Q(*args, **kwargs))
        return self

    def complex_filter(self, filter_obj):
        if isinstance(filter_obj, Q):
            return self.filter(filter_obj)
        return self.filter(**filter_obj)

    def using(self, alias):
        new = self._chain()
        new._db = alias
        return new

    def order_by(self, *names):
        if self.query.is_sliced:
            raise TypeError("Cannot reorder a query once a slice has been taken.")
        new = self._chain()
        query = new.query
        query.clear_ordering(True, False)
        for name in names:
            if isinstance(name, str):
                plain = name.lstrip("-").lstrip("+")
                if plain == "?" or plain == "pk" or (query.annotations and plain.partition("__")[0] in query.annotations):
                    continue
                if not query.combined:
                    query.path(plain.split("__"), True)
            elif not hasattr(name, "resolve") and not isinstance(name, OrderBy):
                raise FieldError("Invalid order_by arguments: [%r]" % (name,))
        if names:
            query.order_by = query.order_by + names
        else:
            query.default_ordering = False
        return new

    def reverse(self):
        if self.query.is_sliced:
            raise TypeError("Cannot reverse a query once a slice has been taken.")
        new = self._chain()
        new.query.standard_ordering = not new.query.standard_ordering
        return new

    def distinct(self, *field_names):
        self._not_combined("distinct")
        if self.query.is_sliced:
            raise TypeError("Cannot create distinct fields once a slice has been taken.")
        if field_names:
            if on_postgres():
                raise NotImplementedError("distinct() with names of fields is not supported by Lockstep")
            raise NotSupportedError("DISTINCT ON fields is not supported by this database backend")
        new = self._chain()
        new.query.distinct = True
        return new

    def select_for_update(self, nowait=False, skip_locked=False, of=(), no_key=False):
        """On SQLite all of it is dropped silently, as Django does."""
        if nowait and skip_locked:
            raise ValueError("The nowait option cannot be used with skip_locked.")
        new = self._chain()
        if on_postgres():
            new.query.row_lock = (nowait, skip_locked, tuple(of), no_key)
        return new

    def select_related(self, *fields):
        self._not_combined("select_related")
        if self._kind is not MODEL:
            raise TypeError("Cannot call select_related() after .values() or .values_list()")
        new = self._chain()
        if fields == (None,):
            new.query.select_related = None
        elif fields:
            wanted = dict(new.query.select_related) if isinstance(new.query.select_related, dict) else {}
            for name in fields:
                level = wanted
                for part in name.split("__"):
                    inner = dict(level.get(part, {}))
                    level[part] = inner
                    level = inner
            new.query.select_related = wanted
        else:
            new.query.select_related = True
        return new

    def prefetch_related(self, *lookups):
        self._not_combined("prefetch_related")
        new = self._chain()
        if lookups == (None,):
            new._prefetch = ()
        else:
            new._prefetch = new._prefetch + lookups
        return new

    def only(self, *fields):
        if self._kind is not MODEL:
            raise TypeError("Cannot call only() after .values() or .values_list()")
        new = self._chain()
        new.query.only = self._field_names(fields)
        new.query.deferred = None
        return new

    def defer(self, *fields):
        if self._kind is not MODEL:
            raise TypeError("Cannot call defer() after .values() or .values_list()")
        new = self._chain()
        if fields == (None,):
            new.query.deferred = None
            new.query.only = None
        elif new.query.only is not None:
            new.query.only = tuple([name for name in new.query.only if name not in fields])
        else:
            new.query.deferred = (new.query.deferred or ()) + self._field_names(fields)
        return new

    def _field_names(self, fields):
        meta = self.model._meta
        found = []
        for name in fields:
            if "__" in name:
                raise NotImplementedError("only() and defer() across relations are not supported by Lockstep")
            if name == "pk":
                name = meta.pk.name
            if name not in meta.lookup_names:
                raise FieldDoesNotExist("%s has no field named '%s'" % (meta.object_name, name))
            found.append(name)
        return tuple(found)

    def annotate(self, *args, **kwargs):
        return self._annotated(args, kwargs, True)

    def alias(self, *args, **kwargs):
        return self._annotated(args, kwargs, False)

    def _annotated(self, args, kwargs, select):
        self._not_combined("annotate" if select else "alias")
        expressions = {}
        for one in args:
            try:
                name = one.default_alias()
            except (AttributeError, TypeError):
                raise TypeError("Complex annotations require an alias")
            if name in kwargs:
                raise TypeError(
                    "The named annotation '%s' conflicts with the default name for another annotation." % name
                )
            expressions[name] = one
        expressions.update(kwargs)
        for name, one in expressions.items():
            if not hasattr(one, "resolve"):
                raise TypeError(
                    "QuerySet.%s() received non-expression(s): %s." % ("annotate" if select else "alias", one)
                )
        new = self._chain()
        query = new.query
        names = query.meta.lookup_names
        for name in expressions:
            if name in names and query.selection is None:
                raise ValueError("The annotation '%s' conflicts with a field on the model." % name)
        for name, one in expressions.items():
            resolved = query.add_annotation(name, one, select)
            if resolved.contains_aggregate and query.group is None:
                if query.selection is None:
                    query.group = True
                else:
                    query.group = [
                        what for _, what in query.resolve_selection() if not what.contains_aggregate
                    ]
        return new

    def _selected(self, fields, expressions, kind):
        new = self._chain()
        query = new.query
        query.select_related = None
        query.deferred = None
        query.only = None
        meta = query.meta
        for name, one in expressions.items():
            query.add_annotation(name, one, True)
        if not fields and not expressions:
            new._kind = kind
            return new
        selection = []
        for name in fields or ():
            if query.annotations is not None and name in query.annotations:
                selection.append((name, query.annotations[name]))
            else:
                path = query.path(name.split("__"), True)
                query.resolve_ref(name)
                selection.append((name, name))
        if not fields:
            for field in meta.concrete_fields:
                selection.append((field.attname, field.attname))
            for name, what in query.selected_annotations():
                selection.append((name, what))
        query.selection = selection
        if query.combined:
            word, queries = query.combined
            narrowed = []
            for one in queries:
                one = one.clone()
                one.selection = selection
                one.only = one.deferred = None
                narrowed.append(one)
            query.combined = (word, narrowed)
        if query.group is True:
            # The grouping by the model's columns stays; only what is selected changes.
            query.group = [field.col for field in meta.concrete_fields]
        new._kind = kind
        return new

    def values(self, *fields, **expressions):
        fields = list(fields)
        for name in expressions:
            fields.append(name)
        return self._selected(fields, expressions, VALUES)

    def values_list(self, *fields, flat=False, named=False):
        if flat and named:
            raise TypeError("'flat' and 'named' can't be used together.")
        if flat and len(fields) > 1:
            raise TypeError("'flat' is not valid when values_list is called with more than one field.")
        names = []
        expressions = {}
        counter = 1
        for one in fields:
            if hasattr(one, "resolve"):
                try:
                    name = one.default_alias()
                except (AttributeError, TypeError):
                    name = type(one).__name__.lower()
                while True:
                    alias = "%s%d" % (name, counter)
                    counter += 1
                    if alias not in fields:
                        break
                expressions[alias] = one
                names.append(alias)
            else:
                names.append(one)
        kind = NAMED if named else FLAT if flat else TUPLES
        if flat and not names:
            names = [self.model._meta.concrete_fields[0].name]
        return self._selected(names, expressions, kind)

    def union(self, *other_qs, all=False):
        live = [one for one in (self,) + other_qs if not one.query.is_empty]
        if not live:
            return self.none() if self.query.is_empty else self
        if len(live) == 1:
            return live[0]
        return live[0]._combinator("UNION ALL" if all else "UNION", live)

    def intersection(self, *other_qs):
        for one in (self,) + other_qs:
            if one.query.is_empty:
                return one
        return self._combinator("INTERSECT", (self,) + other_qs)

    def difference(self, *other_qs):
        if self.query.is_empty:
            return self
        return self._combinator("EXCEPT", (self,) + other_qs)

    def _combinator(self, word, querysets):
        new = self._chain()
        query = new.query
        query.clear_ordering(True)
        query.low, query.high = 0, None
        query.combined = (word, [one.query.clone() for one in querysets])
        return new

    def dates(self, *args, **kwargs):
        raise NotImplementedError("QuerySet.dates() is not supported by Lockstep")

    def datetimes(self, *args, **kwargs):
        raise NotImplementedError("QuerySet.datetimes() is not supported by Lockstep")

    def extra(self, *args, **kwargs):
        raise NotImplementedError("QuerySet.extra() is not supported by Lockstep: use annotate() or raw()")

    def explain(self, *args, **kwargs):
        raise NotImplementedError("QuerySet.explain() is not supported by Lockstep")

    def raw(self, raw_query, params=(), translations=None, using=None):
        from django.db.models.raw import RawQuerySet

        return RawQuerySet(raw_query, self.model, params, translations, using or self._db or "default")

    # The asynchronous names, with those below

    def __aiter__(self):
        return self._later(self._fetch)

    def aiterator(self, chunk_size=2000):
        if chunk_size <= 0:
            raise ValueError("Chunk size must be strictly positive.")
        return self._later(lambda: list(self.iterator(chunk_size)))

    async def _later(self, read):
        for one in await sync_to_async(read)():
            yield one


asynchronous_names(
    QuerySet,
    "get create count exists first last earliest latest contains get_or_create update_or_create update delete "
    "bulk_create bulk_update in_bulk aggregate explain",
)


def _converters(fields):
    found = []
    for index, field in enumerate(fields):
        convert = field.converter()
        if convert is not None:
            found.append((index, convert))
    return found


def _converted(expression, value):
    """A selected expression's value as its output field's Python type."""
    if value is None:
        return None
    convert = _converter_of(expression, expression.output_field)
    return value if convert is None else convert(value)


def _converter_of(expression, field):
    convert = getattr(expression, "convert_value", None)
    if convert is not None or field is None:
        return convert
    if field.is_decimal and not isinstance(expression, Col):
        return field.number_from_db
    return field.converter()
