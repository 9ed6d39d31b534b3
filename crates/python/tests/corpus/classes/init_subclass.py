# __init_subclass__ sees every subclass and its keywords.
class Plugin:
    registry = {}

    def __init_subclass__(cls, /, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.key = key or cls.__name__.lower()
        Plugin.registry[cls.key] = cls

class Csv(Plugin): pass
class Json(Plugin, key="application/json"): pass
class Pretty(Json, key="pretty"): pass

print({k: v.__name__ for k, v in Plugin.registry.items()})
print(Csv.key, Json.key, Pretty.key, hasattr(Plugin, "key"))
try:
    class Bad(Plugin, other=1): pass
except TypeError as e:
    print(e)
try:
    class Plain(object, x=1): pass
except TypeError as e:
    print(e)

class Checked:
    required = ()
    def __init_subclass__(cls):
        for name in cls.required:
            if not hasattr(cls, name):
                raise TypeError(f"{cls.__name__} must define {name}")

class Interface(Checked):
    required = ("run",) if False else ()

try:
    class Incomplete(Checked):
        required = ("run",)
except TypeError as e:
    print(e)
print([c.__name__ for c in Json.__subclasses__()])
