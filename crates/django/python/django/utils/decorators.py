"""`django.utils.decorators`."""

from functools import wraps


def method_decorator(decorator, name=""):
    """A decorator of functions for a method, or for the method `name` of a class."""
    decorators = list(decorator) if isinstance(decorator, (list, tuple)) else [decorator]

    def for_method(method):
        @wraps(method)
        def wrapper(self, *args, **kwargs):
            def bound(*inner, **named):
                return method(self, *inner, **named)

            for one in reversed(decorators):
                bound = one(bound)
            return bound(*args, **kwargs)

        for one in decorators:
            # What a decorator marks its function with marks the method, too.
            marked = one(lambda *args, **kwargs: None)
            found = getattr(marked, "_non_atomic_requests", None)
            if found is not None:
                wrapper._non_atomic_requests = found
        return wrapper

    def apply(target):
        if not isinstance(target, type):
            return for_method(target)
        if not name or not hasattr(target, name):
            raise ValueError(
                "The keyword argument `name` must be the name of a method of the decorated class: %s. Got '%s' instead."
                % (target, name)
            )
        setattr(target, name, for_method(getattr(target, name)))
        return target

    return apply
