# What is shown goes to standard error, without a place.
from _machine import _write_error

# Deprecations are shown to `__main__`, which every program here is.
_filters = [("default", DeprecationWarning), ("ignore", PendingDeprecationWarning), ("ignore", ImportWarning), ("ignore", ResourceWarning)]
_seen = []
_recorders = []


class WarningMessage:
    def __init__(self, message, category):
        self.message = message
        self.category = category
        self.filename = None
        self.lineno = 1
        self.file = None
        self.line = None
        self.source = None

    def __str__(self):
        return f"{{message : {self.message!r}, category : {self.category.__name__!r}, filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}"


def warn(message, category=None, stacklevel=1, source=None):
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    text = str(message)
    if not isinstance(message, Warning):
        message = category(message)
    action = "default"
    for kind, of in _filters:
        if issubclass(category, of):
            action = kind
            break
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action != "always":
        key = (text, category)
        if key in _seen:
            return
        _seen.append(key)
    if _recorders and _recorders[-1] is not None:
        _recorders[-1].append(WarningMessage(message, category))
    else:
        _write_error(f"{category.__name__}: {text}\n")


def simplefilter(action, category=Warning, lineno=0, append=False):
    if action not in ("error", "ignore", "always", "default", "module", "once"):
        raise AssertionError(f"invalid action: {action!r}")
    if append:
        _filters.append((action, category))
    else:
        _filters.insert(0, (action, category))
    _seen.clear()


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    if message or module:
        raise NotImplementedError("warnings.filterwarnings() by message or module is not provided; filter by category")
    simplefilter(action, category, lineno, append)


def resetwarnings():
    _filters.clear()
    _seen.clear()


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._action = action
        self._category = category

    def __enter__(self):
        self._filters = list(_filters)
        log = [] if self._record else None
        _recorders.append(log)
        if self._action is not None:
            simplefilter(self._action, self._category)
        _seen.clear()
        return log

    def __exit__(self, *info):
        _filters[:] = self._filters
        _recorders.pop()
        _seen.clear()
