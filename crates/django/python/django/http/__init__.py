"""`django.http`: requests and responses, as far as views look at them."""


class Http404(Exception):
    pass


class BadHeaderError(ValueError):
    pass


def _unquoted(text):
    """Percent-decoding of a query string or form."""
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    data = b""
    at = 0
    while at < len(text):
        if text[at] == "%" and _is_hex(text[at + 1 : at + 3]):
            data += bytes([int(text[at + 1 : at + 3], 16)])
            at += 3
        else:
            data += text[at].encode("utf-8")
            at += 1
    return data.decode("utf-8")


def _is_hex(text):
    return len(text) == 2 and all([letter in "0123456789abcdefABCDEF" for letter in text])


SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"


def _quoted(text):
    found = ""
    for letter in str(text):
        if letter in SAFE:
            found += letter
        elif letter == " ":
            found += "+"
        else:
            for byte in letter.encode("utf-8"):
                found += "%" + ("%02X" % byte)
    return found


class QueryDict:
    """Several values for a key; [] and get() give the last one."""

    def __init__(self, query_string=None, mutable=False, encoding=None):
        self._lists = {}
        self._mutable = True
        if query_string:
            if isinstance(query_string, bytes):
                query_string = query_string.decode("utf-8")
            for part in query_string.split("&"):
                if part:
                    key, _, value = part.partition("=")
                    self.appendlist(_unquoted(key), _unquoted(value))
        self._mutable = mutable

    def _change(self):
        if not self._mutable:
            raise AttributeError("This QueryDict instance is immutable")

    def __getitem__(self, key):
        if key not in self._lists:
            from django.utils.datastructures import MultiValueDictKeyError

            raise MultiValueDictKeyError(key)
        values = self._lists[key]
        return values[-1] if values else []

    def __setitem__(self, key, value):
        self._change()
        self._lists[key] = [value]

    def __delitem__(self, key):
        self._change()
        del self._lists[key]

    def __contains__(self, key):
        return key in self._lists

    def __iter__(self):
        return iter(self._lists)

    def __len__(self):
        return len(self._lists)

    def __bool__(self):
        return bool(self._lists)

    def __eq__(self, other):
        return isinstance(other, QueryDict) and self._lists == other._lists

    def get(self, key, default=None):
        values = self._lists.get(key)
        return values[-1] if values else default

    def getlist(self, key, default=None):
        if key in self._lists:
            return list(self._lists[key])
        return [] if default is None else default

    def setlist(self, key, values):
        self._change()
        self._lists[key] = list(values)

    def appendlist(self, key, value):
        self._change()
        self._lists.setdefault(key, []).append(value)

    def setdefault(self, key, default=None):
        self._change()
        if key not in self._lists:
            self._lists[key] = [default]
        return self[key]

    def pop(self, key, *default):
        self._change()
        return self._lists.pop(key, *default)

    def update(self, *args, **kwargs):
        self._change()
        for other in list(args) + [kwargs]:
            pairs = other.lists() if isinstance(other, QueryDict) else [(key, [value]) for key, value in other.items()]
            for key, values in pairs:
                self._lists.setdefault(key, []).extend(values)

    def keys(self):
        return list(self._lists)

    def values(self):
        return [self[key] for key in self._lists]

    def items(self):
        return [(key, self[key]) for key in self._lists]

    def lists(self):
        return list(self._lists.items())

    def dict(self):
        return {key: self[key] for key in self._lists}

    def copy(self):
        new = QueryDict(mutable=True)
        for key, values in self._lists.items():
            new._lists[key] = list(values)
        return new

    def urlencode(self, safe=None):
        parts = []
        for key, values in self._lists.items():
            for value in values:
                parts.append("%s=%s" % (_quoted(key), _quoted(value)))
        return "&".join(parts)

    def __repr__(self):
        return "<QueryDict: %r>" % (self._lists,)


class HttpHeaders:
    """Headers by name, whatever its case."""

    def __init__(self, pairs=()):
        self._pairs = {}
        for name, value in pairs:
            self[name] = value

    def __getitem__(self, name):
        return self._pairs[name.lower()][1]

    def __setitem__(self, name, value):
        self._pairs[name.lower()] = (name, str(value))

    def __delitem__(self, name):
        self._pairs.pop(name.lower(), None)

    def __contains__(self, name):
        return name.lower() in self._pairs

    def __iter__(self):
        return iter([name for name, _ in self._pairs.values()])

    def get(self, name, default=None):
        found = self._pairs.get(name.lower())
        return default if found is None else found[1]

    def setdefault(self, name, value):
        if name not in self:
            self[name] = value

    def items(self):
        return list(self._pairs.values())


class HttpRequest:
    def __init__(self):
        self.GET = QueryDict(mutable=True)
        self.POST = QueryDict(mutable=True)
        self.COOKIES = {}
        self.META = {}
        self.FILES = {}
        self.path = ""
        self.path_info = ""
        self.method = None
        self.resolver_match = None
        self.content_type = None
        self.body = b""
        self.user = None
        self.session = {}
        self.headers = HttpHeaders()

    def get_full_path(self):
        query = self.META.get("QUERY_STRING", "")
        return self.path + ("?" + query if query else "")

    def get_host(self):
        return self.META.get("HTTP_HOST", "testserver")

    def is_secure(self):
        return False

    @property
    def scheme(self):
        return "http"

    def __repr__(self):
        return "<%s: %s %r>" % (type(self).__name__, self.method, self.get_full_path())


_PHRASES = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    410: "Gone",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class HttpResponse:
    status_code = 200
    streaming = False

    def __init__(self, content=b"", content_type=None, status=None, reason=None, charset=None, headers=None):
        self.headers = HttpHeaders()
        if headers:
            for name, value in headers.items():
                self.headers[name] = value
        if "Content-Type" not in self.headers:
            self.headers["Content-Type"] = content_type or "text/html; charset=utf-8"
        self.cookies = {}
        if status is not None:
            self.status_code = int(status)
            if not 100 <= self.status_code <= 599:
                raise ValueError("HTTP status code must be an integer from 100 to 599.")
        self._reason = reason
        self.charset = charset or "utf-8"
        self.content = content

    @property
    def reason_phrase(self):
        return self._reason or _PHRASES.get(self.status_code, "Unknown Status Code")

    @property
    def content(self):
        return self._content

    @content.setter
    def content(self, value):
        if isinstance(value, (list, tuple)):
            value = b"".join([self._bytes(one) for one in value])
        self._content = self._bytes(value)

    def _bytes(self, value):
        return value if isinstance(value, bytes) else str(value).encode(self.charset)

    @property
    def text(self):
        return self._content.decode(self.charset)

    def write(self, content):
        self._content += self._bytes(content)

    def __getitem__(self, name):
        return self.headers[name]

    def __setitem__(self, name, value):
        self.headers[name] = value

    def __delitem__(self, name):
        del self.headers[name]

    def __contains__(self, name):
        return name in self.headers

    has_header = __contains__

    def get(self, name, default=None):
        return self.headers.get(name, default)

    def items(self):
        return self.headers.items()

    def set_cookie(self, key, value="", **options):
        self.cookies[key] = value

    def json(self):
        import json

        return json.loads(self.text)

    def close(self):
        pass

    def _shown_type(self):
        found = self.headers.get("Content-Type")
        return ', "%s"' % found if found else ""

    def __repr__(self):
        return "<%s status_code=%d%s>" % (type(self).__name__, self.status_code, self._shown_type())


class _Redirect(HttpResponse):
    def __init__(self, redirect_to, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.headers["Location"] = str(redirect_to)

    @property
    def url(self):
        return self.headers["Location"]

    def __repr__(self):
        return '<%s status_code=%d%s, url="%s">' % (
            type(self).__name__,
            self.status_code,
            self._shown_type(),
            self.url,
        )


class HttpResponseRedirect(_Redirect):
    status_code = 302


class HttpResponsePermanentRedirect(_Redirect):
    status_code = 301


class HttpResponseNotModified(HttpResponse):
    status_code = 304


class HttpResponseBadRequest(HttpResponse):
    status_code = 400


class HttpResponseForbidden(HttpResponse):
    status_code = 403


class HttpResponseNotFound(HttpResponse):
    status_code = 404


class HttpResponseGone(HttpResponse):
    status_code = 410


class HttpResponseServerError(HttpResponse):
    status_code = 500


class HttpResponseNotAllowed(HttpResponse):
    status_code = 405

    def __init__(self, permitted_methods, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.headers["Allow"] = ", ".join(permitted_methods)

    def __repr__(self):
        return "<%s [%s] status_code=%d%s>" % (
            type(self).__name__,
            self.headers["Allow"],
            self.status_code,
            self._shown_type(),
        )


class JsonResponse(HttpResponse):
    def __init__(self, data, encoder=None, safe=True, json_dumps_params=None, **kwargs):
        if safe and not isinstance(data, dict):
            raise TypeError("In order to allow non-dict objects to be serialized set the safe parameter to False.")
        if encoder is not None:
            raise NotImplementedError("JsonResponse(encoder=) is not supported by Lockstep")
        import json

        kwargs.setdefault("content_type", "application/json")
        super().__init__(content=json.dumps(data, **(json_dumps_params or {})), **kwargs)
