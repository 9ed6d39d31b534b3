import json, datetime, decimal

class Field:
    def __init__(self, required=True, default=None, validators=()): self.required, self.default, self.validators = required, default, validators
    def __set_name__(self, o, n): self.name = n
    def clean(self, v):
        if v is None:
            if self.required: raise ValidationError({self.name: ["This field is required."]})
            return self.default
        v = self.to_python(v)
        for val in self.validators: val(v)
        return v
    def to_python(self, v): return v
class IntField(Field):
    def to_python(self, v):
        try: return int(v)
        except (TypeError, ValueError) as e: raise ValidationError({self.name: [f"Invalid int: {e}"]}) from e
class DateField(Field):
    def to_python(self, v): return v if isinstance(v, datetime.date) else datetime.date.fromisoformat(v)
class DecimalField(Field):
    def to_python(self, v): return decimal.Decimal(str(v)).quantize(decimal.Decimal("0.01"))
class ValidationError(Exception):
    def __init__(self, errors): super().__init__(errors); self.errors = errors
class FormMeta:
    pass
class Form:
    fields = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.fields = {**{k: v for b in reversed(cls.__mro__[1:]) for k, v in getattr(b, "fields", {}).items()}, **{k: v for k, v in vars(cls).items() if isinstance(v, Field)}}
    def __init__(self, data): self.data, self.errors, self.cleaned = data, {}, {}
    def is_valid(self):
        for n, f in self.fields.items():
            try:
                self.cleaned[n] = f.clean(self.data.get(n))
                hook = getattr(self, f"clean_{n}", None)
                if hook: self.cleaned[n] = hook(self.cleaned[n])
            except ValidationError as e: self.errors.update(e.errors)
            except Exception as e: self.errors.setdefault(n, []).append(f"{type(e).__name__}: {e}")
        return not self.errors
def positive(v):
    if v <= 0: raise ValidationError({"qty": [f"{v} is not positive"]})
class OrderForm(Form):
    qty = IntField(validators=[positive])
    when = DateField(required=False, default=None)
    price = DecimalField()
    def clean_price(self, p): return p * 2
class Big(OrderForm):
    note = Field(required=False, default="-")
for data in ({"qty": "3", "price": "1.005", "when": "2024-02-29"}, {"qty": "x"}, {"qty": -1, "price": 2, "when": "2023-02-29"}, {}):
    f = Big(data); print(f.is_valid(), f.errors, f.cleaned)
class Req:
    def __init__(self, method, path, body=None, user=None): self.method, self.path, self.body, self.user = method, path, body, user
class Http404(Exception): pass
class Denied(Exception): status = 403
routes = []
def route(pattern, *methods):
    def deco(fn): routes.append((pattern.strip("/").split("/"), set(methods or ["GET"]), fn)); return fn
    return deco
def login_required(fn):
    def w(req, *a, **k):
        if not req.user: raise Denied("login first")
        return fn(req, *a, **k)
    w.__name__ = fn.__name__
    return w
db = {1: {"id": 1, "name": "one", "price": decimal.Decimal("9.90")}}
@route("/items")
def list_items(req): return 200, sorted(db.values(), key=lambda r: r["id"])
@route("/items", "POST")
@login_required
def create_item(req):
    data = json.loads(req.body); pk = max(db, default=0) + 1
    db[pk] = {"id": pk, **data}; return 201, db[pk]
@route("/items/<int:pk>", "GET", "DELETE")
def item(req, pk):
    try: obj = db[pk]
    except KeyError: raise Http404(f"item {pk}")
    if req.method == "DELETE": del db[pk]; return 204, None
    return 200, obj
def dispatch(req):
    parts = req.path.strip("/").split("/")
    for pat, methods, fn in routes:
        if len(pat) != len(parts): continue
        kw = {}
        for p, s in zip(pat, parts):
            if p.startswith("<"):
                conv, name = p[1:-1].split(":")
                if not s.isdigit(): break
                kw[name] = {"int": int}[conv](s)
            elif p != s: break
        else:
            if req.method in methods:
                try: status, body = fn(req, **kw)
                except Http404 as e: return 404, {"error": str(e)}
                except Denied as e: return e.status, {"error": e.args[0]}
                except Exception as e: return 500, {"error": f"{e.__class__.__name__}: {e}"}
                return status, json.dumps(body, default=str)
    return 404, {"error": "no route"}
for r in (Req("GET", "/items"), Req("POST", "/items", '{"name": "two"}'), Req("POST", "/items", '{"name": "two"}', "u"), Req("POST", "/items", "{bad", "u"), Req("GET", "/items/2/"), Req("GET", "/items/99"), Req("DELETE", "/items/1"), Req("PUT", "/items/1"), Req("GET", "/x/y/z"), Req("GET", "/items/abc")):
    print(r.method, r.path, *dispatch(r))
class Signal:
    def __init__(self): self.receivers = []
    def connect(self, fn=None, *, sender=None):
        if fn is None: return lambda f: self.connect(f, sender=sender)
        self.receivers.append((sender, fn)); return fn
    def send(self, sender, **kw): return [(fn.__name__, fn(sender=sender, **kw)) for s, fn in self.receivers if s in (None, sender)]
sig = Signal()
@sig.connect
def every(sender, **kw): return sorted(kw)
@sig.connect(sender="A")
def only_a(sender, x, **kw): return x
print(sig.send("A", x=1, y=2), sig.send("B", x=1))
class Q:
    def __init__(self, **kw): self.kw, self.op, self.kids, self.neg = kw, "AND", [], False
    def _comb(self, o, op): q = Q(); q.op, q.kids = op, [self, o]; return q
    def __and__(self, o): return self._comb(o, "AND")
    def __or__(self, o): return self._comb(o, "OR")
    def __invert__(self): q = Q(**self.kw); q.op, q.kids, q.neg = self.op, self.kids, not self.neg; return q
    def match(self, obj):
        if self.kids: r = (all if self.op == "AND" else any)(k.match(obj) for k in self.kids)
        else: r = all(self.look(obj, k, v) for k, v in self.kw.items())
        return r != self.neg
    @staticmethod
    def look(obj, k, v):
        name, _, op = k.partition("__")
        x = obj[name]
        return {"": x == v, "gt": op == "gt" and x > v, "in": op == "in" and x in v, "contains": op == "contains" and v in str(x)}[op]
rows = [{"n": i, "s": "ab" * i} for i in range(6)]
print([r["n"] for r in rows if (Q(n__gt=1) & ~Q(s__contains="abab" * 2) | Q(n__in=[0])).match(r)])
money = [decimal.Decimal(x) for x in ("10.005", "2.5", "3")]
print(sum(money), [str(m.quantize(decimal.Decimal(".01"))) for m in money], max(money) / 3, f"{sum(money):.2f}", round(money[0], 2), money[1] == 2.5, int(money[0]), -money[2], abs(-money[2]), money[0] % 3, divmod(money[0], 3), decimal.Decimal("1E-7"), decimal.Decimal("100").normalize(), decimal.Decimal(3).compare(decimal.Decimal(2)))
today = datetime.date(2024, 1, 31)
print(today + datetime.timedelta(days=30), (today.replace(day=1) - datetime.timedelta(days=1)).isoformat(), [d.strftime("%a %d %b") for d in (today + datetime.timedelta(days=i) for i in range(3))], today.isocalendar()[:2], today > datetime.date(2023, 12, 31), datetime.datetime.combine(today, datetime.time(9, 30)), (datetime.datetime(2024, 3, 10, 12) - datetime.datetime(2024, 3, 9, 13)), str(datetime.timedelta(seconds=3661)), datetime.timedelta(hours=1) < datetime.timedelta(minutes=61))
raise ValidationError({"a": ["b"]})
