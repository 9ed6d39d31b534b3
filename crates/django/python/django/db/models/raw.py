"""Model.objects.raw(): instances from SQL that the scenario wrote."""

from asgiref.sync import sync_to_async
from django.core.exceptions import FieldDoesNotExist
from django.db.backends.utils import qmark
from django.db.handler import connections


class RawQuerySet:
    def __init__(self, raw_query, model, params=(), translations=None, using="default"):
        self.raw_query = raw_query
        self.model = model
        self.params = params
        self.translations = translations or {}
        self.using = using
        self._result_cache = None

    def _fetch(self):
        if self._result_cache is None:
            if self.params:
                sql, params = qmark(self.raw_query, self.params)
            else:
                sql, params = self.raw_query, []
            answer = connections[self.using].run_raw(sql, params)
            self._result_cache = self._instances(answer[1], answer[2])
        return self._result_cache

    def _instances(self, columns, rows):
        meta = self.model._meta
        columns = [self.translations.get(name, name) for name in columns]
        by_column = {field.column: field for field in meta.concrete_fields}
        if meta.pk.column not in columns:
            raise FieldDoesNotExist("Raw query must include the primary key")
        found = []
        for row in rows:
            loaded = {}
            extra = []
            for name, value in zip(columns, row):
                field = by_column.get(name)
                if field is None:
                    extra.append((name, value))
                else:
                    convert = field.converter()
                    loaded[field.attname] = value if convert is None or value is None else convert(value)
            names = [name for name in meta.attnames if name in loaded]
            one = self.model.from_db(self.using, names, [loaded[name] for name in names])
            for name, value in extra:
                setattr(one, name, value)
            found.append(one)
        return found

    def __iter__(self):
        return iter(self._fetch())

    async def __aiter__(self):
        for one in await sync_to_async(self._fetch)():
            yield one

    def __len__(self):
        return len(self._fetch())

    def __bool__(self):
        return bool(self._fetch())

    def __getitem__(self, key):
        return self._fetch()[key]

    def __repr__(self):
        return "<RawQuerySet: %s>" % self.raw_query
