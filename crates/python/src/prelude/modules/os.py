environ = {}
sep = "/"
linesep = "\n"
name = "posix"


def getenv(key, default=None):
    return environ.get(key, default)


def getpid():
    return 1


def urandom(n):
    from uuid import _source

    return _source.randbytes(n)


def __getattr__(name):
    raise AttributeError(f"module 'os' has no attribute '{name}' here: there are no files, only os.environ")
