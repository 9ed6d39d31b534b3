"""`django.utils.datastructures`."""


class MultiValueDictKeyError(KeyError):
    pass
