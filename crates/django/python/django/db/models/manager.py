"""Managers: `Model.objects` and custom ones."""

from django.db.models.query import QuerySet


class ManagerDescriptor:
    def __init__(self, manager):
        self.manager = manager

    def __get__(self, instance, owner=None):
        if instance is not None:
            raise AttributeError("Manager isn't accessible via %s instances" % owner.__name__)
        if owner._meta.abstract:
            raise AttributeError("Manager isn't available; %s is abstract" % owner.__name__)
        if self.manager.model is not owner:
            return owner._meta.manager_for(self.manager)
        return self.manager


# Filled by __set_name__, emptied by the model that the managers are for.
PENDING = []


class BaseManager:
    use_in_migrations = False
    auto_created = False
    _queryset_class = QuerySet

    def __init__(self):
        self.model = None
        self.name = None
        self._db = None

    def __set_name__(self, owner, name):
        PENDING.append((owner, name, self))

    def contribute_to_class(self, cls, name):
        self.model = cls
        self.name = name
        setattr(cls, name, ManagerDescriptor(self))

    @classmethod
    def from_queryset(cls, queryset_class, class_name=None):
        """A manager class with the queryset class's own methods."""
        attributes = {"_queryset_class": queryset_class}
        for one in queryset_class.__mro__:
            if one is QuerySet or one is object:
                break
            for name, method in one.__dict__.items():
                if name in attributes or name.startswith("_") or not callable(method):
                    continue
                queryset_only = getattr(method, "queryset_only", None)
                if queryset_only or hasattr(cls, name):
                    continue
                attributes[name] = _forwarded(name)
        return type(class_name or "%sFrom%s" % (cls.__name__, queryset_class.__name__), (cls,), attributes)

    def copy_for(self, model):
        new = type(self).__new__(type(self))
        for key, value in self.__dict__.items():
            setattr(new, key, value)
        new.model = model
        return new

    @property
    def db(self):
        return self._db or "default"

    def using(self, alias):
        return self.get_queryset().using(alias)

    def db_manager(self, using=None, hints=None):
        new = self.copy_for(self.model)
        new._db = using or self._db
        return new

    def get_queryset(self):
        return self._queryset_class(self.model, None, self._db)

    def all(self):
        return self.get_queryset()

    def __eq__(self, other):
        return isinstance(other, type(self)) and self.model is other.model and self.name == other.name

    def __hash__(self):
        return id(self)

    def __str__(self):
        return "%s.%s" % (self.model._meta.label, self.name)


def _forwarded(name):
    def method(self, *args, **kwargs):
        return getattr(self.get_queryset(), name)(*args, **kwargs)

    method.__name__ = name
    return method


class Manager(BaseManager):
    """Every queryset method, on all rows."""

    def get(self, *args, **kwargs):
        return self.get_queryset().get(*args, **kwargs)

    def filter(self, *args, **kwargs):
        return self.get_queryset().filter(*args, **kwargs)

    def create(self, **kwargs):
        return self.get_queryset().create(**kwargs)


for _name in (
    "exclude count exists first last earliest latest none get_or_create update_or_create update bulk_create "
    "bulk_update in_bulk values values_list order_by reverse distinct aggregate annotate alias only defer iterator "
    "select_related prefetch_related select_for_update union intersection difference complex_filter contains explain "
    "raw dates datetimes extra aget acreate acount aexists afirst alast aget_or_create aupdate_or_create aupdate "
    "abulk_create abulk_update ain_bulk aaggregate aearliest alatest acontains aiterator"
).split():
    setattr(Manager, _name, _forwarded(_name))
