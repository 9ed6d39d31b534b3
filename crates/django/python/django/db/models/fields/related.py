"""Foreign keys, one-to-one and many-to-many fields, and their other sides."""

from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.db.models import registry
from django.db.models.fields import NOT_PROVIDED, Field
from django.db.models.related_managers import (
    ForwardDescriptor,
    ManyToManyDescriptor,
    ReverseManyDescriptor,
    ReverseOneDescriptor,
)
from django.db.models.sql import Hop


class ForeignKey(Field):
    is_relation = True
    many_to_one = True
    remote_multiple = True
    empty_strings_allowed = False

    def __init__(
        self,
        to,
        on_delete=None,
        related_name=None,
        related_query_name=None,
        limit_choices_to=None,
        parent_link=False,
        to_field=None,
        db_constraint=True,
        **kwargs,
    ):
        if on_delete is None:
            raise TypeError("%s.__init__() missing 1 required positional argument: 'on_delete'" % type(self).__name__)
        if not callable(on_delete):
            raise TypeError("on_delete must be callable.")
        kwargs.setdefault("db_index", True)
        super().__init__(**kwargs)
        self.to = to
        self.on_delete = on_delete
        self.related_name = related_name
        self.related_query_name = related_query_name
        self.parent_link = parent_link
        self.to_field = to_field
        self.db_constraint = db_constraint
        self.remote_model = None
        self.target_field = None
        self.reverse = None

    def get_attname(self):
        return "%s_id" % self.name

    def contribute_to_class(self, cls, name):
        super().contribute_to_class(cls, name)
        setattr(cls, name, ForwardDescriptor(self))

    def parent_link_to(self, model):
        return self.parent_link and self.to is model

    def bind(self):
        """Finds the model at the other end; False if it is not defined yet."""
        to = self.to
        if isinstance(to, str):
            to = self.model if to == "self" else registry.find(to)
            if to is None:
                return False
        self.remote_model = to
        self.related_model = to
        meta = to._meta
        if meta.abstract:
            raise FieldError("%s refers to the abstract model %s" % (self, to.__name__))
        self.target_field = meta.get_field(self.to_field) if self.to_field else meta.pk
        name = self.related_name
        if name is not None:
            name = name.replace("%(class)s", self.model.__name__.lower()).replace("%(app_label)s", "scenario")
        elif self.model._meta.default_related_name and not self.parent_link:
            name = self.model._meta.default_related_name
        self.reverse = ReverseRelation(self, name)
        target = meta.concrete_model
        target._meta.own_reverse.append(self.reverse)
        if target is not to:
            # A proxy has no table; what refers to it refers to its concrete model.
            self.remote_model = to
        if not self.reverse.hidden:
            setattr(to, self.reverse.accessor, self.make_reverse_descriptor())
        return True

    def make_reverse_descriptor(self):
        return ReverseManyDescriptor(self.reverse)

    @property
    def is_parent_pk(self):
        return self.primary_key

    def hops(self):
        return [Hop(self, self.target_field, self.remote_model, self.null, True, False)]

    def db_type(self):
        return self.target_field.rel_db_type()

    def rel_db_type(self):
        return self.db_type()

    def get_default(self):
        default = super().get_default()
        if hasattr(default, "_meta"):
            return getattr(default, self.target_field.attname)
        return default

    def to_python(self, value):
        return self.target_field.to_python(value)

    def get_prep_value(self, value):
        return self.target_field.get_prep_value(value)

    def get_db_prep_value(self, value):
        return self.target_field.get_db_prep_value(value)

    def get_db_prep_save(self, value):
        if value is None or (value == "" and not self.target_field.is_text):
            return None
        return self.target_field.get_db_prep_save(value)

    def converter(self):
        return None if self.target_field is None else self.target_field.converter()

    def validate(self, value, instance):
        if self.parent_link:
            return
        super().validate(value, instance)
        if value is None:
            return
        queryset = self.remote_model._meta.base_manager.filter(**{self.target_field.name: value})
        if not queryset.exists():
            raise ValidationError(
                "%(model)s instance with %(field)s %(value)r is not a valid choice.",
                "invalid",
                {"model": self.remote_model._meta.verbose_name, "field": self.target_field.name, "value": value},
            )

    # The cached related object, on both sides

    @property
    def cache_name_there(self):
        return self.reverse.cache_name

    def set_cached(self, instance, value):
        instance._state.fields_cache[self.name] = value

    def set_cached_there(self, related, instance):
        """Only a one-to-one field's other side knows this object as the one."""


class OneToOneField(ForeignKey):
    many_to_one = False
    one_to_one = True
    remote_multiple = False

    def __init__(self, to, on_delete=None, **kwargs):
        kwargs["unique"] = True
        super().__init__(to, on_delete, **kwargs)

    def make_reverse_descriptor(self):
        return ReverseOneDescriptor(self.reverse)

    def set_cached_there(self, related, instance):
        related._state.fields_cache[self.reverse.cache_name] = instance


class ReverseRelation:
    """The other side of a foreign key, as the target's model sees it."""

    concrete = False
    is_relation = True
    is_boolean = False
    many_to_many = False
    null = True

    def __init__(self, field, related_name):
        self.field = field
        self.related_model = field.model
        self.remote_of = field.remote_model
        self.many = field.remote_multiple
        self.one_to_many = self.many
        self.one_to_one = not self.many
        self.many_to_one = False
        self.hidden = bool(related_name) and related_name.endswith("+")
        model_name = field.model._meta.model_name
        self.accessor = related_name or (model_name + "_set" if self.many else model_name)
        self.name = field.related_query_name or related_name or model_name
        self.attname = self.name
        self.cache_name = self.accessor
        # Deleting the target looks at this relation.
        self.deletes = True
        self.model = field.remote_model
        self.target_field = field.model._meta.pk

    def hops(self):
        field = self.field
        return [Hop(field.target_field, field, field.model, True, False, self.many)]

    def set_cached(self, instance, value):
        instance._state.fields_cache[self.cache_name] = value

    def set_cached_there(self, related, instance):
        related._state.fields_cache[self.field.name] = instance

    def get_accessor_name(self):
        return self.accessor

    def __repr__(self):
        return "<%s: scenario.%s>" % ("ManyToOneRel" if self.many else "OneToOneRel", self.related_model._meta.model_name)


class ManyToManyField(Field):
    is_relation = True
    many_to_many = True
    concrete = False
    null = True

    def __init__(
        self,
        to,
        related_name=None,
        related_query_name=None,
        limit_choices_to=None,
        symmetrical=None,
        through=None,
        through_fields=None,
        db_constraint=True,
        db_table=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.to = to
        self.related_name = related_name
        self.related_query_name = related_query_name
        self.through = through
        self.through_fields = through_fields
        self.db_table = db_table
        self.symmetrical = symmetrical if symmetrical is not None else to == "self"
        self.remote_model = None
        self.related_model = None
        self.auto_through = through is None
        self.null = True

    def contribute_to_class(self, cls, name):
        self.name = name
        self.attname = name
        self.model = cls
        self.column = None
        if self.verbose_name is None:
            self.verbose_name = name.replace("_", " ")

    def settle(self, table):
        pass

    def bind(self):
        to = self.to
        if isinstance(to, str):
            to = self.model if to == "self" else registry.find(to)
            if to is None:
                return False
        through = self.through
        if isinstance(through, str):
            through = registry.find(through)
            if through is None:
                return False
        self.remote_model = self.related_model = to
        if through is None:
            through = self._make_through(to)
        self.through = through
        meta = through._meta
        source = target = None
        names = self.through_fields
        for field in meta.local_fields:
            if not field.is_relation or field.remote_model is None:
                continue
            if names is not None:
                if field.name == names[0]:
                    source = field
                elif field.name == names[1]:
                    target = field
            elif field.remote_model is self.model and source is None:
                source = field
            elif field.remote_model is to:
                target = field
        if source is None or target is None:
            return False
        self.source_field = source
        self.target_fk = target
        self.target_field = to._meta.pk
        setattr(self.model, self.name, ManyToManyDescriptor(self, False))
        name = self.related_name
        if name is not None:
            name = name.replace("%(class)s", self.model.__name__.lower()).replace("%(app_label)s", "scenario")
        elif self.symmetrical and to is self.model:
            name = "%s_rel_+" % self.name
        self.reverse = ReverseManyToMany(self, name)
        to._meta.own_reverse.append(self.reverse)
        if not self.reverse.hidden:
            setattr(to, self.reverse.accessor, ManyToManyDescriptor(self, True))
        return True

    def _make_through(self, to):
        from django.db.models.base import Model
        from django.db.models.deletion import CASCADE

        model = self.model
        name = "%s_%s" % (model._meta.object_name, self.name)
        source_name = model._meta.model_name
        target_name = to._meta.model_name
        if to is model:
            source_name = "from_" + source_name
            target_name = "to_" + target_name
        table = self.db_table or "%s_%s" % (model._meta.db_table, self.name)
        meta = type("Meta", (), {"db_table": table, "unique_together": ((source_name, target_name),)})
        through = type(
            name,
            (Model,),
            {
                "Meta": meta,
                "__module__": "scenario.models",
                source_name: ForeignKey(model, CASCADE, related_name="%s+" % name),
                target_name: ForeignKey(to, CASCADE, related_name="%s+" % name),
            },
        )
        through._meta.auto_created = model
        return through

    def inner_target(self):
        """The foreign key of the table between that leads to the other side."""
        return self.target_fk

    def hops(self):
        source = self.source_field
        target = self.target_fk
        return [
            Hop(source.target_field, source, self.through, True, False, True),
            Hop(target, target.target_field, self.remote_model, False, True, False),
        ]

    def db_type(self):
        return None


class ReverseManyToMany:
    """The other side of a many-to-many field."""

    concrete = False
    is_relation = True
    is_boolean = False
    many_to_many = True
    one_to_many = False
    one_to_one = False
    many_to_one = False
    many = True
    null = True
    deletes = False

    def __init__(self, field, related_name):
        self.field = field
        self.related_model = field.model
        self.model = field.remote_model
        self.hidden = bool(related_name) and related_name.endswith("+")
        model_name = field.model._meta.model_name
        self.accessor = related_name or model_name + "_set"
        self.name = field.related_query_name or related_name or model_name
        self.attname = self.name
        self.cache_name = self.accessor
        self.target_field = field.model._meta.pk

    def inner_target(self):
        return self.field.source_field

    def hops(self):
        field = self.field
        source = field.source_field
        target = field.target_fk
        return [
            Hop(target.target_field, target, field.through, True, False, True),
            Hop(source, source.target_field, field.model, False, True, False),
        ]

    def get_accessor_name(self):
        return self.accessor
