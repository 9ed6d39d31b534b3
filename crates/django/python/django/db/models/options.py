"""`Model._meta`: a model's fields, table and options, and the SQL that never changes."""

from _host import call
from django.db.backends.vendor import on_postgres
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import registry
from django.db.models.expressions import quote

APP_LABEL = "scenario"

KNOWN = (
    "abstract app_label base_manager_name constraints db_table db_table_comment db_tablespace default_manager_name "
    "default_permissions default_related_name get_latest_by index_together indexes managed order_with_respect_to "
    "ordering permissions proxy required_db_features required_db_vendor select_on_save swappable unique_together "
    "verbose_name verbose_name_plural"
).split()


class Options:
    def __init__(self, model, given, inherited):
        self.model = model
        self.object_name = model.__name__
        self.model_name = model.__name__.lower()
        self.app_label = APP_LABEL
        self.abstract = False
        self.proxy = False
        self.managed = True
        self.db_table = ""
        self.ordering = ()
        self.unique_together = ()
        self.constraints = []
        self.indexes = []
        self.get_latest_by = None
        self.verbose_name = None
        self.verbose_name_plural = None
        self.default_related_name = None
        self.select_on_save = False
        self.auto_created = False
        for name, value in inherited.items():
            setattr(self, name, value)
        self.given = dict(inherited)
        for name, value in given.items():
            if name.startswith("_"):
                continue
            if name not in KNOWN:
                raise TypeError("'class Meta' got invalid attribute(s): %s" % name)
            if name in ("order_with_respect_to", "index_together", "swappable"):
                raise NotImplementedError("Meta.%s is not supported by Lockstep" % name)
            if name == "app_label":
                # All of a scenario is one application.
                continue
            setattr(self, name, value)
            if name != "abstract":
                self.given[name] = value
        if self.ordering is None:
            self.ordering = ()
        if isinstance(self.ordering, str):
            raise TypeError("'ordering' must be a tuple or list (even if you want to order by only one field).")
        together = self.unique_together
        if together and isinstance(together[0], str):
            together = (together,)
        self.unique_together = tuple([tuple(one) for one in together])
        if not self.db_table:
            self.db_table = "%s_%s" % (self.app_label, self.model_name)
        self.label = "%s.%s" % (self.app_label, self.object_name)
        self.label_lower = "%s.%s" % (self.app_label, self.model_name)
        if self.verbose_name is None:
            self.verbose_name = _spaced(self.object_name)
        if self.verbose_name_plural is None:
            self.verbose_name_plural = "%ss" % self.verbose_name
        self.concrete_model = model
        # Fields of this table; of parents' tables, too; many-to-many; and from other models.
        self.local_fields = []
        self.concrete_fields = []
        self.many_to_many = []
        self.reverse = []
        self.own_reverse = []
        # Parent model -> the one-to-one field that leads to it.
        self.parents = {}
        self.pk = None
        self.managers = []
        self.default_manager = None
        self.base_manager = None
        self.announced = False
        self.lookup_names = {}

    def add_field(self, field):
        if field.many_to_many:
            self.many_to_many.append(field)
            return
        self.local_fields.append(field)
        if field.primary_key:
            if self.pk is not None and self.pk.model is self.model:
                raise ImproperlyConfigured("%s: a model can't have more than one primary key." % self.label)
            self.pk = field

    # What is computed whenever a model is added

    def rebuild(self):
        """Everything that follows from the fields of this and the other models."""
        inherited = []
        self.reverse = list(self.own_reverse)
        self.all_many_to_many = list(self.many_to_many)
        for parent in self.parents:
            meta = parent._meta
            for field in meta.concrete_fields:
                if field not in inherited:
                    inherited.append(field)
            for relation in meta.reverse:
                if relation.related_model is not self.model and relation not in self.reverse:
                    self.reverse.append(relation)
            for field in meta.all_many_to_many:
                if field not in self.all_many_to_many:
                    self.all_many_to_many.append(field)
        self.concrete_fields = inherited + self.local_fields
        self.quoted_table = quote(self.db_table)
        for field in self.local_fields:
            if not self.proxy:
                field.settle(self.db_table)
        names = {}
        simple = {}
        for field in self.concrete_fields:
            names[field.name] = field
            names[field.attname] = field
            if field.model is self.concrete_model and not field.is_relation and not field.is_json:
                simple[field.name] = field
        if self.pk is not None:
            if self.pk.name in simple:
                simple["pk"] = self.pk
        for field in self.all_many_to_many:
            names[field.name] = field
        for relation in self.reverse:
            if not relation.hidden:
                names[relation.name] = relation
        self.lookup_names = names
        self.simple_fields = simple
        fields = self.concrete_fields
        self.attnames = [field.attname for field in fields]
        self.select_text = ", ".join([field.col_text for field in fields])
        self.converters = []
        for index, field in enumerate(fields):
            convert = field.converter()
            if convert is not None:
                self.converters.append((index, convert))
        self.by_field_name = {}
        for field in fields:
            self.by_field_name[field.name] = field
        self.relations = [field for field in self.local_fields if field.is_relation]
        self.non_pk = [field for field in self.local_fields if not field.primary_key]
        self.insert_all = self._insert_text(self.local_fields)
        self.insert_auto = None
        self.auto_field = None
        if self.pk is not None and self.pk.is_auto:
            self.auto_field = self.pk
            rest = [field for field in self.local_fields if field is not self.pk]
            self.insert_auto = self._insert_text(rest) if rest else self.insert_all
            self.insert_auto_fields = rest if rest else self.local_fields
            if not rest and on_postgres():
                self.insert_auto = self.insert_all.replace("?", "DEFAULT")
                self.insert_auto_fields = []
        self.needs_extra_prepare = any([field.is_relation for field in self.local_fields])
        if self.pk is not None and self.pk in self.local_fields:
            self.update_all = "UPDATE %s SET %s WHERE %s" % (
                self.quoted_table,
                ", ".join([field.quoted_column + " = ?" for field in self.non_pk]),
                self.pk.equals_text,
            )

    def _insert_text(self, fields):
        text = "INSERT INTO %s (%s) VALUES (%s)" % (
            self.quoted_table,
            ", ".join([field.quoted_column for field in fields]),
            ", ".join(["?"] * len(fields)),
        )
        return text + self.returning_text()

    def returning_text(self):
        if self.pk is not None and self.pk.is_auto:
            return " RETURNING " + self.pk.col_text
        return ""

    @property
    def fields(self):
        return tuple(self.concrete_fields)

    @property
    def local_concrete_fields(self):
        return tuple(self.local_fields)

    @property
    def related_objects(self):
        return tuple(self.reverse)

    def get_fields(self, include_parents=True, include_hidden=False):
        return tuple(self.reverse) + tuple(self.concrete_fields) + tuple(self.all_many_to_many)

    def get_field(self, name):
        field = self.lookup_names.get(name)
        if field is None:
            raise FieldDoesNotExist("%s has no field named '%s'" % (self.object_name, name))
        return field

    def simple_for(self, names):
        """Whether all names are plain fields of this table."""
        simple = self.simple_fields
        for name in names:
            if name not in simple:
                return False
        return True

    def choice_names(self):
        return self.lookup_names

    def settle_pending(self):
        """An unknown name may come from a relation to a class that was never defined."""
        for field in registry.WAITING:
            raise ValueError(
                "%s: the related model %r is not defined in the scenario" % (field, field.to)
            )

    def parent_hops(self, field):
        """The joins from this model's table to the parent's that has the field."""
        from django.db.models.sql import Hop

        for parent, link in self.parents.items():
            meta = parent._meta
            if field.model is meta.concrete_model:
                return [Hop(link, meta.pk, parent, False, True, False)]
            if meta.parents and field in meta.concrete_fields:
                return [Hop(link, meta.pk, parent, False, True, False)] + meta.parent_hops(field)
        return []

    def followable(self, name):
        field = self.lookup_names[name]
        if not field.is_relation or field.many_to_many or field.one_to_many:
            return False
        return not field.concrete or name == field.name

    def relation_names(self, wanted, depth):
        """The relations that select_related() follows from here."""
        if isinstance(wanted, dict):
            return list(wanted)
        if depth >= 5:
            return []
        return [field.name for field in self.concrete_fields if field.is_relation and not field.null]

    def get_parent_list(self):
        found = []
        for parent in self.parents:
            found.append(parent)
            found.extend(parent._meta.get_parent_list())
        return found

    # The table

    def announce(self):
        """Tells the host about the table, once everything that it refers to is known."""
        if self.announced or self.proxy or not self.managed:
            return
        for field in self.local_fields:
            if field.is_relation and field.remote_model is None:
                return
        self.announced = True
        from django.db.models.schema import create_statements

        call("model", self.db_table, self.model_name, *create_statements(self))

    def __str__(self):
        return self.label_lower

    def __repr__(self):
        return "<Options for %s>" % self.object_name


def _spaced(name):
    """"UserProfile" -> "user profile"."""
    text = ""
    for index, letter in enumerate(name):
        if letter.isupper() and index > 0 and (not name[index - 1].isupper() or (index + 1 < len(name) and name[index + 1].islower())):
            text += " "
        text += letter.lower()
    return text
