from celery import Celery
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.views.generic import View

ATOMIC_REQUESTS = True

app = Celery("celery_test")


class Data(models.Model):
    name = models.CharField(max_length=50)


@app.task
def do_stuff(data_pk):
    my_data = Data.objects.get(pk=data_pk)
    my_data.name = "new name"
    my_data.save()


class SimpleHandler(View):
    def get(self, request, *args, **kwargs):
        my_data = Data.objects.create(name="Dummy")
        transaction.on_commit(lambda: do_stuff.delay(my_data.pk))
        return HttpResponse("pk: {pk}".format(pk=my_data.pk))


urlpatterns = [path("simple/", SimpleHandler.as_view())]


def task_request():
    return Client().get("/simple/").content.decode()
