# Declarative forms with cleaning and errors.
class ValidationError(Exception):
    def __init__(self, message, code=None):
        super().__init__(message)
        self.message, self.code = message, code

class Field:
    counter = 0
    def __init__(self, required=True, initial=None, validators=()):
        self.required, self.initial, self.validators = required, initial, list(validators)
        Field.counter += 1
        self.order = Field.counter
    def clean(self, value):
        if value in (None, ""):
            if self.required: raise ValidationError("This field is required.", "required")
            return self.initial
        value = self.to_python(value)
        for v in self.validators: v(value)
        return value
    def to_python(self, value): return str(value).strip()

class IntegerField(Field):
    def __init__(self, *, min_value=None, **kw):
        super().__init__(**kw)
        if min_value is not None:
            def check(v):
                if v < min_value: raise ValidationError(f"Ensure this value is at least {min_value}.")
            self.validators.append(check)
    def to_python(self, value):
        try:
            return int(value)
        except (TypeError, ValueError):
            raise ValidationError("Enter a whole number.", "invalid") from None

class Form:
    def __init_subclass__(cls):
        fields = {}
        for base in reversed(cls.__mro__):
            fields.update({k: v for k, v in vars(base).items() if isinstance(v, Field)})
        cls.fields = dict(sorted(fields.items(), key=lambda kv: kv[1].order))
    def __init__(self, data=None): self.data, self.errors, self.cleaned = data or {}, {}, {}
    def is_valid(self):
        for name, f in self.fields.items():
            try:
                self.cleaned[name] = f.clean(self.data.get(name))
                if (hook := getattr(self, f"clean_{name}", None)) is not None:
                    self.cleaned[name] = hook()
            except ValidationError as e:
                self.errors.setdefault(name, []).append(e.message)
        if not self.errors:
            try:
                self.clean()
            except ValidationError as e:
                self.errors["__all__"] = [e.message]
        return not self.errors
    def clean(self): pass

class Base(Form):
    name = Field()
class Booking(Base):
    seats = IntegerField(min_value=1)
    note = Field(required=False, initial="-")
    def clean_name(self): return self.cleaned["name"].title()
    def clean(self):
        if self.cleaned["name"] == "Admin" and self.cleaned["seats"] > 2: raise ValidationError("Too many seats.")

print(list(Booking.fields))
for data in ({"name": " ann ", "seats": "2"}, {"seats": "x"}, {"name": "b", "seats": 0}, {"name": "admin", "seats": 3, "note": "hi"}, {}):
    f = Booking(data)
    print(f.is_valid(), f.errors, f.cleaned)
