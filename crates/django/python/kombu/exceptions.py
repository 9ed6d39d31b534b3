"""`kombu.exceptions`."""


class KombuError(Exception):
    pass


class OperationalError(KombuError):
    pass


class SerializationError(KombuError):
    pass


class EncodeError(SerializationError):
    pass


class DecodeError(SerializationError):
    pass
