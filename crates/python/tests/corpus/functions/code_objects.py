# The few facts about code and cells that tools read.
def outer(a, b=1, *args, c, **kw):
    x = a
    def inner():
        return x
    return inner

print(outer.__code__.co_name, outer.__code__.co_argcount, outer.__code__.co_kwonlyargcount)
print(outer.__closure__)
inner = outer(1, c=2)
print(len(inner.__closure__), inner.__closure__[0].cell_contents)
print(inner.__code__.co_freevars)
