"""What else goes when an object is deleted, in which order, and what forbids it."""

from django.db import transaction
from django.db.handler import connections
from django.db.models import signals
from django.db.models.query import QuerySet
from django.db.utils import IntegrityError


class ProtectedError(IntegrityError):
    def __init__(self, msg, protected_objects):
        self.protected_objects = protected_objects
        super().__init__(msg, protected_objects)


class RestrictedError(IntegrityError):
    def __init__(self, msg, restricted_objects):
        self.restricted_objects = restricted_objects
        super().__init__(msg, restricted_objects)


def CASCADE(collector, field, sub_objs, using):
    collector.collect(sub_objs, source=field.remote_model, nullable=field.null)


def PROTECT(collector, field, sub_objs, using):
    raise ProtectedError(
        "Cannot delete some instances of model '%s' because they are "
        "referenced through a protected foreign key: '%s.%s'"
        % (field.remote_model.__name__, sub_objs[0].__class__.__name__, field.name),
        sub_objs,
    )


def RESTRICT(collector, field, sub_objs, using):
    collector.restrict(field, sub_objs)


def SET_NULL(collector, field, sub_objs, using):
    collector.add_field_update(field, None, sub_objs)


SET_NULL.lazy_sub_objs = True


def SET_DEFAULT(collector, field, sub_objs, using):
    collector.add_field_update(field, field.get_default(), sub_objs)


SET_DEFAULT.lazy_sub_objs = True


def SET(value):
    def set_on_delete(collector, field, sub_objs, using):
        collector.add_field_update(field, value() if callable(value) else value, sub_objs)

    set_on_delete.lazy_sub_objs = True
    return set_on_delete


def DO_NOTHING(collector, field, sub_objs, using):
    pass


def _has_listeners(model):
    return signals.pre_delete.has_listeners(model) or signals.post_delete.has_listeners(model)


class Collector:
    def __init__(self, using, origin):
        self.using = using
        # What delete() was called on, for signals.
        self.origin = origin
        # Model -> instances, in the order found.
        self.data = {}
        # [(field, value, objects or queryset)]
        self.updates = []
        # Querysets that can be deleted without reading them.
        self.fast = []
        # Model -> the models that must be deleted after it.
        self.dependencies = {}
        self.restricted = []

    def add(self, objects, source=None, nullable=False, reverse=False):
        """New objects to delete; those known already are left out."""
        if not objects:
            return []
        model = type(objects[0])
        known = self.data.setdefault(model, [])
        new = [one for one in objects if one not in known]
        known.extend(new)
        if source is not None and not nullable:
            self.add_dependency(source, model, reverse)
        return new

    def add_dependency(self, model, dependency, reverse=False):
        if reverse:
            model, dependency = dependency, model
        self.dependencies.setdefault(model._meta.concrete_model, set()).add(dependency._meta.concrete_model)
        self.data.setdefault(dependency, [])

    def add_field_update(self, field, value, objects):
        self.updates.append((field, value, objects))

    def restrict(self, field, objects):
        self.restricted.append((field, list(objects)))

    def can_fast_delete(self, objects, from_field=None):
        """Whether one DELETE does it: nothing refers to the rows and nobody listens."""
        if from_field is not None and from_field.on_delete is not CASCADE:
            return False
        model = None
        if hasattr(objects, "_meta"):
            model = objects._meta.model
        elif isinstance(objects, QuerySet):
            model = objects.model
        if model is None or _has_listeners(model):
            return False
        meta = model._meta
        if any([link is not from_field for link in meta.concrete_model._meta.parents.values()]):
            return False
        for relation in candidate_relations(meta):
            if relation.field.on_delete is not DO_NOTHING:
                return False
        return True

    def collect(self, objects, source=None, nullable=False, collect_related=True, reverse=False, keep_parents=False, fail_on_restricted=True):
        if self.can_fast_delete(objects):
            self.fast.append(objects)
            return
        new = self.add(list(objects), source, nullable, reverse)
        if not new:
            return
        model = type(new[0])
        if not keep_parents:
            concrete = model._meta.concrete_model
            for parent, link in concrete._meta.parents.items():
                parents = [getattr(one, link.name) for one in new]
                self.collect(parents, model, False, False, True, False, False)
        if not collect_related:
            return
        meta = model._meta
        fast_by_model = {}
        protected = {}
        for relation in candidate_relations(meta):
            if keep_parents and relation.remote_of in meta.get_parent_list():
                continue
            field = relation.field
            if field.on_delete is DO_NOTHING:
                continue
            related_model = relation.related_model
            if self.can_fast_delete(related_model, field):
                fast_by_model.setdefault(related_model, []).append(field)
                continue
            related = self.related_objects(related_model, [field], new)
            if self.can_fast_delete(related, field):
                self.fast.append(related)
                continue
            if not _has_listeners(related_model):
                names = self._referred_names(related_model)
                if names is not None:
                    related = related.only(*names)
            if getattr(field.on_delete, "lazy_sub_objs", False):
                field.on_delete(self, field, related, self.using)
            elif related:
                try:
                    field.on_delete(self, field, list(related), self.using)
                except ProtectedError as error:
                    key = "'%s.%s'" % (field.model.__name__, field.name)
                    protected.setdefault(key, []).extend(error.protected_objects)
        if protected:
            blockers = set()
            for found in protected.values():
                blockers.update(found)
            raise ProtectedError(
                "Cannot delete some instances of model %r because they are referenced through protected "
                "foreign keys: %s." % (model.__name__, ", ".join(protected)),
                blockers,
            )
        for related_model, fields in fast_by_model.items():
            self.fast.append(self.related_objects(related_model, fields, new))
        if fail_on_restricted and self.restricted:
            self._check_restricted()

    def _referred_names(self, model):
        """The fields that other tables refer to: no more need be read. None for all."""
        names = set()
        for relation in candidate_relations(model._meta):
            names.add(relation.field.target_field.attname)
        return sorted(names) if names else None

    def _check_restricted(self):
        blockers = set()
        keys = []
        model = None
        for field, objects in self.restricted:
            known = self.data.get(field.model, [])
            left = [one for one in objects if one not in known]
            if left:
                model = field.remote_model
                blockers.update(left)
                keys.append("'%s.%s'" % (field.model.__name__, field.name))
        if blockers:
            raise RestrictedError(
                "Cannot delete some instances of model %r because they are referenced through restricted "
                "foreign keys: %s." % (model.__name__, ", ".join(keys)),
                blockers,
            )

    def related_objects(self, model, fields, objects):
        from django.db.models.query_utils import Q

        condition = Q()
        for field in fields:
            condition = condition | Q(**{field.name + "__in": objects})
        return model._meta.base_manager.using(self.using).filter(condition)

    def sort(self):
        """Referring tables before those that they refer to, if that is possible."""
        models = list(self.data)
        concrete = set()
        done = []
        while len(done) < len(models):
            found = False
            for model in models:
                if model in done:
                    continue
                needs = self.dependencies.get(model._meta.concrete_model)
                if not (needs and needs.difference(concrete)):
                    done.append(model)
                    concrete.add(model._meta.concrete_model)
                    found = True
            if not found:
                return
        self.data = {model: self.data[model] for model in done}

    def delete(self):
        counts = {}
        connection = connections[self.using]
        for model, objects in self.data.items():
            try:
                objects.sort(key=lambda one: one.pk)
            except TypeError:
                pass
        self.sort()
        if len(self.data) == 1 and not self.fast and not self.updates:
            model = list(self.data)[0]
            objects = self.data[model]
            if len(objects) == 1 and self.can_fast_delete(objects[0]):
                one = objects[0]
                try:
                    count = self.delete_batch(model, [one.pk])
                except Exception as error:
                    connection.mark_for_rollback(error)
                    raise
                setattr(one, model._meta.pk.attname, None)
                return count, {model._meta.label: count}
        elif not self.data and len(self.fast) == 1 and hasattr(self.fast[0], "_meta"):
            pass
        with transaction.Atomic(self.using, False, False):
            for model, objects in self.data.items():
                if not model._meta.auto_created and signals.pre_delete.receivers:
                    for one in objects:
                        signals.pre_delete.send(sender=model, instance=one, using=self.using, origin=self.origin)
            for queryset in self.fast:
                count = queryset._raw_delete(self.using)
                if count:
                    label = queryset.model._meta.label
                    counts[label] = counts.get(label, 0) + count
            for field, value, objects in self._merged_updates():
                self._update_field(field, value, objects)
            for model in self.data:
                # Within one table, those found last refer to those found first.
                self.data[model].reverse()
            for model, objects in self.data.items():
                if not objects:
                    continue
                count = self.delete_batch(model, [one.pk for one in objects])
                if count:
                    label = model._meta.label
                    counts[label] = counts.get(label, 0) + count
                if not model._meta.auto_created and signals.post_delete.receivers:
                    for one in objects:
                        signals.post_delete.send(sender=model, instance=one, using=self.using, origin=self.origin)
        for field, value, objects in self.updates:
            if not isinstance(objects, QuerySet):
                for one in objects:
                    setattr(one, field.attname, value)
        for model, objects in self.data.items():
            for one in objects:
                setattr(one, model._meta.pk.attname, None)
        return sum(counts.values()), counts

    def _merged_updates(self):
        groups = []
        for field, value, objects in self.updates:
            for group in groups:
                if group[0] is field and group[1] == value:
                    group[2].append(objects)
                    break
            else:
                groups.append([field, value, [objects]])
        return groups

    def _update_field(self, field, value, parts):
        from django.db.models.query_utils import Q

        querysets = [one for one in parts if isinstance(one, QuerySet)]
        others = []
        for one in parts:
            if not isinstance(one, QuerySet):
                others.extend(one)
        if querysets:
            merged = querysets[0]
            for one in querysets[1:]:
                merged = merged | one
            merged.update(**{field.name: value})
        if others:
            model = field.model
            queryset = model._meta.base_manager.using(self.using).filter(pk__in=[one.pk for one in others])
            queryset._update([(field, value)])

    def delete_batch(self, model, ids):
        meta = model._meta.concrete_model._meta
        ids = [meta.pk.get_db_prep_value(one) for one in ids]
        sql = "DELETE FROM %s WHERE %s IN (%s)" % (meta.quoted_table, meta.pk.col_text, ", ".join(["?"] * len(ids)))
        return connections[self.using].run(sql, ids)[3]


def candidate_relations(meta):
    """Relations from other tables' foreign keys, those of many-to-many tables included."""
    return [relation for relation in meta.reverse if relation.deletes]
