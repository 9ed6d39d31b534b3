"""`DatabaseURL`: what stands between the slashes."""


class DatabaseURL:
    def __init__(self, url):
        if isinstance(url, DatabaseURL):
            url = url._url
        elif not isinstance(url, str):
            raise TypeError("Invalid type for DatabaseURL. Expected str or DatabaseURL, got %s" % type(url))
        self._url = url
        self.scheme, _, rest = url.partition(":")
        rest, _, self._query = rest.partition("?")
        self.netloc = ""
        if rest.startswith("//"):
            self.netloc, slash, path = rest[2:].partition("/")
            rest = slash + path
        self.database = rest[1:] if rest.startswith("/") else rest

    @property
    def dialect(self):
        return self.scheme.partition("+")[0]

    @property
    def driver(self):
        return self.scheme.partition("+")[2]

    @property
    def options(self):
        return dict([pair.split("=", 1) for pair in self._query.split("&") if "=" in pair])

    def __str__(self):
        return self._url

    def __repr__(self):
        return "DatabaseURL(%r)" % self._url

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        return hash(self._url)
