# Thomas Steinacher, "Database race conditions when using multiple processes", django-developers, 16 October
# 2006: his model and view, and the ten requests that his page sends at one click. Changed as Django has:
# `maxlength` is `max_length`, `urlpatterns` have `path()`. The page itself is left out.
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import path


class Test(models.Model):
    str = models.CharField(blank=True, null=True, max_length=100)


def process(request):
    if request.POST.get("text"):
        t = Test.objects.get_or_create(str=request.POST.get("text"))[0]
        return HttpResponse("%s %s" % (request.POST.get("text"), t.id))
    else:
        return HttpResponse("Missing argument")


urlpatterns = [path("test/process/", process)]


def task_request():
    return Client().post("/test/process/", {"text": "x"}).content.decode()


def invariant_one_row_a_name():
    assert Test.objects.filter(str="x").count() <= 1
