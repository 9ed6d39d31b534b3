def f(n):
    try:
        if n == 0:
            return "ret"
        if n == 1:
            raise ValueError("one")
        if n == 2:
            raise KeyError("two")
        if n == 3:
            [][1]
        return "end"
    except ValueError as e:
        return f"value {e}"
    except (KeyError, IndexError) as e:
        return f"lookup {e!r}"
    else:
        return "else"
    finally:
        print("finally", n)


for i in range(5):
    print(f(i))


def loop():
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print("i", i)
        finally:
            print("fin", i)
    else:
        print("no")
    print("after")


loop()


def override():
    try:
        raise ValueError
    finally:
        return "overridden"


print(override())


def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            print("cleanup")
    except ValueError as e:
        print("outer", e)
        try:
            raise TypeError("second")
        except TypeError as e2:
            print(e2, e2.__context__)
    try:
        e
    except UnboundLocalError as x:
        print("deleted:", x)


nested()


class MyError(Exception):
    def __init__(self, code, message="m"):
        super().__init__(message)
        self.code = code

    def __str__(self):
        return f"[{self.code}] {super().__str__()}"


class SubError(MyError):
    pass


try:
    raise SubError(5, "bad")
except MyError as e:
    print(e, repr(e), e.code, e.args, type(e).__mro__)

try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise RuntimeError("wrapped") from z
except RuntimeError as e:
    print(repr(e.__cause__), e.__suppress_context__, e.__context__ is e.__cause__)
try:
    raise ValueError("x") from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)

for bad in (
    lambda: {}["k"],
    lambda: {}[(1, 2)],
    lambda: [][0],
    lambda: ()[3],
    lambda: "abc"[10],
    lambda: 1 + "a",
    lambda: "a" + 1,
    lambda: [] + (),
    lambda: None + 1,
    lambda: 1 // 0,
    lambda: 1 % 0,
    lambda: 1.0 / 0,
    lambda: int("x"),
    lambda: float("y"),
    lambda: int(None),
    lambda: len(5),
    lambda: 5[0],
    lambda: {}.pop("a"),
    lambda: [].pop(),
    lambda: [1].remove(2),
    lambda: [1].index(5),
    lambda: "a".index("b"),
    lambda: {1, 2}.remove(3),
    lambda: {[]: 1},
    lambda: {{}},
    lambda: iter(5),
    lambda: next(iter([])),
    lambda: max([]),
    lambda: min(),
    lambda: "a" < 1,
    lambda: [1] < ["a"],
    lambda: sorted([1, "a"]),
    lambda: -"a",
    lambda: ~1.5,
    lambda: "%d" % "x",
    lambda: "%s %s" % (1,),
    lambda: "{}".format(),
    lambda: "abc".join([1]),
    lambda: range(1, 2, 0),
    lambda: chr(-1),
    lambda: ord("ab"),
    lambda: 3 in 5,
    lambda: "a" in 5,
    lambda: 1 in "a",
    lambda: dict([1]),
    lambda: dict([(1, 2, 3)]),
    lambda: list(3),
    lambda: set(3),
    lambda: sum(["a"]),
    lambda: print(foo=1),
    lambda: "a" * "b",
    lambda: [] * 1.5,
    lambda: isinstance(1, 2),
    lambda: abs("a"),
    lambda: round("a"),
    lambda: hash([]),
    lambda: [1, 2].sort(1),
    lambda: "a".split(1),
    lambda: "a".replace(1, 2),
    lambda: {}.get(),
    lambda: [].append(),
    lambda: 2 ** "a",
    lambda: divmod(1, 0),
    lambda: pow(2, 3, 0),
    lambda: int("12", 1),
    lambda: "x".zfill("a"),
    lambda: (1).real.nope,
    lambda: [1, 2, 3]["a"],
    lambda: "abc"["a"],
    lambda: (1, 2)[1.0],
    lambda: [1][None],
):
    try:
        bad()
        print("no error")
    except Exception as e:
        print(type(e).__name__, e)

try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)
try:
    a, b, c = 1, 2
except ValueError as e:
    print(e)
try:
    a, *b = ()
except ValueError as e:
    print(e)
try:
    a, b = 5
except TypeError as e:
    print(e)
try:
    for a, b in [1]:
        pass
except TypeError as e:
    print(e)
try:
    raise 5
except TypeError as e:
    print(e)
try:
    assert 1 == 2, "msg"
except AssertionError as e:
    print(repr(e))
try:
    assert []
except AssertionError as e:
    print(repr(e), e.args)
try:
    raise
except RuntimeError as e:
    print(e)


def reraise():
    try:
        raise ValueError("again")
    except ValueError:
        raise


try:
    reraise()
except ValueError as e:
    print("re", e)
try:
    raise KeyError
except KeyError as e:
    print(repr(e), str(e) == "")
print(repr(KeyError("a")), str(KeyError("a")), repr(ValueError(1, 2)), str(ValueError(1, 2)), OSError(2, "no"))
print(StopIteration(5).value, SystemExit(3).code)
try:
    with open_nothing:
        pass
except NameError as e:
    print(e)
try:
    with 5:
        pass
except TypeError as e:
    print(e)


def ctx():
    try:
        raise ValueError("a")
    except ValueError:
        try:
            raise KeyError("b")
        except KeyError as e:
            return e


e = ctx()
print(repr(e.__context__), e.__context__.__context__)
while True:
    try:
        break
    finally:
        print("while finally")
