"""Q objects, and the attribute of a field that was not loaded."""


class Q:
    """Conditions joined by AND, OR or XOR, possibly negated."""

    AND = "AND"
    OR = "OR"
    XOR = "XOR"
    conditional = True
    contains_aggregate = False

    def __init__(self, *args, _connector=None, _negated=False, **kwargs):
        if _connector not in (None, "AND", "OR", "XOR"):
            raise ValueError("_connector must be one of 'AND', 'OR', 'XOR', or None.")
        children = list(args)
        if kwargs:
            for name in sorted(kwargs):
                children.append((name, kwargs[name]))
        self.children = children
        self.connector = _connector or "AND"
        self.negated = _negated

    def copy(self):
        new = Q()
        new.children = list(self.children)
        new.connector = self.connector
        new.negated = self.negated
        return new

    def add(self, other, connector):
        if self.connector != connector:
            inner = self.copy()
            self.connector = connector
            self.negated = False
            self.children = [inner, other]
        elif isinstance(other, Q) and not other.negated and (other.connector == connector or len(other.children) == 1):
            self.children.extend(other.children)
        else:
            self.children.append(other)

    def _combine(self, other, connector):
        if not getattr(other, "conditional", False):
            raise TypeError(other)
        if not self.children:
            return other.copy() if isinstance(other, Q) else Q(other)
        if isinstance(other, Q) and not other.children:
            return self.copy()
        new = Q(_connector=connector)
        new.add(self, connector)
        new.add(other, connector)
        return new

    def __and__(self, other):
        return self._combine(other, "AND")

    def __or__(self, other):
        return self._combine(other, "OR")

    def __xor__(self, other):
        return self._combine(other, "XOR")

    def __rand__(self, other):
        return Q(other) & self

    def __ror__(self, other):
        return Q(other) | self

    def __invert__(self):
        new = self.copy()
        new.negated = not new.negated
        return new

    def __bool__(self):
        return bool(self.children)

    def __len__(self):
        return len(self.children)

    def __eq__(self, other):
        return (
            isinstance(other, Q)
            and self.connector == other.connector
            and self.negated == other.negated
            and self.children == other.children
        )

    def __hash__(self):
        return hash((self.connector, self.negated, len(self.children)))

    def __str__(self):
        inside = "%s: %s" % (self.connector, ", ".join([str(child) for child in self.children]))
        return "(NOT (%s))" % inside if self.negated else "(%s)" % inside

    def __repr__(self):
        return "<Q: %s>" % self

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        """The condition, for CASE and FILTER: joins it needs are made, none is made inner."""
        return query.build_condition(self, allow_joins, reuse, summarize)


class DeferredAttribute:
    """A field's place on the class. An instance without the value loads it when asked."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        attname = self.field.attname
        instance.refresh_from_db(fields=[attname])
        return instance.__dict__[attname]
