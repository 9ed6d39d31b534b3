"""Runs a Lockstep scenario under CPython with the real libraries, along one schedule.

Written by `lockstep export --to django`. Beside the scenario, which it runs as it is:

    {install}
    python run.py

It sends one statement at a time, in the order in which Lockstep found what it reports, prints each, and
ends with 0 if tables, results and invariants are those that Lockstep said, with 1 if not. It needs a
Unix (each task of a scenario is a process of its own) and Python 3.11 or later, and for a scenario on PostgreSQL
a private server: see run_postgres.py.
"""

import sys

if __name__ == "__main__":
    # The scenario beside this may be called as one of Python's own modules is.
    sys.path.append(sys.path.pop(0))

import _thread
import ast
import ctypes
import gc
import json
import os
import pathlib
import queue
import select
import shutil
import signal
import sqlite3
import tempfile
import threading
import time
import traceback
import types
from collections import deque
from multiprocessing import Pipe

CASE = None

START_OF_TIME = 1_767_225_600.0  # what time.time() is when a scenario begins

_connect = sqlite3.connect
_sleep = time.sleep
_monotonic = time.monotonic
_new_lock = _thread.allocate_lock
_start_thread = _thread.start_new_thread

# The process that runs tasks here; None in the one that controls all.
here = None


# Inside a process: its threads take turns, one at a time, in an order that depends on nothing but the
# scenario. When all of them wait, the controller chooses which one goes on.


class Thread:
    """A thread, and what it stands at."""

    def __init__(self, path):
        self.turn = _new_lock()
        self.turn.acquire()
        self.path = path  # the task for which it runs
        self.gate = None  # why it cannot simply go on, for the controller
        self.command = {}  # what the controller said when it let it go on
        self.connecting = False
        self.until = None  # when its statement no longer waits
        self.statement = None  # the event of the statement that is running
        self.sent = 0
        self.ended = False
        self.joining = []


class Process:
    def __init__(self, path, pipe):
        self.pipe = pipe
        self.threads = {}
        self.ready = deque()
        self.events = []
        self.results = {}
        self.clock = 0.0
        self.children = {}
        self.paths = {}  # of asyncio's tasks, by identity
        self.keep = []
        self.next_path = None  # of the asyncio task or thread that is made next, if it has a name of its own
        self.connections = []
        self.busy = 0  # how many things aiosqlite's connections are asked for and have not answered
        self.loop_lock = None  # the mutex of tasks on one event loop
        self.alone = False  # setup and invariants: nothing is a step
        self.add(_thread.get_ident(), Thread(path))

    def add(self, ident, thread):
        self.threads[ident] = thread

    def me(self):
        return self.threads[_thread.get_ident()]

    def path(self):
        """The task for which the current thread runs now."""
        if "asyncio" in sys.modules:
            asyncio = sys.modules["asyncio"]
            try:
                task = asyncio.current_task()
            except RuntimeError:
                task = None
            if task is not None:
                return self.paths.get(id(task), self.me().path)
        return self.me().path

    def new_path(self, of):
        self.children[of] = self.children.get(of, 0) + 1
        return f"{of}.{self.children[of]}"

    def wait(self, thread, gate=None):
        """The current thread waits until it is woken, or until the controller lets it through the gate."""
        thread.gate = gate
        thread.command = {}
        following = self._next()
        if following is not thread:
            following.turn.release()
            thread.turn.acquire()

    def wake(self, thread):
        thread.gate = None
        self.ready.append(thread)

    def _next(self):
        while not self.ready:
            self._ask()
        return self.ready.popleft()

    def _ask(self):
        gates = {ident: t.gate for ident, t in self.threads.items() if t.gate is not None}
        if self.busy == 1:
            for ident, gate in gates.items():
                if gate["kind"] == "turn":
                    return self.wake(self.threads[ident])  # nobody else is at work
        if self.alone:
            timers = [ident for ident, gate in gates.items() if gate.get("until") is not None]
            if not timers:
                raise RuntimeError("setup or an invariant waits for what never comes")
            ident = min(timers, key=lambda ident: gates[ident]["until"])
            command = {"go": ident, "clock": gates[ident]["until"], "fired": True}
        else:
            self.pipe.send(("waiting", self._news(), {ident: told(gate) for ident, gate in gates.items()}))
            command = self.pipe.recv()
        self.clock = max(self.clock, command.get("clock", 0.0))
        thread = self.threads[command["go"]]
        self.wake(thread)
        thread.command = command

    def _news(self):
        news = {"events": self.events, "results": self.results}
        self.events, self.results = [], {}
        return news

    def call(self, *message):
        """Asks the controller for something that it answers at once."""
        self.pipe.send(message)
        return self.pipe.recv()

    def start_thread(self, function, args):
        owner = getattr(function, "__self__", None)
        target = getattr(owner, "_target", None)
        serves = "aiosqlite" in type(owner).__module__ or getattr(target, "__module__", "").startswith(
            ("concurrent.futures", "aiosqlite", "asyncio")
        )
        path, self.next_path = self.next_path, None
        if path is None:
            path = self.path() if serves else self.new_path(self.path())
        thread = Thread(path)

        def run():
            thread.turn.acquire()
            self.add(_thread.get_ident(), thread)
            try:
                function(*args)
            finally:
                thread.ended = True
                for other in thread.joining:
                    self.wake(other)
                del self.threads[_thread.get_ident()]
                self._next().turn.release()

        if isinstance(owner, threading.Thread):
            owner._lockstep = thread
        ident = _start_thread(run, ())
        self.ready.append(thread)
        return ident

    # What a scenario's tasks do

    def run_task(self, name, function, finish):
        try:
            self.results[name] = {"status": "returned", "value": repr(function())}
        except Exception as error:
            self.results[name] = raised(error)
        finish()

    def exit(self):
        for connection in self.connections:
            try:
                connection.close()
            except Exception:
                pass
        self.pipe.send(("exit", self._news()))
        os._exit(0)


def told(gate):
    """A gate as another process can read it."""
    return {**gate, "lock": gate["lock"].held} if "lock" in gate else gate


def raised(error):
    message = str(error)
    if isinstance(error.__cause__, server_errors()) or isinstance(error, server_errors()):
        message = message.partition("\n")[0]
    return {"status": "raised", "type": type(error).__name__, "message": message}


def server_errors():
    """Exceptions of a server, whose first line says all."""
    return sys.modules["psycopg"].Error if "psycopg" in sys.modules else ()


class Lock:
    """threading.Lock among threads that take turns."""

    def __init__(self):
        self.held = False
        self.waiters = deque()
        self.own = sys._getframe(1).f_globals.get("__name__") == "scenario"

    def acquire(self, blocking=True, timeout=-1):
        if not self.held:
            self.held = True
            return True
        if not blocking or timeout == 0:
            return False
        thread = here.me()
        until = here.clock + timeout if timeout > 0 else None
        if self.own:
            # A lock of the scenario: who gets it when it is free is a choice.
            while self.held:
                here.wait(thread, {"kind": "lock", "path": here.path(), "lock": self, "until": until})
                if thread.command.get("fired"):
                    return False
            self.held = True
            return True
        self.waiters.append(thread)
        here.wait(thread, None if until is None else timer(until))
        if thread.command.get("fired"):
            self.waiters.remove(thread)
            return False
        return True

    def release(self):
        if not self.held:
            raise RuntimeError("release unlocked lock")
        if self.waiters:
            here.wake(self.waiters.popleft())
        else:
            self.held = False

    def locked(self):
        return self.held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *info):
        self.release()

    def _at_fork_reinit(self):
        self.held = False
        self.waiters.clear()


class SimpleQueue:
    """queue.SimpleQueue. Whoever takes something works for the task that has put it there."""

    def __init__(self):
        self.items = deque()
        self.takers = deque()

    def put(self, item, block=True, timeout=None):
        self.items.append((item, here and here.path()))
        if self.takers:
            here.wake(self.takers.popleft())

    put_nowait = put

    def get(self, block=True, timeout=None):
        if not self.items and not block:
            raise queue.Empty
        while not self.items:
            thread = here.me()
            self.takers.append(thread)
            here.wait(thread, None if timeout is None else timer(here.clock + timeout))
            if thread.command.get("fired"):
                self.takers.remove(thread)
                raise queue.Empty
        item, path = self.items.popleft()
        if here is not None:
            here.me().path = path
        return item

    def get_nowait(self):
        return self.get(block=False)

    def empty(self):
        return not self.items

    def qsize(self):
        return len(self.items)

    __class_getitem__ = classmethod(types.GenericAlias)


def timer(until):
    return {"kind": "timer", "path": here.path(), "until": until}


def sleep(seconds):
    if here is None or seconds <= 0:
        return
    here.wait(here.me(), timer(here.clock + seconds))


def join(self, timeout=None):
    thread = self._lockstep
    if not thread.ended:
        me = here.me()
        thread.joining.append(me)
        here.wait(me, None if timeout is None else timer(here.clock + timeout))
        if me.command.get("fired"):
            thread.joining.remove(me)
            return
    _join(self)


_join = threading.Thread.join


def take_over_threads():
    """From here on threads take turns. Before anything is imported that keeps a lock or a queue."""
    threading.Lock = threading._allocate_lock = Lock
    threading._CRLock = None
    threading.Thread.join = join
    threading._start_new_thread = lambda function, args: here.start_thread(function, args)
    queue.SimpleQueue = SimpleQueue
    time.sleep = sleep
    time.time = lambda: START_OF_TIME + (here.clock if here else 0.0)
    time.monotonic = time.perf_counter = lambda: here.clock if here else 0.0


def take_over_event_loops():
    import asyncio
    import selectors

    class Selector(selectors.DefaultSelector):
        loop = None

        def select(self, timeout=None):
            loop = self.loop
            if not loop.woken and (timeout is None or timeout > 0):
                thread = here.me()
                loop.sleeper = thread
                here.wait(thread, None if timeout is None else timer(here.clock + timeout))
                loop.sleeper = None
            loop.woken = False
            return []

    class Loop(asyncio.SelectorEventLoop):
        """An event loop that waits for threads and virtual time, and for nothing else."""

        def __init__(self):
            self.woken = False
            self.sleeper = None
            self.mains = 0
            super().__init__(Selector())
            self._selector.loop = self
            self.set_task_factory(new_task)

        def time(self):
            return here.clock

        def _write_to_self(self):
            self.woken = True
            if self.sleeper is not None:
                sleeper, self.sleeper = self.sleeper, None
                here.wake(sleeper)

    def new_task(loop, coroutine, **options):
        path, here.next_path = here.next_path, None
        if path is None:
            path = here.path()
            if not loop.is_running():
                loop.mains += 1
            if loop.is_running() or loop.mains > 1:
                path = here.new_path(path)
        task = asyncio.Task(coroutine, loop=loop, **options)
        here.keep.append(task)
        here.paths[id(task)] = path
        return task

    class Policy(asyncio.DefaultEventLoopPolicy):
        _loop_factory = Loop

    asyncio.set_event_loop_policy(Policy())


# SQLite: every connection stops before each statement that it sends.


def traced(sql):
    if here is None or here.alone or sql.startswith("--"):
        return
    thread = here.me()
    if thread.connecting:
        return
    path = here.path()
    here.wait(thread, {"kind": "statement", "path": path, "sql": sql})
    thread.until = None
    thread.sent += 1
    thread.statement = {"path": path, "sql": sql, "status": "done"}
    here.events.append(thread.statement)


def failed(thread, sent, error, sql):
    """A statement has failed; one that SQLite could not even read was sent as well, and is a step."""
    if here is None or here.alone or thread.connecting or getattr(error, "sqlite_errorcode", None) is None:
        return
    if thread.sent == sent:
        traced(sql)
    thread.statement.update(status="error", message=str(error))


def sends(function, sql=None):
    def call(self, *args, **kwargs):
        thread = here and here.me()
        sent = thread and thread.sent
        try:
            return function(self, *args, **kwargs)
        except sqlite3.Error as error:
            if thread:
                failed(thread, sent, error, sql or args[0])
            raise

    return call


class Cursor(sqlite3.Cursor):
    execute = sends(sqlite3.Cursor.execute)
    executemany = sends(sqlite3.Cursor.executemany)
    executescript = sends(sqlite3.Cursor.executescript)


class Connection(sqlite3.Connection):
    def __init__(self, database, timeout, **options):
        options.pop("factory", None)
        if here is not None and here.busy and not here.alone:
            # Requests are counted: in which order threads open their connections is a choice.
            here.wait(here.me(), {"kind": "turn", "path": here.path()})
        super().__init__(database, 0, **options)
        if here is None:
            return
        if Runner.journal == "wal":
            quietly(self, "PRAGMA journal_mode = WAL")
        quietly(self, "PRAGMA synchronous = OFF")
        # As a connection that has been there for long it knows the tables.
        quietly(self, "SELECT count(*) FROM sqlite_master")
        self.set_trace_callback(traced)
        if timeout > 0 and not here.alone:
            self._busy_handler = wait_for_locks(self, timeout)
        here.connections.append(self)

    def cursor(self, factory=Cursor):
        return super().cursor(factory)

    execute = sends(sqlite3.Connection.execute)
    executemany = sends(sqlite3.Connection.executemany)
    executescript = sends(sqlite3.Connection.executescript)
    commit = sends(sqlite3.Connection.commit, "COMMIT")
    rollback = sends(sqlite3.Connection.rollback, "ROLLBACK")

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.rollback()
            return False
        try:
            self.commit()
        except sqlite3.Error:
            if self.in_transaction:
                self.rollback()
            raise
        return False


def quietly(connection, sql):
    try:
        sqlite3.Connection.execute(connection, sql).fetchall()
    except sqlite3.OperationalError:
        pass


BUSY_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


def wait_for_locks(connection, timeout):
    """Where SQLite would wait for a lock, the controller is asked, and no time passes but its own."""
    import _sqlite3

    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    if not hasattr(library, "sqlite3_busy_handler"):
        sys.exit("This Python hides its SQLite: take another one, or export with --busy-timeout 0.")

    def asked(_, count):
        thread = here.me()
        if thread.connecting:
            return 0
        statement = thread.statement
        if statement is None or here.alone:
            return 0
        if thread.command.get("give_up") and statement.get("again"):
            return 0
        if thread.until is None:
            thread.until = here.clock + timeout
        statement["status"] = "blocked"
        here.wait(thread, {"kind": "blocked", "path": statement["path"], "sql": statement["sql"], "until": thread.until})
        thread.statement = {**statement, "status": "done", "again": True}
        here.events.append(thread.statement)
        return 1

    handler = BUSY_HANDLER(asked)
    # CPython keeps SQLite's handle right behind the object's head.
    handle = ctypes.c_void_p.from_address(id(connection) + object.__basicsize__)
    library.sqlite3_busy_handler(handle, handler, None)
    return handler


def take_over_sqlite():
    def connect(database, timeout=None, *args, **options):
        if timeout is None:
            timeout = Runner.busy_timeout / 1000  # CPython's default is that of the setting
        names = ("detect_types", "isolation_level", "check_same_thread", "factory", "cached_statements", "uri")
        return Connection(database, timeout, **dict(zip(names, args)), **options)

    sqlite3.connect = sqlite3.dbapi2.connect = connect
    sqlite3.Cursor = sqlite3.dbapi2.Cursor = Cursor


def count_requests():
    """Of aiosqlite's connections, for databases 0.7, to which it makes a difference who opens his first."""
    import aiosqlite

    def counted(method):
        async def call(self, *args, **kwargs):
            here.busy += 1
            try:
                return await method(self, *args, **kwargs)
            finally:
                here.busy -= 1

        return call

    connection = aiosqlite.Connection
    connection._execute, connection._connect = counted(connection._execute), counted(connection._connect)


# PostgreSQL: psycopg stops there, and a statement that waits for a lock is left alone in its process.


def run_postgres():
    """The module beside this one. Only scenarios on PostgreSQL have it."""
    import run_postgres

    return run_postgres


def take_over_psycopg(database):
    def opened(connection):
        if here is not None:
            here.call("connection", connection.info.backend_pid)
            here.connections.append(connection)

    def failed(message):
        thread = here and here.me()
        if thread and thread.statement and not here.alone and not thread.connecting:
            thread.statement.update(status="error", message=message)

    run_postgres().take_over_psycopg(database, opened, traced, failed)


# Django, Celery, filelock


def set_up_django(source, case, server):
    """A project with one app, which is the scenario's file."""
    import django
    from django.conf import settings

    constants = constants_of(source)
    if server is not None:
        databases = run_postgres().django_databases(server.name, case["isolation"], constants)
    else:
        databases = django_files(constants, case)
    settings.configure(
        DATABASES=databases,
        INSTALLED_APPS=["scenario"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="UTC",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="scenario",
        SECRET_KEY="a scenario has no secrets",
    )
    django.setup()
    if server is not None:
        from django.db.backends.base.base import BaseDatabaseWrapper as DatabaseWrapper

        opening = "connect"
    else:
        from django.db.backends.sqlite3.base import DatabaseWrapper

        opening = "get_new_connection"
    connect = getattr(DatabaseWrapper, opening)

    def connect_at_once(self, *args):
        thread = here.me()
        thread.connecting = True
        try:
            return connect(self, *args)
        finally:
            thread.connecting = False

    setattr(DatabaseWrapper, opening, connect_at_once)
    if server is None and case["begin"] != "deferred" and django.VERSION < (5, 1):
        begin = "BEGIN " + case["begin"].upper()
        DatabaseWrapper._start_transaction_under_autocommit = lambda self: self.cursor().execute(begin)
    import datetime

    from django.utils import timezone

    timezone.now = lambda: datetime.datetime.fromtimestamp(time.time(), tz=datetime.timezone.utc)


def django_files(constants, case):
    """Django's setting DATABASES, on SQLite."""
    import django

    databases = {}
    for alias, given in {"default": {}, **constants.get("DATABASES", {})}.items():
        options = {"timeout": case["busy-timeout"] / 1000, **given.get("OPTIONS", {})}
        begin = case["begin"]
        if begin != "deferred" and django.VERSION >= (5, 1):
            options.setdefault("transaction_mode", begin.upper())
        databases[alias] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(given.get("NAME", alias)),
            "OPTIONS": options,
            "ATOMIC_REQUESTS": given.get("ATOMIC_REQUESTS", alias == "default" and constants.get("ATOMIC_REQUESTS", False)),
        }
    return databases


def constants_of(source):
    """The constants at the top of a scenario that Django reads from its settings."""
    names = {"psycopg": sys.modules.get("psycopg")}
    if names["psycopg"]:
        names["IsolationLevel"] = names["psycopg"].IsolationLevel
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id in ("ATOMIC_REQUESTS", "DATABASES"):
                found[node.targets[0].id] = eval(compile(ast.Expression(node.value), "scenario", "eval"), names)
    return found


def take_over_celery():
    """A message begins a process of its own: there is no broker, and a worker always has time."""
    from celery.app.task import Task
    from kombu.utils.json import dumps

    class Sent:
        def __init__(self, id):
            self.id = id

    def apply_async(self, args=None, kwargs=None, task_id=None, countdown=None, **options):
        if self.typing and getattr(self, "__header__", None):
            self.__header__(*(args or ()), **(kwargs or {}))
        name = here.new_path(here.path())
        here.call("send", name, dumps([self.name, args or (), kwargs or {}, countdown or 0]))
        return Sent(name)

    Task.apply_async = apply_async


def take_message(message):
    from celery import Celery, current_app
    from kombu.utils.json import loads

    name, args, kwargs, countdown = loads(message)
    apps = [value for value in vars(sys.modules["scenario"]).values() if isinstance(value, Celery)]
    app = next((app for app in apps if name in app.tasks), current_app)
    sleep(countdown)
    return app.tasks[name](*args, **kwargs)


def take_over_filelock():
    import filelock

    get, give = filelock.FileLock._acquire, filelock.FileLock._release

    def acquire(self):
        take("file " + str(self.lock_file))
        get(self)

    def release(self):
        give(self)
        here.call("unlock", "file " + str(self.lock_file))

    filelock.FileLock._acquire, filelock.FileLock._release = acquire, release


def take(name):
    """Takes an application lock that all processes share."""
    while not here.call("lock", name):
        wait_for_shared(name)


def wait_for_shared(name):
    here.wait(here.me(), {"kind": "shared lock", "path": here.path(), "name": name})


def is_operational(error):
    # Each library has an OperationalError of its own.
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)


def wrapped_async(strategy, function):
    """An async task's function under a strategy: those of Lockstep's that there are for it."""
    import asyncio

    async def mutex():
        if here.loop_lock is None:
            here.loop_lock = asyncio.Lock()
        async with here.loop_lock:
            return await function()

    async def retry():
        for attempt in range(3):
            try:
                return await function()
            except Exception as error:
                if attempt == 2 or not is_operational(error):
                    raise

    return {"mutex": mutex, "retry": retry}.get(strategy, function)


def wrapped(strategy, function):
    """A task's function under a strategy."""
    if is_async(function):
        return wrapped_async(strategy, function)

    def atomic():
        from django.db import transaction

        with transaction.atomic():
            return function()

    def mutex():
        # Who gets the mutex first is a choice, too.
        wait_for_shared("mutex")
        take("mutex")
        try:
            return function()
        finally:
            here.call("unlock", "mutex")

    def retry(function=function):
        for attempt in range(3):
            try:
                return function()
            except Exception as error:
                if attempt == 2 or not is_operational(error):
                    raise

    strategies = {"as-written": function, "mutex": mutex, "retry": retry}
    if "psycopg" in sys.modules and strategy not in strategies and strategy != "atomic":
        return run_postgres().strategies(function, retry)[strategy]
    return strategies.get(strategy, atomic)


# The controller: it starts the processes and lets one thread of one of them go on at a time.


class Child:
    """A process from outside."""

    def __init__(self, run, path, work):
        self.run = run
        self.path = path
        self.gates = {}
        self.connections = []  # by the numbers of the server's processes
        self.waits = False  # for a lock of the server's
        self.pipe, theirs = Pipe()
        self.locks = set()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            global here
            status = 1
            try:
                here = Process(path, theirs)
                here.clock = run.clock
                threading.main_thread()._lockstep = here.me()
                os.chdir(run.folder)
                work(here)
                here.exit()
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        theirs.close()
        self.listen()

    def go(self, thread, **command):
        self.pipe.send({"go": thread, "clock": self.run.clock, **command})
        self.listen()

    def listen(self):
        """Until all its threads wait, a server lets it wait, or it has ended."""
        while True:
            if self.run.server is not None:
                self.waits = not self.run.server.wait(self.connections, self.arrived)
                if self.waits:
                    self.gates = {}
                    return
            try:
                kind, *rest = self.pipe.recv()
            except EOFError:
                raise RuntimeError("a process of the scenario has died, see above")
            if kind == "lock":
                free = rest[0] not in self.run.locks
                if free:
                    self.run.locks[rest[0]] = self
                self.pipe.send(free)
            elif kind == "unlock":
                del self.run.locks[rest[0]]
                self.pipe.send(None)
            elif kind == "connection":
                self.connections.append(rest[0])
                self.pipe.send(None)
            elif kind == "send":
                self.run.receive(*rest)
                self.pipe.send(None)
            else:
                self.run.hear(rest[0])
                self.gates = rest[1] if kind == "waiting" else {}
                if kind == "exit":
                    self.end()
                return

    def arrived(self, seconds):
        """Whether it says something. (`pipe.poll` would go by the clock, which is virtual.)"""
        return bool(select.select([self.pipe], [], [], seconds)[0])

    def end(self):
        if self.pid is not None:
            os.waitpid(self.pid, 0)
            self.pid = None
            self.waits = False
            self.pipe.close()
            if self.connections:
                self.run.server.end(self.connections)
            for name in [name for name, holder in self.run.locks.items() if holder is self]:
                del self.run.locks[name]

    def kill(self):
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            self.end()


class Run:
    """The scenario from its beginning, along one schedule."""

    def __init__(self, runner):
        self.runner = runner
        self.server = runner.server
        self.folder = runner.fresh_folder()
        if self.server is not None:
            self.server.begin()
        self.clock = 0.0
        self.locks = {}
        self.events = []
        self.let_end = []
        self.results = {}
        self.children = []
        self.names = [name for name, _ in runner.functions]  # of tasks that have an end of their own
        runner.start(self)

    def receive(self, name, message):
        def work(process):
            process.run_task(name, lambda: take_message(message), self.runner.finish)

        self.names.append(name)
        self.children.append(Child(self, name, work))

    def hear(self, news):
        self.events.extend(news["events"])
        self.results.update(news["results"])

    def choices(self):
        """What can go on: (name of the task, kind, child, thread), in the order of the tasks. Whether a
        statement that waits for a lock can, only SQLite knows; what waits for time can when all else waits."""
        found = []
        for child in self.children:
            for thread, gate in child.gates.items():
                held = gate["kind"] == "shared lock" and gate["name"] in self.locks or gate.get("lock")
                if held or gate["kind"] == "over":
                    continue
                found.append((gate["path"], gate["kind"], child, thread, gate.get("until")))
        return found

    def step(self, choice, **command):
        """One step; answers with what it did. What it let end of others is in `let_end`."""
        path, kind, child, thread, until = choice
        self.events = []
        gate = child.gates[thread]
        if kind == "timer" or command.get("give_up"):
            self.clock = max(self.clock, until)
        if kind == "timer":
            command["fired"] = True
        child.go(thread, **command)
        done, self.events = self.events, []
        if child.waits:
            done = [{"path": path, "sql": gate["sql"], "status": "blocked"}]
        self._let_others_end(child)
        return done

    def wait_for(self, task):
        """The task's statement waits until the server lets it go, as by `lock_timeout`; answers with what it did."""
        self.events = []
        child = next((child for child in self.children if child.path == task and child.waits), None)
        deadline = _monotonic() + 60
        while child is not None and child.waits and _monotonic() < deadline:
            child.listen()
        done, self.events = self.events, []
        self._let_others_end(child)
        return done

    def _let_others_end(self, child):
        """Statements of others that need to wait no longer end, and their tasks go on, which may let still others end."""
        waiting = [other for other in self.children if other.waits and other is not child]
        while waiting:
            for other in waiting:
                other.listen()
            still = [other for other in waiting if other.waits]
            waiting = still if len(still) < len(waiting) else []
        self.let_end, self.events = self.events, []

    def outcome(self):
        """Tables, results, invariants."""
        waiting = {"status": "waiting"}
        results = {name: self.results.get(name, waiting) for name in self.names}
        holds = None
        if self.runner.threads:
            holds = self.runner.shared_invariants(self)
        for child in self.children:
            child.kill()
        tables = self.runner.tables(self.folder)
        if holds is None:
            holds = self.runner.invariants(self, tables)
        return {"tables": tables, "tasks": results, "invariants": holds}

    def end(self):
        for child in self.children:
            child.kill()


class NoServer(Exception):
    pass


class Runner:
    """A scenario, ready to be run any number of times. One a program: Django knows one set of models."""

    journal = "delete"
    busy_timeout = 5000

    def __init__(self, source, file_name, case):
        self.case = dict(case)
        if case["strategy"] in ("immediate", "exclusive"):
            self.case["begin"] = case["strategy"]
        self.threads = case["concurrency"] == "threads"
        Runner.journal, Runner.busy_timeout = case["journal"], case["busy-timeout"]
        fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lockstep-", dir=fast))
        self.known_invariants = {}
        take_over_threads()
        take_over_sqlite()
        self.server = None
        if case["database"] == "postgres":
            self.server = self._server()
            take_over_psycopg(self.server.name)
        if "asyncio" in source or "async " in source or "asgiref" in source:
            take_over_event_loops()
        module = types.ModuleType("scenario")
        module.__file__ = str(file_name)
        module.__path__ = [str(self.folder)]
        sys.modules["scenario"] = module
        self.django = "django" in source
        if self.django:
            set_up_django(source, self.case, self.server)
        if "celery" in source:
            take_over_celery()
        if "filelock" in source:
            take_over_filelock()
        exec(compile(source, str(file_name), "exec"), vars(module))
        if getattr(sys.modules.get("databases"), "__version__", "").startswith("0.7"):
            count_requests()
        self.module = module
        self.functions = self._functions()
        self.labels = self._labels()
        self.beginning = self.folder / "beginning"
        self.beginning.mkdir()
        # Processes share the memory that is there now: nobody goes through it to look for garbage.
        gc.freeze()
        gc.disable()
        self._prepare()

    def _server(self):
        import psycopg

        try:
            return run_postgres().Server(_sleep)
        except psycopg.Error as error:
            raise NoServer(f"{error}\nPGHOST, PGPORT, PGUSER … have to name a private server, and a superuser of it")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.server is not None:
            self.server.close()

    def _functions(self):
        """The tasks: name and function."""
        tasks = []
        for name, function in vars(self.module).items():
            if name.startswith("task_") and isinstance(function, types.FunctionType):
                name = name.removeprefix("task_")
                copies = self.case.get("copies", {}).get(name, 1)
                names = [name] if copies == 1 else [f"{name}-{number + 1}" for number in range(copies)]
                tasks += [(name, function) for name in names]
        return tasks

    def _labels(self):
        """Names of the models' tables."""
        if not self.django:
            return {}
        from django.apps import apps

        models = apps.get_app_config("scenario").get_models(include_auto_created=True)
        return {model._meta.db_table: model._meta.model_name for model in models}

    def fresh_folder(self):
        folder = self.folder / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.beginning, folder)
        return folder

    def _alone(self, run, work):
        """Runs something in a process of its own, nothing of which is a step."""

        def alone(process):
            process.alone = True
            work(process)
            self.finish()

        Child(run, "", alone)

    def _prepare(self):
        """Makes the tables and, where its process does not go on, runs setup."""

        def work(process):
            if self.django:
                from django.apps import apps
                from django.db import connection

                with connection.schema_editor(atomic=False) as editor:
                    for model in apps.get_app_config("scenario").get_models():
                        if not model._meta.proxy:
                            editor.create_model(model)
                connection.close()
            if hasattr(self.module, "setup") and not self.threads:
                self.module.setup()

        run = types.SimpleNamespace(folder=self.beginning, clock=0.0, hear=lambda news: None, locks={}, server=self.server)
        self._alone(run, work)
        if self.server is not None:
            self.server.keep_beginning()

    def finish(self):
        """The end of a task: its connections are closed, what is open is rolled back."""
        if self.django:
            from django.db import connections

            for connection in connections.all():
                connection.in_atomic_block = False
                connection.needs_rollback = False
                connection.close()

    def start(self, run):
        tasks = [(name, wrapped(self.case["strategy"], f), is_async(f)) for name, f in self.functions]
        if self.threads:
            run.children.append(self._start_threads(run, tasks))
            return
        coroutines = [(name, function) for name, function, asynchronous in tasks if asynchronous]
        for name, function, asynchronous in tasks:
            if not asynchronous:
                run.children.append(
                    Child(run, name, lambda process: process.run_task(name, function, self.finish))
                )
            elif (name, function) == coroutines[0]:
                run.children.append(Child(run, name, lambda process: run_coroutines(process, coroutines)))

    def _start_threads(self, run, tasks):
        def work(process):
            main = process.me()
            if hasattr(self.module, "setup"):
                process.alone = True
                self.module.setup()
                process.alone = False
            coroutines = [(name, function) for name, function, asynchronous in tasks if asynchronous]
            threads = []
            for name, function, asynchronous in tasks:
                if asynchronous and (name, function) != coroutines[0]:
                    continue
                if asynchronous:
                    thread = threading.Thread(target=run_coroutines, args=(process, coroutines))
                else:
                    thread = threading.Thread(target=process.run_task, args=(name, function, self.finish))
                process.next_path = name
                thread.start()
                threads.append(thread)
            for thread in threads:
                thread.join()
            # The last gate: past it are the invariants.
            process.wait(main, {"kind": "over", "path": ""})
            process.alone = True
            holds = self._check()
            process.pipe.send(("exit", {"events": [], "results": {"": holds}}))
            self.finish()
            os._exit(0)

        return Child(run, "", work)

    def _check(self):
        holds = {}
        for name, function in vars(self.module).items():
            if name.startswith("invariant_") and isinstance(function, types.FunctionType):
                try:
                    holds[name.removeprefix("invariant_")] = function() is not False
                except Exception:
                    holds[name.removeprefix("invariant_")] = False
        return holds

    def shared_invariants(self, run):
        child = run.children[0]
        over = [thread for thread, gate in child.gates.items() if gate["kind"] == "over"]
        if not over:
            return None
        child.go(over[0])
        run.results.pop("", None)
        return run.results.pop("", None)

    def invariants(self, run, tables):
        key = json.dumps(tables)
        if key not in self.known_invariants:
            run.results = {}

            def work(process):
                process.results = {"": self._check()}

            self._alone(run, work)
            self.known_invariants[key] = run.results.pop("")
        return self.known_invariants[key]

    def tables(self, folder):
        """The final content, as Lockstep's reports have it."""
        if self.server is not None:
            return self.server.tables(self.labels)
        tables = {}
        for path in sorted(folder.iterdir()):
            if path.name.endswith(("-journal", "-wal", "-shm")):
                continue
            with open(path, "rb") as file:
                if not file.read(16).startswith(b"SQLite format 3"):
                    continue
            connection = _connect(path)
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            for (name,) in names.fetchall():
                columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
                keys = [c[1] for c in sorted(columns, key=lambda c: c[5]) if c[5]] or ["rowid"]
                order = ", ".join(f'"{key}"' for key in keys)
                rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}').fetchall()
                tables[self.labels.get(name, name)] = [
                    {c[1]: as_json(c[2], value) for c, value in zip(columns, row)} for row in rows
                ]
            connection.close()
        return tables


def as_json(declared, value):
    if declared == "bool" and value in (0, 1):
        return bool(value)
    if isinstance(value, bytes):
        return {"blob": value.hex().upper()}
    return value


def is_async(function):
    import inspect

    return inspect.iscoroutinefunction(function)


def run_coroutines(process, coroutines):
    """The async tasks on one event loop, as asyncio.run() of a gather() of them."""
    import asyncio

    async def main():
        tasks = []
        for name, function in coroutines:
            process.next_path = name
            task = asyncio.get_running_loop().create_task(function())
            task.add_done_callback(lambda task, name=name: tell(name, task))
            tasks.append(task)
        await asyncio.gather(*tasks, return_exceptions=True)

    def tell(name, task):
        if task.cancelled():
            process.results[name] = {"status": "raised", "type": "CancelledError", "message": ""}
        elif task.exception() is not None:
            process.results[name] = raised(task.exception())
        else:
            process.results[name] = {"status": "returned", "value": repr(task.result())}

    asyncio.run(main())


# One schedule, for people


def runner_of(case, folder):
    file = folder / case["file"]
    return Runner(file.read_text(encoding="utf-8"), file, case["settings"])


def replay(case, folder):
    """Runs the schedule, prints its steps, and answers with what differs from what Lockstep said."""
    for result in case["outcome"]["tasks"].values():
        result.pop("for", None)  # in words, what a task waits for
    differences = []
    runner = runner_of(case, folder)
    try:
        run = Run(runner)
        for number, (task, expected) in enumerate(case["steps"], 1):
            choice = next((choice for choice in run.choices() if choice[0] == task), None)
            if choice is not None:
                give_up = choice[1] == "blocked" and expected == "error"
                events = run.step(choice, **({"give_up": True} if give_up else {}))
            elif not (events := run.wait_for(task)):
                differences.append(f"step {number}: {task} cannot go on")
                break
            status = events[-1]["status"] if events else "done"
            text = events[-1]["sql"] if events else "goes on"
            message = events[-1].get("message") if events else None
            note = {"done": "", "blocked": "   -- waits for a lock", "error": f"   -- {message}"}[status]
            print(f"{number:4}  {task:12}  {text}{note}")
            for event in run.let_end:
                message = event.get("message", "waits no longer")
                print(f"      {event['path']:12}  {event['sql']}   -- {message}")
            if status != expected:
                differences.append(f"step {number}: {status}, Lockstep said {expected}")
        found = run.outcome()
        run.end()
    finally:
        runner.close()
    show(found)
    for part in ("tables", "tasks", "invariants"):
        for name in sorted({*found[part], *case["outcome"][part]}):
            real, said = found[part].get(name), case["outcome"][part].get(name)
            if real != said:
                differences.append(f"{name}: {real}, Lockstep said {said}")
    return differences


def show(outcome):
    print()
    for name, rows in outcome["tables"].items():
        print(f"{name}:", "  ".join("(" + " ".join(f"{c}={v!r}" for c, v in row.items()) + ")" for row in rows) or "(no rows)")
    for name, result in outcome["tasks"].items():
        texts = {"returned": "returned {value}", "raised": "raised {type}: {message}", "waiting": "waits for ever"}
        print(name, texts[result["status"]].format(**result))
    for name, holds in outcome["invariants"].items():
        print("invariant", name, "holds" if holds else "fails")


def main():
    try:
        differences = replay(CASE, pathlib.Path(__file__).resolve().parent)
    except ImportError as error:
        print(f"{error}\n\n    {CASE['install']}", file=sys.stderr)
        return 1
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1
    print()
    if not differences:
        print("The same as in Lockstep:", CASE["said"])
        return 0
    print("Not the same as in Lockstep:")
    for difference in differences:
        print(" ", difference)
    return 1


if __name__ == "__main__":
    sys.exit(main())
