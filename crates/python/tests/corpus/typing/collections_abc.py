# The abstract collections as isinstance tests.
from collections.abc import Sequence, Mapping, Iterable, Iterator, Hashable, Callable, Set, MutableSequence, Sized, Container, Generator
values = {"list": [], "tuple": (), "str": "", "dict": {}, "set": set(), "range": range(1), "iterator": iter([]), "generator": (x for x in ""), "int": 3, "function": print, "bytes": b""}
for name, v in values.items():
    print(name, [t.__name__ for t in (Sequence, Mapping, Iterable, Iterator, Hashable, Callable, Set, MutableSequence, Sized, Container, Generator) if isinstance(v, t)])
class Own:
    def __iter__(self): return iter([])
    def __len__(self): return 0
    def __contains__(self, x): return False
print([t.__name__ for t in (Sequence, Iterable, Sized, Container, Hashable, Callable, Iterator) if isinstance(Own(), t)])
