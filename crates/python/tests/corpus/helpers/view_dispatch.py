# Class-based views: dispatch by method, mixins, status codes.
class Http404(Exception): pass
class PermissionDenied(Exception): pass

class Request:
    def __init__(self, method, path="/", user=None, data=None):
        self.method, self.path, self.user, self.data = method, path, user, data or {}

class Response:
    status_code = 200
    def __init__(self, content="", status=None):
        self.content = content
        if status: self.status_code = status
    def __repr__(self): return f"<{type(self).__name__} {self.status_code} {self.content!r}>"

class NotAllowed(Response): status_code = 405

class View:
    http_method_names = ["get", "post", "delete"]
    @classmethod
    def as_view(cls, **initkwargs):
        for key in initkwargs:
            if not hasattr(cls, key):
                raise TypeError(f"{cls.__name__}() received an invalid keyword {key!r}.")
        def view(request, *args, **kwargs):
            self = cls()
            for k, v in initkwargs.items(): setattr(self, k, v)
            self.request = request
            return self.dispatch(request, *args, **kwargs)
        view.view_class = cls
        return view
    def dispatch(self, request, *args, **kwargs):
        handler = getattr(self, request.method.lower(), self.not_allowed) if request.method.lower() in self.http_method_names else self.not_allowed
        return handler(request, *args, **kwargs)
    def not_allowed(self, request, *a, **k):
        return NotAllowed(", ".join(m.upper() for m in self.http_method_names if hasattr(self, m)))

class LoginRequired:
    def dispatch(self, request, *args, **kwargs):
        if not request.user: raise PermissionDenied(request.path)
        return super().dispatch(request, *args, **kwargs)

class Detail(LoginRequired, View):
    template = "default"
    objects = {1: "one"}
    def get(self, request, pk):
        try:
            return Response(f"{self.template}:{self.objects[pk]}")
        except KeyError as e:
            raise Http404(f"no object {e}") from None
    def post(self, request, pk): return Response(request.data, status=201)

def handle(view, request, **kwargs):
    try:
        return view(request, **kwargs)
    except Http404 as e:
        return Response(str(e), 404)
    except PermissionDenied as e:
        return Response(f"denied {e}", 403)

view = Detail.as_view(template="t")
for r, pk in ((Request("GET", user="u"), 1), (Request("GET", user="u"), 2), (Request("POST", user="u", data={"a": 1}), 1), (Request("GET"), 1), (Request("DELETE", user="u"), 1), (Request("PUT", user="u"), 1)):
    print(r.method, handle(view, r, pk=pk))
try:
    Detail.as_view(nope=1)
except TypeError as e:
    print(e)
print(view.view_class.__name__, [c.__name__ for c in Detail.__mro__])
