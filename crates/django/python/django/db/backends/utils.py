"""Raw cursors, and their placeholders."""

from django.db.utils import wrapped_error


class CursorWrapper:
    """`connection.cursor()`: raw SQL with %s placeholders."""

    def __init__(self, db):
        self.db = db
        self.closed = False
        self.arraysize = 1
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self._rows = []
        self._next = 0

    def execute(self, sql, params=None):
        self._check_open()
        if not isinstance(sql, str):
            raise TypeError("execute() argument 1 must be str, not " + type(sql).__name__)
        if params is None:
            self._run(sql, [])
        else:
            sql, params = qmark(sql, params)
            self._run(sql, params)
        return self

    def executemany(self, sql, param_list):
        self._check_open()
        total = 0
        for params in param_list:
            one, values = qmark(sql, params)
            self._run(one, values)
            if self.rowcount > 0:
                total += self.rowcount
        self.rowcount = total
        return self

    def callproc(self, procname, params=None, kparams=None):
        raise wrapped_error("NotSupportedError", "SQLite has no stored procedures.", None)

    def _run(self, sql, params):
        answer = self.db.run_raw(sql, params)
        columns = answer[1]
        self._rows = [tuple(row) for row in answer[2]]
        self._next = 0
        if columns:
            self.description = tuple([(name, None, None, None, None, None, None) for name in columns])
        else:
            self.description = None
        self.rowcount = answer[3]
        self.lastrowid = answer[4]
        return answer

    def fetchone(self):
        self._check_open()
        if self._next >= len(self._rows):
            return None
        row = self._rows[self._next]
        self._next += 1
        return row

    def fetchmany(self, size=None):
        self._check_open()
        if size is None:
            size = self.arraysize
        rows = self._rows[self._next : self._next + size]
        self._next += len(rows)
        return rows

    def fetchall(self):
        self._check_open()
        rows = self._rows[self._next :]
        self._next = len(self._rows)
        return rows

    def close(self):
        self.closed = True
        self._rows = []

    def _check_open(self):
        if self.closed:
            raise wrapped_error("ProgrammingError", "Cannot operate on a closed cursor.", None)

    def __iter__(self):
        while True:
            row = self.fetchone()
            if row is None:
                return
            yield row

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()


def qmark(sql, params):
    """SQL with %s (or %(name)s) placeholders as SQL with ?, and its parameters in order."""
    if isinstance(params, dict):
        pieces = []
        values = []
        rest = sql
        while True:
            at = rest.find("%")
            if at < 0:
                pieces.append(rest)
                return "".join(pieces), values
            pieces.append(rest[:at])
            rest = rest[at + 1 :]
            if rest.startswith("%"):
                pieces.append("%")
                rest = rest[1:]
                continue
            end = rest.find(")s")
            if not rest.startswith("(") or end < 0:
                raise ValueError("unsupported format character in SQL: use %(name)s with a dict of parameters")
            values.append(params[rest[1:end]])
            pieces.append("?")
            rest = rest[end + 2 :]
    if "%" in sql:
        parts = sql.split("%%")
        sql = "%".join([part.replace("%s", "?") for part in parts])
    return sql, list(params)
