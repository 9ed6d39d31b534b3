"""Sum, Count and their kin."""

from django.core.exceptions import FieldError
from django.db.backends.vendor import on_postgres
from django.db.models.expressions import Col, Combinable, F, Func, Ref, Star, Value, quote
from django.db.models.fields import FloatField, IntegerField
from django.db.models.query_utils import Q


class Aggregate(Func):
    contains_aggregate = True
    name = None
    allow_distinct = False
    template = "%(function)s(%(distinct)s%(expressions)s)"
    empty = None

    def __init__(self, *expressions, distinct=False, filter=None, default=None, **extra):
        if distinct and not self.allow_distinct:
            raise TypeError("%s does not allow distinct." % type(self).__name__)
        if default is not None and self.empty is not None:
            raise TypeError("%s does not allow default." % type(self).__name__)
        self.distinct = distinct
        self.filter = filter
        self.default = default
        super().__init__(*expressions, **extra)

    def _note_contents(self):
        self.contains_aggregate = True

    def copy_details(self, new):
        new.distinct = self.distinct
        new.filter = self.filter
        new.default = self.default

    def default_alias(self):
        argument = self.arguments[0] if len(self.arguments) == 1 else None
        if isinstance(argument, F):
            return "%s__%s" % (argument.name, self.name.lower())
        raise TypeError("Complex expressions require an alias")

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        new = super().resolve(query, allow_joins, reuse, summarize)
        if self.filter is not None:
            new.filter = self.filter.resolve(query, allow_joins, reuse, summarize)
        for one, given in zip(new.arguments, self.arguments):
            if one.contains_aggregate:
                shown = given.name if isinstance(given, F) else given
                raise FieldError(
                    "Cannot compute %s('%s'): '%s' is an aggregate" % (type(self).__name__, shown, shown)
                )
        return new

    def sql(self, ctx, params):
        parts = [one.sql(ctx, params) for one in self.arguments]
        text = "%s(%s%s)" % (self.function, "DISTINCT " if self.distinct else "", ", ".join(parts))
        if self.filter is not None:
            condition = self.filter.sql(ctx, params)
            if condition is None:
                condition = "0 = 1"
            if condition:
                text += " FILTER (WHERE %s)" % condition
        field = self.output_field
        if field is not None and field.is_decimal and not on_postgres():
            text = "(CAST(%s AS NUMERIC))" % text
        if self.default is not None:
            default = self.default if isinstance(self.default, Combinable) else Value(self.default)
            text = "COALESCE(%s, %s)" % (text, default.sql(ctx, params))
        return text

    def empty_value(self):
        """The aggregate of no rows at all, when nothing need be asked."""
        if self.default is not None:
            return getattr(self.default, "value", self.default)
        return self.empty

    def group_by(self):
        return []


class Count(Aggregate):
    function = "COUNT"
    name = "Count"
    allow_distinct = True
    empty = 0

    def __init__(self, expression, filter=None, **extra):
        if expression == "*":
            expression = Star()
        if isinstance(expression, Star) and filter is not None and extra.get("distinct"):
            raise ValueError("Star cannot be used with filter. Please specify a field.")
        super().__init__(expression, filter=filter, **extra)

    def find_output_field(self):
        return IntegerField()


class Sum(Aggregate):
    function = "SUM"
    name = "Sum"
    allow_distinct = True


class Avg(Aggregate):
    function = "AVG"
    name = "Avg"
    allow_distinct = True

    def find_output_field(self):
        field = self.arguments[0].output_field
        if field is not None and field.is_integer:
            return FloatField()
        return field

    def convert_value(self, value):
        field = self.output_field
        if isinstance(field, FloatField):
            return float(value)
        if field is None:
            return value
        convert = field.number_from_db if field.is_decimal else field.converter()
        return value if convert is None else convert(value)


class Max(Aggregate):
    function = "MAX"
    name = "Max"


class Min(Aggregate):
    function = "MIN"
    name = "Min"


def _unsupported(name):
    def init(self, *args, **kwargs):
        raise NotImplementedError("%s() needs functions that SQLite does not have and is not supported by Lockstep" % name)

    return type(name, (Aggregate,), {"__init__": init})


StdDev = _unsupported("StdDev")
Variance = _unsupported("Variance")


class Renamed:
    """A column of the subquery that an aggregate is computed over."""

    contains_aggregate = False
    conditional = False

    def __init__(self, name, source):
        self.name = name
        self.output_field = source.output_field

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        return self

    def sql(self, ctx, params):
        return quote(self.name)


def over_subquery(query, aggregates):
    """(resolved, SQL, parameters) of aggregates over a sliced, distinct or grouped query."""
    from django.core.exceptions import EmptyResultSet

    inner = query.clone()
    inner.row_lock = None
    if not inner.is_sliced:
        inner.clear_ordering(False)
    inner.select_related = None
    columns = []
    resolved = []
    for name, one in aggregates.items():
        new = one.copy_with(list(one.arguments))
        arguments = []
        for argument in one.arguments:
            if isinstance(argument, F) and inner.annotations is not None and argument.name in inner.annotations:
                arguments.append(Renamed(argument.name, inner.annotations[argument.name]))
            elif isinstance(argument, Star) or isinstance(argument, Value):
                arguments.append(argument)
            else:
                source = argument.resolve(inner)
                alias = "__col%d" % (len(columns) + 1)
                columns.append((alias, source))
                arguments.append(Renamed(alias, source))
        if one.filter is not None:
            raise NotImplementedError("aggregate(filter=) of a sliced, distinct or grouped queryset is not supported by Lockstep")
        new.arguments = arguments
        resolved.append((name, new))
    params = []
    parts = [one.sql(inner, params) for _, one in resolved]
    if inner.is_empty:
        return resolved, None, params
    grouped = inner._has_aggregates()
    if inner.selection is None and not inner.distinct:
        inner.only = ()
        if grouped and inner.group is True:
            inner.group = [inner.meta.pk.col]
    if inner.annotations is None:
        inner.annotations = {}
    try:
        inner.related = None
        order = inner.resolve_ordering()
        text = "SELECT DISTINCT " if inner.distinct else "SELECT "
        selected = []
        if grouped or inner.distinct:
            selected.append(inner.columns_sql(params, True))
        elif inner.selection is not None:
            selected.append(inner.columns_sql(params, True))
        for alias, source in columns:
            selected.append("%s AS %s" % (source.sql(inner, params), quote(alias)))
        if not selected:
            selected.append("%s AS \"col1\"" % inner.meta.pk.col_text)
        text += ", ".join(selected) + inner._write_rest(order, params)
    except EmptyResultSet:
        return resolved, None, params
    return resolved, "SELECT %s FROM (%s) subquery" % (", ".join(parts), text), params
