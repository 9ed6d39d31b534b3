class ABCMeta(type):
    def register(cls, subclass):
        registry = cls.__dict__.get("_abc_registry")
        if registry is None:
            cls._abc_registry = registry = []
        registry.append(subclass)
        return subclass

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if cls in subclass.__mro__:
            return True
        hook = getattr(cls, "__subclasshook__", None)
        if hook is not None:
            result = hook(subclass)
            if result is not NotImplemented:
                return bool(result)
        for registered in cls.__dict__.get("_abc_registry", ()):
            if issubclass(subclass, registered):
                return True
        for child in cls.__subclasses__():
            if child.__dict__.get("_abc_registry") and issubclass(subclass, child):
                return True
        return False


class ABC(metaclass=ABCMeta):
    __slots__ = ()


def abstractmethod(function):
    function.__isabstractmethod__ = True
    return function


class abstractproperty(property):
    pass


def abstractclassmethod(function):
    return classmethod(abstractmethod(function))


def abstractstaticmethod(function):
    return staticmethod(abstractmethod(function))
