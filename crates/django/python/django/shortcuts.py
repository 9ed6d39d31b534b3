"""`django.shortcuts`: what views use."""

from asgiref.sync import sync_to_async
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect


def _queryset(klass):
    if hasattr(klass, "_default_manager"):
        return klass._default_manager.all()
    if hasattr(klass, "get_queryset"):
        return klass.get_queryset()
    return klass


def get_object_or_404(klass, *args, **kwargs):
    queryset = _queryset(klass)
    if not hasattr(queryset, "get"):
        name = klass.__name__ if isinstance(klass, type) else type(klass).__name__
        raise ValueError(
            "First argument to get_object_or_404() must be a Model, Manager, or QuerySet, not '%s'." % name
        )
    try:
        return queryset.get(*args, **kwargs)
    except queryset.model.DoesNotExist:
        raise Http404("No %s matches the given query." % queryset.model._meta.object_name)


def get_list_or_404(klass, *args, **kwargs):
    queryset = _queryset(klass)
    found = list(queryset.filter(*args, **kwargs))
    if not found:
        raise Http404("No %s matches the given query." % queryset.model._meta.object_name)
    return found


async def aget_object_or_404(klass, *args, **kwargs):
    return await sync_to_async(get_object_or_404)(klass, *args, **kwargs)


async def aget_list_or_404(klass, *args, **kwargs):
    return await sync_to_async(get_list_or_404)(klass, *args, **kwargs)


def redirect(to, *args, permanent=False, **kwargs):
    if hasattr(to, "get_absolute_url"):
        to = to.get_absolute_url()
    elif "/" not in to and "." not in to:
        from django.urls import reverse

        to = reverse(to, args=args, kwargs=kwargs)
    kind = HttpResponsePermanentRedirect if permanent else HttpResponseRedirect
    return kind(to)


def render(request, template_name, context=None, *args, **kwargs):
    raise NotImplementedError("render() needs templates, which Lockstep does not have: return an HttpResponse")
