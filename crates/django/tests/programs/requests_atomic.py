"""Views, requests and ATOMIC_REQUESTS."""
from django.db import models, transaction
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from probe import note

ATOMIC_REQUESTS = True


class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField(default=0)


A = Account.objects


def show(request, pk):
    return HttpResponse(get_object_or_404(Account, pk=pk).name)


def create(request):
    if request.method != "POST":
        return HttpResponse("Missing argument", status=400)
    a, created = A.get_or_create(name=request.POST.get("text"))
    transaction.on_commit(lambda: note("after the commit"))
    return JsonResponse({"id": a.id, "created": created})


def fail(request):
    A.create(name="lost")
    raise ValueError("no")


def missing(request):
    A.create(name="lost")
    raise Http404("gone")


@transaction.non_atomic_requests
def plain(request):
    A.create(name="kept")
    raise ValueError("no")


@require_POST
def only_post(request):
    return HttpResponse("posted %s" % request.POST["x"])


class AccountView(View):
    def get(self, request, name):
        return HttpResponse("%s has %s" % (name, A.get(name=name).balance))

    def post(self, request, name):
        A.filter(name=name).update(balance=F("balance") + int(request.POST["amount"]))
        return redirect("account", name=name)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Loose(View):
    def get(self, request):
        A.create(name="loose")
        return HttpResponse("ok")


def nothing(request):
    pass


urlpatterns = [
    path("show/<int:pk>/", show, name="show"),
    path("create/", create),
    path("fail/", fail),
    path("missing/", missing),
    path("plain/", plain),
    path("only-post/", only_post),
    path("account/<slug:name>/", AccountView.as_view(), name="account"),
    path("loose/", Loose.as_view()),
    path("nothing/", nothing),
]


def setup():
    A.create(name="a", balance=100)


def case_show():
    response = Client().get("/show/1/")
    return response.status_code, response.content, response["Content-Type"]


def case_show_missing():
    return Client().get("/show/99/").status_code


def case_no_path():
    return Client().get("/nowhere/").status_code, Client().get("/show/x/").status_code


def case_create():
    response = Client().post("/create/", {"text": "b c"})
    return response.status_code, response.json(), A.count()


def case_create_get():
    return Client().get("/create/").status_code


def case_fail():
    return Client().get("/fail/")


def case_fail_quietly():
    response = Client(raise_request_exception=False).get("/fail/")
    return response.status_code, A.filter(name="lost").exists()


def case_missing_rolls_back():
    response = Client().get("/missing/")
    return response.status_code, A.filter(name="lost").exists()


def case_non_atomic():
    try:
        Client().get("/plain/")
    except ValueError as error:
        note(error)
    return A.filter(name="kept").exists()


def case_only_post():
    return Client().get("/only-post/").status_code, Client().post("/only-post/", {"x": "é&="}).content


def case_class():
    client = Client()
    response = client.post("/account/a/", {"amount": "5"})
    return response.status_code, response.url, client.get(response.url).content, client.put("/account/a/").status_code


def case_class_non_atomic():
    return Client().get("/loose/").content


def case_nothing():
    return Client().get("/nothing/")


def case_factory():
    request = RequestFactory().post("/create/", {"text": "z"})
    response = create(request)
    return response.status_code, request.path, request.method, request.POST.get("text")


def case_query():
    request = RequestFactory().get("/x/?a=1&b=2&a=3")
    other = RequestFactory().get("/x/", {"q": "a b"})
    return request.GET.getlist("a"), request.GET["a"], request.GET.get("c"), other.GET["q"], "b" in request.GET, request.get_full_path()


def case_query_missing():
    return RequestFactory().get("/x/").GET["a"]


def case_querydict():
    q = QueryDict("a=1&a=2&b=x%20y+z")
    return q.dict(), q.getlist("a"), q.urlencode(), repr(q)


def case_querydict_immutable():
    QueryDict("a=1")["a"] = 2


def case_reverse():
    return reverse("show", args=[3]), reverse("account", kwargs={"name": "x"})


def case_responses():
    return [
        repr(HttpResponse("x")),
        repr(JsonResponse({"a": 1})),
        repr(HttpResponseRedirect("/x/")),
        HttpResponse(5).content,
        HttpResponse(["a", "b"]).content,
        JsonResponse([1], safe=False).content,
        HttpResponse(status=404).reason_phrase,
    ]


def case_json_unsafe():
    return JsonResponse([1])


def case_list_or_404():
    try:
        return get_list_or_404(Account, name="a"), get_list_or_404(A.filter(balance=5))
    except Http404 as error:
        return str(error)
