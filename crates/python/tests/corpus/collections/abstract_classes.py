# What is an instance of which class of collections.abc.
import collections.abc as A, collections
names = [n for n in ("Hashable","Callable","Iterable","Iterator","Reversible","Generator","Awaitable","Coroutine","AsyncIterable","AsyncIterator","AsyncGenerator","Sized","Container","Collection","Sequence","MutableSequence","Mapping","MutableMapping","Set","MutableSet","KeysView","ItemsView","ValuesView","MappingView","ByteString")]
class It:
    def __iter__(self): return self
class Nx(It):
    def __next__(self): raise StopIteration
class Co(It):
    def __len__(self): return 0
    def __contains__(self, x): return False
class Seq(A.Sequence):
    def __len__(self): return 0
    def __getitem__(self, i): raise IndexError
class UL(collections.UserList): pass
class Map(A.Mapping):
    def __len__(self): return 0
    def __iter__(self): return iter(())
    def __getitem__(self, k): raise KeyError(k)
class MyIter(A.Iterator):
    def __next__(self): raise StopIteration
class Eq:
    def __eq__(self, o): return True
def gen(): yield
things = [1, "a", b"", [], (), {}, set(), frozenset(), range(3), {}.keys(), {}.values(), {}.items(), gen(), iter([]), map(str, []), zip(), enumerate([]), reversed([]), It(), Nx(), Co(), Seq(), UL(), Map(), MyIter(), Eq(), len, gen, object(), None, collections.deque(), collections.OrderedDict(), collections.Counter(), collections.UserDict(), collections.ChainMap(), collections.defaultdict(), slice(1), int]
for n in names:
    c = getattr(A, n)
    print(n, "".join("1" if isinstance(t, c) else "." for t in things))
for c in (Seq, UL, Map, MyIter):
    print(c.__name__, "".join("1" if isinstance(t, c) else "." for t in things))
