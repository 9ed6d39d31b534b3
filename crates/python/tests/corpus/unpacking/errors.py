# Messages of failed unpacking.
def attempt(f):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

def two(x):
    a, b = x
def star(x):
    a, b, *c = x
def nested(x):
    a, (b, c) = x
attempt(lambda: two([1]))
attempt(lambda: two([]))
attempt(lambda: two([1, 2, 3]))
attempt(lambda: two("abc"))
attempt(lambda: two(5))
attempt(lambda: two(None))
attempt(lambda: two(iter([1, 2, 3])))
attempt(lambda: two({1: 2}))
attempt(lambda: star([1]))
attempt(lambda: star(()))
attempt(lambda: star(1.5))
attempt(lambda: nested((1, 2)))
attempt(lambda: nested((1, (2,))))
attempt(lambda: [*1])
attempt(lambda: {*None})
attempt(lambda: {**[1]})
attempt(lambda: (*1,))
attempt(lambda: print(*5))
def infinite():
    while True:
        yield 1
attempt(lambda: two(infinite()))
class Failing:
    def __iter__(self):
        yield 1
        raise ValueError("inside")
attempt(lambda: two(Failing()))
def to_empty(x):
    () = x
attempt(lambda: to_empty([1]))
