# Nested serializers from declared fields, both ways.
from datetime import date, datetime
from decimal import Decimal
class Field:
    def __init__(self, source=None, read_only=False, many=False): self.source, self.read_only = source, read_only
    def to_rep(self, v): return v
    def to_internal(self, v): return v
class Str(Field):
    def to_internal(self, v):
        if not isinstance(v, str): raise ValueError("not a string")
        return v
class Dec(Field):
    def to_rep(self, v): return f"{v:.2f}"
    def to_internal(self, v): return Decimal(str(v))
class Day(Field):
    def to_rep(self, v): return v.isoformat()
    def to_internal(self, v): return date.fromisoformat(v)
class Method(Field):
    def __init__(self): super().__init__(read_only=True)
class Serializer(Field):
    def __init__(self, instance=None, data=None, many=False, **kw):
        super().__init__(**kw)
        self.instance, self.initial, self.many, self.errors = instance, data, many, {}
    @classmethod
    def declared(cls): return {k: v for c in reversed(cls.__mro__) for k, v in vars(c).items() if isinstance(v, Field)}
    def to_rep(self, obj):
        if self.many: return [self.one(o) for o in obj]
        return None if obj is None else self.one(obj)
    def one(self, obj):
        out = {}
        for name, f in self.declared().items():
            if isinstance(f, Method):
                out[name] = getattr(self, f"get_{name}")(obj)
                continue
            value = obj
            for part in (f.source or name).split("."):
                value = value[part] if isinstance(value, dict) else getattr(value, part)
            out[name] = f.to_rep(value)
        return out
    def to_internal(self, data):
        out, errors = {}, {}
        for name, f in self.declared().items():
            if f.read_only: continue
            try:
                out[f.source or name] = f.to_internal(data[name])
            except KeyError: errors[name] = "required"
            except (ValueError, ArithmeticError) as e: errors[name] = str(e) or type(e).__name__
        if errors: raise ValueError(errors)
        return out
    @property
    def data(self): return self.to_rep(self.instance)
class AuthorS(Serializer):
    name = Str()
class BookS(Serializer):
    title = Str()
    price = Dec(source="cost")
    published = Day()
    author = AuthorS(read_only=True)
    city = Str(source="author.meta.city", read_only=True)
    label = Method()
    def get_label(self, o): return f"{o.title} by {o.author.name}"
class O:
    def __init__(self, **k): self.__dict__.update(k)
ann = O(name="Ann", meta={"city": "Rome"})
books = [O(title="T", cost=Decimal("9.5"), published=date(2024, 1, 2), author=ann), O(title="U", cost=Decimal("10"), published=date(2023, 12, 31), author=ann)]
print(BookS(books[0]).data)
print([b["label"] for b in BookS(books, many=True).data], list(BookS.declared()))
for data in ({"title": "N", "price": "1.10", "published": "2024-02-29"}, {"title": 5, "price": "x", "published": "2023-02-29"}, {}):
    try:
        print(BookS().to_internal(data))
    except ValueError as e:
        print(e)
