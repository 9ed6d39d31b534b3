"""UniqueConstraint, CheckConstraint and Index."""

from django.core.exceptions import ValidationError
from django.db.backends.vendor import on_postgres
from django.db.models.expressions import Combinable, quote
from django.db.models.query_utils import Q


class SchemaQuery:
    """Writes conditions for CREATE TABLE and CREATE INDEX: bare column names, literal values."""

    def __init__(self, meta):
        from django.db.models.sql import Query

        self.meta = meta
        self.query = Query(meta.model)

    def condition(self, q):
        clause, _ = self.query._add_q(q, set(), False, False, False, False)
        self.query.relabel = None
        params = []
        text = clause.sql(self.query, params)
        return self.literal(self.bare(text), params)

    def expression(self, expression):
        params = []
        text = expression.resolve(self.query, False).sql(self.query, params)
        return self.literal(self.bare(text), params)

    def bare(self, text):
        return text.replace(self.meta.quoted_table + ".", "")

    def literal(self, text, params):
        pieces = text.split("?")
        shown = pieces[0]
        for index, value in enumerate(params):
            shown += literal(value) + pieces[index + 1]
        return shown


def literal(value):
    if value is None:
        return "NULL"
    if value is True or value is False:
        if on_postgres():
            return "true" if value else "false"
        return "1" if value else "0"
    if isinstance(value, str):
        return "'%s'" % value.replace("'", "''")
    return str(value)


class BaseConstraint:
    def __init__(self, name=None, violation_error_code=None, violation_error_message=None):
        if not name:
            raise TypeError("%s.__init__() missing 1 required keyword-only argument: 'name'" % type(self).__name__)
        self.name = name
        self.message = violation_error_message or "Constraint “%s” is violated." % name


class CheckConstraint(BaseConstraint):
    def __init__(self, *, condition=None, check=None, name=None, **kwargs):
        super().__init__(name, **kwargs)
        self.condition = condition if condition is not None else check
        if not getattr(self.condition, "conditional", False):
            raise TypeError("CheckConstraint.condition must be a Q instance or boolean expression.")

    def table_sql(self, meta):
        q = self.condition if isinstance(self.condition, Q) else Q(self.condition)
        return "CONSTRAINT %s CHECK (%s)" % (quote(self.name), _unwrapped(SchemaQuery(meta).condition(q)))

    def validate(self, model, instance, exclude=None):
        raise NotImplementedError("full_clean() with a CheckConstraint is not supported by Lockstep")


def _unwrapped(text):
    return text


class UniqueConstraint(BaseConstraint):
    def __init__(
        self,
        *expressions,
        fields=(),
        name=None,
        condition=None,
        deferrable=None,
        include=None,
        opclasses=(),
        nulls_distinct=None,
        **kwargs,
    ):
        super().__init__(name, **kwargs)
        if not expressions and not fields:
            raise ValueError("At least one field or expression is required to define a unique constraint.")
        if deferrable or include or opclasses or nulls_distinct is not None:
            raise NotImplementedError(
                "SQLite ignores deferrable=, include=, opclasses= and nulls_distinct= of a UniqueConstraint"
            )
        self.expressions = expressions
        self.fields = tuple(fields)
        self.condition = condition

    def table_sql(self, meta):
        if self.condition is not None or self.expressions:
            return None
        columns = [quote(meta.get_field(name).column) for name in self.fields]
        return "CONSTRAINT %s UNIQUE (%s)" % (quote(self.name), ", ".join(columns))

    def index_sql(self, meta):
        writer = SchemaQuery(meta)
        if self.expressions:
            from django.db.models.expressions import F

            parts = []
            for one in self.expressions:
                text = writer.expression(F(one) if isinstance(one, str) else one)
                parts.append(text if text.startswith('"') else "(%s)" % text)
        else:
            parts = [quote(meta.get_field(name).column) for name in self.fields]
        text = "CREATE UNIQUE INDEX %s ON %s (%s)" % (quote(self.name), meta.quoted_table, ", ".join(parts))
        if self.condition is not None:
            text += " WHERE " + writer.condition(self.condition)
        return text

    def validate(self, model, instance, exclude=None):
        if self.expressions or self.condition is not None:
            raise NotImplementedError(
                "full_clean() with a UniqueConstraint of expressions or with a condition is not supported by Lockstep"
            )
        lookup = {}
        for name in self.fields:
            if exclude and name in exclude:
                return
            value = getattr(instance, model._meta.get_field(name).attname)
            if value is None:
                return
            lookup[name] = value
        queryset = model._meta.default_manager.filter(**lookup)
        if not instance._state.adding and instance.pk is not None:
            queryset = queryset.exclude(pk=instance.pk)
        if queryset.exists():
            names = [model._meta.get_field(name).verbose_name.capitalize() for name in self.fields]
            listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
            text = "%s with this %s already exists." % (model._meta.verbose_name.capitalize(), listed)
            raise ValidationError({"__all__" if len(names) > 1 else self.fields[0]: [text]})


class Deferrable:
    DEFERRED = "deferred"
    IMMEDIATE = "immediate"


class Index:
    def __init__(self, *expressions, fields=(), name=None, condition=None, **other):
        if other:
            raise NotImplementedError("Index(%s=) is not supported by Lockstep" % list(other)[0])
        if isinstance(fields, str):
            raise ValueError("Index.fields must be a list or tuple.")
        if not expressions and not fields:
            raise ValueError("At least one field or expression is required to define an index.")
        self.expressions = expressions
        self.fields = list(fields)
        self.condition = condition
        self.name = name or ""

    def create_sql(self, meta):
        writer = SchemaQuery(meta)
        if self.expressions:
            from django.db.models.expressions import F

            parts = ["(%s)" % writer.expression(F(one) if isinstance(one, str) else one) for one in self.expressions]
        else:
            parts = []
            for name in self.fields:
                descending = name.startswith("-")
                column = meta.get_field(name.lstrip("-")).column
                parts.append(quote(column) + (" DESC" if descending else ""))
        name = self.name or self._name(meta)
        text = "CREATE INDEX %s ON %s (%s)" % (quote(name), meta.quoted_table, ", ".join(parts))
        if self.condition is not None:
            text += " WHERE " + writer.condition(self.condition)
        return text

    def _name(self, meta):
        from django.db.models.md5 import md5_hex

        columns = [meta.get_field(name.lstrip("-")).column for name in self.fields]
        marked = [("-%s" if name.startswith("-") else "%s") % column for name, column in zip(self.fields, columns)]
        table = meta.db_table.partition("_")[2] or meta.db_table
        digest = md5_hex("".join([meta.db_table] + marked + ["idx"]))[:6]
        return "%s_%s_%s_idx" % (meta.db_table[:11], columns[0][:7], digest)
