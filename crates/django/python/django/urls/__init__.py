"""`django.urls`: path() and what finds the view for a path."""

from django.http import Http404


class NoReverseMatch(Exception):
    pass


class Resolver404(Http404):
    pass


_DIGITS = "0123456789"
_SLUG = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def _is_uuid(text):
    parts = text.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(
        [letter in "0123456789abcdef" for letter in "".join(parts)]
    )


def _to_uuid(text):
    import uuid

    return uuid.UUID(text)


# Name -> (whether a text fits, its Python value).
CONVERTERS = {
    "int": (lambda text: text != "" and all([letter in _DIGITS for letter in text]), int),
    "str": (lambda text: text != "" and "/" not in text, str),
    "slug": (lambda text: text != "" and all([letter in _SLUG for letter in text]), str),
    "path": (lambda text: text != "", str),
    "uuid": (_is_uuid, _to_uuid),
}


class ResolverMatch:
    def __init__(self, func, args, kwargs, url_name, route):
        self.func = func
        self.args = args
        self.kwargs = kwargs
        self.url_name = url_name
        self.view_name = url_name or getattr(func, "__name__", None)
        self.route = route


class URLPattern:
    def __init__(self, route, callback, default_args, name):
        self.route = route
        self.callback = callback
        self.default_args = default_args
        self.name = name
        self.parts = _parts(route)

    def match(self, path, whole):
        """(arguments, what is left of the path) or None."""
        return _match(self.parts, 0, path, whole)


def _parts(route):
    """A route as texts and (name, converter) pairs."""
    parts = []
    rest = route
    while rest:
        start = rest.find("<")
        if start < 0:
            parts.append(rest)
            break
        if start:
            parts.append(rest[:start])
        end = rest.find(">")
        if end < 0:
            from django.core.exceptions import ImproperlyConfigured

            raise ImproperlyConfigured("URL route %r has no '>' for its '<'" % route)
        kind, colon, name = rest[start + 1 : end].partition(":")
        if not colon:
            kind, name = "str", kind
        if kind not in CONVERTERS:
            from django.core.exceptions import ImproperlyConfigured

            raise ImproperlyConfigured(
                "URL route %r uses invalid converter %r." % (route, kind)
            )
        parts.append((name, CONVERTERS[kind]))
        rest = rest[end + 1 :]
    return parts


def _match(parts, index, path, whole):
    if index == len(parts):
        if whole and path:
            return None
        return {}, path
    part = parts[index]
    if isinstance(part, str):
        if not path.startswith(part):
            return None
        return _match(parts, index + 1, path[len(part) :], whole)
    name, (fits, convert) = part
    # The longest text that fits and lets the rest fit.
    for length in range(len(path), 0, -1):
        if fits(path[:length]):
            found = _match(parts, index + 1, path[length:], whole)
            if found is not None:
                arguments = {name: convert(path[:length])}
                arguments.update(found[0])
                return arguments, found[1]
    return None


def path(route, view, kwargs=None, name=None):
    if isinstance(view, (list, tuple)):
        made = URLInclude(route, view, kwargs or {})
        for one in made.patterns:
            if one in _TOP_LEVEL:
                _TOP_LEVEL.remove(one)
    elif callable(view):
        made = URLPattern(route, view, kwargs or {}, name)
    else:
        raise TypeError("view must be a callable or a list/tuple in the case of include().")
    _TOP_LEVEL.append(made)
    return made


class URLInclude:
    def __init__(self, route, included, default_args):
        self.route = route
        self.parts = _parts(route)
        self.patterns = included[0] if isinstance(included, tuple) else included
        self.default_args = default_args


def include(patterns, namespace=None):
    if isinstance(patterns, str):
        raise NotImplementedError("include() of another module is not supported by Lockstep: include a list of paths")
    return (list(patterns), None)


def re_path(route, view, kwargs=None, name=None):
    raise NotImplementedError("re_path() is not supported by Lockstep: use path()")


def find(patterns, text):
    """The ResolverMatch for a path without its first slash, or None."""
    for pattern in patterns:
        if isinstance(pattern, URLInclude):
            found = _match(pattern.parts, 0, text, False)
            if found is not None:
                inner = find(pattern.patterns, found[1])
                if inner is not None:
                    inner.kwargs = {**found[0], **pattern.default_args, **inner.kwargs}
                    return inner
            continue
        found = pattern.match(text, True)
        if found is not None:
            return ResolverMatch(pattern.callback, (), {**found[0], **pattern.default_args}, pattern.name, pattern.route)
    return None


# What path() has made and no include() has taken: the scenario's urlpatterns.
_TOP_LEVEL = []


def get_patterns():
    if not _TOP_LEVEL:
        raise NotImplementedError("the scenario has no urlpatterns: set urlpatterns = [path(...), ...] at its top level")
    return _TOP_LEVEL


def resolve(text, urlconf=None):
    found = find(urlconf if urlconf is not None else get_patterns(), text.lstrip("/"))
    if found is None:
        raise Resolver404({"path": text.lstrip("/")})
    return found


def reverse(viewname, urlconf=None, args=None, kwargs=None):
    found = _reverse(get_patterns(), viewname, list(args or ()), dict(kwargs or {}), "/")
    if found is None:
        raise NoReverseMatch("Reverse for '%s' not found." % (viewname,))
    return found


def _reverse(patterns, viewname, args, kwargs, start):
    for pattern in patterns:
        if isinstance(pattern, URLInclude):
            found = _reverse(pattern.patterns, viewname, args, kwargs, start + pattern.route)
            if found is not None:
                return found
        elif pattern.name == viewname or pattern.callback is viewname:
            text = start
            left = list(args)
            for part in pattern.parts:
                if isinstance(part, str):
                    text += part
                elif part[0] in kwargs:
                    text += str(kwargs[part[0]])
                elif left:
                    text += str(left.pop(0))
                else:
                    break
            else:
                return text
    return None
