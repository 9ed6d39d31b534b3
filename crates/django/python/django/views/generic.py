"""`View`: a class with a method for each HTTP method."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse, HttpResponseNotAllowed


class View:
    http_method_names = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]

    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    @classmethod
    def as_view(cls, **initkwargs):
        for name in initkwargs:
            if name in cls.http_method_names:
                raise TypeError(
                    "The method name %s is not accepted as a keyword argument to %s()." % (name, cls.__name__)
                )
            if not hasattr(cls, name):
                raise TypeError(
                    "%s() received an invalid keyword %r. as_view only accepts arguments that are already "
                    "attributes of the class." % (cls.__name__, name)
                )

        is_async = cls._is_async()

        def view(request, *args, **kwargs):
            self = cls(**initkwargs)
            self.setup(request, *args, **kwargs)
            return self.dispatch(request, *args, **kwargs)

        view.view_class = cls
        view.view_initkwargs = initkwargs
        view.__name__ = "view"
        view.__doc__ = cls.__doc__
        marks = getattr(cls.dispatch, "_non_atomic_requests", None)
        if marks is not None:
            view._non_atomic_requests = marks
        if is_async:
            markcoroutinefunction(view)
        return view

    @classmethod
    def _is_async(cls):
        names = [name for name in cls.http_method_names if name != "options" and hasattr(cls, name)]
        kinds = {bool(iscoroutinefunction(getattr(cls, name))) for name in names}
        if len(kinds) > 1:
            raise ImproperlyConfigured(f"{cls.__qualname__} HTTP handlers must either be all sync or all async.")
        return kinds == {True}

    @property
    def view_is_async(self):
        return self._is_async()

    def setup(self, request, *args, **kwargs):
        if hasattr(self, "get") and not hasattr(self, "head"):
            self.head = self.get
        self.request = request
        self.args = args
        self.kwargs = kwargs

    def dispatch(self, request, *args, **kwargs):
        method = request.method.lower()
        handler = self.http_method_not_allowed
        if method in self.http_method_names:
            handler = getattr(self, method, handler)
        return handler(request, *args, **kwargs)

    def http_method_not_allowed(self, request, *args, **kwargs):
        return self._given(HttpResponseNotAllowed(self._allowed_methods()))

    def options(self, request, *args, **kwargs):
        response = HttpResponse()
        response.headers["Allow"] = ", ".join(self._allowed_methods())
        response.headers["Content-Length"] = "0"
        return self._given(response)

    def _given(self, response):
        async def later():
            return response

        return later() if self.view_is_async else response

    def _allowed_methods(self):
        return [name.upper() for name in self.http_method_names if hasattr(self, name)]
