import asyncio
from asgiref.local import Local
from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.test import AsyncClient, Client
from django.urls import path
from django.views import View
from django.views.decorators.http import require_POST

class Note(models.Model):
    text = models.CharField(max_length=50)

def count(request):
    return HttpResponse(str(Note.objects.count()))

async def notes(request):
    return JsonResponse({"notes": [note.text async for note in Note.objects.order_by("id")]})

@require_POST
async def create(request):
    note = await Note.objects.acreate(text=request.POST["text"])
    return HttpResponse(note.text, status=201)

async def unsafe(request):
    return HttpResponse(str(Note.objects.count()))

async def missing(request):
    raise Http404("gone")

async def nothing(request):
    pass

def forgets(request):
    return notes(request)

class NoteView(View):
    async def get(self, request, pk):
        note = await Note.objects.aget(pk=pk)
        return HttpResponse(note.text)

    async def delete(self, request, pk):
        await Note.objects.filter(pk=pk).adelete()
        return HttpResponse(status=204)

class Mixed(View):
    async def get(self, request):
        pass

    def post(self, request):
        pass

urlpatterns = [
    path("count/", count),
    path("notes/", notes),
    path("create/", create),
    path("unsafe/", unsafe),
    path("missing/", missing),
    path("nothing/", nothing),
    path("forgets/", forgets),
    path("note/<int:pk>/", NoteView.as_view()),
]

CALLS = [
    ("get", "/count/"),
    ("post", "/create/", {"text": "b"}),
    ("get", "/create/"),
    ("get", "/notes/"),
    ("get", "/note/1/"),
    ("delete", "/note/1/"),
    ("put", "/note/1/"),
    ("get", "/unsafe/"),
    ("get", "/missing/"),
    ("get", "/nowhere/"),
    ("get", "/nothing/"),
    ("get", "/forgets/"),
    ("get", "/count/"),
]

def setup():
    Note.objects.create(text="a")

def shown(response):
    return response.status_code, response.content if response.status_code < 400 else b""

def plain():
    told = []
    for method, *args in CALLS:
        try:
            told.append(shown(getattr(Client(), method)(*args)))
        except Exception as error:
            told.append((type(error).__name__, str(error).replace("scenario.models", "scenario")))
    return told

async def awaited():
    told = []
    for method, *args in CALLS:
        try:
            told.append(shown(await getattr(AsyncClient(), method)(*args)))
        except Exception as error:
            told.append((type(error).__name__, str(error).replace("scenario.models", "scenario")))
    return told

def others():
    told = [iscoroutinefunction(NoteView.as_view()), iscoroutinefunction(create), iscoroutinefunction(count)]
    try:
        Mixed.as_view()
    except ImproperlyConfigured as error:
        told.append(str(error))
    told.append(Client(raise_request_exception=False).get("/unsafe/").status_code)
    return told

async def locals():
    told = []
    local, critical = Local(), Local(thread_critical=True)
    local.x, critical.x = "outer", "outer"

    def seen():
        return getattr(local, "x", None), getattr(critical, "x", None)

    async def child(value):
        told.append(seen())
        local.x, critical.x = value, value
        await asyncio.sleep(0)
        told.append(seen())

    await asyncio.gather(child("one"), child("two"))
    told.append(seen())
    told.append(await sync_to_async(seen)())

    def write():
        local.x, critical.x = "thread", "thread"

    await sync_to_async(write)()
    told.append(seen())
    del local.x
    told.append(hasattr(local, "x"))
    critical.none = None
    told.append(critical.none)
    return told
