# super() follows the order of the instance's class.
class Base:
    def run(self, log):
        log.append("Base")
        return log

class Left(Base):
    def run(self, log):
        log.append("Left")
        return super().run(log)

class Right(Base):
    def run(self, log):
        log.append("Right")
        return super().run(log)

class Both(Left, Right):
    def run(self, log):
        log.append("Both")
        return super().run(log)

print(Both().run([]))
print(Left().run([]))

class Init:
    def __init__(self, **kw):
        self.rest = kw

class Named(Init):
    def __init__(self, *, name, **kw):
        super().__init__(**kw)
        self.name = name

class Sized(Init):
    def __init__(self, *, size, **kw):
        super().__init__(**kw)
        self.size = size

class Thing(Named, Sized):
    pass

t = Thing(name="n", size=3, color="red")
print(t.name, t.size, t.rest)
