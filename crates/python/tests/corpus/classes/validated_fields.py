# Descriptors as validated fields of a model, in the usual way.
class Field:
    def __init__(self, default=None, required=False):
        self.default, self.required = default, required
    def __set_name__(self, owner, name):
        self.public, self.private = name, "_" + name
        owner.fields = getattr(owner, "fields", ()) + (name,)
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.private, self.default)
    def __set__(self, obj, value):
        setattr(obj, self.private, self.clean(value))
    def clean(self, value):
        if value is None and self.required:
            raise ValueError(f"{self.public} is required")
        return value

class Integer(Field):
    def clean(self, value):
        value = super().clean(value)
        if not isinstance(value, int):
            raise TypeError(f"{self.public}: expected int, got {type(value).__name__}")
        return value

class Model:
    def __init__(self, **kwargs):
        for name in self.fields:
            if name in kwargs:
                setattr(self, name, kwargs.pop(name))
        if kwargs:
            raise TypeError(f"unexpected: {', '.join(kwargs)}")

class Book(Model):
    title = Field(required=True)
    pages = Integer(default=0)

book = Book(title="T")
print(Book.fields, book.title, book.pages, vars(book))
for bad in ({"title": None}, {"pages": "x"}, {"isbn": 1}):
    try:
        Book(**bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(isinstance(Book.pages, Integer), Book.pages.default)
