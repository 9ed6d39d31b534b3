"""Lockstep's Django: the parts that application code uses, over Lockstep's databases."""

VERSION = (5, 2, 0, "final", 0)
__version__ = "5.2"


def get_version():
    return __version__


def setup(set_prefix=True):
    """Nothing to do: the scenario is the application."""
