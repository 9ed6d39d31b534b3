# Two leading underscores are mangled with the name of the class.
class A:
    __secret = 1
    def __init__(self):
        self.__value = 2
    def get(self):
        return self.__value, self.__secret, A.__secret
    def __private(self): return "A private"
    def call(self): return self.__private()

class B(A):
    def __init__(self):
        super().__init__()
        self.__value = 3
    def get_b(self): return self.__value
    def __private(self): return "B private"

b = B()
print(b.get(), b.get_b(), b.call())
print(sorted(vars(b)), b._A__value)
try:
    b.__value
except AttributeError as e:
    print(e)

class C:
    def f(self, __arg=1):
        __local = __arg
        return __local, sorted(locals())

print(C().f())
class __Under:
    def f(self): self.__x = 1; return sorted(vars(self))
print(__Under().f())
