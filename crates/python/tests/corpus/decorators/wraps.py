# functools.wraps copies the identity of the wrapped function.
import functools

def logged(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        """Wrapper."""
        print("call", f.__name__, args, kwargs)
        return f(*args, **kwargs)
    return wrapper

@logged
def greet(name, punctuation="!"):
    """Greets."""
    return f"hello {name}{punctuation}"

greet.extra = 1
print(greet("you", punctuation="?"))
print(greet.__name__, greet.__doc__, greet.__qualname__)
print(greet.__wrapped__("raw"))
print(greet.__module__)

def plain(f):
    def wrapper(): return f()
    return wrapper

@plain
def named(): "doc"
print(named.__name__, named.__doc__)
