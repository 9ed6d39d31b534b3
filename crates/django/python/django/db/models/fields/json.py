"""Looking into a JSONField: its keys, and the lookups that only JSON has."""

import json

from django.db.backends.vendor import on_postgres
from django.db.models.expressions import Expression
from django.db.models.where import Compare, Where
from django.db.utils import NotSupportedError

# Texts of JSON that SQLite gives for what it has no value for.
WORDS = ("true", "false", "null")

KEY_LOOKUPS = ("has_key", "has_keys", "has_any_keys")


def refuse_on_postgres():
    if on_postgres():
        raise NotImplementedError("looking into a JSONField is not supported by Lockstep on PostgreSQL: compare whole values")


def path_to(keys):
    path = ""
    for key in keys:
        try:
            path += "[%s]" % int(key)
        except ValueError:
            path += "." + json.dumps(key)
    return path


class KeyTransform(Expression):
    """What is at a key: a value, or the text of an array or an object."""

    def __init__(self, lhs, keys):
        refuse_on_postgres()
        self.lhs = lhs
        self.path = "$" + path_to(keys)
        self.contains_aggregate = lhs.contains_aggregate

    def find_output_field(self):
        return ValueAtKey()

    def sources(self):
        return [self.lhs]

    def kind(self, ctx, params):
        text = self.lhs.sql(ctx, params)
        params.append(self.path)
        return "JSON_TYPE(%s, ?)" % text

    def sql(self, ctx, params):
        kinds = self.kind(ctx, params), self.kind(ctx, params)
        text = self.lhs.sql(ctx, params)
        params.append(self.path)
        return "(CASE WHEN %s IN ('false','null','true') THEN %s ELSE JSON_EXTRACT(%s, ?) END)" % (kinds + (text,))


class Kind(Expression):
    """Of which type what is at a key is; NULL if there is no such key."""

    def __init__(self, transform):
        self.transform = transform
        self.contains_aggregate = transform.contains_aggregate

    def sql(self, ctx, params):
        return self.transform.kind(ctx, params)


class ValueAtKey:
    """Stands for a field: how what is compared with is written."""

    is_relation = is_integer = is_text = is_date = is_boolean = is_decimal = False
    is_json = True
    null = True

    def converter(self):
        return loaded


def loaded(value):
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def written(value):
    """(its place in SQL, the parameter)"""
    text = json.dumps(value)
    return ("?" if text in WORDS else "JSON_EXTRACT(?, '$')"), text


def has_keys(lhs, name, value):
    keys = [value] if name == "has_key" else value
    both = Where("OR" if name == "has_any_keys" else "AND")
    for key in keys:
        transform = KeyTransform(lhs, ())
        transform.path += "." + json.dumps(str(key))
        both.children.append(Compare(Kind(transform), " IS NOT NULL", []))
    return both


def lookup(lhs, name, value):
    """The condition of a JSONField, or of a key of one, where it is not that of any other field; or None."""
    if name in KEY_LOOKUPS or name in ("contains", "contained_by"):
        refuse_on_postgres()
    if name in ("contains", "contained_by") and not isinstance(lhs, KeyTransform):
        raise NotSupportedError("%s lookup is not supported on this database backend." % name)
    if name in KEY_LOOKUPS:
        return has_keys(lhs, name, value)
    if not isinstance(lhs, KeyTransform):
        return Compare(lhs, " = ?", [json.dumps(value)]) if name == "exact" else None
    if name == "exact":
        place, text = written(value)
        return Compare(lhs, " = " + place, [text])
    if name == "isnull":
        return Compare(Kind(lhs), " IS NULL" if value else " IS NOT NULL", [])
    if name == "in":
        pairs = [written(one) for one in value]
        places = ", ".join([place for place, _ in pairs])
        return Compare(lhs, " IN (%s)" % places, [text for _, text in pairs]) if pairs else None
    if name in ("gt", "gte", "lt", "lte"):
        return Compare(lhs, " %s ?" % {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}[name], [value])
    return None
