"""Database functions."""

from django.db.backends.vendor import on_postgres
from django.db.models.expressions import Func, Value
from django.db.models.fields import CharField, DateTimeField, IntegerField


class Coalesce(Func):
    function = "COALESCE"

    def __init__(self, *expressions, **extra):
        if len(expressions) < 2:
            raise ValueError("Coalesce must take at least two expressions")
        super().__init__(*expressions, **extra)


class Lower(Func):
    function = "LOWER"
    arity = 1


class Upper(Func):
    function = "UPPER"
    arity = 1


class Length(Func):
    function = "LENGTH"
    arity = 1

    def find_output_field(self):
        return IntegerField()


class Trim(Func):
    function = "TRIM"
    arity = 1


class Abs(Func):
    function = "ABS"
    arity = 1


class NullIf(Func):
    function = "NULLIF"
    arity = 2


class Greatest(Func):
    @property
    def function(self):
        return "GREATEST" if on_postgres() else "MAX"


class Least(Func):
    @property
    def function(self):
        return "LEAST" if on_postgres() else "MIN"


class Concat(Func):
    """The arguments joined as text; NULL counts as empty."""

    def find_output_field(self):
        return CharField()

    def sql(self, ctx, params):
        texts = [one.sql(ctx, params) for one in self.arguments]
        if on_postgres():
            # Only texts can be joined.
            fields = [one.output_field for one in self.arguments]
            texts = [
                text if field is None or field.is_text else "(%s)::text" % text for text, field in zip(texts, fields)
            ]
        # Django joins two at a time, from the end.
        joined = texts.pop()
        while texts:
            joined = "(COALESCE(%s, '') || COALESCE(%s, ''))" % (texts.pop(), joined)
        return joined


class Substr(Func):
    @property
    def function(self):
        return "SUBSTRING" if on_postgres() else "SUBSTR"

    def __init__(self, expression, pos, length=None, **extra):
        arguments = [expression, Value(pos) if isinstance(pos, int) else pos]
        if length is not None:
            arguments.append(Value(length) if isinstance(length, int) else length)
        super().__init__(*arguments, **extra)


class Cast(Func):
    def __init__(self, expression, output_field):
        super().__init__(expression, output_field=output_field)

    def sql(self, ctx, params):
        field = self.given_output_field
        kind = field.db_type()
        text = self.arguments[0].sql(ctx, params)
        if on_postgres():
            return "(%s)::%s" % (text, kind)
        if field.is_decimal:
            return "CAST(%s AS NUMERIC)" % text
        return "CAST(%s AS %s)" % (text, kind)


class Now(Func):
    def find_output_field(self):
        return DateTimeField()

    def sql(self, ctx, params):
        if on_postgres():
            return "STATEMENT_TIMESTAMP()"
        raise NotImplementedError("Now() reads the database's clock and is not supported by Lockstep: use timezone.now()")
