# Calling what cannot be called.
def attempt(call):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)

class Plain:
    pass

attempt(lambda: 3())
attempt(lambda: "s"())
attempt(lambda: None())
attempt(lambda: [1]())
attempt(lambda: {}())
attempt(lambda: (1, 2)(3))
attempt(lambda: Plain()())
attempt(lambda: Plain(1))
attempt(lambda: Plain(x=1))
attempt(lambda: object(1))
attempt(lambda: True())
attempt(lambda: 1.5())
attempt(lambda: ...())
