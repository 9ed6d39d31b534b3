"""`django.conf.settings`: what a scenario may set as constants at the top of its file."""

from _host import call

_DEFAULTS = {
    "ATOMIC_REQUESTS": False,
    "DEBUG": False,
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "APPEND_SLASH": True,
}


class Settings:
    def __getattr__(self, name):
        value = call("setting", name)
        if value is None:
            if name in _DEFAULTS:
                return _DEFAULTS[name]
            raise AttributeError("'Settings' object has no attribute '%s'" % name)
        return value

    @property
    def configured(self):
        return True

    def configure(self, default_settings=None, **options):
        raise RuntimeError("Settings already configured.")


settings = Settings()
