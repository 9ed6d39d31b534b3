"""Values to be sent as JSON."""

from _postgres import Json


class Jsonb(Json):
    pass
