"""UPDATE and DELETE statements of querysets."""

from django.core.exceptions import EmptyResultSet, FieldError
from django.db.models.expressions import quote
from django.db.models.sql import Query


def value_sql(query, field, value, params):
    """The text for `field = ...`; a value goes to the parameters."""
    if hasattr(value, "resolve"):
        resolved = value.resolve(query, False)
        if resolved.contains_aggregate:
            raise FieldError("Aggregate functions are not allowed in this query (%s=%r)." % (field.name, value))
        # Twice, as Django does: it shows in the parentheses of conditions.
        return resolved.resolve(query, False).sql(query, params)
    if hasattr(value, "query"):
        from django.db.models.expressions import Subquery

        return Subquery(value).resolve(query).sql(query, params)
    if hasattr(value, "_meta"):
        if not field.is_relation:
            raise TypeError(
                "Tried to update field %s with a model instance, %r. Use a value compatible with %s."
                % (field, value, type(field).__name__)
            )
        value = getattr(value, field.target_field.attname)
    value = field.get_db_prep_save(value)
    if value is None:
        return "NULL"
    params.append(value)
    return "?"


def update_statements(query, values, connection):
    """The statements of an update, one after the other: more than one only for inherited fields."""
    query = query.clone()
    query.clear_ordering(True)
    meta = query.meta
    own = [(field, value) for field, value in values if field.model is meta.concrete_model]
    inherited = [(field, value) for field, value in values if field.model is not meta.concrete_model]
    if inherited:
        yield from _inherited(query, own, inherited, connection)
        return
    params = []
    parts = []
    for field, value in own:
        parts.append("%s = %s" % (field.quoted_column, value_sql(query, field, value, params)))
    text = "UPDATE %s SET %s" % (meta.quoted_table, ", ".join(parts))
    try:
        text += where_of(query, params)
    except EmptyResultSet:
        return
    yield text, params


def _inherited(query, own, inherited, connection):
    meta = query.meta
    inner = query.clone()
    inner.select_pk_only()
    params = []
    try:
        sql = inner.select_sql(params)
    except EmptyResultSet:
        return
    if sql is None:
        return
    rows = connection.run(sql, params)[2]
    ids = [row[0] for row in rows]
    if not ids:
        return
    groups = []
    if own:
        groups.append((meta, own))
    for field, value in inherited:
        target = field.model._meta
        for one in groups:
            if one[0] is target:
                one[1].append((field, value))
                break
        else:
            groups.append((target, [(field, value)]))
    for target, pairs in groups:
        inner = Query(target.model)
        params = []
        parts = ["%s = %s" % (field.quoted_column, value_sql(inner, field, value, params)) for field, value in pairs]
        marks = ", ".join(["?"] * len(ids))
        yield "UPDATE %s SET %s WHERE %s IN (%s)" % (
            target.quoted_table,
            ", ".join(parts),
            target.pk.col_text,
            marks,
        ), params + ids


def where_of(query, params):
    """WHERE for a statement on one table: conditions on other tables become a subquery."""
    if query.joins is not None and len(query.joins) > 1:
        inner = query.clone()
        inner.select_pk_only()
        if query.group is not None or query.annotations:
            inner.annotations = query.annotations
        from django.db.models.expressions import Subquery

        text = Subquery(inner).resolve(query).sql(query, params)
        return " WHERE %s IN %s" % (query.meta.pk.col_text, text)
    if query._has_aggregates() and query.where.contains_aggregate:
        raise NotImplementedError("update() and delete() after a filter on an aggregate are not supported by Lockstep")
    condition = query.where.sql(query, params)
    if condition is None:
        raise EmptyResultSet
    return " WHERE " + condition if condition else ""


def delete_statement(query, params):
    if query.is_empty:
        return None
    return "DELETE FROM %s%s" % (query.meta.quoted_table, where_of(query, params))
