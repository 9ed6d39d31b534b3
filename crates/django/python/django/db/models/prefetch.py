"""prefetch_related(): one query for each relation, joined in Python."""

from asgiref.sync import sync_to_async
from django.db.models.query_utils import Q
from django.db.models.related_managers import (
    ForwardDescriptor,
    ManyToManyDescriptor,
    ReverseManyDescriptor,
    ReverseOneDescriptor,
)


class Prefetch:
    """A relation to prefetch with a queryset of its own, or into an attribute of its own."""

    def __init__(self, lookup, queryset=None, to_attr=None):
        self.lookup = lookup
        self.queryset = queryset
        self.to_attr = to_attr


async def aprefetch_related_objects(instances, *lookups):
    return await sync_to_async(prefetch_related_objects)(instances, *lookups)


def prefetch_related_objects(instances, *lookups):
    if not instances:
        return
    done = {}
    for lookup in lookups:
        prefetch = lookup if isinstance(lookup, Prefetch) else Prefetch(lookup)
        parts = prefetch.lookup.split("__")
        objects = list(instances)
        for position, name in enumerate(parts):
            last = position == len(parts) - 1
            trail = "__".join(parts[: position + 1])
            if not objects:
                break
            key = (trail, prefetch.to_attr if last else None)
            if key not in done:
                queryset = prefetch.queryset if last else None
                to_attr = prefetch.to_attr if last else None
                done[key] = _prefetch_one(objects, name, queryset, to_attr)
            objects = done[key]


def _prefetch_one(objects, name, queryset, to_attr):
    """Fills one relation of the objects and returns what it found."""
    first = objects[0]
    descriptor = getattr(type(first), name, None)
    if isinstance(descriptor, ForwardDescriptor):
        return _forward(objects, descriptor.field, queryset, to_attr)
    if isinstance(descriptor, ReverseManyDescriptor):
        return _reverse(objects, descriptor.relation, queryset, to_attr)
    if isinstance(descriptor, ReverseOneDescriptor):
        return _reverse_one(objects, descriptor.relation, queryset, to_attr)
    if isinstance(descriptor, ManyToManyDescriptor):
        return _many(objects, descriptor, queryset, to_attr)
    if not hasattr(first, name):
        raise AttributeError(
            "Cannot find '%s' on %s object, '%s' is an invalid parameter to prefetch_related()"
            % (name, type(first).__name__, name)
        )
    raise ValueError(
        "'%s' does not resolve to an item that supports prefetching - this is an invalid parameter to prefetch_related()."
        % name
    )


def _forward(objects, field, queryset, to_attr):
    if to_attr is None:
        missing = [one for one in objects if field.name not in one._state.fields_cache]
    else:
        missing = objects
    keys = []
    for one in missing:
        key = getattr(one, field.attname)
        if key is not None and key not in keys:
            keys.append(key)
    if missing and keys:
        if queryset is None:
            queryset = field.remote_model._meta.base_manager.using(objects[0]._state.db or "default")
        found = {}
        wanted = Q(*[(field.target_field.name, key) for key in keys], _connector="OR")
        for related in queryset.filter(wanted):
            found[getattr(related, field.target_field.attname)] = related
        for one in missing:
            related = found.get(getattr(one, field.attname))
            if to_attr is not None:
                setattr(one, to_attr, related)
            else:
                field.set_cached(one, related)
                if related is not None:
                    field.set_cached_there(related, one)
    values = []
    for one in objects:
        related = getattr(one, to_attr) if to_attr else one._state.fields_cache.get(field.name)
        if related is not None and not any([related is other for other in values]):
            values.append(related)
    return values


def _cached(one, name):
    cache = getattr(one, "_prefetched_objects_cache", None)
    if cache is None:
        cache = one._prefetched_objects_cache = {}
    return cache


def _reverse(objects, relation, queryset, to_attr):
    field = relation.field
    if queryset is None:
        queryset = relation.related_model._meta.default_manager.get_queryset()
    queryset = queryset.using(objects[0]._state.db or "default")
    target = field.target_field.attname
    found = list(queryset.filter(**{field.name + "__in": objects}))
    by_key = {}
    for one in objects:
        by_key[getattr(one, target)] = one
    groups = {}
    for related in found:
        key = getattr(related, field.attname)
        if field.name not in related._state.fields_cache:
            related._state.fields_cache[field.name] = by_key[key]
        groups.setdefault(key, []).append(related)
    for one in objects:
        _store(one, relation.accessor, relation.cache_name, groups.get(getattr(one, target), []), to_attr)
    return found


def _store(one, accessor, cache_name, values, to_attr):
    if to_attr is not None:
        setattr(one, to_attr, values)
        return
    queryset = getattr(one, accessor).get_queryset()
    queryset._result_cache = values
    queryset._prefetch_done = True
    _cached(one, cache_name)[cache_name] = queryset


def _reverse_one(objects, relation, queryset, to_attr):
    field = relation.field
    if queryset is None:
        queryset = relation.related_model._meta.base_manager.get_queryset()
    queryset = queryset.using(objects[0]._state.db or "default")
    target = field.target_field.attname
    found = list(queryset.filter(**{field.name + "__in": objects}))
    groups = {getattr(related, field.attname): related for related in found}
    for one in objects:
        related = groups.get(getattr(one, target))
        if to_attr is not None:
            setattr(one, to_attr, related)
        else:
            one._state.fields_cache[relation.cache_name] = related
        if related is not None:
            related._state.fields_cache[field.name] = one
    return found


def _many(objects, descriptor, queryset, to_attr):
    from django.db.models.sql import Hop
    from django.db.models.where import Compare

    manager = descriptor.__get__(objects[0])
    source = manager.source
    if queryset is None:
        queryset = manager.model._meta.default_manager.get_queryset()
    queryset = queryset.using(objects[0]._state.db or "default")._chain()
    query = queryset.query
    hop = Hop(manager.target.target_field, manager.target, manager.through, True, False, True)
    alias = query.join(hop, query.table, None)
    query.demote([alias])
    keys = []
    for one in objects:
        key = source.get_db_prep_value(getattr(one, source.target_field.attname))
        if key not in keys:
            keys.append(key)
    col = query.column(alias, source)
    query.where.add(Compare(col, " IN (%s)" % ", ".join(["?"] * len(keys)), keys), "AND")
    name = "_prefetch_related_val_%s" % source.attname
    query.leading = [(name, col)]
    found = list(queryset)
    groups = {}
    for related in found:
        groups.setdefault(getattr(related, name), []).append(related)
    accessor = descriptor.field.reverse.accessor if descriptor.is_reverse else descriptor.field.name
    for one in objects:
        values = groups.get(getattr(one, source.target_field.attname), [])
        _store(one, accessor, manager.cache_name, values, to_attr)
    return found
