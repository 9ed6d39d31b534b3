"""A query: what a queryset will ask, and its SQL, written as Django writes it.

Joins are made when a condition, an annotation or an ordering first needs them, in the
order in which the scenario asked; aliases are numbered as Django numbers them.
"""

from django.core.exceptions import EmptyResultSet, FieldError
from django.db.backends.vendor import on_postgres
from django.db.models.expressions import Col, Combinable, Exists, OrderBy, Ref, ResolvedOuterRef, quote
from django.db.models.fields.json import KEY_LOOKUPS, KeyTransform
from django.db.models.lookups import LOOKUPS, RELATED_LOOKUPS, _DatePart, make_lookup, plain_value, unsupported_lookup
from django.db.models.where import NOTHING, Compare, CompareExpression, FieldEquals, Truth, Where

INNER = "INNER JOIN"
LOUTER = "LEFT OUTER JOIN"

_PLAIN = (int, str)

LOOKUP_SEP = "__"

DATE_PARTS = "year iso_year month day week week_day iso_week_day quarter date time hour minute second".split()


class Join:
    """One joined table of a query."""

    def __init__(self, table, alias, parent, from_column, to_column, kind, nullable):
        self.table = table
        self.alias = alias
        self.parent = parent
        self.from_column = from_column
        self.to_column = to_column
        self.kind = kind
        self.nullable = nullable

    def with_kind(self, kind):
        return Join(self.table, self.alias, self.parent, self.from_column, self.to_column, kind, self.nullable)


class Query:
    def __init__(self, model):
        self.model = model
        self.meta = model._meta
        self.table = self.meta.db_table
        # Alias -> Join; None while the model's own table is the only one.
        self.joins = None
        self.where = Where()
        self.order_by = ()
        self.default_ordering = True
        self.standard_ordering = True
        self.low = 0
        self.high = None
        self.distinct = False
        # Name -> resolved expression, in order; aliases are those of them not selected.
        self.annotations = None
        self.aliases = None
        # What values() selects: [(name, field name or expression)], or None for the model.
        self.selection = None
        # GROUP BY: None, True (the model's columns) or a list of expressions.
        self.group = None
        self.select_related = None
        # Names of fields that are not loaded (defer) or alone loaded (only).
        self.deferred = None
        self.only = None
        # union() and its kin: (word, [queries]).
        self.combined = None
        # How deep subqueries nest inside; the query around while it is being written.
        self.sub_level = 0
        self.relabel = None
        self.outer = None
        self.is_empty = False
        self.for_exists = False
        # The number of the first alias when this is a subquery.
        self.first_alias = 0
        # [(name, column)] selected before everything else, for prefetch_related().
        self.leading = None
        # What select_for_update() was told, where the database has row locks: (nowait, skip_locked, of, no_key).
        self.row_lock = None

    def clone(self):
        new = Query.__new__(Query)
        new.model = self.model
        new.meta = self.meta
        new.table = self.table
        joins = self.joins
        new.joins = None if joins is None else dict(joins)
        new.where = self.where.clone()
        new.order_by = self.order_by
        new.default_ordering = self.default_ordering
        new.standard_ordering = self.standard_ordering
        new.low = self.low
        new.high = self.high
        new.distinct = self.distinct
        annotations = self.annotations
        new.annotations = None if annotations is None else dict(annotations)
        new.aliases = self.aliases
        new.selection = self.selection
        new.group = self.group
        new.select_related = self.select_related
        new.deferred = self.deferred
        new.only = self.only
        new.combined = self.combined
        new.sub_level = self.sub_level
        new.relabel = None
        new.outer = None
        new.is_empty = self.is_empty
        new.for_exists = self.for_exists
        new.first_alias = self.first_alias
        new.leading = self.leading
        new.row_lock = self.row_lock
        return new

    @property
    def is_sliced(self):
        return self.low != 0 or self.high is not None

    def set_limits(self, low=None, high=None):
        """Narrows the slice, relative to the one there is."""
        if high is not None:
            if self.high is not None:
                self.high = min(self.high, self.low + high)
            else:
                self.high = self.low + high
        if low is not None:
            if self.high is not None:
                self.low = min(self.high, self.low + low)
            else:
                self.low = self.low + low
        if self.high is not None and self.low == self.high:
            self.is_empty = True

    def clear_ordering(self, force, clear_default=True):
        """Drops the ordering, unless a slice depends on it."""
        if not force and (self.is_sliced or self.combined):
            return
        self.order_by = ()
        if clear_default:
            self.default_ordering = False

    # Conditions

    def filter_kwargs(self, kwargs):
        """filter(**kwargs), not negated."""
        simple = self.meta.simple_fields
        for name in sorted(kwargs):
            value = kwargs[name]
            field = simple.get(name)
            if field is not None and type(value) in _PLAIN and not field.is_boolean and self.annotations is None:
                value = field.get_db_prep_value(value)
                if type(value) is int and not -9223372036854775808 <= value <= 9223372036854775807:
                    self.where.children.append(NOTHING)
                else:
                    self.where.children.append(FieldEquals(field, value))
            else:
                self.filter_q(_q_of(name, value))

    def filter_q(self, q):
        """Adds the conditions of a Q."""
        joins = self.joins
        inner = None
        if joins is not None:
            inner = [alias for alias in joins if joins[alias].kind is INNER]
        clause, _ = self._add_q(q, set(), False, False, True, True)
        if clause.children:
            self.where.add(clause, "AND")
        if inner:
            self.demote(inner)

    def build_condition(self, q, allow_joins, reuse, summarize):
        """A Q as a condition in an expression: its joins become outer ones."""
        clause, needed = self._add_q(q, reuse, False, False, allow_joins, False, summarize)
        self.promote(needed)
        return clause

    def _add_q(self, q, used, branch_negated, negated, allow_joins, split, summarize=False):
        connector = q.connector
        negated = negated != q.negated
        branch_negated = branch_negated or q.negated
        clause = Where(connector, q.negated)
        votes = {}
        for child in q.children:
            if isinstance(child, tuple):
                part, needed = self._build(child[0], child[1], used, branch_negated, negated, allow_joins, split, summarize)
            elif hasattr(child, "children"):
                part, needed = self._add_q(child, used, branch_negated, negated, allow_joins, split, summarize)
            else:
                part, needed = self._build_expression(child, allow_joins, used, summarize)
            for alias in needed:
                votes[alias] = votes.get(alias, 0) + 1
            if not isinstance(part, Where) or part.children or part.negated:
                clause.add(part, connector)
        return clause, self._settle_joins(votes, connector, len(q.children), negated)

    def _settle_joins(self, votes, connector, children, negated):
        """Inner joins where a condition needs the row anyway, outer ones where it may be missing."""
        if self.joins is None:
            return votes
        effective = connector
        if negated:
            effective = {"AND": "OR", "OR": "AND"}.get(connector, connector)
        promote = []
        demote = []
        for alias in votes:
            count = votes[alias]
            if effective != "AND" and count < children:
                promote.append(alias)
            if effective == "AND" or (effective == "OR" and count == children):
                demote.append(alias)
        if connector == "XOR" or effective == "XOR":
            promote = list(votes)
        self.promote(promote)
        self.demote(demote)
        return demote

    def _build_expression(self, child, allow_joins, used, summarize):
        if not getattr(child, "conditional", False):
            raise TypeError("Cannot filter against a non-conditional expression.")
        if isinstance(child, Combinable) or hasattr(child, "resolve"):
            child = child.resolve(self, allow_joins, used, summarize)
        return Truth(child, True), ()

    def _build(self, arg, value, used, branch_negated, negated, allow_joins, split, summarize=False):
        """One keyword condition: (condition, aliases it needs)."""
        if not isinstance(arg, str):
            raise FieldError("Cannot parse keyword query as dict")
        names = arg.split("__")
        annotation = None
        if self.annotations is not None:
            annotation = self.annotations.get(names[0])
        if isinstance(value, (list, tuple)):
            value = [self._resolve_value(one, allow_joins, used, summarize) for one in value]
        else:
            value = self._resolve_value(value, allow_joins, used, summarize)
        if annotation is not None:
            lhs = Ref(names[0], annotation) if summarize else annotation.resolve(self)
            field = annotation.output_field
            lookups = names[1:]
            lhs, field, lookup = self._transforms(lhs, field, lookups)
            return make_lookup(self, lhs, field, lookup, value), ()
        path = self.path(names, False)
        if len(path.hops) > 0 and not allow_joins:
            raise FieldError("Joined field references are not permitted in this query")
        if branch_negated and split and path.many:
            return self._split_exclude(names, value, path, negated), ()
        if path.relation is not None:
            if path.rest and (path.rest[0] not in LOOKUPS or len(path.rest) > 1):
                raise unsupported_lookup("__".join(path.rest), path.relation)
            if path.rest and path.rest[0] not in RELATED_LOOKUPS:
                raise FieldError("Related Field got invalid lookup: %s" % path.rest[0])
            if not path.relation.concrete and hasattr(value, "_meta"):
                value = plain_value(value, path.relation)
            elif isinstance(value, list) and not path.relation.concrete:
                value = [plain_value(one, path.relation) for one in value]
        path.trim()
        col, aliases = self.reach(path, used)
        lhs, field, lookup = self._transforms(col, path.field, path.rest)
        if lookup == "exact" and value is None and not field.is_json:
            lookup, value = "isnull", True
        condition = make_lookup(self, lhs, field, lookup, value)
        needs_outer = lookup == "isnull" and value is True and not negated
        if negated and (lookup != "isnull" or value is False) and condition is not NOTHING:
            needs_outer = True
            alias = aliases[-1]
            outer = self.joins is not None and alias in self.joins and self.joins[alias].kind is LOUTER
            extra = []
            if lookup != "isnull":
                if path.field.null or outer:
                    extra.append(Compare(col, " IS NOT NULL", []))
                if isinstance(value, Col) and value.field.null:
                    extra.append(Compare(value, " IS NOT NULL", []))
            if extra:
                both = Where("AND")
                both.children = [condition] + extra
                condition = both
        if used is not None:
            used.update(aliases)
        return condition, () if needs_outer else aliases

    def _resolve_value(self, value, allow_joins, used, summarize):
        if isinstance(value, Combinable):
            return value.resolve(self, allow_joins, used, summarize)
        return value

    def _transforms(self, lhs, field, names):
        """(column, field, lookup) for what follows a field's name."""
        if not names:
            return lhs, field, "exact"
        if field is not None and field.is_json:
            known = names[-1] in LOOKUPS or names[-1] in KEY_LOOKUPS or names[-1] == "contained_by"
            keys = names[:-1] if known else names
            if keys:
                lhs = KeyTransform(lhs, keys)
                field = lhs.output_field
            return lhs, field, names[-1] if known else "exact"
        if len(names) == 1 and names[0] in LOOKUPS:
            return lhs, field, names[0]
        if names[0] in DATE_PARTS and field is not None and field.is_date:
            if names == ["year"] or names == ["year", "exact"]:
                return lhs, field, "year"
            if names[0] in field.parts:
                lhs = _DatePart(lhs, names[0])
                return self._transforms(lhs, lhs.output_field, names[1:])
            raise NotImplementedError(
                "the lookup '%s' of a date is not supported by Lockstep: compare with a range" % "__".join(names)
            )
        raise unsupported_lookup("__".join(names), field)

    def _split_exclude(self, names, value, path, negated):
        """exclude() across a to-many relation: rows without any such related row."""
        hop = path.hops[0]
        if not hop.many or isinstance(value, Combinable) or hop.from_field.model is not self.meta.concrete_model:
            raise NotImplementedError(
                "exclude() across the to-many relation %r is not supported by Lockstep: "
                "use exclude(pk__in=...) with a queryset of those rows" % "__".join(names)
            )
        if value is None or (value is True and path.rest == ["isnull"]):
            # Rows without a related row count: they are joined from the model itself.
            inner = Query(self.model)
            inner.filter_q(_q_of("__".join(names), value))
            pk = self.meta.pk
            inner.where.children.append(CompareExpression(pk.col, "%s = %s", ResolvedOuterRef(pk.name)))
            return Truth(Exists(inner).resolve(self), True)
        inner = Query(hop.model)
        # Django numbers the outer table as U0.
        inner.first_alias = 1
        entry = self.meta.lookup_names[names[0]]
        rest = names[1:]
        if entry.many_to_many:
            rest = [entry.inner_target().name] + rest
        elif not rest or rest[0] in LOOKUPS:
            rest = [hop.model._meta.pk.name] + rest
            value = plain_value(value, entry)
        inner.filter_q(_q_of("__".join(rest), value))
        outer = ResolvedOuterRef(hop.from_field.name)
        inner.where.children.append(CompareExpression(hop.to_field.col, "%s = %s", outer))
        return Truth(Exists(inner).resolve(self), True)

    # Names and joins

    def path(self, names, must_end):
        """Follows field names from the query's model. Raises FieldError for an unknown first name
        (any unknown name if it `must_end` there); the names left over are lookups."""
        return Path(self.meta, names, must_end)

    def reach(self, path, reuse):
        """Makes the joins of a path: (column at its end, aliases on the way)."""
        alias = self.table
        aliases = [alias]
        for hop in path.hops:
            alias = self.join(hop, alias, reuse if hop.many else None)
            aliases.append(alias)
        if alias == self.table:
            return path.field.col, aliases
        return self.column(alias, path.field), aliases

    def column(self, alias, field):
        if alias == self.table:
            return field.col
        join = self.joins[alias]
        shown = quote(alias) if alias == join.table else alias
        return Col(alias, field, "%s.%s" % (shown, quote(field.column)))

    def join(self, hop, parent, reuse):
        joins = self.joins
        if joins is None:
            joins = self.joins = {self.table: Join(self.table, self.table, None, None, None, None, False)}
        from_column = hop.from_field.column
        to_column = hop.to_field.column
        best = None
        for alias, one in joins.items():
            if (
                one.table == hop.table
                and one.parent == parent
                and one.from_column == from_column
                and one.to_column == to_column
                and (reuse is None or alias in reuse)
            ):
                best = alias
                if alias == hop.table:
                    break
        if best is not None:
            return best
        alias = hop.table
        if alias in joins:
            alias = "T%d" % (len(joins) + 1)
        kind = LOUTER if hop.nullable or joins[parent].kind is LOUTER else INNER
        joins[alias] = Join(hop.table, alias, parent, from_column, to_column, kind, hop.nullable)
        return alias

    def promote(self, aliases):
        """Makes joins outer ones, and those that hang on them."""
        if self.joins is None:
            return
        aliases = list(aliases)
        while aliases:
            alias = aliases.pop(0)
            join = self.joins.get(alias)
            if join is None or join.kind is None:
                continue
            parent_outer = join.parent is not None and self.joins[join.parent].kind is LOUTER
            if (join.nullable or parent_outer) and join.kind is not LOUTER:
                self.joins[alias] = join.with_kind(LOUTER)
                for other in self.joins.values():
                    if other.parent == alias and other.alias not in aliases:
                        aliases.append(other.alias)

    def demote(self, aliases):
        """Makes joins inner ones, and those on the way to them."""
        if self.joins is None:
            return
        aliases = list(aliases)
        while aliases:
            alias = aliases.pop(0)
            join = self.joins.get(alias)
            if join is not None and join.kind is LOUTER:
                self.joins[alias] = join.with_kind(INNER)
                if join.parent is not None and self.joins[join.parent].kind is INNER:
                    aliases.append(join.parent)

    def resolve_ref(self, name, allow_joins=True, reuse=None, summarize=False):
        """What F(name) stands for in this query."""
        if self.annotations is not None and name in self.annotations:
            annotation = self.annotations[name]
            return Ref(name, annotation) if summarize else annotation
        names = name.split("__")
        path = self.path(names, True)
        if path.hops and not allow_joins:
            path.trim()
            if path.hops:
                raise FieldError("Joined field references are not permitted in this query")
        path.trim()
        col, aliases = self.reach(path, reuse)
        if reuse is not None:
            reuse.update(aliases)
        return KeyTransform(col, path.rest) if path.rest else col

    # Annotations and selection

    def add_annotation(self, name, expression, select=True):
        resolved = expression.resolve(self, True, None, False)
        if self.annotations is None:
            self.annotations = {}
        self.annotations[name] = resolved
        if not select:
            self.aliases = (self.aliases or ()) + (name,)
        if self.selection is not None and select:
            self.selection = self.selection + [(name, resolved)]
        return resolved

    def select_pk_only(self):
        self.selection = [("pk", self.meta.pk)]
        self.select_related = None
        self.selection_unnamed = True

    def selected_annotations(self):
        if self.annotations is None:
            return []
        hidden = self.aliases
        if not hidden:
            return list(self.annotations.items())
        return [(name, one) for name, one in self.annotations.items() if name not in hidden]

    def resolve_selection(self):
        """[(name, expression, shown name or None)] for values(), [] of unnamed columns for a pk."""
        found = []
        for name, what in self.selection:
            if isinstance(what, Combinable):
                found.append((name, what))
            elif isinstance(what, str):
                found.append((name, self.resolve_ref(what)))
            else:
                found.append((None, what.col))
        return found

    def first_output_field(self):
        if self.selection:
            return self.resolve_selection()[0][1].output_field
        annotations = self.selected_annotations()
        return annotations[0][1].output_field if annotations else None

    def loaded_fields(self):
        """The fields of the model that are selected: a list, or None for all."""
        if self.only is not None:
            pk = self.meta.pk
            return [field for field in self.meta.concrete_fields if field is pk or field.name in self.only or field.attname in self.only]
        if self.deferred:
            pk = self.meta.pk
            return [
                field
                for field in self.meta.concrete_fields
                if field is pk or not (field.name in self.deferred or field.attname in self.deferred)
            ]
        return None

    # SQL

    def from_sql(self, params):
        if self.relabel is None:
            text = " FROM " + self.meta.quoted_table
        else:
            text = " FROM %s %s" % (self.meta.quoted_table, self.relabel[self.table])
        joins = self.joins
        if joins is None or len(joins) == 1:
            return text
        for join in joins.values():
            if join.parent is None:
                continue
            table = quote(join.table)
            if self.relabel is None:
                parent_join = joins[join.parent]
                left = quote(join.parent) if join.parent == parent_join.table else join.parent
                if join.alias == join.table:
                    right = shown = table
                else:
                    right = join.alias
                    shown = "%s %s" % (table, join.alias)
            else:
                left = self.relabel[join.parent]
                right = self.relabel[join.alias]
                shown = "%s %s" % (table, right)
            text += " %s %s ON (%s.%s = %s.%s)" % (
                join.kind,
                shown,
                left,
                quote(join.from_column),
                right,
                quote(join.to_column),
            )
        return text

    def make_relabel(self, letter):
        aliases = [self.table] if self.joins is None else list(self.joins)
        self.relabel = {}
        for number, alias in enumerate(aliases):
            self.relabel[alias] = "%s%d" % (letter, number + self.first_alias)

    def subquery_sql(self, outer, params):
        """The SELECT inside another query; aliases are its own. None if it is empty."""
        self.outer = outer
        related = self.related_columns()
        order = self.resolve_ordering()
        self.make_relabel("TUVWXYZ"[min(self.sub_level + 1, 6)])
        if self.for_exists:
            text = self._write_select("1 AS \"a\"", order, params)
        else:
            text = self._write_select(None, order, params)
        return text

    def exists_query(self):
        query = self.clone()
        if not (query.distinct and query.is_sliced) and not query.combined:
            query.clear_ordering(False)
            query.select_related = None
            if query.group is True or not query.group:
                if not self._has_aggregates():
                    query.group = None
        query.for_exists = True
        query.set_limits(high=1)
        return query

    def _has_aggregates(self):
        if self.annotations is None:
            return False
        return any([one.contains_aggregate for one in self.annotations.values()])

    def select_sql(self, params):
        """The whole SELECT statement, or None when no row can match."""
        if self.is_empty:
            return None
        if self.combined:
            return self._combined_sql(params)
        self.related = self.related_columns()
        return self._write_select(None, self.resolve_ordering(), params)

    def exists_sql(self, params):
        if self.is_empty:
            return None
        self.related = None
        return self._write_select('1 AS "a"', self.resolve_ordering(), params)

    def columns_sql(self, params, number=False):
        """The select list. With `number`, every column gets a name col1, col2 ..."""
        if self.selection is not None:
            parts = []
            for name, what in self.resolve_selection():
                text = what.sql(self, params)
                if text is None or text == "":
                    text = "0" if text is None else "1"
                if number and name not in (self.annotations or ()):
                    name = "col%d" % (len(parts) + 1)
                parts.append(text if name is None else "%s AS %s" % (text, quote(name)))
        else:
            fields = self.loaded_fields()
            if fields is None and self.relabel is None and not number and (self.joins is None or not self.meta.parents):
                parts = [self.meta.select_text]
            else:
                parts = []
                for field in self.meta.concrete_fields if fields is None else fields:
                    text = self.own_column(field).sql(self, params)
                    parts.append('%s AS "col%d"' % (text, len(parts) + 1) if number else text)
            for name, what in self.selected_annotations():
                text = what.sql(self, params)
                if text is None:
                    text = "0"
                elif text == "":
                    text = "1"
                parts.append("%s AS %s" % (text, quote(name)))
        if self.related:
            for column in self.related:
                parts.append(column.sql(self, params))
        if self.leading:
            leading = ["(%s) AS %s" % (column.sql(self, params), quote(name)) for name, column in self.leading]
            parts = leading + parts
        return ", ".join(parts)

    related = None
    selection_unnamed = False

    def own_column(self, field):
        """The column of a field of the model, which may be a parent's."""
        if field.model is self.meta.concrete_model or not self.meta.parents:
            return field.col
        path = self.path([field.name], True)
        return self.reach(path, None)[0]

    def _write_select(self, head, order, params):
        meta = self.meta
        if meta.parents and head is None and self.selection is None:
            # The joins to the parents' tables.
            for field in meta.concrete_fields:
                self.own_column(field)
        text = "SELECT DISTINCT " if self.distinct else "SELECT "
        text += self.columns_sql(params) if head is None else head
        return text + self._write_rest(order, params)

    def _write_rest(self, order, params):
        """FROM and everything after it; None (in place of text) raises EmptyResultSet."""
        text = self.from_sql(params)
        where, having = self._split_having()
        condition = where.sql(self, params)
        if condition is None:
            raise EmptyResultSet
        if condition:
            text += " WHERE " + condition
        grouping = self._grouping(having, order)
        if grouping:
            texts = []
            for one in grouping:
                one_text = one if isinstance(one, str) else one.sql(self, params)
                if one_text not in texts:
                    texts.append(one_text)
            text += " GROUP BY " + ", ".join(texts)
        if having is not None:
            condition = having.sql(self, params)
            if condition is None:
                raise EmptyResultSet
            if condition:
                text += " HAVING " + condition
        if order:
            seen = []
            for one in order:
                part = one[0] if isinstance(one[0], str) else one[0].sql(self, params)
                part += one[1]
                if part not in seen:
                    seen.append(part)
            text += " ORDER BY " + ", ".join(seen)
        if self.high is not None:
            text += " LIMIT %d" % (self.high - self.low)
            if self.low:
                text += " OFFSET %d" % self.low
        elif self.low:
            text += (" OFFSET %d" if on_postgres() else " LIMIT -1 OFFSET %d") % self.low
        if self.row_lock is not None:
            text += self.row_lock_sql()
        return text

    def lock_if_possible(self):
        """As if select_for_update() had been called, unless the rows are not those of a table."""
        if not (self.distinct or self.group or self.combined or self._has_aggregates()):
            self.row_lock = (False, False, ("self",), False)

    def row_lock_sql(self):
        nowait, skip_locked, of, no_key = self.row_lock
        text = " FOR NO KEY UPDATE" if no_key else " FOR UPDATE"
        if of:
            text += " OF " + ", ".join([self.locked_table(name) for name in of])
        if nowait:
            text += " NOWAIT"
        if skip_locked:
            text += " SKIP LOCKED"
        return text

    def locked_table(self, name):
        """The table that select_for_update(of=) names: "self", or a relation that select_related() follows."""
        if name == "self":
            return quote(self.table)
        known = {LOOKUP_SEP.join([field.name for field in steps]): steps for steps, _, _ in self.related_readers or ()}
        alias = None
        if name in known:
            alias = self.table
            for field in known[name]:
                for hop in field.hops():
                    alias = self.join(hop, alias, None)
        for parent, link in self.meta.parents.items():
            if link.name == name:
                alias = self.join(self.meta.parent_hops(parent._meta.pk)[0], self.table, None)
        if alias is None:
            choices = ["self"] + [link.name for link in self.meta.parents.values()] + list(known)
            raise FieldError(
                "Invalid field name(s) given in select_for_update(of=(...)): %s. Only relational fields followed in "
                "the query are allowed. Choices are: %s." % (name, ", ".join(choices))
            )
        join = self.joins[alias]
        return quote(alias) if alias == join.table else alias

    def _split_having(self):
        """Conditions on aggregates go to HAVING, the others to WHERE."""
        where = self.where
        if self.annotations is None or not where.contains_aggregate:
            return where, None
        if where.negated or where.connector != "AND":
            return Where(), where
        plain = Where()
        having = Where()
        for child in where.children:
            (having if child.contains_aggregate else plain).children.append(child)
        return plain, having

    def _grouping(self, having, order):
        if self.group is None:
            return None
        found = []
        if self.group is True:
            if self.selection is None:
                fields = self.loaded_fields()
                for field in self.meta.concrete_fields if fields is None else fields:
                    found.append(self.own_column(field))
        else:
            for one in self.group:
                found.append(one)
        selected = self.resolve_selection() if self.selection is not None else None
        if self.related and self.selection is None:
            found.extend(self.related)
        if selected is not None:
            for index, (name, what) in enumerate(selected):
                for one in what.group_by():
                    if one is what:
                        found.append(what)
                    else:
                        found.append(one)
        else:
            for name, what in self.selected_annotations():
                found.extend(what.group_by())
        for one in order or ():
            what = one[0]
            if not isinstance(what, str) and not isinstance(what, Ref) and not what.contains_aggregate:
                found.extend(what.group_by())
        if on_postgres():
            # Where a table's key is among them its other columns follow from that.
            keyed = [one.alias for one in found if isinstance(one, Col) and one.field.primary_key]
            found = [
                one
                for one in found
                if not isinstance(one, Col) or one.field.primary_key or one.alias not in keyed
            ]
        # A column that is selected by name is written as its place in the select list.
        if selected is not None:
            places = {}
            for index, (name, what) in enumerate(selected):
                if isinstance(what, Combinable):
                    places[id(what)] = index + 1
                    if isinstance(what, Col):
                        places[what.text] = index + 1
            numbered = []
            for one in found:
                place = places.get(id(one))
                if place is None and isinstance(one, Col):
                    place = places.get(one.text)
                numbered.append(one if place is None else str(place))
            return numbered
        places = {}
        start = len(self.loaded_fields() or self.meta.concrete_fields)
        for index, (name, what) in enumerate(self.selected_annotations()):
            places[id(what)] = start + index + 1
        return [str(places[id(one)]) if id(one) in places else one for one in found]

    # Ordering

    def resolve_ordering(self):
        """[(expression or SQL, " ASC" or " DESC")], making the joins it needs."""
        order = self.order_by
        if not order:
            if not self.default_ordering or not self.meta.ordering or self.group:
                return None
            order = self.meta.ordering
        places = None
        if self.selection is not None and not self.selection_unnamed:
            places = {}
            for index, (name, what) in enumerate(self.resolve_selection()):
                if isinstance(what, Col):
                    places[what.text] = index + 1
                places[name] = index + 1
        found = []
        for item in order:
            self._order_item(item, found, self.meta, [], not self.standard_ordering, places)
        return found

    def _order_item(self, item, found, meta, prefix, flip, places):
        if not isinstance(item, str):
            if not isinstance(item, OrderBy):
                item = item.asc()
            resolved = item.expression.resolve(self, True, None, False)
            one = OrderBy(resolved, item.descending, item.nulls_first, item.nulls_last)
            if flip:
                one.reverse_ordering()
            self._place(found, resolved, one.ending(), places)
            return
        if item == "?":
            raise NotImplementedError("order_by('?') is random and not supported by Lockstep")
        descending = item.startswith("-")
        name = item[1:] if item[:1] in ("-", "+") else item
        ending = " DESC" if descending != flip else " ASC"
        if not prefix and self.annotations is not None and name in self.annotations:
            annotation = self.annotations[name]
            if places is not None and name in places:
                found.append((str(places[name]), ending))
            elif self.aliases and name in self.aliases:
                found.append((annotation, ending))
            else:
                index = self._annotation_place(name)
                found.append((str(index), ending))
            return
        names = prefix + name.split("__")
        path = self.path(names, True)
        if path.relation is not None and path.ends_at_relation and name not in ("pk",) and not path.by_attname:
            target = path.relation.related_model._meta
            if target.ordering:
                for inner in target.ordering:
                    if isinstance(inner, str):
                        self._order_item(inner, found, target, names, flip != descending, places)
                    else:
                        raise NotImplementedError(
                            "ordering by the relation %r whose Meta.ordering has expressions is not supported by Lockstep"
                            % name
                        )
                return
        path.trim()
        col, _ = self.reach(path, None)
        if path.rest:
            col = KeyTransform(col, path.rest)
        self._place(found, col, ending, places)

    def _annotation_place(self, name):
        start = len(self.loaded_fields() or self.meta.concrete_fields)
        for index, (one, _) in enumerate(self.selected_annotations()):
            if one == name:
                return start + index + 1
        return start

    def _place(self, found, expression, ending, places):
        if places is not None and isinstance(expression, Col) and expression.text in places:
            found.append((str(places[expression.text]), ending))
        else:
            found.append((expression, ending))

    # select_related

    def related_columns(self):
        """Makes the joins of select_related() and returns the columns they add."""
        self.related_readers = None
        if not self.select_related:
            return None
        columns = []
        self.related_readers = []
        self._follow(self.meta, self.table, self.select_related, columns, (), 0)
        return columns

    related_readers = None

    def _follow(self, meta, alias, wanted, columns, trail, depth):
        for name in meta.relation_names(wanted, depth):
            field = meta.lookup_names.get(name)
            if field is None or not field.is_relation or field.many_to_many or field.one_to_many:
                choices = ", ".join(sorted([one for one in meta.lookup_names if meta.followable(one)])) or "(none)"
                raise FieldError(
                    "%s field given in select_related: '%s'. Choices are: %s"
                    % (
                        "Non-relational" if field is not None and not field.is_relation else "Invalid",
                        name,
                        choices,
                    )
                    if field is not None and not field.is_relation
                    else "Invalid field name(s) given in select_related: '%s'. Choices are: %s" % (name, choices)
                )
            here = alias
            for hop in field.hops():
                here = self.join(hop, here, None)
            target = field.related_model._meta
            start = len(columns)
            for one in target.concrete_fields:
                if one.model is target.concrete_model or not target.parents:
                    columns.append(self.column(here, one))
                else:
                    inner = here
                    for hop in target.parent_hops(one):
                        inner = self.join(hop, inner, None)
                    columns.append(self.column(inner, one))
            steps = trail + (field,)
            self.related_readers.append((steps, start, target))
            deeper = wanted[name] if isinstance(wanted, dict) else wanted
            if deeper:
                self._follow(target, here, deeper, columns, steps, depth + 1)

    # Aggregates and counts

    def count_sql(self, params):
        """SELECT COUNT(*), around the query if it is sliced, distinct, grouped or combined."""
        self.row_lock = None
        if self.is_empty:
            return None
        if self.combined:
            self.clear_ordering(True)
            inner = self._combined_sql(params)
            return 'SELECT COUNT(*) FROM (%s) subquery' % inner
        self.select_related = None
        grouped = self._has_aggregates()
        if self.is_sliced or self.distinct or (grouped and self.group is not None):
            return self._count_around(grouped, params)
        self.clear_ordering(True)
        self.group = None
        self.related = None
        return self._write_select('COUNT(*) AS "__count"', None, params)

    def _count_around(self, grouped, params):
        self.related = None
        if not self.is_sliced and not self.distinct:
            self.clear_ordering(False)
        elif not self.is_sliced:
            self.clear_ordering(False)
        if self.selection is None and not self.distinct:
            if grouped:
                # Only the grouping counts; what HAVING needs it writes itself.
                self.aliases = tuple(self.annotations)
                self.selection = [("col1", self.meta.pk.col)]
                self.group = [self.meta.pk.col]
            else:
                self.only = ()
                self.deferred = None
        numbered = self.selection is None or self.distinct or not grouped
        if not numbered and self.group is not True and self.group is not None:
            # values(): of the selection only what it groups by is left.
            selected = [(name, what) for name, what in self.resolve_selection() if not what.contains_aggregate]
            if selected:
                self.selection = selected
        order = self.resolve_ordering()
        text = "SELECT DISTINCT " if self.distinct else "SELECT "
        text += self.columns_sql(params, numbered)
        text += self._write_rest(order, params)
        return "SELECT COUNT(*) FROM (%s) subquery" % text

    def aggregate_sql(self, aggregates, params):
        """SELECT of aggregates over the whole query; `aggregates` is [(name, resolved)]."""
        self.row_lock = None
        self.related = None
        self.select_related = None
        if not self.is_sliced:
            self.clear_ordering(True)
        parts = ["%s AS %s" % (one.sql(self, params), quote(name)) for name, one in aggregates]
        return "SELECT " + ", ".join(parts) + self._write_rest(self.resolve_ordering(), params)

    # union(), intersection(), difference()

    def _combined_sql(self, params):
        word, queries = self.combined
        parts = []
        for query in queries:
            query = query.clone()
            ordered = query.order_by if on_postgres() else query.resolve_ordering()
            if query.is_sliced or ordered:
                from django.db.utils import DatabaseError

                if query.is_sliced:
                    raise DatabaseError("LIMIT/OFFSET not allowed in subqueries of compound statements.")
                raise DatabaseError("ORDER BY not allowed in subqueries of compound statements.")
            query.clear_ordering(True)
            query.related = None
            mark = len(params)
            if query.is_empty:
                if word == "EXCEPT" and parts:
                    continue
                if word in ("INTERSECT", "EXCEPT"):
                    return None
                continue
            try:
                text = "SELECT DISTINCT " if query.distinct else "SELECT "
                text += query.columns_sql(params, query.selection is None)
                text += query._write_rest(None, params)
            except EmptyResultSet:
                del params[mark:]
                if word == "UNION" or word == "UNION ALL" or (word == "EXCEPT" and parts):
                    continue
                return None
            parts.append("(%s)" % text if on_postgres() else text)
        if not parts:
            return None
        text = (" %s " % word).join(parts)
        if self.order_by:
            items = []
            names = [field.name for field in self.meta.concrete_fields]
            if self.selection is not None:
                names = [name for name, _ in self.selection]
            for item in self.order_by:
                plain = item.lstrip("-")
                if plain == "pk":
                    plain = self.meta.pk.name
                if plain not in names:
                    raise NotImplementedError("ordering a union() by %r is not supported by Lockstep" % (item,))
                descending = item.startswith("-") == self.standard_ordering
                items.append("%d %s" % (names.index(plain) + 1, "DESC" if descending else "ASC"))
            text += " ORDER BY " + ", ".join(items)
        if self.high is not None:
            text += " LIMIT %d" % (self.high - self.low)
            if self.low:
                text += " OFFSET %d" % self.low
        elif self.low:
            text += (" OFFSET %d" if on_postgres() else " LIMIT -1 OFFSET %d") % self.low
        return text

    # Combining querysets

    def combine(self, other, connector):
        """self AND/OR other, in place."""
        if self.joins is not None or other.joins is not None:
            raise NotImplementedError("combining querysets that join other tables is not supported by Lockstep: use Q")
        if connector == "OR" and not self.where.children:
            return
        if connector == "OR" and not other.where.children:
            self.where = Where()
            return
        clause = other.where.clone()
        if connector == "OR":
            self.where.add(clause, "OR")
        elif clause.children:
            self.where.add(clause, "AND")
        if other.order_by:
            self.order_by = other.order_by

    def __str__(self):
        params = []
        try:
            text = self.clone().select_sql(params)
        except EmptyResultSet:
            text = None
        if text is None:
            raise EmptyResultSet
        pieces = text.split("?")
        shown = pieces[0]
        for index, value in enumerate(params):
            shown += str(value) + pieces[index + 1]
        return shown


def _q_of(name, value):
    from django.db.models.query_utils import Q

    q = Q()
    q.children.append((name, value))
    return q


class Hop:
    """One join on the way of a path."""

    def __init__(self, from_field, to_field, model, nullable, direct, many):
        self.from_field = from_field
        self.to_field = to_field
        self.model = model
        self.table = model._meta.db_table
        self.nullable = nullable
        self.direct = direct
        self.many = many


class Path:
    """Where names like `author__name` lead: hops to other tables and the field at the end."""

    def __init__(self, meta, names, must_end):
        self.hops = []
        self.field = None
        self.relation = None
        self.many = False
        self.rest = []
        self.ends_at_relation = False
        self.by_attname = False
        hops = self.hops
        here = meta
        for position, name in enumerate(names):
            if name == "pk":
                name = here.pk.name
            entry = here.lookup_names.get(name)
            if entry is None:
                if position == 0 or must_end:
                    here.settle_pending()
                    raise FieldError(
                        "Cannot resolve keyword '%s' into field. Choices are: %s"
                        % (name, ", ".join(sorted(here.choice_names())))
                    )
                self.rest = names[position:]
                return
            if entry.concrete and entry.model is not here.concrete_model and here.parents:
                hops.extend(here.parent_hops(entry))
            if not entry.is_relation:
                self.relation = None
                self.ends_at_relation = False
                self.field = entry
                self.rest = names[position + 1 :]
                if self.rest and must_end and not entry.is_json:
                    raise FieldError(
                        "Cannot resolve keyword '%s' into field. Join on '%s' not permitted." % (self.rest[0], name)
                    )
                return
            more = entry.hops()
            for hop in more:
                self.many = self.many or hop.many
            hops.extend(more)
            self.relation = entry
            self.ends_at_relation = True
            self.by_attname = entry.concrete and name == entry.attname and name != entry.name
            self.field = more[-1].to_field if more[-1].direct else more[-1].model._meta.pk
            here = entry.related_model._meta

    def trim(self):
        """Drops joins whose only use is a column that the row before has, too."""
        hops = self.hops
        while hops and hops[-1].direct and hops[-1].to_field is self.field:
            self.field = hops[-1].from_field
            hops.pop()
