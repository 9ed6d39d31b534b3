"""The part of a filter after the last `__`: exact, gt, in, contains ..."""

import math

from django.core.exceptions import FieldError
from django.db.backends.vendor import on_postgres
from django.db.models.expressions import Combinable, Expression, Func, Subquery, Value
from django.db.models.fields import DateField, IntegerField, TimeField
from django.db.models.fields.json import lookup as json_lookup
from django.db.models.where import EVERYTHING, NOTHING, Compare, CompareExpression, Truth

OPERATORS = {"exact": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

# How a pattern lookup surrounds its (escaped) text.
PATTERNS = {
    "contains": ("%", "%"),
    "icontains": ("%", "%"),
    "startswith": ("", "%"),
    "istartswith": ("", "%"),
    "endswith": ("%", ""),
    "iendswith": ("%", ""),
    "iexact": ("", ""),
}

LOOKUPS = ("exact", "gt", "gte", "lt", "lte", "in", "isnull", "range") + tuple(PATTERNS)

# What may follow the name of a relation.
RELATED_LOOKUPS = ("exact", "gt", "gte", "lt", "lte", "in", "isnull")

UNSUPPORTED = ("regex", "iregex", "search")


def escaped(value):
    return str(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def is_expression(value):
    return isinstance(value, Combinable)


def unsupported_lookup(name, field):
    if name in UNSUPPORTED:
        return NotImplementedError("the lookup '%s' is not supported by Lockstep" % name)
    return FieldError(
        "Unsupported lookup '%s' for %s or join on the field not permitted." % (name, type(field).__name__)
    )


def plain_value(value, field):
    """A related object given as a value stands for the value of the related field."""
    meta = getattr(value, "_meta", None)
    if meta is None:
        return value
    target = field.target_field if field is not None and field.is_relation else None
    if target is not None:
        wanted = target.model._meta.concrete_model
        if not issubclass(meta.concrete_model, wanted) and not issubclass(wanted, meta.concrete_model):
            raise ValueError(
                'Cannot query "%s": Must be "%s" instance.' % (value, field.remote_model._meta.object_name)
            )
        found = getattr(value, target.attname, value.pk)
    else:
        found = value.pk
    if value.pk is None:
        if field is not None and field.is_relation:
            raise ValueError("Model instances passed to related filters must be saved.")
        raise ValueError("Unsaved model instance %r cannot be used in an ORM query." % (value,))
    return found


def prepare(field, value):
    if field is None:
        return value
    if field.is_relation:
        field = field.target_field
    return field.get_db_prep_value(value)


def number_field(field):
    if field is not None and field.is_relation:
        field = field.target_field
    return field is not None and field.is_integer


def make_lookup(query, lhs, field, name, value):
    """The condition `lhs name value`; `field` tells how values are written, or is None."""
    if field is not None and field.is_json and not is_expression(value) and not hasattr(value, "query"):
        condition = json_lookup(lhs, name, value)
        if condition is not None:
            return condition
    if value is None and name == "exact":
        return Compare(lhs, " IS NULL", [])
    if name == "in":
        return make_in(query, lhs, field, value)
    if name == "isnull":
        if value is not True and value is not False:
            raise ValueError("The QuerySet value for an isnull lookup must be True or False.")
        return Compare(lhs, " IS NULL" if value else " IS NOT NULL", [])
    if name == "year":
        low, high = field.year_bounds(int(value))
        return Compare(lhs, " BETWEEN ? AND ?", [prepare(field, low), prepare(field, high)])
    if name == "range":
        return make_range(query, lhs, field, value)
    if name in PATTERNS:
        return make_pattern(lhs, field, name, value)
    if name not in OPERATORS:
        raise unsupported_lookup(name, field)
    operator = OPERATORS[name]
    if hasattr(value, "query"):
        return CompareExpression(lhs, "%s " + operator + " %s", subquery_of(query, value, name))
    if is_expression(value):
        return CompareExpression(lhs, "%s " + operator + " %s", value)
    value = plain_value(value, field)
    if value is None:
        if name == "exact":
            return Compare(lhs, " IS NULL", [])
        raise ValueError("Cannot use None as a query value")
    if name == "exact" and isinstance(value, bool) and lhs.conditional:
        return Truth(lhs, value)
    if number_field(field):
        if isinstance(value, float) and name in ("gte", "lt"):
            value = math.ceil(value)
        prepared = prepare(field, value)
        if isinstance(prepared, int):
            if prepared > 9223372036854775807:
                return EVERYTHING if name in ("lt", "lte") else NOTHING
            if prepared < -9223372036854775808:
                return EVERYTHING if name in ("gt", "gte") else NOTHING
    else:
        prepared = prepare(field, value)
        if prepared is True or prepared is False:
            if name == "exact" and lhs.conditional:
                return Truth(lhs, prepared)
    return Compare(lhs, " %s ?" % operator, [prepared])


def make_range(query, lhs, field, value):
    low, high = value
    if is_expression(low) or is_expression(high):
        raise NotImplementedError("an expression in a range lookup is not supported by Lockstep")
    return Compare(lhs, " BETWEEN ? AND ?", [prepare(field, low), prepare(field, high)])


def make_pattern(lhs, field, name, value):
    if is_expression(value) or hasattr(value, "query"):
        raise NotImplementedError("an expression on the right of '%s' is not supported by Lockstep" % name)
    if value is None:
        if name == "iexact":
            return Compare(lhs, " IS NULL", [])
        raise ValueError("Cannot use None as a query value")
    before, after = PATTERNS[name]
    if field is not None and field.is_text:
        value = field.get_prep_value(value)
    if on_postgres():
        operator = "= " if name == "iexact" else "LIKE "
        if name in ("contains", "startswith", "endswith"):
            return Compare(AsText(lhs, "%s::text"), " %s?" % operator, [before + escaped(value) + after])
        # Nothing is a pattern in a comparison.
        text = str(value) if name == "iexact" else before + escaped(value) + after
        return Compare(AsText(lhs, "UPPER(%s::text)"), " %sUPPER(?)" % operator, [text])
    return Compare(lhs, " LIKE ? ESCAPE '\\'", [before + escaped(value) + after])


# How SQLite's strftime() calls the parts of a date, of what Django asks functions of its own for.
_STRFTIME = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
}


class _DatePart(Expression):
    """The day, say, of a column of dates or times, which are in UTC."""

    def __init__(self, source, part):
        self.source = source
        self.part = part
        self.contains_aggregate = source.contains_aggregate

    def find_output_field(self):
        kinds = {"date": DateField, "time": TimeField}
        return kinds.get(self.part, IntegerField)()

    def sources(self):
        return [self.source]

    def sql(self, ctx, params):
        text = self.source.sql(ctx, params)
        part = self.part
        if part in _STRFTIME:
            if on_postgres():
                return "EXTRACT(%s FROM %s)" % (part.upper(), text)
            return "CAST(strftime('%s', %s) AS INTEGER)" % (_STRFTIME[part], text)
        if on_postgres():
            return "(%s)::%s" % (text, part)
        return "SUBSTR(%s, 1, 10)" % text if part == "date" else "SUBSTR(%s, 12)" % text


class AsText(Expression):
    """A column in a comparison of texts on PostgreSQL."""

    def __init__(self, source, template):
        self.source = source
        self.template = template
        self.contains_aggregate = source.contains_aggregate

    def sql(self, ctx, params):
        return self.template % self.source.sql(ctx, params)


def subquery_of(query, queryset, name):
    inner = queryset.query.clone()
    if name == "exact":
        if inner.high is None or inner.high - inner.low != 1:
            raise ValueError("The QuerySet value for an exact lookup must be limited to one result using slicing.")
        if inner.selection is None:
            inner.select_pk_only()
    return Subquery(inner).resolve(query)


def make_in(query, lhs, field, value):
    if hasattr(value, "query"):
        inner = value.query.clone()
        if inner.combined:
            raise NotImplementedError("an __in lookup of a union() is not supported by Lockstep")
        inner.clear_ordering(False)
        if inner.selection is None:
            inner.select_pk_only()
        return CompareExpression(lhs, "%s IN %s", Subquery(inner).resolve(query))
    if isinstance(value, Subquery):
        return CompareExpression(lhs, "%s IN %s", value)
    if isinstance(value, str):
        value = list(value)
    values = []
    seen = set()
    for one in value:
        if one is None:
            continue
        if is_expression(one):
            raise NotImplementedError("an expression in an __in list is not supported by Lockstep")
        one = plain_value(one, field)
        try:
            if one in seen:
                continue
            seen.add(one)
        except TypeError:
            pass
        values.append(prepare(field, one))
    if not values:
        return NOTHING
    return Compare(lhs, " IN (%s)" % ", ".join(["?"] * len(values)), values)
