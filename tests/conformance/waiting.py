"""Lockstep against real processes that really wait.

    python3 waiting.py --lockstep target/debug/lockstep --environments DIR [--runs N] [CASE ...]

A case is what `lockstep check` takes: "x/lock-order --strategy mutex"; without any it is all of `CASES`.
Each is run so often: its tasks at the same time, as real processes, threads of drivers, asyncio tasks and
Celery workers, with SQLite's own busy timeout and random delays before statements. Every outcome that is
ever seen must be among those of `lockstep check` with the same settings. A run by hand: it takes real
time, and sees something else each time. `cargo xtask conformance` makes the environments.
"""

import argparse
import concurrent.futures
import fcntl
import json
import mmap
import os
import pathlib
import random
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import types

import conformance

# With delays of some milliseconds only those wait for so long who would do it for ever.
BUSY_TIMEOUT = 1000

# Who has sent no statement for this much longer waits for ever, be it for a file or for each other.
PATIENCE = 5.0

ASYNC = ["ticket", "workaround", "shared-connection", "await-in-block", "autocommit-off", "parameter"]
DATABASES = ["shared-transaction", "concurrent-tasks", "child-task", "given-connection"]
DICTIONARY = ["", "-new-one", "-by-task"]
CASES = [
    *(f"x/lock-order{more}" for more in ("", "-same", " --strategy mutex", " --journal wal")),
    *(f"x/get-or-create{more}" for more in ("", "-unique", "-unique-together", "-atomic-requests", "-lock-file")),
    *(f"x/get-or-create --strategy {strategy}" for strategy in ("immediate", "retry", "mutex")),
    *(f"x/transfer{more}" for more in ("", "-f-expression", "-version-column", "-compare-and-swap", "-lock-file")),
    *(f"x/transfer --strategy {strategy}" for strategy in ("atomic", "immediate", "exclusive", "retry")),
    "x/transfer --strategy atomic --journal wal",
    *(f"x/{name}{more}" for name in ("inventory", "write-skew") for more in ("", " --strategy immediate")),
    *(f"x/{name}" for name in ("update-or-create", "swallowed-error", "swallowed-error-savepoint", "counter", "job-queue")),
    *(f"x/celery-delay{more}" for more in ("", "-no-atomic-requests", "-non-atomic-requests")),
    *(f"x/celery-delay{more}" for more in ("-on-commit", "-rolled-back")),
    str(conformance.HERE / "programs/celery_left_open.py"),
    *(f"x/django-async-{name} --django {release}" for name in ASYNC for release in (2, 3, 5)),
    *(f"x/django-async-guard --django {release}" for release in (3, 5)),
    *(f"x/databases-{name} --databases {release}" for name in DATABASES for release in ("0.7", "0.9")),
    *(f"x/databases-mutated-dictionary{more}" for more in DICTIONARY),
]


# The parent: what is known, and what the environment's Python sees.


def compare(case, options):
    """The case's line, and whether all that was seen is known."""
    flags = [*case.split(), "--busy-timeout", str(BUSY_TIMEOUT)]
    report = subprocess.run([options.lockstep, "check", *flags, "--format", "json"], capture_output=True, text=True)
    known = {key(outcome) for outcome in json.loads(report.stdout)["outcomes"]}
    with tempfile.TemporaryDirectory() as folder:
        export = [options.lockstep, "export", *flags, "--to", "django", "--out", folder]
        said = subprocess.run(export, capture_output=True, text=True, check=True).stderr
        python = pathlib.Path(options.environments) / conformance.environment(said) / "bin" / "python"
        command = [python, __file__, "--inside", folder, "--runs", str(options.runs)]
        ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0:
        return f"{case}: cannot be run\n{ran.stderr[-2000:]}", False
    seen = json.loads(ran.stdout.splitlines()[-1])
    unknown = {outcome: n for outcome, n in seen.items() if outcome not in known}
    runs = sum(seen.values())
    lines = [f"{case}: {runs} runs, {len(seen)} of {len(known)} outcomes seen, {sum(unknown.values())} runs unknown"]
    lines += [f"    {n} times: {outcome}" for outcome, n in unknown.items()]
    return "\n".join(lines), not unknown


def key(outcome):
    tasks = {name: {**task, "for": None} for name, task in outcome["tasks"].items()}
    return json.dumps([outcome["tables"], tasks, outcome["invariants"]], sort_keys=True)


# Inside: the runner, let loose.

# When a statement was last sent, by whichever process.
last_sign = mmap.mmap(-1, 8)


def sign():
    last_sign[:] = struct.pack("d", time.monotonic())


def free(runs):
    """Lets the runner's processes run as they like: statements are delayed, not chosen."""

    def traced(sql):
        sign()
        # Between Celery's processes there are files, which take longer than a statement.
        longest = 0.03 if "celery" in sys.modules else 0.004
        time.sleep(random.choice((0, 0, random.random() * longest)))

    def me(process):
        return process.threads.setdefault(runs._thread.get_ident(), runs.Thread(""))

    def wait_for_locks(connection, timeout):
        runs.quietly(connection, f"PRAGMA busy_timeout = {int(timeout * 1000)}")

    def take(name):
        # Beside the run's folder, which is where the process is.
        runs.mutex = open(f"../{name}", "w")
        fcntl.flock(runs.mutex, fcntl.LOCK_EX)

    runs.take = take
    runs.wait_for_shared = lambda name: None
    runs.Process.call = lambda process, *message: runs.mutex.close()
    runs.traced = traced
    runs.failed = lambda *info: None
    runs.wait_for_locks = wait_for_locks
    runs.Process.me = me
    # As manage.py sets it: by this Celery knows that Django's connections are to be closed after each task.
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    os.environ["CELERY_SKIP_CHECKS"] = "true"
    runs.count_requests = lambda: None
    for library in ("threads", "event_loops", "filelock", "celery"):
        setattr(runs, f"take_over_{library}", lambda: None)


def stop_the_clock(runs):
    """Rows say when they were made: Lockstep's time stands still where nobody waits."""
    if "django" in sys.modules:
        import datetime

        from django.utils import timezone

        now = datetime.datetime.fromtimestamp(runs.START_OF_TIME, tz=datetime.timezone.utc)
        timezone.now = lambda: now


class Child:
    """A process that tells what it comes to: JSON, a line each."""

    def __init__(self, runs, runner, work, begin=None):
        self.answer, told = os.pipe()
        self.lines = b""
        self.pid = os.fork()
        if self.pid:
            os.close(told)
            return
        try:
            runs.here = process = runs.Process("", None)
            random.seed()
            os.chdir(runner.folder / "run")
            if begin is not None:
                os.read(begin, 1)
                time.sleep(random.random() * 0.004)
            work(process, lambda **news: os.write(told, json.dumps(news).encode() + b"\n"))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)

    def hear(self, limit):
        """What it tells next; None if it has ended, or if that takes longer."""
        while b"\n" not in self.lines:
            if not select.select([self.answer], [], [], limit)[0]:
                return None
            read = os.read(self.answer, 65536)
            if not read:
                return None
            self.lines += read
        line, self.lines = self.lines.split(b"\n", 1)
        return json.loads(line)

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.answer)


def once(runs, runner):
    """All tasks at the same time: the outcome."""
    folder = runner.fresh_folder()
    asynchronous = [(name, function) for name, function in runner.functions if runs.is_async(function)]
    strategy = runner.case["strategy"]
    begin, go = os.pipe()
    children = []
    worker = start_worker(runs, runner) if "celery" in sys.modules else None

    def run_function(name, function):
        def work(process, tell):
            sent = count_messages(name) if worker else []
            process.run_task(name, runs.wrapped(strategy, function), runner.finish)
            tell(results=process.results, sent=sent)

        return work

    def run_coroutines(process, tell):
        runs.run_coroutines(process, [(name, runs.wrapped(strategy, function)) for name, function in asynchronous])
        tell(results=process.results, sent=[])

    sign()
    for name, function in runner.functions:
        if not runs.is_async(function):
            children.append(Child(runs, runner, run_function(name, function), begin))
        elif (name, function) == asynchronous[0]:
            children.append(Child(runs, runner, run_coroutines, begin))
    os.write(go, b"." * len(children))
    results = {name: {"status": "waiting"} for name, _ in runner.functions}
    for child in children:
        news = patiently(child)
        if news:
            results.update(news["results"])
            results.update({message: {"status": "waiting"} for message in news["sent"]})
            for _ in news["sent"]:
                results.update(patiently(worker) or {})
    for child in [*children, *([worker] if worker else [])]:
        child.end()
    os.close(begin)
    os.close(go)
    tables = runner.tables(folder)
    run = types.SimpleNamespace(folder=folder, clock=0.0, locks={}, results={})
    run.hear = lambda news: run.results.update(news["results"])
    return {"tables": tables, "tasks": results, "invariants": runner.invariants(run, tables)}


def patiently(child):
    """What it tells; None once nobody has done anything for longer than a statement waits."""
    while (left := struct.unpack("d", last_sign)[0] + BUSY_TIMEOUT / 1000 + PATIENCE - time.monotonic()) > 0:
        if news := child.hear(left):
            return news
    return None


# Celery: a real worker, with a broker whose messages are files.


def use_files_as_broker(runner):
    from celery import Celery
    from kombu.transport.filesystem import Channel

    def locked(method):
        # kombu reads files that are still being written.
        def call(*args, **kwargs):
            with open(runner.folder / "broker", "w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                return method(*args, **kwargs)

        return call

    Channel._put, Channel._get = locked(Channel._put), locked(Channel._get)

    for app in [value for value in vars(runner.module).values() if isinstance(value, Celery)]:
        app.conf.update(
            broker_url="filesystem://",
            broker_transport_options={
                **{f"data_folder_{way}": str(runner.folder / "messages") for way in ("in", "out")},
                "control_folder": str(runner.folder / "control"),
                "polling_interval": 0.002,
            },
            worker_hijack_root_logger=False,
            task_ignore_result=True,
        )


def count_messages(task):
    """A message's name is that of the task that sends it, and its number."""
    from celery.app.task import Task

    sent = []
    apply_async = Task.apply_async

    def named(self, args=None, kwargs=None, task_id=None, **options):
        sent.append(f"{task}.{len(sent) + 1}")
        return apply_async(self, args, kwargs, task_id=sent[-1], **options)

    Task.apply_async = named
    return sent


def start_worker(runs, runner):
    from celery import Celery, signals

    for name in ("messages", "control"):
        shutil.rmtree(runner.folder / name, ignore_errors=True)
        (runner.folder / name).mkdir()
    app = next(value for value in vars(runner.module).values() if isinstance(value, Celery))

    def work(process, tell):
        def ended(task_id, retval=None, state=None, **_):
            if state == "SUCCESS":
                tell(**{task_id: {"status": "returned", "value": repr(retval)}})
            else:
                tell(**{task_id: runs.raised(retval)})

        def delay(**_):
            sign()
            time.sleep(random.random() * 0.006)

        signals.task_postrun.connect(ended, weak=False)
        signals.task_prerun.connect(delay, weak=False)
        signals.worker_ready.connect(lambda **_: tell(ready=True), weak=False)
        app.Worker(pool="solo", concurrency=1, loglevel="CRITICAL", quiet=True).start()

    worker = Child(runs, runner, work)
    if worker.hear(30) is None:
        raise RuntimeError("Celery's worker has not begun")
    return worker


def inside(folder, times):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    import explore

    folder = pathlib.Path(folder)
    runs = explore.load_runner(folder)
    free(runs)
    runner = runs.runner_of(runs.CASE, folder)
    stop_the_clock(runs)
    if "celery" in sys.modules:
        use_files_as_broker(runner)
    seen = {}
    try:
        for _ in range(times):
            outcome = key(once(runs, runner))
            seen[outcome] = seen.get(outcome, 0) + 1
    finally:
        runner.close()
    print(json.dumps(seen))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lockstep")
    parser.add_argument("--environments")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.runs)
        return 0
    options.lockstep = str(pathlib.Path(options.lockstep).resolve())
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for line, good in pool.map(lambda case: compare(case, options), options.cases or CASES):
            print(line, flush=True)
            bad += not good
    print(f"{bad} cases with outcomes that Lockstep does not have")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
