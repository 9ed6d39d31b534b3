"""Validators of fields, run by `full_clean()`. Those that need regular expressions are written out."""

from django.core.exceptions import ValidationError

EMPTY_VALUES = (None, "", [], (), {})

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_ATOM = set(_LETTERS + _DIGITS + "-!#$%&'*+/=?^_`{}|~")
_LABEL = set(_LETTERS + _DIGITS + "-")
_SLUG = _LABEL | set("_")


class BaseValidator:
    code = "limit_value"
    message = "Ensure this value is %(limit_value)s (it is %(show_value)s)."

    def __init__(self, limit_value, message=None):
        self.limit_value = limit_value
        if message:
            self.message = message

    def __call__(self, value):
        limit = self.limit_value() if callable(self.limit_value) else self.limit_value
        shown = self.clean(value)
        if self.compare(shown, limit):
            message = self.message(limit) if callable(self.message) else self.message
            raise ValidationError(message, self.code, {"limit_value": limit, "show_value": shown, "value": value})

    def __eq__(self, other):
        return type(other) is type(self) and other.limit_value == self.limit_value and other.code == self.code

    def clean(self, value):
        return value

    def compare(self, value, limit):
        return value is not limit


class MaxValueValidator(BaseValidator):
    code = "max_value"
    message = "Ensure this value is less than or equal to %(limit_value)s."

    def compare(self, value, limit):
        return value > limit


class MinValueValidator(BaseValidator):
    code = "min_value"
    message = "Ensure this value is greater than or equal to %(limit_value)s."

    def compare(self, value, limit):
        return value < limit


class _LengthValidator(BaseValidator):
    words = ""

    def clean(self, value):
        return len(value)

    def message(self, limit):
        plural = "" if limit == 1 else "s"
        return "Ensure this value has %s %%(limit_value)d character%s (it has %%(show_value)d)." % (self.words, plural)


class MinLengthValidator(_LengthValidator):
    code = "min_length"
    words = "at least"

    def compare(self, value, limit):
        return value < limit


class MaxLengthValidator(_LengthValidator):
    code = "max_length"
    words = "at most"

    def compare(self, value, limit):
        return value > limit


class RegexValidator:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError("RegexValidator is not supported by Lockstep: write a function that raises ValidationError")


def _is_host(host):
    labels = host.lower().split(".")
    good = [0 < len(one) < 64 and one[0] != "-" != one[-1] and set(one) <= _LABEL for one in labels]
    return all(good) and (host == "localhost" or len(labels) > 1 and len(labels[-1]) > 1)


def validate_email(value):
    user, at, host = value.rpartition("@")
    quoted = len(user) > 1 and user[0] == user[-1] == '"'
    good = all([part and set(part.lower()) <= _ATOM for part in user.split(".")])
    if not at or len(value) > 320 or not (good or quoted) or not _is_host(host):
        raise ValidationError("Enter a valid email address.", "invalid", {"value": value})


def validate_url(value):
    scheme, _, rest = value.partition("://")
    host = rest.replace("?", "/").replace("#", "/").split("/")[0].rpartition("@")[2]
    name, colon, port = host.partition(":")
    if scheme.lower() not in ("http", "https", "ftp", "ftps") or " " in value or colon and not port.isdigit() or not _is_host(name) and not name.replace(".", "").isdigit():
        raise ValidationError("Enter a valid URL.", "invalid", {"value": value})


def validate_slug(value):
    if not value or not set(value.lower()) <= _SLUG:
        message = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
        raise ValidationError(message, "invalid", {"value": value})


def URLValidator(*args, **kwargs):
    return validate_url


def EmailValidator(*args, **kwargs):
    return validate_email
