"""Requests without a server: RequestFactory makes them, Client also runs the view."""

import asyncio

from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connections
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
    QueryDict,
)


def _encoded(data):
    """A dictionary (or a list of pairs) as a QueryDict."""
    found = QueryDict(mutable=True)
    pairs = data.items() if hasattr(data, "items") else data
    for key, value in pairs:
        if value is None:
            raise TypeError(
                "Cannot encode None for key '%s' as POST data. Did you mean to pass an empty string or omit the value?"
                % key
            )
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            found.appendlist(str(key), str(one))
    found._mutable = False
    return found


class RequestFactory:
    def __init__(self, *, headers=None, **defaults):
        self.defaults = defaults
        self.default_headers = headers or {}

    def generic(self, method, path, data=b"", content_type="application/octet-stream", headers=None, **extra):
        request = HttpRequest()
        request.method = method
        path, _, query = path.partition("?")
        request.path = request.path_info = path
        request.META = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "testserver"}
        request.META.update(self.defaults)
        request.META.update(extra)
        for found in (self.default_headers, headers or {}):
            for name, value in found.items():
                request.headers[name] = value
                request.META["HTTP_" + name.upper().replace("-", "_")] = value
        request.GET = QueryDict(query)
        request.content_type = content_type
        request.body = data if isinstance(data, bytes) else str(data).encode("utf-8")
        request.POST = QueryDict()
        return request

    def get(self, path, data=None, **extra):
        return self._with_query("GET", path, data, extra)

    def head(self, path, data=None, **extra):
        return self._with_query("HEAD", path, data, extra)

    def _with_query(self, method, path, data, extra):
        request = self.generic(method, path, b"", "", **extra)
        if data:
            request.GET = _encoded(data)
            request.META["QUERY_STRING"] = request.GET.urlencode()
        return request

    def post(self, path, data=None, content_type=None, **extra):
        if content_type is None:
            request = self.generic("POST", path, b"", "multipart/form-data", **extra)
            request.POST = _encoded(data or {})
            return request
        request = self._with_body("POST", path, data, content_type, extra)
        if content_type == "application/x-www-form-urlencoded":
            request.POST = QueryDict(request.body)
        return request

    def put(self, path, data="", content_type="application/octet-stream", **extra):
        return self._with_body("PUT", path, data, content_type, extra)

    def patch(self, path, data="", content_type="application/octet-stream", **extra):
        return self._with_body("PATCH", path, data, content_type, extra)

    def delete(self, path, data="", content_type="application/octet-stream", **extra):
        return self._with_body("DELETE", path, data, content_type, extra)

    def options(self, path, data="", content_type="application/octet-stream", **extra):
        return self._with_body("OPTIONS", path, data, content_type, extra)

    def _with_body(self, method, path, data, content_type, extra):
        if isinstance(data, (dict, list, tuple)) and "json" in content_type:
            import json

            data = json.dumps(data)
        return self.generic(method, path, data or "", content_type, **extra)


class AsyncRequestFactory(RequestFactory):
    """The same requests, for asynchronous views."""


def make_view_atomic(view):
    """The view inside atomic() for every database with ATOMIC_REQUESTS, unless it opted out."""
    from django.conf import settings

    opted_out = getattr(view, "_non_atomic_requests", set())
    for alias in connections:
        wanted = connections.settings[alias]["ATOMIC_REQUESTS"] or (alias == "default" and settings.ATOMIC_REQUESTS)
        if wanted and alias not in opted_out:
            if iscoroutinefunction(view):
                raise RuntimeError("You cannot use ATOMIC_REQUESTS with async views.")
            view = transaction.atomic(using=alias)(view)
    return view


def _response_to(error):
    """The response that an exception with a status becomes; None for any other."""
    if isinstance(error, Http404):
        return HttpResponseNotFound()
    if isinstance(error, PermissionDenied):
        return HttpResponseForbidden()
    if isinstance(error, (SuspiciousOperation, BadRequest)):
        return HttpResponseBadRequest()
    return None


def _check(response, view):
    coroutine = asyncio.iscoroutine(response)
    if response is not None and not coroutine:
        return
    if hasattr(view, "__name__"):
        name = "The view %s.%s" % (getattr(view, "__module__", "scenario.models"), view.__name__)
    else:
        name = "The view %s.%s.__call__" % (view.__module__, type(view).__name__)
    if coroutine:
        raise ValueError(
            name + " didn't return an HttpResponse object. It returned an unawaited coroutine instead. "
            "You may need to add an 'await' into your view."
        )
    raise ValueError(name + " didn't return an HttpResponse object. It returned None instead.")


def response_for(request, view, args, kwargs):
    """Runs a view as a request does: its exceptions with a status become responses."""
    try:
        callback = make_view_atomic(view)
        if iscoroutinefunction(callback):
            callback = async_to_sync(callback)
        response = callback(request, *args, **kwargs)
    except Exception as error:
        response = _response_to(error)
        if response is None:
            raise
    _check(response, view)
    return response


async def response_for_async(request, view, args, kwargs):
    """The same in an event loop: what is not asynchronous runs in a thread."""
    try:
        callback = make_view_atomic(view)
        if not iscoroutinefunction(callback):
            callback = sync_to_async(callback, thread_sensitive=True)
        response = await callback(request, *args, **kwargs)
    except Exception as error:
        response = _response_to(error)
        if response is None:
            raise
    _check(response, view)
    return response


def _resolved(request):
    """The view for a request, and its arguments; None if there is none."""
    from django.urls import Resolver404, resolve

    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    request.resolver_match = match
    return request, match.func, match.args, match.kwargs


class Client(RequestFactory):
    """get(), post() … run the view that urlpatterns name for the path."""

    def __init__(self, enforce_csrf_checks=False, raise_request_exception=True, *, headers=None, **defaults):
        super().__init__(headers=headers, **defaults)
        self.raise_request_exception = raise_request_exception

    def request(self, request):
        found = _resolved(request)
        try:
            response = HttpResponseNotFound() if found is None else response_for(*found)
        except Exception:
            if self.raise_request_exception:
                raise
            response = HttpResponseServerError()
        response.request = request
        response.wsgi_request = request
        # The end of a request closes connections that a broken block left behind.
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
        return response

    def get(self, path, data=None, follow=False, **extra):
        return self.request(super().get(path, data, **extra))

    def head(self, path, data=None, follow=False, **extra):
        return self.request(super().head(path, data, **extra))

    def post(self, path, data=None, content_type=None, follow=False, **extra):
        return self.request(super().post(path, data, content_type, **extra))

    def put(self, path, data="", content_type="application/octet-stream", follow=False, **extra):
        return self.request(super().put(path, data, content_type, **extra))

    def patch(self, path, data="", content_type="application/octet-stream", follow=False, **extra):
        return self.request(super().patch(path, data, content_type, **extra))

    def delete(self, path, data="", content_type="application/octet-stream", follow=False, **extra):
        return self.request(super().delete(path, data, content_type, **extra))

    def login(self, **credentials):
        raise NotImplementedError("django.contrib.auth is not supported by Lockstep")

    force_login = login


class AsyncClient(AsyncRequestFactory):
    """The same in an event loop: get(), post() … are awaited."""

    def __init__(self, enforce_csrf_checks=False, raise_request_exception=True, *, headers=None, **defaults):
        super().__init__(headers=headers, **defaults)
        self.raise_request_exception = raise_request_exception

    async def request(self, request):
        found = _resolved(request)
        try:
            response = HttpResponseNotFound() if found is None else await response_for_async(*found)
        except Exception:
            if self.raise_request_exception:
                raise
            response = HttpResponseServerError()
        response.request = request
        response.asgi_request = request
        return response

    async def get(self, path, data=None, follow=False, **extra):
        return await self.request(super().get(path, data, **extra))

    async def head(self, path, data=None, follow=False, **extra):
        return await self.request(super().head(path, data, **extra))

    async def post(self, path, data=None, content_type=None, follow=False, **extra):
        return await self.request(super().post(path, data, content_type, **extra))

    async def put(self, path, data="", content_type="application/octet-stream", follow=False, **extra):
        return await self.request(super().put(path, data, content_type, **extra))

    async def patch(self, path, data="", content_type="application/octet-stream", follow=False, **extra):
        return await self.request(super().patch(path, data, content_type, **extra))

    async def delete(self, path, data="", content_type="application/octet-stream", follow=False, **extra):
        return await self.request(super().delete(path, data, content_type, **extra))

    login = force_login = alogin = aforce_login = Client.login
