# Requests, views, decorators, middleware and serializers without a framework.
import json, functools, logging
from collections import defaultdict
from datetime import datetime, timedelta, timezone, date
from decimal import Decimal
from contextlib import contextmanager
class HttpError(Exception):
    def __init__(self, status, message): super().__init__(status, message); self.status, self.message = status, message
class Request:
    def __init__(self, method="GET", path="/", data=None, user=None): self.method, self.path, self.data, self.user = method, path, data or {}, user
class Response:
    __slots__ = ("status", "body", "headers")
    def __init__(self, body=None, status=200, **headers): self.body, self.status, self.headers = body, status, headers
    def __repr__(self): return f"<Response {self.status} {self.body!r}>"
class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, (datetime, date)): return o.isoformat()
        if isinstance(o, Decimal): return str(o)
        if hasattr(o, "__json__"): return o.__json__()
        return super().default(o)
def require(*methods):
    def deco(f):
        @functools.wraps(f)
        def inner(request, *args, **kwargs):
            if request.method not in methods: raise HttpError(405, f"{request.method} not in {', '.join(methods)}")
            return f(request, *args, **kwargs)
        inner.methods = methods
        return inner
    return deco
class View:
    http_method_names = ["get", "post"]
    def __init__(self, **kwargs):
        for k, v in kwargs.items(): setattr(self, k, v)
    @classmethod
    def as_view(cls, **initkwargs):
        for key in initkwargs:
            if not hasattr(cls, key): raise TypeError(f"{cls.__name__}() received an invalid keyword {key!r}.")
        def view(request, *args, **kwargs): return cls(**initkwargs).dispatch(request, *args, **kwargs)
        view.view_class = cls
        return view
    def dispatch(self, request, *args, **kwargs):
        handler = getattr(self, request.method.lower(), None)
        if handler is None: raise HttpError(405, "nope")
        return handler(request, *args, **kwargs)
class LoginMixin:
    def dispatch(self, request, *a, **k):
        if request.user is None: raise HttpError(403, "login")
        return super().dispatch(request, *a, **k)
class Account:
    accounts = {}
    def __init__(self, id, balance): self.id, self.balance, self.log = id, Decimal(balance), []; self.accounts[id] = self
    def __json__(self): return {"id": self.id, "balance": self.balance}
class Transfer(LoginMixin, View):
    fee = Decimal("0")
    def post(self, request):
        try: src, dst, amount = (request.data[k] for k in ("src", "dst", "amount"))
        except KeyError as e: raise HttpError(400, f"missing {e}") from e
        with atomic(src, dst) as (a, b):
            a.balance -= Decimal(amount) + self.fee
            b.balance += Decimal(amount)
            if a.balance < 0: raise ValueError(f"overdrawn by {-a.balance:.2f}")
        return Response({"accounts": [a, b], "at": datetime(2024, 1, 1, tzinfo=timezone.utc)})
@contextmanager
def atomic(*ids):
    accounts = [Account.accounts[i] for i in ids]
    saved = [a.balance for a in accounts]
    try: yield accounts
    except Exception:
        for a, s in zip(accounts, saved): a.balance = s
        raise
    else:
        for a in accounts: a.log.append(a.balance)
class Router:
    def __init__(self): self.routes = {}; self.hits = defaultdict(int)
    def route(self, path, **kw):
        def add(view): self.routes[path] = view; return view
        return add
    def __call__(self, request):
        self.hits[request.path] += 1
        try:
            try: view = self.routes[request.path]
            except KeyError: raise HttpError(404, request.path) from None
            return view(request)
        except HttpError as e: return Response({"error": e.message}, e.status)
        except ValueError as e: return Response({"error": str(e)}, 400)
app = Router()
@app.route("/hello")
@require("GET", "HEAD")
def hello(request, name="world"):
    """Says hello."""
    return Response(f"hello {name}")
app.route("/transfer")(Transfer.as_view(fee=Decimal("0.50")))
Account(1, "100.00"); Account(2, "5")
print(hello.__name__, hello.__doc__, hello.methods, hello.__wrapped__.__name__)
for r in (Request(path="/hello"), Request("PUT", "/hello"), Request(path="/x"), Request("POST", "/transfer"), Request("POST", "/transfer", {"src": 1}, "u"), Request("POST", "/transfer", {"src": 1, "dst": 2, "amount": "10"}, "u"), Request("POST", "/transfer", {"src": 2, "dst": 1, "amount": "99.999"}, "u"), Request("GET", "/transfer", user="u")):
    response = app(r)
    print(response.status, json.dumps(response.body, cls=Encoder, sort_keys=True))
print(dict(app.hits), [a.log for a in Account.accounts.values()])
try: Transfer.as_view(nope=1)
except TypeError as e: print(e)
try: json.dumps(object())
except TypeError as e: print(e)
def week(d): return d - timedelta(days=d.weekday())
days = [date(2024, 1, 1) + timedelta(days=9 * i) for i in range(6)]
groups = defaultdict(list)
for d in days: groups[week(d)].append(d)
print({str(k): [f"{x:%a %d}" for x in v] for k, v in groups.items()})
print(json.dumps({"d": days[0], "n": [Decimal("1.10"), None, True, 1.5]}, cls=Encoder, indent=2))
