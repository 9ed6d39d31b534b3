# __set_name__ is called in order of definition, after the body, before __init_subclass__.
class Note:
    def __init__(self, n): self.n = n
    def __set_name__(self, owner, name):
        print("set_name", self.n, name, owner.__name__)

class Base:
    def __init_subclass__(cls):
        print("init_subclass", cls.__name__)

class A(Base):
    first = Note(1)
    print("body")
    second = Note(2)

A.third = Note(3)
class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("no")
try:
    class B:
        attribute = Bad()
except (RuntimeError, ValueError) as e:
    print(type(e).__name__, e)
    print(repr(e.__cause__))
