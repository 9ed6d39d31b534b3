# Decorators are evaluated top down and applied bottom up.
def decorate(label):
    print("evaluate", label)
    def apply(f):
        print("apply", label)
        def wrapped(*args):
            print("enter", label)
            result = f(*args)
            print("leave", label)
            return result
        return wrapped
    return apply

@decorate("a")
@decorate("b")
def add(x, y):
    print("add")
    return x + y

print(add(1, 2))
print(add.__name__)
