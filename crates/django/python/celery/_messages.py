"""Messages between processes: JSON, as Celery's default serializer writes and reads it."""

import json

from kombu.exceptions import EncodeError


def _typed(value):
    # Modules that a scenario has not imported are not loaded for this.
    name = type(value).__name__
    if name == "datetime":
        return {"__type__": "datetime", "__value__": value.isoformat()}
    if name in ("date", "time"):
        return {"__type__": name, "__value__": value.isoformat()}
    if name == "Decimal":
        return {"__type__": "decimal", "__value__": str(value)}
    if name == "UUID":
        return {"__type__": "uuid", "__value__": {"hex": value.hex}}
    raise TypeError(f"Object of type {name} is not JSON serializable")


def _untyped(found):
    kind = found.get("__type__")
    if kind is None:
        return found
    value = found["__value__"]
    if kind == "decimal":
        from decimal import Decimal

        return Decimal(value)
    if kind == "uuid":
        from uuid import UUID

        return UUID(value["hex"])
    import datetime

    return getattr(datetime, kind).fromisoformat(value)


def dumps(value):
    try:
        return json.dumps(value, default=_typed)
    except (TypeError, ValueError) as error:
        raise EncodeError(str(error))


def loads(text):
    return json.loads(text, object_hook=_untyped)
