from _machine import _format_exception, _handling, _trace_entries, _write


def format_exception(exc, value=None, tb=None, limit=None, chain=True):
    error = value if value is not None else exc
    text = _format_exception(error)
    return [line + "\n" for line in text.split("\n")[:-1]]


def format_exc(limit=None, chain=True):
    error = _handling()
    return "NoneType: None\n" if error is None else _format_exception(error)


def print_exc(limit=None, file=None, chain=True):
    pass


def print_exception(exc, value=None, tb=None, limit=None, file=None, chain=True):
    if file is not None:
        file.write(_format_exception(value if value is not None else exc))


def format_exception_only(exc, value=None):
    error = value if value is not None else exc
    return [_format_exception(error).split("\n")[-2] + "\n"]


def format_tb(tb, limit=None):
    return [f'  File "{file}", line {line}, in {name}\n    {source}\n' for file, line, name, source, start, stop in _trace_entries(tb)]


def extract_tb(tb, limit=None):
    return [(file, line, name, source) for file, line, name, source, start, stop in _trace_entries(tb)]
