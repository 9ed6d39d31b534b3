//! Programs that try to hurt the machine: each ends, quickly, in an exception that CPython has for
//! it or in a limit. None panics and none overflows the native stack.

mod common;

use std::fmt::Write as _;

use common::library_that_asks;
use lockstep_python::{Data, LimitKind, Limits, Process, Stop, compile};

/// How a program ends: `Fuel` and the like for limits, `ValueError: message`, or what it printed.
fn end_of(source: &str) -> String {
    let library = library_that_asks();
    let code = match library.compile(source, "hostile.py") {
        Ok(code) => code,
        Err(error) => return format!("refused: {error}"),
    };
    let limits = Limits {
        fuel: 600_000,
        heap_bytes: 16 << 20,
        object_size: 1 << 20,
        output_bytes: 1 << 16,
        ..Limits::default()
    };
    let mut process = Process::new(&library, limits);
    let thread = process.load(&code, "__main__");
    let mut stop = process.run(thread);
    for _ in 0..100 {
        if !matches!(stop, Stop::Call(_)) {
            break;
        }
        process.digest();
        process.frames(thread);
        stop = process.resume(thread, Data::None);
    }
    match stop {
        Stop::Finished { .. } => process.take_output(thread),
        Stop::Raised(exception) => format!("{}: {}", exception.class, exception.message),
        Stop::Limit(error) => format!("{:?}", error.kind),
        Stop::Call(_) => "still asks".to_string(),
    }
}

#[track_caller]
fn all_end(cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (source, expected) in cases {
        let end = end_of(source);
        let as_expected = match (*expected, expected.strip_suffix('…')) {
            ("a limit", _) => ["Fuel", "Size", "Heap", "Output"].contains(&end.as_str()),
            (_, Some(start)) => end.starts_with(start),
            (_, None) => end.trim_end() == *expected,
        };
        if !as_expected {
            let _ = writeln!(
                wrong,
                "{source}\n    ended in: {end}\n    expected: {expected}"
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

const TOO_MANY_DIGITS: &str = "ValueError: Exceeds the limit (4300 digits) for integer string…";

#[test]
fn huge_numbers() {
    all_end(&[
        ("x = 10 ** 10 ** 10", "Size"),
        ("x = 10 ** 10 ** 10 ** 10", "Size"),
        ("x = 1 << 10 ** 9", "Size"),
        ("x = 1 << 2 ** 70", "Size"),
        ("x = 3\nwhile True: x = x * x", "Size"),
        ("x = 3\nwhile True: x *= x", "Size"),
        ("x = 7 ** 300000\nwhile True: x // (x >> 9)", "Fuel"),
        (
            "x = 7 ** 300000\nwhile True: x % 12345678901234567890",
            "Fuel",
        ),
        ("x = 7 ** 300000\nwhile True: x == x + 1", "Fuel"),
        ("x = 7 ** 300000\nwhile True: hash(x)", "Fuel"),
        ("pow(3, 10 ** 100000, 10 ** 10000 + 1)", "Fuel"),
        ("pow(7 ** 1000000, 5, 10 ** 100000 + 1)", "a limit"),
        ("str(10 ** 5000)", TOO_MANY_DIGITS),
        ("repr([10 ** 5000])", TOO_MANY_DIGITS),
        ("f'{10 ** 5000}'", TOO_MANY_DIGITS),
        ("f'{10 ** 5000:d}'", TOO_MANY_DIGITS),
        ("'%d' % (10 ** 5000,)", TOO_MANY_DIGITS),
        ("print(10 ** 5000)", TOO_MANY_DIGITS),
        ("print(len(hex(1 << 1000000)))", "250003"),
        ("int('9' * 5000)", TOO_MANY_DIGITS),
        ("int('9' * 10 ** 5, 0)", TOO_MANY_DIGITS),
        ("int('9' * 10 ** 6, 7)", "a limit"),
        ("print(int('f' * 10000, 16).bit_length())", "40000"),
        ("print(int('0x' + 'f' * 10000, 0).bit_length())", "40000"),
        ("print(float('9' * 10000))", "inf"),
        (
            "float(10 ** 400)",
            "OverflowError: int too large to convert to float",
        ),
        ("(1 << 20).to_bytes(10 ** 10, 'big')", "Size"),
        (
            "print(len(range(10 ** 18)), 10 ** 18 - 1 in range(10 ** 18), range(10 ** 18)[-1])",
            "1000000000000000000 True 999999999999999999",
        ),
        (
            "print(range(10 ** 18)[5:10 ** 17:10 ** 16], range(-2 ** 63, 2 ** 63 - 1)[::2 ** 62])",
            "range(5, 100000000000000000, 10000000000000000) range(-9223372036854775808, 9223372036854775807, 4611686018427387904)",
        ),
        (
            "len(range(-2 ** 63, 2 ** 63 - 1))",
            "OverflowError: Python int too large to convert to C ssize_t",
        ),
        ("sum(range(10 ** 18))", "Size"),
        ("max(range(10 ** 18))", "Size"),
        ("'x' in range(10 ** 18)", "Fuel"),
        ("list(zip(range(10 ** 18)))", "a limit"),
        (
            "for i in reversed(range(-2 ** 63, 2 ** 63 - 1)): break\nprint(i)",
            "9223372036854775806",
        ),
        (
            "for i in enumerate('ab', 2 ** 63 - 1): print(i)",
            "(9223372036854775807, 'a')\n(9223372036854775808, 'b')",
        ),
    ]);
}

#[test]
fn huge_collections_and_texts() {
    all_end(&[
        ("'x' * 10 ** 10", "Size"),
        ("10 ** 10 * 'x'", "Size"),
        ("b'x' * 10 ** 10", "Size"),
        ("[0] * 10 ** 10", "Size"),
        ("(0,) * 2 ** 40", "Size"),
        ("x = [0]\nwhile True: x += x", "Size"),
        ("x = [0]\nwhile True: x *= 2", "Size"),
        ("x = 'a'\nwhile True: x += x", "Size"),
        (
            "x = 'ab' * 10 ** 6\nwhile True: x = x.replace('a', 'aa')",
            "Size",
        ),
        ("'a'.replace('', 'b' * 10 ** 7)", "Size"),
        ("'ab'.join('x' * 10 ** 6 for i in range(100))", "a limit"),
        ("'x'.center(10 ** 12)", "Size"),
        ("'x'.zfill(10 ** 12)", "Size"),
        ("'x'.ljust(2 ** 32 + 5)", "Size"),
        ("bytes(10 ** 12)", "Size"),
        ("bytes(-1)", "ValueError: negative count"),
        ("'\\t'.expandtabs(10 ** 12) * 10 ** 6", "Size"),
        (
            "f'{1:1000000000}'",
            "ValueError: Too many decimal digits in format string",
        ),
        (
            "f'{1.5:.1000000000f}'",
            "ValueError: Too many decimal digits in format string",
        ),
        (
            "print(len(f'{1.5:.100000f}'), len(f'{1.5:.100000e}'), len('%.100000f' % 1.5))",
            "100002 100006 100002",
        ),
        ("print(f'{1.5:.100000g}')", "1.5"),
        (
            "print(len(f'{1:01000000,}'), f'{1234:010,} {1234:08,} {1234:06,}')",
            "1000001 00,001,234 0,001,234 01,234",
        ),
        ("while True: 'a' * 10 ** 6", "Fuel"),
        (
            "x = 'a' * 10 ** 6\ny = 'a' * 10 ** 6\nwhile True: x == y",
            "Fuel",
        ),
        ("x = 'a' * 10 ** 6\nwhile True: 'b' in x", "Fuel"),
        ("x = 'a' * 10 ** 6\nwhile True: x.count('b')", "Fuel"),
        ("x = 'a' * 10 ** 6\nwhile True: x.isalpha()", "Fuel"),
        ("x = 'a' * 10 ** 6\nwhile True: x.strip('b')", "Fuel"),
        ("x = 'a' * 10 ** 6\nwhile True: x.partition('b')", "Fuel"),
        ("x = 'é' * 10 ** 5\nwhile True: x[-1]", "Fuel"),
        (
            "x = b'a' * 10 ** 6\nwhile True: b'a' * 10 ** 5 + b'b' in x",
            "Fuel",
        ),
        (
            "x = [0] * 10 ** 5\ny = [0] * 10 ** 5\nwhile True: x == y",
            "Fuel",
        ),
        ("x = [0] * 10 ** 5\nwhile True: x.count(1)", "Fuel"),
        ("x = [0] * 10 ** 5\nwhile True: x.reverse()", "Fuel"),
        ("x = [0] * 10 ** 5\nwhile True: x[:]", "Fuel"),
        ("x = [0] * 10 ** 5\nwhile True: x.copy()", "Fuel"),
        ("x = [0] * 10 ** 5\nwhile True: x.insert(0, 1)", "Fuel"),
        (
            "x = list(range(10 ** 5))\ndel x[::2]\nprint(len(x), x[:3], x[-1])",
            "50000 [1, 3, 5] 99999",
        ),
        (
            "x = list(range(10))\ndel x[8:2:-3]\nprint(x)\ndel x[5:2]\nprint(len(x))",
            "[0, 1, 2, 3, 4, 6, 7, 9]\n8",
        ),
        (
            "x = {i: 0 for i in range(10 ** 5)}\nwhile True: x.copy()",
            "Fuel",
        ),
        (
            "x = {i: 0 for i in range(10 ** 5)}\ny = dict(x)\nwhile True: x == y",
            "Fuel",
        ),
        ("x = set(range(10 ** 5))\nwhile True: x | x", "Fuel"),
        ("x = set(range(10 ** 5))\nwhile True: x.copy()", "Fuel"),
        (
            "x = {i: 0 for i in range(10 ** 5)}\nwhile x: del x[next(iter(x))]",
            "a limit",
        ),
        ("while True: sorted(range(10 ** 4), reverse=True)", "Fuel"),
        (
            "for i in range(10 ** 7): setattr(print, 'x', 1)",
            "AttributeError…",
        ),
        (
            "class A: pass\nfor i in range(10 ** 7): setattr(A, 'x%d' % i, 1)",
            "Fuel",
        ),
        (
            "class A: pass\nwhile True:\n    class A(A): pass",
            "a limit",
        ),
        ("x = []\nwhile True: x.append(x[:])", "a limit"),
        ("x = ()\nwhile True: x = (x, 'a' * 1000)", "a limit"),
        ("print('x' * 10 ** 5)", "Output"),
        ("while True: print()", "a limit"),
    ]);
}

#[test]
fn colliding_hashes() {
    // Integers with the same hash; integers with the same place in the table.
    all_end(&[
        (
            "x = {}\nfor i in range(10 ** 5): x[i * (2 ** 61 - 1)] = i",
            "Fuel",
        ),
        (
            "x = set()\nfor i in range(10 ** 5): x.add(i * (2 ** 61 - 1))",
            "Fuel",
        ),
        (
            "x = set()\nfor i in range(10 ** 4): x.add(i << 40)\nprint(len(x))",
            "10000",
        ),
        (
            "class K:\n    def __init__(self, n): self.n = n\n    def __hash__(self): return 1\n    def __eq__(self, o): return self.n == o.n\nx = {}\nfor i in range(10 ** 5): x[K(i)] = i",
            "Fuel",
        ),
        (
            "class K:\n    def __init__(self, n): self.n = n\n    def __hash__(self): return self.n\n    def __eq__(self, o): return self.n == o.n\nx = {}\nfor i in range(3000): x[K(i)] = i\nprint(len(x), x[K(2999)], K(3000) in x)",
            "3000 2999 False",
        ),
    ]);
}

/// A value that is nested 6,000 times: `x` and `y` are equal, and not the same.
fn nested(start: &str, step: &str) -> String {
    format!(
        "import copy, json\nx = {start}\ny = {start}\nfor i in range(6000):\n    x = {}\n    y = {}\n",
        step.replace('@', "x"),
        step.replace('@', "y")
    )
}

#[test]
fn deeply_nested_values() {
    let deep = "RecursionError: maximum recursion depth exceeded…";
    for (start, step, operations) in [
        (
            "[]",
            "[@]",
            &[
                "repr(x)",
                "str(x)",
                "x == y",
                "x < y",
                "json.dumps(x)",
                "copy.deepcopy(x)",
                "print(x)",
                "f'{x}'",
                "x in [y]",
            ][..],
        ),
        (
            "()",
            "(@,)",
            &[
                "repr(x)",
                "x == y",
                "x < y",
                "hash(x)",
                "{x: 1}",
                "{x}",
                "isinstance(1, x)",
                "issubclass(int, x)",
                "json.dumps(x)",
            ],
        ),
        (
            "{}",
            "{1: @}",
            &["repr(x)", "x == y", "copy.deepcopy(x)", "json.dumps(x)"],
        ),
        ("frozenset()", "frozenset([@])", &["repr(x)"]),
        (
            "Exception()",
            "Exception(@)",
            &["repr(x)", "str(x)", "raise x"],
        ),
        ("slice(1)", "slice(@)", &["repr(x)", "x == y"]),
    ] {
        for operation in operations {
            let end = end_of(&(nested(start, step) + operation));
            let fine = end.starts_with(deep.trim_end_matches('…'))
                // What CPython finds out by depth, json may find out by its own recursion.
                || (*operation == "raise x" && end.starts_with("Exception: "));
            assert!(fine, "{step}: {operation}: {end}");
        }
    }
    all_end(&[
        (
            "x = iter([1])\nfor i in range(6000): x = enumerate(x)\nnext(x)",
            "RecursionError…",
        ),
        (
            "x = iter([1])\nfor i in range(6000): x = zip(x)\nnext(x)",
            "RecursionError…",
        ),
        (
            "x = iter([1])\nfor i in range(6000): x = map(str, x)\nnext(x)",
            "RecursionError…",
        ),
        (
            "x = iter([1])\nfor i in range(6000): x = (y for y in x)\nnext(x)",
            "RecursionError…",
        ),
        (
            "def f(x): return x\nfor i in range(6000): f = (lambda g: lambda x: g(x))(f)\nf(1)",
            "RecursionError: maximum recursion depth exceeded",
        ),
        (
            "class A: pass\nA.__call__ = A()\nA()()",
            "RecursionError: maximum recursion depth exceeded",
        ),
        (
            "x = [1]\nx.append(x)\nprint(x, x == x, [x] == [x])",
            "[1, [...]] True True",
        ),
        (
            "x = []\nx.append(x)\ny = []\ny.append(y)\nx == y",
            "RecursionError…",
        ),
        ("x = ()\nfor i in range(60): x = (x, x)\nhash(x)", "Fuel"),
        (
            "x = ()\ny = ()\nfor i in range(60):\n    x = (x, x)\n    y = (y, y)\nx == y",
            "Fuel",
        ),
        ("x = []\nfor i in range(60): x = [x, x]\nrepr(x)", "a limit"),
        (
            "from host import ask\nx = []\nfor i in range(60): x = [x, x]\nask(x)\nprint('ok')",
            "ok",
        ),
        (
            "from host import ask\nx = []\nfor i in range(6000): x = [x]\nask(x)\nprint('ok')",
            "ok",
        ),
    ]);
}

#[test]
fn methods_that_run_forever() {
    let class = |body: &str, last: &str| format!("class A:\n    def {body}\na = A()\n{last}\n");
    for (body, last) in [
        ("__repr__(self): return repr(self)", "repr(a)"),
        ("__repr__(self): return f'{self}'", "print(a)"),
        ("__str__(self): return str(self)", "str(a)"),
        ("__eq__(self, other): return self == other", "a == 1"),
        ("__lt__(self, other): return other > self", "sorted([a, a])"),
        ("__hash__(self): return hash(self)", "{a}"),
        ("__bool__(self): return bool(self)", "not a"),
        ("__len__(self): return len(self)", "len(a)"),
        ("__getattr__(self, name): return getattr(self, name)", "a.x"),
        ("__getattribute__(self, name): return self.x", "a.x"),
        ("__setattr__(self, name, value): self.x = value", "a.x = 1"),
        ("__getitem__(self, key): return self[key]", "a[0]"),
        ("__contains__(self, item): return item in self", "1 in a"),
        ("__call__(self): return self()", "a()"),
        ("__add__(self, other): return self + other", "a + 1"),
        ("__radd__(self, other): return other + self", "1 + a"),
        ("__iter__(self): return iter(self)", "for x in a: pass"),
        (
            "__enter__(self):\n        with self: pass\n    def __exit__(self, *e): pass",
            "with a: pass",
        ),
        ("__init__(self): A()", ""),
        ("__new__(cls): return A()", ""),
        (
            "__format__(self, spec): return format(self, spec)",
            "f'{a:x}'",
        ),
        ("__index__(self): return [1][self]", "[1][a]"),
        ("__int__(self): return int(self)", "int(a)"),
        ("__get__(self, *a): return B().a\nclass B: a = A()", "B().a"),
        (
            "__init_subclass__(cls):\n        class B(A): pass",
            "class C(A): pass",
        ),
        ("x(self): return self.x\n    x = property(x)", "a.x"),
        ("__iter__(self): yield from self", "list(a)"),
    ] {
        let end = end_of(&class(body, last));
        assert!(
            end.starts_with("RecursionError: maximum recursion depth exceeded"),
            "{body}: {end}"
        );
    }
    all_end(&[
        (
            "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nlist(A())",
            "a limit",
        ),
        (
            "class A:\n    def __getitem__(self, i): return i\nsum(A())",
            "Fuel",
        ),
        (
            "class A:\n    def __getitem__(self, i): return i\n'x' in A()",
            "Fuel",
        ),
        (
            "class A:\n    def __lt__(self, other): return True\nprint(len(sorted([A() for i in range(100)])))",
            "100",
        ),
        (
            "class A:\n    def __lt__(self, other): raise KeyError(1)\nsorted([A(), A()])",
            "KeyError: 1",
        ),
        (
            "x = sorted([float('nan') if i % 3 else i for i in range(1000)])\nprint(len(x))",
            "1000",
        ),
        (
            "x = {1: 1}\nfor k in x: x[k + 1] = 1",
            "RuntimeError: dictionary changed size during iteration",
        ),
        ("x = [1]\nfor k in x: x.append(k)", "a limit"),
        (
            "class E:\n    def __eq__(self, o): d.clear(); return False\n    def __hash__(self): return 1\nd = {E(): 1}\nd[E()] = 2\nprint(len(d))",
            "1",
        ),
        (
            "class E:\n    def __eq__(self, o): s.clear(); return False\n    def __hash__(self): return 1\ns = {E()}\ns.add(E())\nprint(len(s))",
            "1",
        ),
        (
            "def g(): yield next(x)\nx = g()\nnext(x)",
            "ValueError: generator already executing",
        ),
        (
            "def g():\n    while True:\n        try: yield 1\n        except GeneratorExit: pass\nx = g()\nnext(x)\nx.close()",
            "RuntimeError: generator ignored GeneratorExit",
        ),
        (
            "def g(): yield from x\nx = g()\nnext(x)",
            "ValueError: generator already executing",
        ),
        (
            "async def f(): await c\nc = f()\ntry: c.send(None)\nexcept BaseException as e: print(type(e).__name__)",
            "ValueError",
        ),
        ("def f():\n    try: f()\n    finally: f()\nf()", "a limit"),
        (
            "def f():\n    try: f()\n    except RecursionError: f()\nf()",
            "a limit",
        ),
        (
            "e = ValueError()\nwhile True:\n    try: raise e\n    except ValueError: pass",
            "a limit",
        ),
        (
            "e = None\nwhile True:\n    try: raise ValueError from e\n    except ValueError as new: e = new",
            "a limit",
        ),
        (
            "import asyncio\nasync def f(): await f()\nasyncio.run(f())",
            "RecursionError…",
        ),
        (
            "import asyncio\nasync def f():\n    while True: await asyncio.sleep(0)\nasyncio.run(f())",
            "a limit",
        ),
        (
            "class M(type):\n    def __call__(cls): return cls()\nclass A(metaclass=M): pass\nA()",
            "refused…",
        ),
    ]);
}

#[test]
fn methods_without_their_object() {
    all_end(&[
        (
            "str.split()",
            "TypeError: unbound method str.split() needs an argument",
        ),
        (
            "str.lower(5)",
            "TypeError: descriptor 'lower' for 'str' objects doesn't apply to a 'int' object",
        ),
        (
            "list.append()",
            "TypeError: unbound method list.append() needs an argument",
        ),
        (
            "list.append((), 1)",
            "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'tuple' object",
        ),
        (
            "int.__add__()",
            "TypeError: descriptor '__add__' of 'int' object needs an argument",
        ),
        (
            "int.__add__('a', 1)",
            "TypeError: descriptor '__add__' requires a 'int' object but received a 'str'",
        ),
        (
            "dict.items(1)",
            "TypeError: descriptor 'items' for 'dict' objects doesn't apply to a 'int' object",
        ),
        (
            "class A:\n    f = str.upper\nprint(A.f('a'))\nA().f()",
            "TypeError: descriptor 'upper' for 'str' objects doesn't apply to a 'A' object",
        ),
    ]);
    // Every method of every built-in class, with all sorts of arguments.
    sweep(
        "
ARGS = [(), (None,), (1,), (-1, 'a'), ('a',), ('a', 'b', 3), ([],), ({},), (2.5,), (b'x', 1), (range(3),),
    (slice(None), 1), (lambda *a: a,), (object(), object()), ([1, 2], [3]), ({1: 2}, None, None), (10 ** 30,),
    (float('nan'), float('inf')), (-2 ** 63, 1), (2 ** 63 - 1, 2 ** 63 - 1)]
OBJECTS = ['abc', 'é', b'ab', [3, 1, 2], (1, 2), {1: 'a'}, {1, 2}, frozenset([1]), 5, -2 ** 63, 2 ** 70, 1.5, True,
    range(5), range(-2 ** 63, 2 ** 63 - 1), slice(1), None, iter([1]), enumerate('ab'), zip('ab', 'cd'),
    {1: 2}.items(), {1: 2}.keys(), ValueError(1), StopIteration(1), KeyError('a'), OSError(1, 'a'), object(), len,
    int, [].append, (i for i in 'ab'), property(len), NotImplemented]
METHODS = [(thing, name) for thing in OBJECTS for name in dir(thing)]
COUNT = len(METHODS) * len(ARGS) * 2
def call(i):
    thing, name = METHODS[i // 2 % len(METHODS)]
    return getattr(type(thing) if i % 2 else thing, name), ARGS[i // 2 // len(METHODS)]
",
    );
}

#[test]
fn built_in_functions_with_odd_arguments() {
    sweep(
        "
FUNCTIONS = [abs, all, any, ascii, bin, bool, bytes, callable, chr, dict, dir, divmod, enumerate, filter, float, format,
    frozenset, getattr, hasattr, hash, hex, id, int, isinstance, issubclass, iter, len, list, map, max, min, next,
    object, oct, ord, pow, property, range, repr, reversed, round, set, setattr, slice, sorted, staticmethod,
    classmethod, str, sum, super, tuple, type, vars, zip, ValueError, OSError, StopIteration, UnicodeDecodeError,
    ImportError, SyntaxError, SystemExit, KeyError]
VALUES = [None, True, 0, -1, 3, 2 ** 63 - 1, -2 ** 63, 2 ** 70, 1.5, float('nan'), float('-inf'), '', 'abc', 'é😀',
    b'a', (), (1, 'a'), [[]], {1: 2}, {1}, range(10 ** 18), slice(1, None, -1), len, int, ValueError, ValueError(2),
    object(), lambda *a: a, iter([1, 2]), NotImplemented]
COUNT = len(FUNCTIONS) * len(VALUES) * (len(VALUES) + 2)
def call(i):
    f, i = FUNCTIONS[i % len(FUNCTIONS)], i // len(FUNCTIONS)
    a, i = VALUES[i % len(VALUES)], i // len(VALUES)
    return f, ([(a,), (a, 2, 3)] + [(a, b) for b in VALUES])[i]
",
    );
    sweep(
        "
import operator
VALUES = [None, True, -1, 63, 2 ** 63 - 1, -2 ** 63, 2 ** 70, -2 ** 70, 1.5, -0.0, float('nan'), 1e308, '', 'ab',
    '%s', b'a', (1,), [1], {1: 2}, {1}, frozenset([1]), range(3), range(-2 ** 63, 2 ** 63 - 1), slice(1),
    slice(2 ** 70, -2 ** 63, -1), {1: 2}.keys(), int, object(), NotImplemented]
FUNCTIONS = [getattr(operator, name) for name in dir(operator) if not name.startswith('_')]
COUNT = len(FUNCTIONS) * len(VALUES) * (2 * len(VALUES) + 1)
def call(i):
    f, i = FUNCTIONS[i % len(FUNCTIONS)], i // len(FUNCTIONS)
    a, i = VALUES[i % len(VALUES)], i // len(VALUES)
    return f, ([(a,)] + [(a, b) for b in VALUES] + [([1, 2, 3], a, b) for b in VALUES])[i]
",
    );
}

/// Make the program's calls, each in a process of its own: whatever it comes to, it ends. Not all of
/// them, but in every run the same.
fn sweep(calls: &str) {
    const EVERY: usize = 7;
    let one = "
def one(i):
    try:
        f, args = call(i)
        return repr(f(*args))
    except Exception as e:
        return str(e) + repr(e)
";
    let library = library_that_asks();
    let code = library
        .compile(&format!("{calls}{one}"), "sweep.py")
        .expect("compiles");
    let limits = Limits {
        fuel: 30_000,
        object_size: 1 << 16,
        ..Limits::default()
    };
    let mut process = Process::new(&library, limits);
    let main = process.load(&code, "__main__");
    let loaded = process.run(main);
    assert!(matches!(loaded, Stop::Finished { .. }), "{loaded:?}");
    process.freeze();
    let one = process.lookup("one").expect("defined");
    let count = process.lookup("COUNT").map(|count| process.data(count));
    let count = count.and_then(|count| count.as_int()).expect("a number");
    assert!(count > 1000);
    for i in (0..count).step_by(EVERY) {
        let mut process = process.clone();
        let number = process.value(&Data::Int(i));
        let thread = process.spawn(one, vec![number]);
        let stop = process.run(thread);
        assert!(!matches!(stop, Stop::Call(_)), "{stop:?}");
        process.digest();
    }
}

#[test]
fn limits_are_out_of_reach_of_the_program() {
    for (body, kind) in [
        ("while True: pass", LimitKind::Fuel),
        ("'x' * 10 ** 10", LimitKind::Size),
        ("x = []\n        while True: x.append([])", LimitKind::Heap),
        ("while True: print('x' * 10 ** 4)", LimitKind::Output),
    ] {
        for wrapped in [
            format!(
                "try:\n        {body}\n    except BaseException: pass\n    finally: print('swallowed')"
            ),
            format!("with swallow():\n        {body}"),
            format!(
                "def g():\n        try: yield\n        finally:\n            pass\n    next(g())\n    if True:\n        {body}"
            ),
        ] {
            let source = format!(
                "from contextlib import contextmanager\n@contextmanager\ndef swallow():\n    try: yield\n    except BaseException: print('swallowed')\ndef f():\n    {wrapped}\nf()\nprint('went on')\n"
            );
            assert_eq!(end_of(&source), format!("{kind:?}"), "{source}");
        }
    }
}

#[test]
fn the_machines_own_modules_are_not_for_programs() {
    for module in ["_host", "_machine", "_prelude"] {
        let source = format!(
            "try:\n    import {module}\nexcept ImportError as e:\n    print(e)\ntry:\n    from {module} import call\nexcept ImportError as e:\n    print('no')\n"
        );
        assert_eq!(end_of(&source), format!("No module named '{module}'\nno\n"));
    }
}

#[test]
fn sources_that_are_deep_or_long() {
    // What is nested, wherever, is refused with a place, or compiled: neither ends the process.
    let n = 2_000;
    let mut sources = Vec::new();
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("f(", ")"),
        ("a[", "]"),
        ("lambda x: ", ""),
        ("lambda x=", ": 0"),
        ("-", ""),
        ("not ", ""),
        ("await ", ""),
        ("*", ""),
        ("**", ""),
        ("yield ", ""),
        ("x if y else ", ""),
        ("(x := ", ")"),
        ("[*", "]"),
        ("{**", "}"),
        ("{1: ", "}"),
        ("x for y in ", ""),
        ("[x for y in ", "]"),
        ("f'{", "}'"),
        ("f'''{", "}'''"),
        ("1 + ", ""),
        ("1 ** ", ""),
        ("1 < ", ""),
        ("1 and ", ""),
        ("x, ", ""),
        ("'a' ", ""),
        ("b'a' ", ""),
    ] {
        sources.push(format!("x = {}1{}\n", open.repeat(n), close.repeat(n)));
        sources.push(format!("x = {}\n", open.repeat(n)));
    }
    for chain in [
        ".b",
        "()",
        "[0]",
        " + 1",
        " or 1",
        " == 1",
        " if 1 else 2",
        "; x",
        ", y",
        " = 1",
        "\\\n",
        "\n",
        "#\n",
        ":",
        ")",
        "]",
        "}",
        "'",
        "\"\"\"",
        "\t",
        "\r",
        "@x\n",
        "else:\n",
    ] {
        sources.push(format!("x = a{}\n", chain.repeat(n)));
        sources.push(format!("{}\n", chain.repeat(n)));
    }
    for header in [
        "if x:",
        "def f():",
        "class A:",
        "while x:",
        "for x in y:",
        "with x:",
        "try:",
        "async def f():",
        "match x:",
        "case 1:",
        "else:",
        "@x",
    ] {
        let mut blocks = String::new();
        for i in 0..400 {
            let _ = writeln!(blocks, "{}{header}", " ".repeat(i));
        }
        let _ = writeln!(blocks, "{}pass", " ".repeat(400));
        sources.push(blocks);
        sources.push(format!("{header} ").repeat(2_000));
    }
    let mut elifs = String::from("if x: pass\n");
    let mut cases = String::from("match x:\n");
    let mut excepts = String::from("try: pass\n");
    let mut functions = String::new();
    for i in 0..3_000 {
        let _ = writeln!(elifs, "elif x == {i}: pass");
        let _ = writeln!(cases, "    case {i}: pass");
        let _ = writeln!(excepts, "except A{i}: pass");
        let _ = writeln!(functions, "def f{i}(a, b=1, *c, d, **e): return a + b");
    }
    for long in [&elifs, &cases, &excepts, &functions] {
        assert!(compile(long, "long.py").is_ok(), "{}", &long[..40]);
    }
    sources.extend([
        format!("x = [{}]\n", "1, ".repeat(n)),
        format!("x = {{{}}}\n", "1: 2, ".repeat(n)),
        format!("f({})\n", "a, ".repeat(n)),
        format!("f({})\n", "a=1, ".repeat(n)),
        format!("def f({}): pass\n", "a, ".repeat(n)),
        format!(
            "def f(\n{}): pass\n",
            (0..n).map(|i| format!("a{i},")).collect::<String>()
        ),
        format!("{} = x\n", "a, ".repeat(n)),
        format!("global {}a\n", "a, ".repeat(n)),
        format!("import {}a\n", "a, ".repeat(n)),
        format!("import {}a\n", "a.".repeat(n)),
        format!("from {}a import b\n", ".".repeat(n)),
        format!("match x:\n case {}: pass\n", "a | ".repeat(n)),
        format!(
            "match x:\n case {}{}: pass\n",
            "A(".repeat(n),
            ")".repeat(n)
        ),
        format!("match x:\n case {{{}}}: pass\n", "1: a, ".repeat(n)),
        format!("x = {}\n", "9".repeat(n)),
        format!("x = 0x{}\n", "f".repeat(n)),
        format!("x = 1e{}\n", "9".repeat(n)),
        format!("x = {}.5\n", "9".repeat(n)),
        format!("x = '{}'\n", "\\N{DASH}".repeat(n)),
        format!("x = '{}'\n", "\\x41".repeat(n)),
        format!("x = '''{}\n", "a\n".repeat(n)),
        format!("x = f'{}'\n", "{x}".repeat(n)),
        format!("x = f'{}'\n", "{{".repeat(n)),
        format!("x = f'{}'\n", "{x!r:>{y}}".repeat(n)),
        format!("x = f'{{x:{}'\n", "{y:".repeat(n)),
        format!("{}é = 1\n", "é".repeat(n)),
        format!("x: {}int = 1\n", "list[".repeat(n)),
        format!("del {}a\n", "(".repeat(n)),
        format!("with {}a: pass\n", "a, ".repeat(n)),
        format!("{}x\n", "é = ".repeat(n)),
        "\0".repeat(n),
        "\u{feff}x = 1\n".to_string(),
        "x = 1\\".to_string(),
        "x = '\\".to_string(),
        "x = f'{".to_string(),
        "x = f'{x!".to_string(),
        "x = f'{x:".to_string(),
        "\\".to_string(),
    ]);
    for source in sources {
        if let Err(error) = compile(&source, "deep.py") {
            let start: String = source.chars().take(30).collect();
            assert!(
                error.line >= 1 && error.column >= 1 && !error.message.is_empty(),
                "{start}: {error:?}"
            );
        }
    }
}
