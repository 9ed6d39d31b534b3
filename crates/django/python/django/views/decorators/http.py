"""Views for some HTTP methods only."""

from functools import wraps

from asgiref.sync import iscoroutinefunction
from django.http import HttpResponseNotAllowed


def require_http_methods(methods):
    def decorator(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        @wraps(view)
        async def inner_async(request, *args, **kwargs):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return await view(request, *args, **kwargs)

        return inner_async if iscoroutinefunction(view) else inner

    return decorator


require_GET = require_http_methods(["GET"])
require_POST = require_http_methods(["POST"])
require_safe = require_http_methods(["GET", "HEAD"])
