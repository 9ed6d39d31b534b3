"""Expressions: F(), Value(), arithmetic, functions, CASE, subqueries.

An expression is built by the scenario and *resolved* against a query, which finds the
columns its names stand for. A resolved expression's `sql(ctx, params)` returns its SQL
and appends its parameters; `ctx` is the query it is written into.
"""

from django.core.exceptions import FieldError
from django.db.backends.vendor import on_postgres


def quote(name):
    if name.startswith('"') and name.endswith('"'):
        return name
    return '"' + name + '"'


class Combinable:
    """Arithmetic on expressions."""

    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"
    POW = "^"
    MOD = "%%"
    BITAND = "&"
    BITOR = "|"
    BITLEFTSHIFT = "<<"
    BITRIGHTSHIFT = ">>"

    def _combine(self, other, connector, swapped):
        if not isinstance(other, Combinable):
            if hasattr(other, "total_seconds"):
                raise NotImplementedError("arithmetic with a timedelta in an expression is not supported by Lockstep")
            other = Value(other)
        if swapped:
            return CombinedExpression(other, connector, self)
        return CombinedExpression(self, connector, other)

    def __neg__(self):
        return self._combine(-1, "*", False)

    def __add__(self, other):
        return self._combine(other, "+", False)

    def __sub__(self, other):
        return self._combine(other, "-", False)

    def __mul__(self, other):
        return self._combine(other, "*", False)

    def __truediv__(self, other):
        return self._combine(other, "/", False)

    def __mod__(self, other):
        return self._combine(other, "%%", False)

    def __pow__(self, other):
        return self._combine(other, "^", False)

    def bitand(self, other):
        return self._combine(other, "&", False)

    def bitor(self, other):
        return self._combine(other, "|", False)

    def bitleftshift(self, other):
        return self._combine(other, "<<", False)

    def bitrightshift(self, other):
        return self._combine(other, ">>", False)

    def __radd__(self, other):
        return self._combine(other, "+", True)

    def __rsub__(self, other):
        return self._combine(other, "-", True)

    def __rmul__(self, other):
        return self._combine(other, "*", True)

    def __rtruediv__(self, other):
        return self._combine(other, "/", True)

    def __rmod__(self, other):
        return self._combine(other, "%%", True)

    def __rpow__(self, other):
        return self._combine(other, "^", True)

    def __and__(self, other):
        return _as_q(self) & _as_q(other)

    def __or__(self, other):
        return _as_q(self) | _as_q(other)

    def __xor__(self, other):
        return _as_q(self) ^ _as_q(other)

    def __invert__(self):
        return NegatedExpression(self)


def _as_q(value):
    from django.db.models.query_utils import Q

    if isinstance(value, Q):
        return value
    if getattr(value, "conditional", False):
        return Q(value)
    raise NotImplementedError("Use .bitand(), .bitor(), and .bitxor() for bitwise logical operations.")


class Expression(Combinable):
    """What every expression has; most of it says "nothing special"."""

    contains_aggregate = False
    filterable = True
    conditional = False
    given_output_field = None

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        return self

    def sql(self, ctx, params):
        raise NotImplementedError("%s cannot be written as SQL" % type(self).__name__)

    @property
    def output_field(self):
        """The field whose Python type the expression's values have, or None if unknown."""
        if self.given_output_field is not None:
            return self.given_output_field
        return self.find_output_field()

    def find_output_field(self):
        return None

    def sources(self):
        """The expressions inside this one."""
        return []

    def group_by(self):
        """The expressions that GROUP BY needs for this one."""
        if not self.contains_aggregate:
            return [self]
        found = []
        for source in self.sources():
            found.extend(source.group_by())
        return found

    def default_alias(self):
        raise TypeError("Complex expressions require an alias")

    def asc(self, nulls_first=None, nulls_last=None):
        return OrderBy(self, False, nulls_first, nulls_last)

    def desc(self, nulls_first=None, nulls_last=None):
        return OrderBy(self, True, nulls_first, nulls_last)


class Col(Expression):
    """A column of a table in the query."""

    def __init__(self, alias, field, text=None):
        self.alias = alias
        self.field = field
        if text is None:
            text = field.col_text
        self.text = text

    @property
    def output_field(self):
        return self.field

    @property
    def conditional(self):
        return self.field.is_boolean

    def sql(self, ctx, params):
        relabel = ctx.relabel
        if relabel is None:
            return self.text
        return "%s.%s" % (relabel.get(self.alias, self.alias), quote(self.field.column))

    def __repr__(self):
        return "Col(%s, %s)" % (self.alias, self.field)


class Ref(Expression):
    """A selected annotation, by its name."""

    def __init__(self, name, source):
        self.name = name
        self.source = source
        self.contains_aggregate = False

    @property
    def output_field(self):
        return self.source.output_field

    def sql(self, ctx, params):
        return quote(self.name)

    def group_by(self):
        return [self]


class F(Combinable):
    """The value of a field or annotation in the database."""

    conditional = False
    contains_aggregate = False

    def __init__(self, name):
        self.name = name

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        return query.resolve_ref(self.name, allow_joins, reuse, summarize)

    def asc(self, nulls_first=None, nulls_last=None):
        return OrderBy(self, False, nulls_first, nulls_last)

    def desc(self, nulls_first=None, nulls_last=None):
        return OrderBy(self, True, nulls_first, nulls_last)

    def __eq__(self, other):
        return type(self) is type(other) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __getitem__(self, index):
        raise NotImplementedError("slicing F() is not supported by Lockstep")

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, self.name)


class OuterRef(F):
    """In a subquery: a field of the query around it."""

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        return ResolvedOuterRef(self.name)


class ResolvedOuterRef(Expression):
    def __init__(self, name):
        self.name = name

    def sql(self, ctx, params):
        outer = ctx.outer
        if outer is None:
            raise ValueError(
                "This queryset contains a reference to an outer query and may only be used in a subquery."
            )
        return outer.resolve_ref(self.name, False, None, False).sql(outer, params)

    def group_by(self):
        return []

    def __repr__(self):
        return "ResolvedOuterRef(%s)" % self.name


class Value(Expression):
    """A Python value as a parameter."""

    def __init__(self, value, output_field=None):
        self.value = value
        self.given_output_field = output_field
        self.field_for_save = None

    def find_output_field(self):
        from django.db.models.fields import field_of_value

        return field_of_value(self.value)

    @property
    def conditional(self):
        return isinstance(self.value, bool)

    def sql(self, ctx, params):
        field = self.given_output_field
        if self.value is None:
            if field is None or not field.is_json:
                return "NULL"
            # JSON's own null.
            params.append("null")
            return "?"
        if field is None:
            if isinstance(self.value, (bool, int, float, str, bytes)):
                params.append(self.value)
                return "?"
            field = self.find_output_field()
        params.append(self.value if field is None else field.get_db_prep_save(self.value))
        return "?"

    def group_by(self):
        return []

    def __eq__(self, other):
        return isinstance(other, Value) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self.value)


class Star(Expression):
    def sql(self, ctx, params):
        return "*"

    def __repr__(self):
        return "'*'"


class CombinedExpression(Expression):
    """lhs connector rhs."""

    def __init__(self, lhs, connector, rhs, output_field=None):
        self.lhs = lhs
        self.connector = connector
        self.rhs = rhs
        self.given_output_field = output_field
        self.contains_aggregate = lhs.contains_aggregate or rhs.contains_aggregate

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        lhs = self.lhs.resolve(query, allow_joins, reuse, summarize)
        rhs = self.rhs.resolve(query, allow_joins, reuse, summarize)
        return CombinedExpression(lhs, self.connector, rhs, self.given_output_field)

    def sources(self):
        return [self.lhs, self.rhs]

    def find_output_field(self):
        from django.db.models.fields import combined_field

        return combined_field(self.lhs.output_field, self.connector, self.rhs.output_field)

    def sql(self, ctx, params):
        lhs = self.lhs.sql(ctx, params)
        rhs = self.rhs.sql(ctx, params)
        connector = self.connector
        if connector == "^" and not on_postgres():
            text = "POWER(%s, %s)" % (lhs, rhs)
        elif connector == "%%":
            text = "(%s %% %s)" % (lhs, rhs)
        else:
            text = "(%s %s %s)" % (lhs, connector, rhs)
        return as_numeric(self, text)

    def __str__(self):
        return "%s %s %s" % (self.lhs, self.connector, self.rhs)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)


def as_numeric(expression, text):
    """SQLite keeps decimals as text or real: arithmetic results are cast."""
    if on_postgres():
        return text
    try:
        field = expression.output_field
    except FieldError:
        return text
    if field is not None and field.is_decimal:
        return "(CAST(%s AS NUMERIC))" % text
    return text


def resolve_argument(value):
    """Function arguments: a string is a field's name, anything else a value."""
    if isinstance(value, Combinable) or hasattr(value, "resolve"):
        return value
    if hasattr(value, "query"):
        return Subquery(value)
    if isinstance(value, str):
        return F(value)
    return Value(value)


class Func(Expression):
    """A call of an SQL function."""

    function = None
    template = "%(function)s(%(expressions)s)"
    arg_joiner = ", "
    arity = None

    def __init__(self, *expressions, output_field=None, **extra):
        if self.arity is not None and len(expressions) != self.arity:
            raise TypeError(
                "'%s' takes exactly %s %s (%s given)"
                % (type(self).__name__, self.arity, "argument" if self.arity == 1 else "arguments", len(expressions))
            )
        self.given_output_field = output_field
        self.arguments = [resolve_argument(one) for one in expressions]
        self.extra = extra
        self._note_contents()

    def _note_contents(self):
        self.contains_aggregate = any([one.contains_aggregate for one in self.arguments])

    def copy_with(self, arguments):
        new = type(self).__new__(type(self))
        new.given_output_field = self.given_output_field
        new.extra = self.extra
        new.arguments = arguments
        self.copy_details(new)
        new._note_contents()
        return new

    def copy_details(self, new):
        """What a subclass's instances have besides."""

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        return self.copy_with([one.resolve(query, allow_joins, reuse, summarize) for one in self.arguments])

    def sources(self):
        return self.arguments

    def find_output_field(self):
        for one in self.arguments:
            field = one.output_field
            if field is not None:
                return field
        return None

    def sql(self, ctx, params):
        parts = [one.sql(ctx, params) for one in self.arguments]
        values = {"function": self.extra.get("function", self.function), "expressions": self.arg_joiner.join(parts)}
        values.update(self.extra)
        return as_numeric(self, self.extra.get("template", self.template) % values)

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join([str(one) for one in self.arguments]))


class ExpressionWrapper(Expression):
    """An expression with a stated output_field."""

    def __init__(self, expression, output_field):
        self.expression = expression
        self.given_output_field = output_field
        self.contains_aggregate = expression.contains_aggregate

    @property
    def conditional(self):
        return self.given_output_field.is_boolean

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        return ExpressionWrapper(
            self.expression.resolve(query, allow_joins, reuse, summarize), self.given_output_field
        )

    def sources(self):
        return [self.expression]

    def sql(self, ctx, params):
        return self.expression.sql(ctx, params)

    def __repr__(self):
        return "ExpressionWrapper(%s)" % self.expression


class NegatedExpression(Expression):
    """NOT of a condition."""

    conditional = True

    def __init__(self, expression):
        self.expression = expression
        self.contains_aggregate = expression.contains_aggregate

    def find_output_field(self):
        from django.db.models.fields import BooleanField

        return BooleanField()

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        return NegatedExpression(self.expression.resolve(query, allow_joins, reuse, summarize))

    def sql(self, ctx, params):
        return "NOT " + self.expression.sql(ctx, params)

    def __invert__(self):
        return self.expression


class When(Expression):
    """One branch of a Case."""

    def __init__(self, condition=None, then=None, **lookups):
        from django.db.models.query_utils import Q

        if lookups:
            condition = Q(**lookups) if condition is None else Q(condition, **lookups)
        if condition is None or not getattr(condition, "conditional", False):
            raise TypeError("When() supports a Q object, a boolean expression, or lookups as a condition.")
        if isinstance(condition, Q) and not condition:
            raise ValueError("An empty Q() can't be used as a When() condition.")
        self.condition = condition
        self.result = then if isinstance(then, Combinable) else Value(then)

    @property
    def contains_aggregate(self):
        return self.condition.contains_aggregate or self.result.contains_aggregate

    def sources(self):
        return [self.condition, self.result]

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        new = When.__new__(When)
        new.condition = self.condition.resolve(query, allow_joins, reuse, summarize)
        new.result = self.result.resolve(query, allow_joins, reuse, summarize)
        return new

    def find_output_field(self):
        return self.result.output_field

    def sql(self, ctx, params):
        mark = len(params)
        condition = self.condition.sql(ctx, params)
        if condition is None:
            del params[mark:]
            return None
        if condition == "":
            condition = "1"
        return "WHEN %s THEN %s" % (condition, self.result.sql(ctx, params))


class Case(Expression):
    """CASE WHEN ... THEN ... ELSE ... END."""

    def __init__(self, *cases, default=None, output_field=None):
        for case in cases:
            if not isinstance(case, When):
                raise TypeError("Positional arguments must all be When objects.")
        self.cases = list(cases)
        self.default = default if isinstance(default, Combinable) else Value(default)
        self.given_output_field = output_field
        self._note_contents()

    def _note_contents(self):
        self.contains_aggregate = self.default.contains_aggregate or any(
            [case.contains_aggregate for case in self.cases]
        )

    @property
    def conditional(self):
        field = self.output_field
        return field is not None and field.is_boolean

    def sources(self):
        return self.cases + [self.default]

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        new = Case.__new__(Case)
        new.cases = [case.resolve(query, allow_joins, reuse, summarize) for case in self.cases]
        new.default = self.default.resolve(query, allow_joins, reuse, summarize)
        new.given_output_field = self.given_output_field
        new._note_contents()
        return new

    def find_output_field(self):
        for source in self.sources():
            field = source.output_field
            if field is not None:
                return field
        return None

    def sql(self, ctx, params):
        parts = []
        for case in self.cases:
            text = case.sql(ctx, params)
            if text is not None:
                parts.append(text)
        default = self.default.sql(ctx, params)
        if not parts:
            return default
        text = "CASE %s ELSE %s END" % (" ".join(parts), default)
        return as_numeric(self, text)


class Subquery(Expression):
    """A queryset as a value."""

    template = "(%s)"

    def __init__(self, queryset, output_field=None):
        self.query = getattr(queryset, "query", queryset).clone()
        self.given_output_field = output_field

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        query.sub_level = max(query.sub_level, self.query.sub_level + 1)
        return self

    def find_output_field(self):
        return self.query.first_output_field()

    def sql(self, ctx, params):
        return self.template % self.query.clone().subquery_sql(ctx, params)

    def group_by(self):
        return [self]


class Exists(Subquery):
    """Whether a queryset has any row."""

    template = "EXISTS(%s)"
    conditional = True

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, **kwargs)
        self.query = self.query.exists_query()

    def find_output_field(self):
        from django.db.models.fields import BooleanField

        return BooleanField()

    def sql(self, ctx, params):
        mark = len(params)
        inner = self.query.clone().subquery_sql(ctx, params)
        if inner is None:
            del params[mark:]
            return None
        return self.template % inner


class OrderBy(Expression):
    """One item of ORDER BY."""

    def __init__(self, expression, descending=False, nulls_first=None, nulls_last=None):
        if nulls_first and nulls_last:
            raise ValueError("nulls_first and nulls_last are mutually exclusive")
        if nulls_first is False or nulls_last is False:
            raise ValueError("nulls_first and nulls_last values must be True or None.")
        self.expression = expression
        self.descending = descending
        self.nulls_first = nulls_first
        self.nulls_last = nulls_last
        self.contains_aggregate = expression.contains_aggregate

    def reverse_ordering(self):
        self.descending = not self.descending
        if self.nulls_first:
            self.nulls_last, self.nulls_first = True, None
        elif self.nulls_last:
            self.nulls_first, self.nulls_last = True, None
        return self

    def reversed_copy(self):
        return OrderBy(self.expression, self.descending, self.nulls_first, self.nulls_last).reverse_ordering()

    def ending(self):
        text = " DESC" if self.descending else " ASC"
        if self.nulls_last:
            return text + " NULLS LAST"
        if self.nulls_first:
            return text + " NULLS FIRST"
        return text


class RawSQL(Expression):
    """SQL as the scenario wrote it, with %s placeholders."""

    def __init__(self, sql, params, output_field=None):
        self.text = sql
        self.params = list(params)
        self.given_output_field = output_field

    def sql(self, ctx, params):
        params.extend(self.params)
        return "(%s)" % self.text.replace("%s", "?")
