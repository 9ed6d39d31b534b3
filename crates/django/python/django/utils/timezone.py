"""`django.utils.timezone`: the time of the scenario's virtual clock, in UTC."""

import datetime

from _host import call

utc = datetime.timezone.utc


def now():
    return datetime.datetime.fromtimestamp(call("now"), utc)


def localtime(value=None, timezone=None):
    value = now() if value is None else value
    if is_naive(value):
        raise ValueError("localtime() cannot be applied to a naive datetime")
    return value.astimezone(utc if timezone is None else timezone)


def localdate(value=None, timezone=None):
    return localtime(value, timezone).date()


def get_default_timezone():
    return utc


def get_current_timezone():
    return utc


def get_current_timezone_name():
    return "UTC"


get_default_timezone_name = get_current_timezone_name


def is_aware(value):
    return value.utcoffset() is not None


def is_naive(value):
    return value.utcoffset() is None


def make_aware(value, timezone=None):
    if is_aware(value):
        raise ValueError("make_aware expects a naive datetime, got %s" % value)
    return value.replace(tzinfo=utc if timezone is None else timezone)


def make_naive(value, timezone=None):
    if is_naive(value):
        raise ValueError("make_naive() cannot be applied to a naive datetime")
    return value.astimezone(utc if timezone is None else timezone).replace(tzinfo=None)
