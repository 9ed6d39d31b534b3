"""The asynchronous names of methods that talk to the database: `aget` for `get`, and so on."""

from asgiref.sync import sync_to_async


def asynchronous_names(owner, names):
    """Gives a class `a...` for each of its methods: the same in the thread for synchronous code."""
    for name in names.split():
        setattr(owner, "a" + name, _asynchronous(name))


def _asynchronous(name):
    async def method(self, *args, **kwargs):
        return await sync_to_async(getattr(self, name))(*args, **kwargs)

    method.__name__ = "a" + name
    return method
