"""Lockstep's Django: the parts that application code uses, over Lockstep's databases."""

from _host import call

# By the setting `django`: it says how connections follow async tasks; all else is as in 5.2.
_VERSIONS = {"2": (2, 2, 28, "final", 0), "3": (3, 1, 14, "final", 0), "5": (5, 2, 0, "final", 0)}


def __getattr__(name):
    if name == "VERSION":
        return _VERSIONS[call("setting", "django")]
    if name == "__version__":
        return get_version()
    raise AttributeError("module 'django' has no attribute '%s'" % name)


def get_version():
    major, minor, micro = _VERSIONS[call("setting", "django")][:3]
    return "%d.%d.%d" % (major, minor, micro) if micro else "%d.%d" % (major, minor)


def setup(set_prefix=True):
    """Nothing to do: the scenario is the application."""
