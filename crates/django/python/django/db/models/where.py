"""Conditions of WHERE and HAVING.

`sql(ctx, params)` of a condition returns its text, "" when every row matches, and None
when no row can match (then nothing need be sent).
"""


class Where:
    """Conditions joined by a connector, possibly negated."""

    conditional = True

    def __init__(self, connector="AND", negated=False):
        self.children = []
        self.connector = connector
        self.negated = negated
        # Django puts a condition that went through two resolutions in parentheses.
        self.resolved_again = False

    def resolve(self, query, allow_joins=True, reuse=None, summarize=False):
        new = self.clone()
        new.resolved_again = True
        return new

    @property
    def contains_aggregate(self):
        return any([child.contains_aggregate for child in self.children])

    def clone(self):
        new = Where(self.connector, self.negated)
        new.children = list(self.children)
        return new

    def add(self, other, connector):
        if self.connector != connector:
            inner = self.clone()
            self.connector = connector
            self.negated = False
            self.children = [inner, other]
        elif isinstance(other, Where) and not other.negated and (
            other.connector == connector or len(other.children) == 1
        ):
            self.children.extend(other.children)
        else:
            self.children.append(other)

    def sql(self, ctx, params):
        children = self.children
        if len(children) == 1 and not self.negated:
            text = children[0].sql(ctx, params)
            return "(%s)" % text if text and self.resolved_again else text
        if self.connector == "XOR":
            return self._xor(ctx, params)
        start = len(params)
        full_needed = empty_needed = 1
        if self.connector == "AND":
            full_needed = len(children)
        else:
            empty_needed = len(children)
        parts = []
        for child in children:
            mark = len(params)
            text = child.sql(ctx, params)
            if text is None:
                empty_needed -= 1
                del params[mark:]
            elif text == "":
                full_needed -= 1
            else:
                parts.append(text)
            if empty_needed == 0:
                del params[start:]
                return "" if self.negated else None
            if full_needed == 0:
                del params[start:]
                return None if self.negated else ""
        if not parts:
            return ""
        joiner = " AND " if self.connector == "AND" else " OR "
        text = joiner.join(parts)
        if self.negated:
            return "NOT (%s)" % text
        if len(parts) > 1 or self.resolved_again:
            return "(%s)" % text
        return text

    def _xor(self, ctx, params):
        # One of two: (a OR b) AND 1 = (a + b); one, three, five ... of more.
        either = Where("OR")
        either.children = self.children
        first = either.sql(ctx, params)
        counted = []
        for child in self.children:
            text = child.sql(ctx, params)
            if text is None or text == "":
                raise NotImplementedError("XOR with a condition that is always true or false is not supported by Lockstep")
            counted.append("CASE WHEN %s THEN 1 ELSE 0 END" % text)
        total = "(%s)" % " + ".join(counted)
        if len(self.children) > 2:
            total = "(%s %% 2)" % total
        text = "(%s AND 1 = %s)" % (first, total)
        return "NOT " + text if self.negated else text


class Nothing:
    """A condition that no row meets."""

    contains_aggregate = False

    def sql(self, ctx, params):
        return None


class Everything:
    """A condition that every row meets."""

    contains_aggregate = False

    def sql(self, ctx, params):
        return ""


NOTHING = Nothing()
EVERYTHING = Everything()


class FieldEquals:
    """`field = value` on the query's own table: by far the most frequent condition."""

    contains_aggregate = False

    def __init__(self, field, value):
        self.field = field
        self.value = value

    def sql(self, ctx, params):
        params.append(self.value)
        if ctx.relabel is None:
            return self.field.equals_text
        return self.field.col.sql(ctx, params) + " = ?"


class Compare:
    """`lhs operator parameters`, e.g. `"t"."n" >= ?`."""

    def __init__(self, lhs, ending, values):
        self.lhs = lhs
        self.ending = ending
        self.values = values
        self.contains_aggregate = lhs.contains_aggregate

    def sql(self, ctx, params):
        text = self.lhs.sql(ctx, params) + self.ending
        params.extend(self.values)
        return text


class CompareExpression:
    """`lhs operator expression`."""

    def __init__(self, lhs, operator, rhs):
        self.lhs = lhs
        self.operator = operator
        self.rhs = rhs
        self.contains_aggregate = lhs.contains_aggregate or rhs.contains_aggregate

    def sql(self, ctx, params):
        lhs = self.lhs.sql(ctx, params)
        rhs = self.rhs.sql(ctx, params)
        if rhs is None:
            return None
        if not rhs.startswith("("):
            rhs = "(%s)" % rhs
        return self.operator % (lhs, rhs)


class Truth:
    """A boolean column or condition by itself."""

    def __init__(self, lhs, wanted):
        self.lhs = lhs
        self.wanted = wanted
        self.contains_aggregate = lhs.contains_aggregate

    def sql(self, ctx, params):
        text = self.lhs.sql(ctx, params)
        if text is None or text == "":
            # What is never (always) true is the other way round when negated.
            return text if self.wanted else ("" if text is None else None)
        return text if self.wanted else "NOT " + text
