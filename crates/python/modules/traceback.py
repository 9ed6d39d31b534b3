from _machine import _format_exception, _format_exception_only, _handling, _trace_entries, _write_error

_MISSING = object()


def _exception(exc, value):
    return exc if value is _MISSING else value


def _write(text, file):
    if file is None:
        _write_error(text)
    else:
        file.write(text)


def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True):
    text = _format_exception(_exception(exc, value), chain)
    return [line + "\n" for line in text.split("\n")[:-1]]


def format_exc(limit=None, chain=True):
    error = _handling()
    return "NoneType: None\n" if error is None else _format_exception(error, chain)


def print_exc(limit=None, file=None, chain=True):
    _write(format_exc(limit, chain), file)


def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True):
    _write(_format_exception(_exception(exc, value), chain), file)


def format_exception_only(exc, /, value=_MISSING):
    return [line + "\n" for line in _format_exception_only(_exception(exc, value)).split("\n")[:-1]]


class FrameSummary:
    def __init__(self, filename, lineno, name, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.line = line

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, at):
        return (self.filename, self.lineno, self.name, self.line)[at]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return list(self) == list(other)
        return NotImplemented

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


def format_tb(tb, limit=None):
    rows = []
    for file, line, name, source, carets in _trace_entries(tb):
        text = f'  File "{file}", line {line}, in {name}\n'
        if source:
            text += f"    {source}\n"
        if carets:
            text += f"    {carets}\n"
        rows.append(text)
    return rows


def print_tb(tb, limit=None, file=None):
    _write("".join(format_tb(tb, limit)), file)


def extract_tb(tb, limit=None):
    return [FrameSummary(file, line, name, source) for file, line, name, source, carets in _trace_entries(tb)]
