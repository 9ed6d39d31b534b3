"""Model fields: how a value is written to the database, read back, and checked."""

import math

from django.core.exceptions import FieldError, ValidationError
from django.db.backends.vendor import on_postgres
from django.db.models.expressions import Col, quote
from django.db.models.query_utils import DeferredAttribute


class NOT_PROVIDED:
    """No default was given."""


# Filled by Field.__set_name__, emptied by the model that the fields are for.
PENDING = []


class Field:
    """One attribute of a model that is one column of its table."""

    db_type_text = None
    # The type's name on PostgreSQL, where it is another one.
    postgres_type_text = None
    check_text = None
    is_boolean = False
    is_decimal = False
    is_integer = False
    is_text = False
    is_relation = False
    is_auto = False
    is_date = False
    is_json = False
    many_to_many = False
    one_to_many = False
    many_to_one = False
    one_to_one = False
    concrete = True
    remote_field = None
    empty_strings_allowed = True
    description = "Field"
    # from_db(value): a value that is not None, from the database; None if it needs no work.
    from_db = None
    default_error = None

    def __init__(
        self,
        verbose_name=None,
        name=None,
        primary_key=False,
        max_length=None,
        unique=False,
        blank=False,
        null=False,
        db_index=False,
        rel=None,
        default=NOT_PROVIDED,
        editable=True,
        serialize=True,
        unique_for_date=None,
        unique_for_month=None,
        unique_for_year=None,
        choices=None,
        help_text="",
        db_column=None,
        db_tablespace=None,
        auto_created=False,
        validators=(),
        error_messages=None,
        db_comment=None,
        db_default=NOT_PROVIDED,
        db_collation=None,
    ):
        if db_default is not NOT_PROVIDED:
            raise NotImplementedError("db_default= is not supported by Lockstep: use default=")
        if db_collation is not None:
            raise NotImplementedError("db_collation= is not supported by Lockstep")
        self.verbose_name = verbose_name
        self.name = name
        self.primary_key = primary_key
        self.max_length = max_length
        self._unique = unique
        self.blank = blank
        self.null = null
        self.db_index = db_index
        self.default = default
        self.editable = editable
        if choices is not None:
            choices = getattr(choices, "choices", choices)
            if isinstance(choices, dict):
                choices = list(choices.items())
            elif callable(choices):
                choices = choices()
            choices = list(choices)
        self.choices = choices
        self.help_text = help_text
        self.db_column = db_column
        self.auto_created = auto_created
        self.validators = list(validators)
        self.error_messages = error_messages or {}
        self.model = None
        self.attname = None
        self.column = None

    def __set_name__(self, owner, name):
        PENDING.append((owner, name, self))

    @property
    def unique(self):
        return self._unique or self.primary_key

    def copy(self):
        """A field of the same kind and options, for a model that inherits it."""
        new = type(self).__new__(type(self))
        for key, value in self.__dict__.items():
            setattr(new, key, value)
        new.model = None
        return new

    def contribute_to_class(self, cls, name):
        self.name = name
        self.model = cls
        self.attname = self.get_attname()
        self.column = self.db_column or self.attname
        if self.verbose_name is None:
            self.verbose_name = name.replace("_", " ")
        setattr(cls, self.attname, DeferredAttribute(self))
        if self.choices is not None:
            self._add_display(cls)

    def _add_display(self, cls):
        field = self

        def display(instance):
            value = getattr(instance, field.attname)
            for key, label in field.flat_choices():
                if key == value:
                    return str(label)
            return value if value is None else str(value)

        name = "get_%s_display" % self.name
        if not hasattr(cls, name):
            setattr(cls, name, display)

    def flat_choices(self):
        found = []
        for key, label in self.choices:
            if isinstance(label, (list, tuple)):
                found.extend(label)
            else:
                found.append((key, label))
        return found

    def settle(self, table):
        """Called when the model's table is known: what queries need again and again."""
        self.col_text = "%s.%s" % (quote(table), quote(self.column))
        self.equals_text = self.col_text + " = ?"
        self.quoted_column = quote(self.column)
        self.col = Col(table, self, self.col_text)

    def get_attname(self):
        return self.name

    # The column

    def db_type(self):
        """The column's SQL type without constraints; None if there is no column."""
        return self.postgres_type() if on_postgres() else self.sqlite_type()

    def sqlite_type(self):
        return self.db_type_text

    def postgres_type(self):
        return self.postgres_type_text or self.sqlite_type()

    def check_condition(self):
        """The condition that the column's type brings along, or None."""
        return self.check_text

    def rel_db_type(self):
        """The type of a foreign key to this field."""
        return self.db_type()

    def get_internal_type(self):
        return type(self).__name__

    # Values

    def has_default(self):
        return self.default is not NOT_PROVIDED

    def get_default(self):
        default = self.default
        if default is NOT_PROVIDED:
            if not self.empty_strings_allowed or self.null:
                return None
            return ""
        if callable(default):
            return default()
        return default

    def pre_save(self, instance, add):
        return getattr(instance, self.attname)

    def to_python(self, value):
        """The value as the field's Python type. Raises ValidationError."""
        return value

    def get_prep_value(self, value):
        """The value as it is compared and stored. Raises ValueError or TypeError."""
        return value

    def get_db_prep_value(self, value):
        """The value as a parameter of a statement."""
        return self.get_prep_value(value)

    def get_db_prep_save(self, value):
        return self.get_db_prep_value(value)

    def value_from_object(self, instance):
        return getattr(instance, self.attname)

    def value_to_string(self, instance):
        return str(self.value_from_object(instance))

    # Validation on demand: full_clean()

    def clean(self, value, instance):
        value = self.to_python(value)
        self.validate(value, instance)
        self.run_validators(value)
        return value

    def validate(self, value, instance):
        if not self.editable:
            return
        if self.choices is not None and value not in (None, "", [], (), {}):
            for key, label in self.flat_choices():
                if key == value:
                    return
            raise ValidationError("Value %(value)r is not a valid choice.", "invalid_choice", {"value": value})
        if value is None and not self.null:
            raise ValidationError("This field cannot be null.", "null")
        if not self.blank and value in (None, "", [], (), {}):
            raise ValidationError("This field cannot be blank.", "blank")

    def run_validators(self, value):
        if value in (None, "", [], (), {}):
            return
        errors = []
        for validator in self.own_validators() + self.validators:
            try:
                validator(value)
            except ValidationError as error:
                errors.extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def own_validators(self):
        return []

    def error(self, value):
        return ValidationError(self.default_error, "invalid", {"value": value})

    def converter(self):
        """What a value from the database goes through, or None."""
        return self.from_postgres if on_postgres() else self.from_db

    # As `from_db`, of what the driver of PostgreSQL gives: values of the type already, mostly.
    from_postgres = None

    def __str__(self):
        if self.model is None:
            return type(self).__name__
        return "%s.%s" % (self.model._meta.label, self.name)

    def __repr__(self):
        name = "django.db.models.%s" % type(self).__name__
        if self.name is None:
            return "<%s>" % name
        return "<%s: %s>" % (name, self.name)


MAX_INTEGER = 9223372036854775807
MIN_INTEGER = -9223372036854775808


class IntegerField(Field):
    db_type_text = "integer"
    is_integer = True
    empty_strings_allowed = False
    default_error = "“%(value)s” value must be an integer."
    smallest = MIN_INTEGER
    largest = MAX_INTEGER

    def get_prep_value(self, value):
        if type(value) is int or value is None:
            return value
        if hasattr(value, "resolve"):
            return value
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise type(error)("Field '%s' expected a number but got %r." % (self.name, value)) from error

    def to_python(self, value):
        if value is None:
            return value
        try:
            return int(value)
        except (TypeError, ValueError):
            raise self.error(value)

    def own_validators(self):
        def check(value):
            if value < self.smallest:
                raise ValidationError(
                    "Ensure this value is greater than or equal to %(limit_value)s.",
                    "min_value",
                    {"limit_value": self.smallest},
                )
            if value > self.largest:
                raise ValidationError(
                    "Ensure this value is less than or equal to %(limit_value)s.",
                    "max_value",
                    {"limit_value": self.largest},
                )

        return [check]


class BigIntegerField(IntegerField):
    db_type_text = "bigint"


class SmallIntegerField(IntegerField):
    db_type_text = "smallint"


class PositiveIntegerField(IntegerField):
    db_type_text = "integer unsigned"
    postgres_type_text = "integer"
    check_text = '"%s" >= 0'
    smallest = 0

    def rel_db_type(self):
        return "integer"


class PositiveBigIntegerField(PositiveIntegerField):
    db_type_text = "bigint unsigned"
    postgres_type_text = "bigint"

    def rel_db_type(self):
        return "bigint"


class PositiveSmallIntegerField(PositiveIntegerField):
    db_type_text = "smallint unsigned"
    postgres_type_text = "smallint"

    def rel_db_type(self):
        return "smallint"


class AutoFieldMixin:
    def validate(self, value, instance):
        pass

    def own_validators(self):
        return []


class AutoField(AutoFieldMixin, IntegerField):
    """An integer primary key that the database chooses."""

    is_auto = True

    def __init__(self, *args, **kwargs):
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def rel_db_type(self):
        return "integer"

    def sqlite_type(self):
        return "integer"


class BigAutoField(AutoField):
    postgres_type_text = "bigint"

    def rel_db_type(self):
        return "bigint"


class SmallAutoField(AutoField):
    postgres_type_text = "smallint"

    def rel_db_type(self):
        return "smallint"


class BooleanField(Field):
    db_type_text = "bool"
    postgres_type_text = "boolean"
    is_boolean = True
    empty_strings_allowed = False
    default_error = "“%(value)s” value must be either True or False."

    def to_python(self, value):
        if self.null and value in (None, ""):
            return None
        if value is True or value is False:
            return value
        if value in (1, 0):
            return bool(value)
        if value in ("t", "True", "1"):
            return True
        if value in ("f", "False", "0"):
            return False
        if self.null:
            raise ValidationError(
                "“%(value)s” value must be either True, False, or None.", "invalid_nullable", {"value": value}
            )
        raise self.error(value)

    def get_prep_value(self, value):
        if value is True or value is False or value is None or hasattr(value, "resolve"):
            return value
        return self.to_python(value)

    def from_db(self, value):
        if value == 1:
            return True
        if value == 0:
            return False
        return value


class NullBooleanField(BooleanField):
    def __init__(self, *args, **kwargs):
        raise NotImplementedError("NullBooleanField was removed in Django 4.0: use BooleanField(null=True)")


class CharField(Field):
    is_text = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def sqlite_type(self):
        if self.max_length is None:
            return "varchar"
        return "varchar(%s)" % self.max_length

    def to_python(self, value):
        if isinstance(value, str) or value is None:
            return value
        return str(value)

    def get_prep_value(self, value):
        if isinstance(value, str) or value is None or hasattr(value, "resolve"):
            return value
        return str(value)

    def own_validators(self):
        if self.max_length is None:
            return []

        def check(value):
            if len(value) > self.max_length:
                raise ValidationError(
                    "Ensure this value has at most %(limit)d character%(s)s (it has %(length)d).",
                    "max_length",
                    {"limit": self.max_length, "s": "" if self.max_length == 1 else "s", "length": len(value)},
                )

        return [check]


class EmailField(CharField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 254)
        super().__init__(*args, **kwargs)

    def own_validators(self):
        from django.core.validators import validate_email

        return [validate_email] + super().own_validators()


class URLField(CharField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def own_validators(self):
        from django.core.validators import validate_url

        return [validate_url] + super().own_validators()


class SlugField(CharField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 50)
        kwargs.setdefault("db_index", True)
        self.allow_unicode = kwargs.pop("allow_unicode", False)
        super().__init__(*args, **kwargs)

    def own_validators(self):
        from django.core.validators import validate_slug

        return ([] if self.allow_unicode else [validate_slug]) + super().own_validators()


class TextField(CharField):
    def sqlite_type(self):
        return "text"

    def own_validators(self):
        return []


class FloatField(Field):
    db_type_text = "real"
    postgres_type_text = "double precision"
    empty_strings_allowed = False
    default_error = "“%(value)s” value must be a float."

    def get_prep_value(self, value):
        if value is None or type(value) is float or hasattr(value, "resolve"):
            return value
        try:
            return float(value)
        except (TypeError, ValueError) as error:
            raise type(error)("Field '%s' expected a number but got %r." % (self.name, value)) from error

    def to_python(self, value):
        if value is None:
            return value
        try:
            return float(value)
        except (TypeError, ValueError):
            raise self.error(value)


class DecimalField(Field):
    db_type_text = "decimal"
    is_decimal = True
    empty_strings_allowed = False
    default_error = "“%(value)s” value must be a decimal number."

    def __init__(self, verbose_name=None, name=None, max_digits=None, decimal_places=None, **kwargs):
        self.max_digits = max_digits
        self.decimal_places = decimal_places
        super().__init__(verbose_name, name, **kwargs)

    def postgres_type(self):
        return "numeric(%s, %s)" % (self.max_digits, self.decimal_places)

    def to_python(self, value):
        from decimal import Context, Decimal, InvalidOperation

        if value is None:
            return value
        try:
            if isinstance(value, float):
                if math.isnan(value):
                    raise self.error(value)
                number = Context(prec=self.max_digits or 15).create_decimal_from_float(value)
            else:
                number = Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            raise self.error(value)
        if not number.is_finite():
            raise self.error(value)
        return number

    def get_prep_value(self, value):
        if hasattr(value, "resolve"):
            return value
        return self.to_python(value)

    def get_db_prep_value(self, value):
        if hasattr(value, "resolve"):
            return value
        value = self.to_python(value)
        if value is None or on_postgres():
            return value
        return str(value)

    def from_db(self, value):
        """A column's value has the field's places."""
        number = self.number_from_db(value)
        if self.decimal_places is None:
            return number
        from decimal import Context, Decimal

        return number.quantize(Decimal(1).scaleb(-self.decimal_places), context=Context(prec=self.max_digits or 28))

    def number_from_db(self, value):
        """An expression's value has as many as it has."""
        from decimal import Context, Decimal

        if isinstance(value, Decimal):
            return value
        if isinstance(value, str):
            return Decimal(value)
        return Context(prec=15).create_decimal_from_float(float(value))


class DateField(Field):
    db_type_text = "date"
    is_date = True
    parts = ("year", "month", "day")
    empty_strings_allowed = False

    def __init__(self, verbose_name=None, name=None, auto_now=False, auto_now_add=False, **kwargs):
        self.auto_now = auto_now
        self.auto_now_add = auto_now_add
        if auto_now or auto_now_add:
            kwargs["editable"] = False
            kwargs["blank"] = True
        super().__init__(verbose_name, name, **kwargs)

    def now(self):
        import datetime

        return datetime.date.today()

    def year_bounds(self, year):
        import datetime

        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)

    def pre_save(self, instance, add):
        if self.auto_now or (self.auto_now_add and add):
            value = self.now()
            setattr(instance, self.attname, value)
            return value
        return getattr(instance, self.attname)

    def to_python(self, value):
        import datetime

        if value is None:
            return value
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError(
                "“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.",
                "invalid",
                {"value": value},
            )

    def get_prep_value(self, value):
        if hasattr(value, "resolve"):
            return value
        return self.to_python(value)

    def get_db_prep_value(self, value):
        value = self.get_prep_value(value)
        if value is None or hasattr(value, "resolve"):
            return value
        return str(value)

    def from_db(self, value):
        import datetime

        if isinstance(value, str):
            return datetime.date.fromisoformat(value)
        return value


class DateTimeField(DateField):
    db_type_text = "datetime"
    parts = ("year", "month", "day", "hour", "minute", "second", "date", "time")
    postgres_type_text = "timestamp with time zone"

    def year_bounds(self, year):
        import datetime

        zone = datetime.timezone.utc
        return (
            datetime.datetime(year, 1, 1, tzinfo=zone),
            datetime.datetime(year, 12, 31, 23, 59, 59, 999999, tzinfo=zone),
        )

    def now(self):
        from django.utils import timezone

        return timezone.now()

    def to_python(self, value):
        import datetime

        if value is None or isinstance(value, datetime.datetime):
            return value
        if isinstance(value, datetime.date):
            return datetime.datetime(value.year, value.month, value.day)
        try:
            return datetime.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError(
                "“%(value)s” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.",
                "invalid",
                {"value": value},
            )

    def get_prep_value(self, value):
        if hasattr(value, "resolve"):
            return value
        value = self.to_python(value)
        if value is not None and value.tzinfo is None:
            import datetime

            # Django warns and takes the current time zone, which is UTC here.
            value = value.replace(tzinfo=datetime.timezone.utc)
        return value

    def get_db_prep_value(self, value):
        value = self.get_prep_value(value)
        if value is None or hasattr(value, "resolve"):
            return value
        if on_postgres():
            return value.isoformat(" ")
        import datetime

        return str(value.astimezone(datetime.timezone.utc).replace(tzinfo=None))

    def from_db(self, value):
        import datetime

        if isinstance(value, str):
            value = datetime.datetime.fromisoformat(value)
            if value.tzinfo is None:
                value = value.replace(tzinfo=datetime.timezone.utc)
        return value


class TimeField(DateField):
    db_type_text = "time"
    parts = ("hour", "minute", "second")

    def now(self):
        from django.utils import timezone

        return timezone.now().time()

    def to_python(self, value):
        import datetime

        if value is None or isinstance(value, datetime.time):
            return value
        if isinstance(value, datetime.datetime):
            return value.time()
        try:
            return datetime.time.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError(
                "“%(value)s” value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format.",
                "invalid",
                {"value": value},
            )

    def from_db(self, value):
        import datetime

        if isinstance(value, str):
            return datetime.time.fromisoformat(value)
        return value


class DurationField(Field):
    db_type_text = "bigint"
    postgres_type_text = "interval"
    empty_strings_allowed = False

    def get_db_prep_value(self, value):
        if value is None or hasattr(value, "resolve") or on_postgres():
            return value
        return (value.days * 86400 + value.seconds) * 1000000 + value.microseconds

    def from_db(self, value):
        import datetime

        return datetime.timedelta(microseconds=value)


class UUIDField(Field):
    empty_strings_allowed = False
    default_error = "“%(value)s” is not a valid UUID."

    def sqlite_type(self):
        return "char(32)"

    def postgres_type(self):
        return "uuid"

    def to_python(self, value):
        import uuid

        if value is None or isinstance(value, uuid.UUID):
            return value
        try:
            return uuid.UUID(int=value) if isinstance(value, int) else uuid.UUID(value)
        except (AttributeError, ValueError):
            raise self.error(value)

    def get_prep_value(self, value):
        if hasattr(value, "resolve"):
            return value
        return self.to_python(value)

    def get_db_prep_value(self, value):
        value = self.get_prep_value(value)
        if value is None or hasattr(value, "resolve"):
            return value
        return value.hex

    def from_db(self, value):
        import uuid

        return uuid.UUID(value)


class JSONField(Field):
    is_json = True
    empty_strings_allowed = False
    check_text = '(JSON_VALID("%s") OR "%s" IS NULL)'

    def __init__(self, verbose_name=None, name=None, encoder=None, decoder=None, **kwargs):
        if encoder is not None or decoder is not None:
            raise NotImplementedError("JSONField(encoder=, decoder=) is not supported by Lockstep")
        super().__init__(verbose_name, name, **kwargs)

    def sqlite_type(self):
        return "text"

    def postgres_type(self):
        return "jsonb"

    def check_condition(self):
        return None if on_postgres() else self.check_text

    def get_db_prep_value(self, value):
        if hasattr(value, "resolve"):
            return value
        import json

        return json.dumps(value)

    def get_db_prep_save(self, value):
        if value is None:
            return None
        return self.get_db_prep_value(value)

    def from_db(self, value):
        import json

        if isinstance(value, str):
            return json.loads(value)
        return value

    from_postgres = from_db


class BinaryField(Field):
    db_type_text = "BLOB"
    postgres_type_text = "bytea"
    empty_strings_allowed = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class GenericIPAddressField(CharField):
    postgres_type_text = "inet"

    def sqlite_type(self):
        return "char(39)"


def field_of_value(value):
    """The field whose type a Python value has, or None."""
    if isinstance(value, bool):
        return BooleanField()
    if isinstance(value, int):
        return IntegerField()
    if isinstance(value, float):
        return FloatField()
    if isinstance(value, str):
        return CharField()
    if isinstance(value, bytes):
        return BinaryField()
    name = type(value).__name__
    if name == "Decimal":
        return DecimalField()
    if name == "datetime":
        return DateTimeField()
    if name == "date":
        return DateField()
    if name == "time":
        return TimeField()
    if name == "UUID":
        return UUIDField()
    return None


def combined_field(lhs, connector, rhs):
    """The type of an arithmetic expression. Raises FieldError if the types do not mix."""
    if lhs is None or rhs is None:
        return lhs if rhs is None else rhs
    if lhs.is_relation:
        lhs = lhs.target_field
    if rhs.is_relation:
        rhs = rhs.target_field
    if lhs.is_integer and rhs.is_integer:
        return IntegerField()
    if lhs.is_decimal and (rhs.is_decimal or rhs.is_integer):
        return lhs if lhs.decimal_places is not None else DecimalField()
    if rhs.is_decimal and lhs.is_integer:
        return rhs
    left_float = isinstance(lhs, FloatField)
    right_float = isinstance(rhs, FloatField)
    if (left_float and (right_float or rhs.is_integer)) or (right_float and lhs.is_integer):
        return FloatField()
    if type(lhs) is type(rhs) or (lhs.is_text and rhs.is_text):
        return lhs
    raise FieldError(
        "Cannot infer type of '%s' expression involving these types: %s, %s. You must set output_field."
        % (connector, type(lhs).__name__, type(rhs).__name__)
    )
