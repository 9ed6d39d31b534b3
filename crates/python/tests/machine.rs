//! Processes as the engine sees them: stopping, snapshots, digests, inspection, limits.

use std::rc::Rc;

use lockstep_python::{Data, Library, LimitKind, Limits, Process, SourceErrorKind, Stop, ThreadId};

const HOST: &str = "
from _host import call

class Refused(Exception):
    def __init__(self, message):
        super().__init__(message)
        self.short = message[:3]

def ask(*args):
    return call('ask', *args)

class Manager:
    def __enter__(self):
        return ask('enter')
    def __exit__(self, *error):
        return ask('exit')

class Lazy:
    @property
    def value(self):
        return ask('property')
    def __getattr__(self, name):
        return ask('getattr')
    def __iter__(self):
        yield ask('iter')
    def __eq__(self, other):
        return ask('eq')
    def __hash__(self):
        return 7
    def __bool__(self):
        return ask('bool')
    def __lt__(self, other):
        return ask('lt')
    def __len__(self):
        return ask('len')
    def __getitem__(self, key):
        return ask('getitem')
    def __setitem__(self, key, value):
        ask('setitem')
    def __call__(self):
        return ask('call')
    def __str__(self):
        return ask('str')
    def __contains__(self, item):
        return ask('contains')
    def __add__(self, other):
        return ask('add')
";

fn library() -> Rc<Library> {
    // Its prelude is compiled once, not for each of the many programs here.
    thread_local!(static LIBRARY: Rc<Library> = {
        let mut library = Library::new();
        library.module("host", HOST);
        Rc::new(library)
    });
    LIBRARY.with(Rc::clone)
}

fn limits() -> Limits {
    Limits {
        fuel: 2_000_000,
        ..Limits::default()
    }
}

fn start(source: &str) -> (Process, ThreadId) {
    let library = library();
    let code = library.compile(source, "program.py").expect("compiles");
    let mut process = Process::new(&library, limits());
    let thread = process.load(&code, "scenario");
    (process, thread)
}

/// Run to the end, answering each call with the next of the answers.
fn answer(process: &mut Process, thread: ThreadId, answers: &[Data]) -> (Vec<String>, Stop) {
    let mut asked = Vec::new();
    let mut answers = answers.iter();
    let mut stop = process.run(thread);
    while let Stop::Call(call) = &stop {
        asked.push(
            call.args
                .iter()
                .map(|a| a.as_str().unwrap_or("?").to_string())
                .collect::<Vec<_>>()
                .join(","),
        );
        let Some(answer) = answers.next() else { break };
        stop = process.resume(thread, answer.clone());
    }
    (asked, stop)
}

fn run(source: &str, answers: &[Data]) -> (Vec<String>, String, Stop) {
    let (mut process, thread) = start(source);
    let (asked, stop) = answer(&mut process, thread, answers);
    (asked, process.take_output(thread), stop)
}

#[test]
fn a_thread_stops_in_the_middle_of_anything() {
    let yes = || Data::Bool(true);
    let one = || Data::Int(1);
    let text = || Data::from("text");
    let cases: &[(&str, &[Data], &str)] = &[
        (
            "with Manager() as m:\n    print(m)",
            &[one(), Data::None],
            "1\n",
        ),
        (
            "with Manager():\n    raise ValueError\nprint('suppressed')",
            &[one(), yes()],
            "suppressed\n",
        ),
        ("print(Lazy().value + 1)", &[one()], "2\n"),
        ("print(Lazy().other)", &[text()], "text\n"),
        ("print(Lazy().value.bit_length())", &[one()], "1\n"),
        ("for x in Lazy():\n    print(x)", &[one()], "1\n"),
        (
            "print([ask(x) for x in 'ab'])",
            &[one(), Data::Int(2)],
            "[1, 2]\n",
        ),
        (
            "print({ask(x): ask(x) for x in 'a'})",
            &[one(), Data::Int(2)],
            "{1: 2}\n",
        ),
        (
            "print(list(ask(x) for x in 'ab'))",
            &[one(), Data::Int(2)],
            "[1, 2]\n",
        ),
        (
            "print(sorted('ab', key=lambda c: ask(c)))",
            &[Data::Int(2), one()],
            "['b', 'a']\n",
        ),
        (
            "print(sum(ask(x) for x in 'ab'))",
            &[one(), Data::Int(2)],
            "3\n",
        ),
        ("print(max('ab', key=ask))", &[one(), Data::Int(2)], "b\n"),
        ("print(list(map(ask, 'a')))", &[one()], "[1]\n"),
        (
            "def deco(f):\n    n = ask('deco')\n    return lambda: f() + n\n@deco\ndef f():\n    return 1\nprint(f())",
            &[one()],
            "2\n",
        ),
        (
            "def g():\n    x = yield ask('in generator')\n    yield x\ng = g()\nprint(next(g), g.send(5))",
            &[one()],
            "1 5\n",
        ),
        (
            "def g():\n    yield ask('a')\ndef h():\n    yield from g()\nprint(list(h()))",
            &[one()],
            "[1]\n",
        ),
        ("if Lazy():\n    print('yes')", &[yes()], "yes\n"),
        ("print('yes' if not Lazy() else 'no')", &[yes()], "no\n"),
        ("x = Lazy() and 5\nprint(x)", &[yes()], "5\n"),
        ("x = Lazy() or 5\nprint(x)", &[Data::Bool(false)], "5\n"),
        ("if Lazy() == 1:\n    print('equal')", &[yes()], "equal\n"),
        (
            "if Lazy() < 1:\n    print('less')\nelse:\n    print('not less')",
            &[Data::Bool(false)],
            "not less\n",
        ),
        (
            "while Lazy() < 1:\n    print('once')",
            &[yes(), Data::Bool(false)],
            "once\n",
        ),
        ("print(Lazy() in [Lazy()])", &[yes()], "True\n"),
        ("d = {Lazy(): 1}\nprint(d[Lazy()])", &[yes()], "1\n"),
        (
            "d = {Lazy(): 1}\nd[Lazy()] = 2\nprint(len(d))",
            &[yes()],
            "1\n",
        ),
        ("print(len({Lazy(), Lazy()}))", &[Data::Bool(false)], "2\n"),
        (
            "print(1 in Lazy(), 1 not in Lazy())",
            &[yes(), yes()],
            "True False\n",
        ),
        (
            "print(len(Lazy()), Lazy()[0])",
            &[Data::Int(3), one()],
            "3 1\n",
        ),
        ("Lazy()[0] = 1\nprint('set')", &[Data::None], "set\n"),
        ("x = Lazy()\nx += 1\nprint(x)", &[one()], "1\n"),
        ("print(Lazy()())", &[one()], "1\n"),
        (
            "print(f'<{Lazy()}>', Lazy(), str(Lazy()), '%s' % Lazy())",
            &[text(), text(), text(), text()],
            "<text> text text text\n",
        ),
        (
            "print(sorted([Lazy(), Lazy()]) is None)",
            &[Data::Bool(false)],
            "False\n",
        ),
        (
            "try:\n    ask('x')\nfinally:\n    ask('finally')\nprint('end')",
            &[one(), one()],
            "end\n",
        ),
        (
            "try:\n    raise ValueError\nexcept ask('class') or ValueError:\n    print('caught')",
            &[Data::None],
            "caught\n",
        ),
        (
            "class C:\n    x = ask('in class body')\nprint(C.x)",
            &[one()],
            "1\n",
        ),
        (
            "class C:\n    def __init__(self):\n        self.x = ask('init')\nprint(C().x)",
            &[one()],
            "1\n",
        ),
        (
            "def f(x=ask('default'), *a, **k):\n    return x\nprint(f(*[ask('arg')], **{'k': ask('kw')}))",
            &[one(), Data::Int(2), Data::Int(3)],
            "2\n",
        ),
        ("a, b = Lazy(), ask('b')\nprint(b)", &[one()], "1\n"),
        ("(a,) = Lazy()\nprint(a)", &[one()], "1\n"),
        ("assert ask('assert'), 'no'\nprint('ok')", &[yes()], "ok\n"),
        (
            "match ask('subject'):\n    case [1, x] if ask('guard'):\n        print(x)",
            &[Data::List(vec![one(), Data::Int(2)]), yes()],
            "2\n",
        ),
        (
            "x = [0]\nx[ask('index')] += ask('value')\nprint(x)",
            &[Data::Int(0), Data::Int(5)],
            "[5]\n",
        ),
        (
            "print(repr([Lazy.__call__(Lazy())]))",
            &[text()],
            "['text']\n",
        ),
    ];
    for (body, answers, output) in cases {
        let source = format!("from host import ask, Manager, Lazy\n{body}\n");
        let (asked, printed, stop) = run(&source, answers);
        assert!(matches!(stop, Stop::Finished { .. }), "{body}: {stop:?}");
        assert_eq!(&printed, output, "{body}");
        assert_eq!(asked.len(), answers.len(), "{body}: {asked:?}");
        // The same with a snapshot at every stop, run on instead of the original.
        let (mut process, thread) = start(&source);
        process.freeze();
        let mut stop = process.run(thread);
        for answer in *answers {
            assert!(matches!(stop, Stop::Call(_)), "{body}");
            let mut copy = process.clone();
            let digests = (process.digest(), copy.digest());
            assert_eq!(digests.0, digests.1, "{body}");
            let _ = process.resume(thread, Data::from("something else"));
            stop = copy.resume(thread, answer.clone());
            process = copy;
        }
        assert_eq!(&process.take_output(thread), output, "{body}");
    }
}

#[test]
fn exceptions_can_answer_a_call() {
    let source = "
import host
def task():
    try:
        host.ask('first')
    except host.Refused as e:
        print('refused', e, e.short)
    host.ask('second')
task()
";
    let (mut process, thread) = start(source);
    assert!(matches!(process.run(thread), Stop::Call(_)));
    let stop = process.resume_raise(thread, "host.Refused", vec![Data::from("locked")]);
    assert!(matches!(stop, Stop::Call(_)), "{stop:?}");
    let Stop::Raised(exception) = process.resume_raise(thread, "OSError", vec![Data::from("gone")])
    else {
        panic!()
    };
    assert_eq!(process.take_output(thread), "refused locked loc\n");
    assert_eq!(
        (
            exception.class.as_str(),
            exception.message.as_str(),
            exception.line
        ),
        ("OSError", "gone", Some(8))
    );
    assert_eq!(
        exception.mro,
        ["OSError", "Exception", "BaseException", "object"]
    );
    assert_eq!(
        exception.traceback,
        "Traceback (most recent call last):\n  File \"program.py\", line 9, in <module>\n    task()\n  \
         File \"program.py\", line 8, in task\n    host.ask('second')\nOSError: gone\n"
    );
}

#[test]
fn threads_share_the_heap_of_their_process() {
    let source = "
from host import ask
seen = []
def task(name):
    seen.append(name)
    answer = ask(name)
    seen.append(answer)
    return seen
";
    let (mut process, main) = start(source);
    assert!(matches!(process.run(main), Stop::Finished { .. }));
    let task = process.lookup("task").expect("defined");
    assert!(process.is_function(task));
    let name = |process: &mut Process, text: &str| process.value(&Data::from(text));
    let (a, b) = (name(&mut process, "a"), name(&mut process, "b"));
    let (a, b) = (process.spawn(task, vec![a]), process.spawn(task, vec![b]));
    assert!(matches!(process.run(a), Stop::Call(_)));
    assert!(matches!(process.run(b), Stop::Call(_)));
    assert!(process.is_waiting(a));
    process.resume(b, Data::Int(2));
    let Stop::Finished { value, repr } = process.resume(a, Data::Int(1)) else {
        panic!()
    };
    assert_eq!(repr, "['a', 'b', 2, 1]");
    assert_eq!(value.as_items().map(<[Data]>::len), Some(4));
    let names: Vec<String> = process
        .globals()
        .into_iter()
        .map(|g| g.0.to_string())
        .collect();
    assert_eq!(names, ["__name__", "ask", "seen", "task"]);
}

#[test]
fn snapshots_are_independent() {
    let source = "
from host import ask
state = {'n': [0], 's': {1}}
class C: pass
c = C(); c.x = 1
for i in range(3):
    state['n'].append(ask(i)); state['s'].add(i); c.x += 1; C.y = i
print(state, c.x, C.y)
";
    let (mut first, thread) = start(source);
    first.run(thread);
    let mut second = first.clone();
    for i in [10, 11] {
        first.resume(thread, Data::Int(i));
    }
    let mut third = first.clone();
    first.resume(thread, Data::Int(12));
    for i in [20, 21, 22] {
        second.resume(thread, Data::Int(i));
    }
    third.resume(thread, Data::Int(32));
    assert_eq!(
        first.take_output(thread),
        "{'n': [0, 10, 11, 12], 's': {0, 1, 2}} 4 2\n"
    );
    assert_eq!(
        second.take_output(thread),
        "{'n': [0, 20, 21, 22], 's': {0, 1, 2}} 4 2\n"
    );
    assert_eq!(
        third.take_output(thread),
        "{'n': [0, 10, 11, 32], 's': {0, 1, 2}} 4 2\n"
    );
}

/// The digest at the first stop of `task(n)`, in a process that was frozen after its top level.
fn digest_of(source: &str, argument: i64) -> u128 {
    let (mut process, main) = start(source);
    assert!(
        matches!(process.run(main), Stop::Finished { .. }),
        "{source}"
    );
    process.freeze();
    let task = process.lookup("task").expect("defined");
    let argument = process.value(&Data::Int(argument));
    let thread = process.spawn(task, vec![argument]);
    assert!(matches!(process.run(thread), Stop::Call(_)));
    process.digest()
}

#[test]
fn dead_locals_and_the_order_of_allocation_do_not_count() {
    let dead = "from host import ask\ndef task(n):\n    unused = [n] * n\n    del n\n    ask()\n    unused = 1\n    return unused\n";
    assert_eq!(digest_of(dead, 3), digest_of(dead, 4));
    let live =
        "from host import ask\ndef task(n):\n    used = [n] * n\n    ask()\n    return used\n";
    assert_ne!(digest_of(live, 3), digest_of(live, 4));
    let order = "from host import ask
class Node: pass
def task(n):
    if n:
        a = Node(); b = [1]; junk = [[] for i in range(100)]
    else:
        b = [1]; a = Node()
    a.other = b
    junk = None
    ask()
    return a, b
";
    assert_eq!(digest_of(order, 0), digest_of(order, 1));
    let handler = "from host import ask\ndef task(n):\n    seen = n\n    try:\n        ask()\n    except OSError:\n        return seen\n    return 0\n";
    assert_ne!(digest_of(handler, 0), digest_of(handler, 1));
}

#[test]
fn aliasing_and_pending_exceptions_count() {
    let alias = "from host import ask\ndef task(n):\n    a = [1]\n    b = a if n else [1]\n    ask()\n    return a, b\n";
    assert_ne!(digest_of(alias, 0), digest_of(alias, 1));
    let pending = "from host import ask
def task(n):
    try:
        raise ValueError(n)
    finally:
        del n
        ask()
";
    assert_ne!(digest_of(pending, 0), digest_of(pending, 1));
    let global = "from host import ask\ntotal = 0\ndef task(n):\n    global total\n    total = n\n    del n\n    ask()\n";
    assert_ne!(digest_of(global, 1), digest_of(global, 2));
}

#[test]
fn a_change_that_is_undone_does_not_count() {
    let undone = "from host import ask
total = 5
items = [1, 2]
def task(n):
    global total
    if n:
        total += 1
        total -= 1
        items.append(3)
        items.pop()
    del n
    ask()
";
    assert_eq!(digest_of(undone, 0), digest_of(undone, 1));
}

#[test]
fn equal_digests_go_on_equally() {
    // Two ways to the same state: whatever is answered from there on, the results are equal.
    let source = "
from host import ask
class Box:
    def __init__(self, v): self.v = v
def task(n):
    boxes = {}
    order = [3, 1, 2]
    if n:
        waste = [Box(i) for i in range(50)]
        del waste
        order = list((3, 1, 2))
    for i in order:
        boxes[i] = Box(i)
    n = None
    def total():
        return sum(b.v for b in boxes.values())
    gen = (b.v for b in boxes.values())
    next(gen)
    x = ask('x')
    boxes[1].v += x
    return total(), list(gen), set(boxes)
";
    let mut results = Vec::new();
    for way in [0, 1] {
        let (mut process, main) = start(source);
        process.run(main);
        process.freeze();
        let task = process.lookup("task").expect("defined");
        let argument = process.value(&Data::Int(way));
        let thread = process.spawn(task, vec![argument]);
        process.run(thread);
        let before = process.digest();
        let mut per_answer = Vec::new();
        for answer in [0, 1, 100] {
            let mut copy = process.clone();
            let Stop::Finished { repr, .. } = copy.resume(thread, Data::Int(answer)) else {
                panic!()
            };
            per_answer.push((repr, copy.digest()));
        }
        results.push((before, per_answer));
    }
    assert_eq!(results[0], results[1]);
}

#[test]
fn frames_show_places_and_locals() {
    let source = "
from host import ask
class Account:
    def __init__(self):
        self.balance = 5
def inner(a, *rest):
    text = 'x' * 1000
    ask('here')
def outer(n):
    account = Account()
    items = [inner(n, i) for i in (1,)]
outer(7)
";
    let (mut process, thread) = start(source);
    process.run(thread);
    let frames: Vec<_> = process
        .frames(thread)
        .into_iter()
        .filter(|f| !f.internal)
        .collect();
    let names: Vec<&str> = frames.iter().map(|f| f.function.as_ref()).collect();
    assert_eq!(
        names,
        ["<module>", "outer", "outer.<locals>.<listcomp>", "inner"]
    );
    let inner = &frames[3];
    assert_eq!(
        (inner.span.line, inner.span.column, inner.span.end_column),
        (8, 5, 16)
    );
    assert_eq!(inner.locals[0], (Rc::from("a"), "7".to_string()));
    assert_eq!(inner.locals[1].1, "(1,)");
    assert!(inner.locals[2].1.chars().count() <= 200);
    assert_eq!(frames[1].locals[1].1, "<Account balance=5>");
    assert_eq!(process.place(thread).map(|p| p.line), Some(8));
}

fn limit(source: &str) -> (LimitKind, Option<u32>) {
    let (_, _, stop) = run(source, &[]);
    let Stop::Limit(error) = stop else {
        panic!("{source}: {stop:?}")
    };
    (error.kind, error.line)
}

#[test]
fn limits_cannot_be_swallowed() {
    assert_eq!(
        limit("try:\n    while True:\n        pass\nexcept BaseException:\n    pass\n"),
        (LimitKind::Fuel, Some(2))
    );
    assert_eq!(
        limit("def f():\n    while 1: f2()\ndef f2(): pass\nf()").0,
        LimitKind::Fuel
    );
    assert_eq!(
        limit("try:\n    x = 'a' * 10**9\nexcept BaseException:\n    pass\n"),
        (LimitKind::Size, Some(2))
    );
    assert_eq!(limit("x = [0] * 10**9").0, LimitKind::Size);
    assert_eq!(limit("x = 10 ** 10 ** 8").0, LimitKind::Size);
    assert_eq!(limit("x = 1 << 10 ** 9").0, LimitKind::Size);
    assert_eq!(limit("x = list(range(10 ** 12))").0, LimitKind::Size);
    assert_eq!(
        limit("for i in range(10**6): print('x' * 1000)").0,
        LimitKind::Output
    );
    assert_eq!(limit("x = sum(range(10**7))").0, LimitKind::Size);
    assert_eq!(
        limit("x = 'ab'\nwhile True: x = x.replace('a', 'aa')").0,
        LimitKind::Size
    );
    assert_eq!(limit("x = f'{1:10000000}' * 100").0, LimitKind::Size);
    assert_eq!(limit("x = []\nwhile True: x = [2]").0, LimitKind::Fuel);
    assert_eq!(limit("x = '%1000000000d' % 1").0, LimitKind::Size);
}

#[test]
fn memory_is_limited_and_garbage_is_collected() {
    let library = library();
    let code = library
        .compile(
            "x = []\nfor i in range(100000): x.append(['a' * 1000, i])\n",
            "m.py",
        )
        .expect("compiles");
    let mut process = Process::new(
        &library,
        Limits {
            heap_bytes: 16 << 20,
            ..limits()
        },
    );
    let thread = process.load(&code, "scenario");
    let Stop::Limit(error) = process.run(thread) else {
        panic!()
    };
    assert_eq!((error.kind, error.line), (LimitKind::Heap, Some(2)));
    let code = library
        .compile(
            "for i in range(100000): x = ['a' * 1000, i]\nprint(len(x[0]))\n",
            "m.py",
        )
        .expect("compiles");
    let mut process = Process::new(
        &library,
        Limits {
            heap_bytes: 16 << 20,
            fuel: 20_000_000,
            ..limits()
        },
    );
    let thread = process.load(&code, "scenario");
    let stop = process.run(thread);
    assert!(matches!(stop, Stop::Finished { .. }), "{stop:?}");
}

/// What was there at a freeze stays, leads to what is newer only where it was written, and counts as memory in use.
#[test]
fn an_image_can_be_frozen_again() {
    let mut library = Library::new();
    library.module(
        "first",
        "class Held: pass\nheld = []\nroot = {'held': held}\n",
    );
    let library = Rc::new(library);
    let more = Limits {
        heap_bytes: 6 << 20,
        fuel: 20_000_000,
        ..limits()
    };
    let mut process = Process::new(&library, more);
    let mut load = |source: &str, name: &str| {
        let code = library.compile(source, "m.py").expect("compiles");
        let thread = process.load(&code, name);
        let stop = process.run(thread);
        process.freeze();
        (process.take_output(thread), stop)
    };
    load("import first\n", "begin");
    // The list is on a page of the first image, what it holds is not.
    let garbage = "for i in range(500): [i, [i]]\n";
    let add = format!(
        "import first\n{garbage}first.held.extend([first.Held(), 'new' * 20, [1, 2]])\n{garbage}"
    );
    load(&add, "second");
    // Enough of it that a collection runs in between, with what was frozen twice in use.
    let use_all = "import first
for i in range(5000): [i, 'a' * 500]
assert type(first.held[0]) is first.Held
first.held[2].append(first.held)
for i in range(5000): [i, 'a' * 500]
print(first.root['held'] is first.held[2][2], first.held[1], first.held[2][:2])
";
    let (output, stop) = load(use_all, "third");
    assert!(matches!(stop, Stop::Finished { .. }), "{stop:?}");
    assert_eq!(output, format!("True {} [1, 2]\n", "new".repeat(20)));
    let (_, stop) = load(
        "import first\nfor i in range(100000): first.held.append('a' * 1000 + str(i))\n",
        "fourth",
    );
    let Stop::Limit(error) = stop else { panic!() };
    assert_eq!(error.kind, LimitKind::Heap);
}

#[test]
fn recursion_is_pythons_own_error() {
    let (_, output, _) = run(
        "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as e:\n    print(e)\n",
        &[],
    );
    assert_eq!(output, "maximum recursion depth exceeded\n");
    for deep in [
        "x = []\nfor i in range(100000): x = [x]\nprint(repr(x))",
        "x = []\ny = []\nfor i in range(100000):\n    x = [x]; y = [y]\nx == y",
        "x = ()\nfor i in range(100000): x = (x,)\nhash(x)",
    ] {
        let (_, _, stop) = run(deep, &[]);
        assert!(
            matches!(&stop, Stop::Raised(e) if e.class == "RecursionError"),
            "{deep}: {stop:?}"
        );
    }
}

#[test]
fn deep_sources_are_refused_not_crashed_on() {
    let nested =
        |open: &str, close: &str, n: usize| format!("x = {}1{}\n", open.repeat(n), close.repeat(n));
    let mut sources = vec![
        nested("(", ")", 100_000),
        nested("[", "]", 100_000),
        nested("f(", ")", 100_000),
        nested("{1:", "}", 100_000),
        nested("-", "", 100_000),
        nested("not ", "", 100_000),
        nested("lambda: ", "", 100_000),
        nested("1 if 1 else ", "", 100_000),
        nested("1 + ", "", 100_000),
        nested("(1 + ", ")", 100_000),
        nested("1 ** ", "", 100_000),
        nested("f'{", "}'", 1_000),
        format!("x = a{}\n", ".b".repeat(100_000)),
        format!("x = a{}\n", "()".repeat(100_000)),
        format!("x = a{}\n", "[0]".repeat(100_000)),
        format!("x{} = 1\n", " = x".repeat(100_000)),
        format!("x = {}1\n", "(".repeat(100_000)),
        format!("{}\n", "(".repeat(100_000)),
        format!(
            "match x:\n case {}1{}: pass\n",
            "[".repeat(100_000),
            "]".repeat(100_000)
        ),
    ];
    let mut blocks = String::new();
    for i in 0..1_000 {
        blocks.push_str(&format!("{}if x:\n", " ".repeat(i)));
    }
    blocks.push_str(&format!("{}pass\n", " ".repeat(1_000)));
    sources.push(blocks);
    let mut elifs = String::from("if x: pass\n");
    for _ in 0..20_000 {
        elifs.push_str("elif x: pass\n");
    }
    let library = library();
    assert!(
        library.compile(&elifs, "deep.py").is_ok(),
        "a long elif chain is not deep"
    );
    for source in sources {
        let result = library.compile(&source, "deep.py");
        let start: String = source.chars().take(20).collect();
        assert!(result.is_err(), "{start}");
    }
    // What people write is far below the limit.
    let sane = [
        format!("x = {}\n", vec!["1"; 100].join(" + ")),
        format!("x = [{}]\n", vec!["1 + 1"; 10_000].join(", ")),
        format!("x = {}1{}\n", "(".repeat(50), ")".repeat(50)),
        format!("x = a{}\n", ".filter(b=1)".repeat(40)),
        "x = '''\n((((((((((\n'''\n# ((((((\n".to_string(),
        format!("x = '{}'\n", "-".repeat(10_000)),
        format!("x = f'{} {{x}} {}'\n", "-".repeat(1_000), "(".repeat(1_000)),
    ];
    for source in sane {
        let start: String = source.chars().take(30).collect();
        assert!(
            library.compile(&source, "sane.py").is_ok(),
            "{start}: {:?}",
            library.compile(&source, "sane.py").err()
        );
    }
}

#[test]
fn source_errors_have_places() {
    let library = library();
    let cases = [
        ("x = (\n", 2, SourceErrorKind::Syntax, ""),
        (
            "def f():\n    é = 1; return x y\n",
            2,
            SourceErrorKind::Syntax,
            "",
        ),
        (
            "x = 1\nreturn x\n",
            2,
            SourceErrorKind::Syntax,
            "'return' outside function",
        ),
        (
            "for x in y:\n    pass\nbreak\n",
            3,
            SourceErrorKind::Syntax,
            "'break' outside loop",
        ),
        (
            "def f():\n    await x\n",
            2,
            SourceErrorKind::Syntax,
            "'await' outside async function",
        ),
        (
            "eval('1')\n",
            1,
            SourceErrorKind::Refused,
            "eval() is refused",
        ),
        (
            "import os.path, numpy\n",
            1,
            SourceErrorKind::Refused,
            "is not provided; there are:",
        ),
        (
            "from . import x\n",
            1,
            SourceErrorKind::Refused,
            "relative imports are refused",
        ),
        (
            "class A(metaclass=M): pass\n",
            1,
            SourceErrorKind::Refused,
            "metaclasses are refused",
        ),
        (
            "try:\n    pass\nexcept* ValueError:\n    pass\n",
            1,
            SourceErrorKind::Refused,
            "except* is refused",
        ),
        (
            "x = 1j\n",
            1,
            SourceErrorKind::Refused,
            "complex numbers are refused",
        ),
        (
            "x = '\\N{BULLET}'\n",
            1,
            SourceErrorKind::Refused,
            "\\N{…} escapes are refused",
        ),
        (
            "def f(a, a): pass\n",
            1,
            SourceErrorKind::Syntax,
            "duplicate argument 'a'",
        ),
        (
            "f(a=1, a=2)\n",
            1,
            SourceErrorKind::Syntax,
            "keyword argument repeated: a",
        ),
        (
            "nonlocal x\n",
            1,
            SourceErrorKind::Syntax,
            "nonlocal declaration not allowed at module level",
        ),
        (
            "def f():\n    x = 1\n    global x\n",
            3,
            SourceErrorKind::Syntax,
            "name 'x' is assigned to before global declaration",
        ),
        (
            "from _host import call\n",
            1,
            SourceErrorKind::Refused,
            "module '_host' is not provided",
        ),
    ];
    for (source, line, kind, message) in cases {
        let error = library.compile(source, "bad.py").expect_err(source);
        assert_eq!((error.line, error.kind), (line, kind), "{source}: {error}");
        assert!(error.message.contains(message), "{source}: {error}");
        assert!(error.column >= 1);
    }
    let own = library.compile("def eval(x): return x\neval(1)\n", "ok.py");
    assert!(own.is_ok(), "a name of one's own is not the built-in one");
    assert!(
        library
            .compile(
                "try:\n    import numpy\nexcept ImportError:\n    numpy = None\n",
                "ok.py"
            )
            .is_ok()
    );
}
