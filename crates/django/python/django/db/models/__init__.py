"""`django.db.models`."""

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import signals
from django.db.models.aggregates import Aggregate, Avg, Count, Max, Min, StdDev, Sum, Variance
from django.db.models.base import DEFERRED, Model
from django.db.models.constraints import CheckConstraint, Deferrable, Index, UniqueConstraint
from django.db.models.deletion import (
    CASCADE,
    DO_NOTHING,
    PROTECT,
    RESTRICT,
    SET,
    SET_DEFAULT,
    SET_NULL,
    ProtectedError,
    RestrictedError,
)
from django.db.models.enums import Choices, IntegerChoices, TextChoices
from django.db.models.expressions import (
    Case,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    OrderBy,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.fields import (
    NOT_PROVIDED,
    AutoField,
    BigAutoField,
    BigIntegerField,
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    DurationField,
    EmailField,
    Field,
    FloatField,
    GenericIPAddressField,
    IntegerField,
    JSONField,
    NullBooleanField,
    PositiveBigIntegerField,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    SlugField,
    SmallAutoField,
    SmallIntegerField,
    TextField,
    TimeField,
    URLField,
    UUIDField,
)
from django.db.models.fields.related import ForeignKey, ManyToManyField, OneToOneField
from django.db.models.manager import Manager
from django.db.models.prefetch import Prefetch, aprefetch_related_objects, prefetch_related_objects
from django.db.models.query import QuerySet
from django.db.models.query_utils import Q
