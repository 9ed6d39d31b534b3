"""What the real libraries do with a scenario, through every interleaving.

    python3 conformance.py --lockstep target/debug/lockstep --environments DIR [--most N] [--record] [NAME ...]

Each case is a scenario and settings. It is exported, and every interleaving of it is run under the Python
of the environment that has the releases it wants (DIR/NAME/bin/python). What was found is compared with
`recorded/`, or written there with `--record`; `crates/cli/tests/conformance.rs` compares Lockstep with
that. `--most` leaves out cases with more recorded interleavings. `cargo xtask conformance` does all of it.

Cases on PostgreSQL run on the server that PGHOST names, or on one of their own, which is started if PostgreSQL 15 is
installed and ended again. Otherwise they are left out.
"""

import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
RECORDED = HERE / "recorded"
ON_POSTGRES = HERE / "postgres"
LEVELS = ["read-committed", "repeatable-read", "serializable"]

# Settings beside the first ones, of scenarios that have few interleavings.
MORE_SETTINGS = [{"journal": "wal"}, {"strategy": "atomic"}, {"strategy": "mutex"}, {"concurrency": "threads"}]
WITH_MORE_SETTINGS = [
    "x/check-then-create",
    "x/check-then-create-unique",
    "x/job-queue",
    "x/lock-order",
    "x/seat-booking",
    "x/write-skew",
]

STRATEGIES_ON_POSTGRES = {
    "x/postgres-transfer": ["lock-table", "advisory-lock"],
    "x/postgres-write-skew": ["repeatable-read-retry", "serializable-retry"],
}

# Programs that mean something only with these settings.
FIRST_SETTINGS = {"programs/threads_event.py": {"concurrency": "threads"}}

# They can be run, but have up to thousands of interleavings: only when they are named.
LARGE = [
    "swallowed-error-savepoint",
    "update-or-create",
    "get-or-create-atomic-requests",
    "transfer-version-column",
    "databases-concurrent-tasks.databases-0.9",
]


# Ten requests have more interleavings than anybody can run one by one; with two they are another scenario.
ENDLESS = ["x/get-or-create-ten-requests"]


class Case:
    folder = RECORDED

    def __init__(self, scenario, settings):
        self.scenario = scenario
        self.postgres = "postgres" in scenario
        # The gallery's own settings are told by the scenario's name.
        self.settings = {"busy-timeout": "0", **settings}
        stem = scenario.removeprefix("x/") if scenario.startswith("x/") else pathlib.Path(scenario).stem
        self.name = ".".join([stem] + [f"{name}-{value}" for name, value in settings.items()])
        self.path = scenario if scenario.startswith("x/") else str(HERE / scenario)
        self.flags = [flag for name, value in self.settings.items() for flag in (f"--{name}", value)]
        self.file = self.folder / f"{self.name}.json"


class PostgresCase(Case):
    """A scenario of the folder `postgres`, at a level."""

    folder = ON_POSTGRES / "recorded"

    def __init__(self, scenario, level):
        super().__init__(scenario, {"database": "postgres", "isolation": level})
        self.name = f"{pathlib.Path(scenario).stem}.{level}"
        self.file = self.folder / f"{self.name}.json"


def cases(lockstep):
    lines = subprocess.run([lockstep, "gallery"], capture_output=True, text=True, check=True).stdout.splitlines()
    gallery = [line.split()[0] for line in lines if not line.startswith("x/hermitage")]
    gallery = [scenario for scenario in gallery if scenario not in ENDLESS]
    programs = sorted(f"programs/{path.name}" for path in (HERE / "programs").glob("*.py"))
    for scenario in gallery + programs:
        more = MORE_SETTINGS if scenario in WITH_MORE_SETTINGS else []
        more = more + [{"strategy": strategy} for strategy in STRATEGIES_ON_POSTGRES.get(scenario, [])]
        for settings in [*(releases(scenario) or [FIRST_SETTINGS.get(scenario, {})]), *more]:
            yield Case(scenario, settings)
    for path in sorted((ON_POSTGRES / "scenarios").glob("*.py")):
        for level in LEVELS:
            yield PostgresCase(f"postgres/scenarios/{path.name}", level)


def releases(scenario):
    """Releases of the libraries in which a scenario does something else."""
    if "databases" in scenario:
        return [{"databases": "0.7"}, {"databases": "0.9"}]
    if scenario == "x/django-async-guard":
        return [{"django": "3"}, {"django": "5"}]  # Django 2 has no acreate()
    if "django-async" in scenario:
        return [{"django": release} for release in ("2", "3", "5")]
    return []


def environment(install):
    """Which environment has what the runner asks for."""
    if "databases==0.7" in install:
        return "databases07"
    if "psycopg" in install:
        return "postgres"
    release = {"==2.2": "django2", "==4.2": "django3"}
    return next((name for version, name in release.items() if version in install), "django5")


def explore(case, lockstep, environments):
    """What the real libraries do."""
    with tempfile.TemporaryDirectory() as folder:
        command = [lockstep, "export", case.path, "--to", "django", "--out", folder, *case.flags]
        exported = subprocess.run(command, capture_output=True, text=True)
        if exported.returncode != 0:
            raise RuntimeError(exported.stderr)
        python = pathlib.Path(environments) / environment(exported.stderr) / "bin" / "python"
        found = subprocess.run([python, HERE / "explore.py", folder], capture_output=True, text=True)
    if found.returncode != 0:
        raise RuntimeError(found.stderr[-2000:])
    return {"scenario": case.scenario, "settings": case.settings, **json.loads(found.stdout)}


@contextlib.contextmanager
def postgres():
    """A server, named by libpq's environment; whether there is one."""
    programs = pathlib.Path("/usr/lib/postgresql/15/bin")
    if "PGHOST" in os.environ or not (programs / "initdb").exists():
        yield "PGHOST" in os.environ
        return
    folder = tempfile.mkdtemp(prefix="lockstep-postgres-")
    # It refuses root.
    user = next((name for name in ("postgres", "nobody") if os.geteuid() == 0 and has_user(name)), None)
    if user:
        shutil.chown(folder, user)
    run = lambda program, *given: subprocess.run(
        [programs / program, "-D", f"{folder}/data", *given], user=user, cwd="/", check=True, stdout=subprocess.DEVNULL
    )
    try:
        run("initdb", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8", "--username=lockstep")
        quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses= {quick}", "start")
        os.environ.update(PGHOST=folder, PGUSER="lockstep")
        try:
            yield True
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def has_user(name):
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def differences(one, other):
    """Outcomes that only one of them has, or that they count differently."""
    one, other = (
        {json.dumps({**o, "interleavings": 0}, sort_keys=True): o["interleavings"] for o in found["outcomes"]}
        for found in (one, other)
    )
    keys = sorted({*one, *other})
    return [f"    {one.get(k, 0)} and {other.get(k, 0)} interleavings: {k}" for k in keys if one.get(k) != other.get(k)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lockstep", required=True)
    parser.add_argument("--environments", required=True)
    parser.add_argument("--most", type=int)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    lockstep = str(pathlib.Path(options.lockstep).resolve())
    RECORDED.mkdir(exist_ok=True)

    def wanted(case):
        if options.names and not any(case.name == n or case.name.startswith(n + ".") for n in options.names):
            return False
        if case.name in LARGE and case.name not in options.names:
            return False
        if case.postgres and not server:
            left_out.append(case.name)
            return False
        if options.most is None or not case.file.exists():
            return True
        return json.loads(case.file.read_text())["interleavings"] <= options.most

    def run(case):
        begun = time.monotonic()
        try:
            found = explore(case, lockstep, options.environments)
        except RuntimeError as error:
            return case, f"cannot be run\n{error}"
        seconds = time.monotonic() - begun
        if options.record:
            case.file.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
        elif not case.file.exists():
            return case, "is not recorded"
        elif differing := differences(json.loads(case.file.read_text()), found):
            return case, "\n".join(["what is recorded and what was found differ", *differing])
        print(f"{case.name}: {found['interleavings']} interleavings ({seconds:.1f} s)", flush=True)
        return case, None

    left_out = []
    with postgres() as server, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(run, filter(wanted, cases(lockstep))))
    if left_out:
        print(f"SKIPPED, there is no PostgreSQL 15: {', '.join(left_out)}")
    wrong = [f"{case.name}: {problem}" for case, problem in results if problem]
    print(*wrong, f"{len(results)} cases, {len(wrong)} wrong", sep="\n")
    return 1 if wrong or not results else 0


if __name__ == "__main__":
    sys.exit(main())
