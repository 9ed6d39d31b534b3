# Settings from a mapping with types, defaults and prefixes.
class ImproperlyConfigured(Exception): pass
NOT_SET = object()
class Env:
    casts = {bool: lambda v: v.strip().lower() in ("1", "true", "yes", "on"), list: lambda v: [p.strip() for p in v.split(",") if p.strip()], dict: lambda v: dict(p.split("=", 1) for p in v.split(";"))}
    def __init__(self, environ, prefix=""): self.environ, self.prefix = environ, prefix
    def __call__(self, name, cast=str, default=NOT_SET):
        key = self.prefix + name
        raw = self.environ.get(key, NOT_SET)
        if raw is NOT_SET:
            if default is NOT_SET: raise ImproperlyConfigured(f"Set the {key} environment variable")
            return default
        try:
            return self.casts.get(cast, cast)(raw)
        except ValueError as e:
            raise ImproperlyConfigured(f"{key}={raw!r} is no {cast.__name__}: {e}") from e
    def __getattr__(self, name): return self(name.upper())
    def scoped(self, prefix): return type(self)(self.environ, self.prefix + prefix)

env = Env({"APP_DEBUG": "Yes", "APP_PORT": "80x", "APP_HOSTS": "a, b,,c", "APP_DB_OPTS": "x=1;y=a=b", "APP_DB_NAME": "main", "APP_RATE": "0.5"}, "APP_")
print(env("DEBUG", bool), env("HOSTS", list), env("RATE", float), env("NOPE", default=None), env.rate, env.scoped("DB_")("OPTS", dict), env.scoped("DB_").name)
for call in (lambda: env("PORT", int), lambda: env("MISSING"), lambda: env.db_host):
    try:
        call()
    except ImproperlyConfigured as e:
        print(e, "|", repr(e.__cause__))
