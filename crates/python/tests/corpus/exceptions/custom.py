# Exception classes with state, defaults and hierarchies.
class AppError(Exception):
    """Base."""
    code = 500
    def __init__(self, message="app error", **context):
        super().__init__(message)
        self.context = context
    def __str__(self):
        return f"[{self.code}] {self.args[0]}"

class NotFound(AppError):
    code = 404
    def __init__(self, what, key):
        super().__init__(f"{what} {key!r} not found", what=what, key=key)

class Silent(AppError): pass

for make in (lambda: AppError(), lambda: NotFound("user", 5), lambda: Silent("quiet", a=1)):
    try:
        raise make()
    except NotFound as e:
        print("not found:", e, e.context)
    except AppError as e:
        print("app:", e, repr(e), e.context, e.args)

class NoInit(Exception):
    pass
print(NoInit(1, 2), repr(NoInit("x")), NoInit("a").args)
class NoSuper(Exception):
    def __init__(self, a, b): self.a, self.b = a, b
e = NoSuper(1, 2)
print(e.args, repr(e), str(e), e.a)
class Multi(KeyError, AttributeError): pass
try:
    raise Multi("m")
except AttributeError as e:
    print(repr(e), str(e), isinstance(e, LookupError))
class WithRepr(ValueError):
    def __repr__(self): return "custom repr"
print([WithRepr("x")], str(WithRepr("x")))
class Property(Exception):
    @property
    def message(self): return self.args[0].upper()
print(Property("up").message)
