"""bulk_create() and bulk_update()."""

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db.backends.vendor import on_postgres
from django.db.handler import connections
from django.db.models.base import insert_expression
from django.db.models.expressions import Case, Value, When, quote
from django.db.models.functions import Cast
from django.db.transaction import Atomic

# SQLite's limit on the parameters of one statement, as Django counts it.
MAX_PARAMETERS = 999


def bulk_create(queryset, objs, batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields):
    if batch_size is not None and batch_size <= 0:
        raise ValueError("Batch size must be a positive integer.")
    model = queryset.model
    meta = model._meta
    for parent in meta.get_parent_list():
        if parent._meta.concrete_model is not meta.concrete_model:
            raise ValueError("Can't bulk create a multi-table inherited model")
    if not objs:
        return objs
    objs = list(objs)
    ending = _conflict_ending(meta, ignore_conflicts, update_conflicts, update_fields, unique_fields)
    using = queryset.db
    pk = meta.pk
    for one in objs:
        if meta.relations:
            one._check_related(using)
        if one.pk is None and not pk.is_auto:
            setattr(one, pk.attname, pk.get_default())
    returning = not ignore_conflicts
    with Atomic(using, False, False):
        with_pk = [one for one in objs if one.pk is not None]
        without = [one for one in objs if one.pk is None]
        for group, fields in (
            (with_pk, meta.local_fields),
            (without, [field for field in meta.local_fields if field is not meta.auto_field] or [pk]),
        ):
            if not group:
                continue
            limit = len(group) if on_postgres() else _batch_limit(len(fields))
            size = limit if batch_size is None else min(batch_size, limit)
            for start in range(0, len(group), size):
                batch = group[start : start + size]
                _insert(meta, using, batch, fields, ending, returning)
        for one in objs:
            if returning or one.pk is not None:
                one._state.adding = False
                one._state.db = using
    return objs


def _batch_limit(columns):
    if columns == 1:
        return 500
    return max(MAX_PARAMETERS // max(columns, 1), 1)


def _conflict_ending(meta, ignore, update, update_fields, unique_fields):
    """What follows the VALUES: None, "ignore", or ON CONFLICT ... DO UPDATE."""
    if ignore and update:
        raise ValueError("ignore_conflicts and update_conflicts are mutually exclusive.")
    if ignore:
        return "ignore"
    if not update:
        return None
    if not update_fields:
        raise ValueError("Fields that will be updated when a row insertion fails on conflicts must be provided.")
    if not unique_fields:
        raise ValueError("Unique fields that can trigger the upsert must be provided.")
    changed = [meta.get_field(name) for name in update_fields]
    if any([not field.concrete or field.many_to_many for field in changed]):
        raise ValueError("bulk_create() can only be used with concrete fields in update_fields.")
    if any([field.primary_key for field in changed]):
        raise ValueError("bulk_create() cannot be used with primary keys in update_fields.")
    unique = [meta.get_field(meta.pk.name if name == "pk" else name) for name in unique_fields]
    return " ON CONFLICT(%s) DO UPDATE SET %s" % (
        ", ".join([quote(field.column) for field in unique]),
        ", ".join(["%s = EXCLUDED.%s" % (quote(field.column), quote(field.column)) for field in changed]),
    )


def _insert(meta, using, batch, fields, ending, returning):
    params = []
    rows = []
    plain = True
    for one in batch:
        texts = []
        for field in fields:
            value = field.pre_save(one, True)
            if value is None and field.is_auto and on_postgres():
                plain = False
                texts.append("DEFAULT")
            elif hasattr(value, "resolve"):
                plain = False
                texts.append(insert_expression(field, value, one, params))
            else:
                params.append(field.get_db_prep_save(value))
                texts.append("?")
        rows.append("(%s)" % ", ".join(texts))
    if ending == "ignore" and on_postgres():
        ending = " ON CONFLICT DO NOTHING"
    values = "VALUES " + ", ".join(rows)
    if plain and len(batch) > 1 and on_postgres():
        # One array a column.
        width = len(fields)
        params = [params[place::width] for place in range(width)]
        arrays = ["(?)::%s[]" % field.db_type().partition("(")[0] for field in fields]
        values = "SELECT * FROM UNNEST(%s)" % ", ".join(arrays)
    sql = "%s INTO %s (%s) %s" % (
        "INSERT OR IGNORE" if ending == "ignore" else "INSERT",
        meta.quoted_table,
        ", ".join([field.quoted_column for field in fields]),
        values,
    )
    if ending is not None and ending != "ignore":
        sql += ending
    if returning:
        sql += meta.returning_text()
    answer = connections[using].run(sql, params)
    if returning and meta.pk.is_auto:
        for one, row in zip(batch, answer[2]):
            setattr(one, meta.pk.attname, row[0])


def bulk_update(queryset, objs, fields, batch_size):
    if batch_size is not None and batch_size <= 0:
        raise ValueError("Batch size must be a positive integer.")
    if not fields:
        raise ValueError("Field names must be given to bulk_update().")
    objs = tuple(objs)
    if any([one.pk is None for one in objs]):
        raise ValueError("All bulk_update() objects must have a primary key set.")
    meta = queryset.model._meta
    found = [meta.get_field(name) for name in fields]
    if any([not field.concrete or field.many_to_many for field in found]):
        raise ValueError("bulk_update() can only be used with concrete fields.")
    if any([field.primary_key for field in found]):
        raise ValueError("bulk_update() cannot be used with primary key fields.")
    if not objs:
        return 0
    for one in objs:
        if meta.relations:
            one._check_related(queryset.db)
    limit = len(objs) if on_postgres() else max(MAX_PARAMETERS // (len(found) + 2), 1)
    size = limit if batch_size is None else min(batch_size, limit)
    changed = 0
    base = queryset._chain()
    with Atomic(queryset.db, False, False):
        for start in range(0, len(objs), size):
            batch = objs[start : start + size]
            values = {}
            for field in found:
                cases = []
                for one in batch:
                    value = getattr(one, field.attname)
                    if not hasattr(value, "resolve"):
                        value = Value(value, output_field=field)
                    cases.append(When(pk=one.pk, then=value))
                values[field.name] = Case(*cases, output_field=field)
                if on_postgres():
                    values[field.name] = Cast(values[field.name], output_field=field)
            changed += base.filter(pk__in=[one.pk for one in batch]).update(**values)
    return changed
