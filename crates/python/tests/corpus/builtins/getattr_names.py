# Attributes of built-in types that code reads.
print([].__class__, (1).__class__.__name__, "".__doc__ is not None, int.__name__, str.__qualname__, list.__module__, [].__len__(), (5).__add__(3), "a".__eq__("a"), "a".__lt__("b"), [1].__contains__(1), {}.__len__(), (1.5).__neg__(), "abc".__getitem__(0), [3].__iter__().__next__(), (2).__pow__(3), (7).__mod__(4), (7).__rsub__(10), "x".__mul__(3), None.__class__.__name__, (1).__eq__("a"), (1).__lt__(2.5), True.__and__(False), [].__eq__(()), "a".__hash__() == hash("a"), (1).__bool__(), "".__repr__(), [1].__str__(), (3).__format__("03"), {}.__class__ is dict)
print(hasattr(1, "__add__"), hasattr([], "__hash__"), [].__hash__, hasattr((), "__iter__"), hasattr(1, "__iter__"), hasattr("", "__getitem__"), hasattr(f := (lambda: 0), "__call__"), callable(f.__call__), f.__call__())
print(int.__add__(1, 2), str.upper("a"), list.append.__name__, dict.get({"a": 1}, "a"), str.join("-", "ab"), float.__repr__(1.5), object.__repr__(1)[:4], type.__call__(list, "ab"), list.__len__([1]), int.__bases__, bool.__mro__, object.__bases__)
for bad in (lambda: str.upper(1), lambda: list.append(1, 2), lambda: int.__add__("a", 1), lambda: dict.get(), lambda: [].__len__(1), lambda: str.upper(), lambda: "".upper(1), lambda: object.__init__(1, 2), lambda: list.__len__("a")):
    try:
        print(bad())
    except TypeError as e:
        print(e)
