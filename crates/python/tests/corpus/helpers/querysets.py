# A lazy, chainable query over lists.
class Q:
    def __init__(self, **kw): self.test = lambda o: all(Query.match(o, k, v) for k, v in kw.items())
    def _with(self, f):
        q = Q()
        q.test = f
        return q
    def __and__(self, o): return self._with(lambda x: self.test(x) and o.test(x))
    def __or__(self, o): return self._with(lambda x: self.test(x) or o.test(x))
    def __invert__(self): return self._with(lambda x: not self.test(x))

class Query:
    lookups = {"exact": lambda a, b: a == b, "gt": lambda a, b: a > b, "gte": lambda a, b: a >= b, "lt": lambda a, b: a < b, "in": lambda a, b: a in b, "contains": lambda a, b: b in a, "icontains": lambda a, b: b.lower() in a.lower(), "isnull": lambda a, b: (a is None) == b}
    def __init__(self, rows, filters=(), order=(), limit=slice(None)): self.rows, self.filters, self.order, self.limit, self._cache = rows, filters, order, limit, None
    @staticmethod
    def match(o, key, value):
        name, *path = key.split("__")
        lookup = "exact"
        value_of = o.get(name)
        for part in path:
            if part in Query.lookups: lookup = part
            else: value_of = value_of[part]
        return Query.lookups[lookup](value_of, value)
    def _clone(self, **kw): return Query(**({"rows": self.rows, "filters": self.filters, "order": self.order, "limit": self.limit} | kw))
    def filter(self, *qs, **kw): return self._clone(filters=self.filters + tuple(q.test for q in qs) + (Q(**kw).test,))
    def exclude(self, **kw): return self._clone(filters=self.filters + ((~Q(**kw)).test,))
    def order_by(self, *names): return self._clone(order=names)
    def __getitem__(self, k): return self._clone(limit=k) if isinstance(k, slice) else list(self)[k]
    def __iter__(self):
        if self._cache is None:
            print("evaluating")
            rows = [r for r in self.rows if all(f(r) for f in self.filters)]
            for name in reversed(self.order):
                rows.sort(key=lambda r: r[name.lstrip("-")], reverse=name.startswith("-"))
            self._cache = rows[self.limit]
        return iter(self._cache)
    def __len__(self):
        iter(self)
        return len(self._cache)
    def __bool__(self): return any(True for _ in self)
    def first(self): return next(iter(self), None)
    def values_list(self, *names, flat=False): return [r[names[0]] if flat else tuple(r[n] for n in names) for r in self]

users = Query([{"id": i, "name": n, "age": a, "city": c} for i, (n, a, c) in enumerate([("Ann", 30, {"n": "Rome"}), ("Bob", 25, None), ("Cid", 30, {"n": "Oslo"}), ("Dora", 41, {"n": "Rome"})])])
adults = users.filter(age__gte=30)
print("built")
print(adults.values_list("name", flat=True), len(adults))
print(adults.exclude(name__icontains="a").values_list("id", "name"))
print(users.filter(Q(age__lt=30) | Q(name__in=["Cid"])).order_by("-name").values_list("name", flat=True))
print(users.filter(~Q(age=30) & Q(age__gt=1)).order_by("age").first()["name"], users.filter(city__isnull=True)[0]["name"], users.filter(age__gt=99).first(), bool(users.filter(id=77)))
print(users.order_by("-age", "name")[1:3].values_list("name", flat=True))
