# NotImplementedError in base classes, template methods and mixins.
class Shape:
    def area(self):
        raise NotImplementedError("subclasses must implement area()")
    def describe(self):
        return f"{type(self).__name__} with area {self.area():.2f}"

class Square(Shape):
    def __init__(self, side): self.side = side
    def area(self): return self.side ** 2

class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3.14159 * self.r ** 2

class Loud:
    def describe(self): return super().describe().upper() + "!"

class LoudSquare(Loud, Square): pass

for shape in (Square(2), Circle(1), LoudSquare(3)):
    print(shape.describe())
try:
    Shape().describe()
except NotImplementedError as e:
    print(type(e).__name__, e, isinstance(e, RuntimeError))
try:
    Loud().describe()
except AttributeError as e:
    print(e)
