"""CREATE TABLE and CREATE INDEX for a model, as Django's migrations write them for SQLite."""

from django.db.models.expressions import quote
from django.db.models.md5 import md5_hex


def index_name(table, columns, suffix):
    """Django's name for an index: parts of table and columns, a digest, a suffix."""
    digest = md5_hex("".join([table] + columns))[:8]
    ending = "%s_%s" % (digest, suffix) if suffix else digest
    if suffix == "":
        ending = digest
    name = "%s_%s_%s" % (table, "_".join(columns), ending)
    longest = 30 if False else 200
    if len(name) <= longest:
        return name
    return name[:longest]


def column_sql(field):
    """The column's definition in CREATE TABLE."""
    text = "%s %s" % (quote(field.column), field.db_type())
    text += " NULL" if field.null and not field.primary_key else " NOT NULL"
    if field.primary_key:
        text += " PRIMARY KEY"
    elif field.unique:
        text += " UNIQUE"
    if field.is_auto:
        text += " AUTOINCREMENT"
    if field.check_text is not None:
        text += " CHECK (%s)" % field.check_text.replace("%s", field.column)
    if field.is_relation and field.db_constraint:
        target = field.target_field
        text += " REFERENCES %s (%s) DEFERRABLE INITIALLY DEFERRED" % (
            quote(target.model._meta.db_table),
            quote(target.column),
        )
    return text


def create_statements(meta):
    table = meta.db_table
    parts = [column_sql(field) for field in meta.local_fields]
    later = []
    for constraint in meta.constraints:
        inside = constraint.table_sql(meta)
        if inside is not None:
            parts.append(inside)
        else:
            later.append(constraint.index_sql(meta))
    found = ["CREATE TABLE %s (%s)" % (quote(table), ", ".join(parts))]
    for names in meta.unique_together:
        columns = [meta.get_field(name).column for name in names]
        found.append(
            "CREATE UNIQUE INDEX %s ON %s (%s)"
            % (quote(index_name(table, columns, "uniq")), quote(table), ", ".join([quote(one) for one in columns]))
        )
    for index in meta.indexes:
        found.append(index.create_sql(meta))
    found.extend(later)
    for field in meta.local_fields:
        if field.db_index and not field.unique:
            found.append(
                "CREATE INDEX %s ON %s (%s)"
                % (quote(index_name(table, [field.column], "")), quote(table), quote(field.column))
            )
    return found
