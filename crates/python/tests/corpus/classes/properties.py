# Getters, setters, deleters, and the messages when one is missing.
class Temperature:
    def __init__(self, celsius):
        self.celsius = celsius

    @property
    def celsius(self):
        "Degrees."
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._celsius = value

    @celsius.deleter
    def celsius(self):
        print("deleting")
        del self._celsius

    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32

t = Temperature(100)
print(t.celsius, t.fahrenheit)
t.celsius = 0
print(t.fahrenheit, t.__dict__)
for change in (lambda: setattr(t, "celsius", -300), lambda: setattr(t, "fahrenheit", 1), lambda: delattr(t, "fahrenheit")):
    try:
        change()
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)
del t.celsius
try:
    t.celsius
except AttributeError as e:
    print(e)
print(Temperature.celsius.__doc__, type(Temperature.celsius).__name__)
print(Temperature.celsius.fget(Temperature(5)), Temperature.fahrenheit.fset)

class Old:
    def get(self): return "got"
    def set(self, v): print("set", v)
    value = property(get, set, doc="the doc")
    only_set = property(None, set)

o = Old()
o.value = 3
print(o.value, Old.value.__doc__)
try:
    o.only_set
except AttributeError as e:
    print(e)
