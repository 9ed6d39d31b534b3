"""Lockstep against real processes that really wait.

    python waiting.py RUNS LOCKSTEP SCENARIO ...

Runs each scenario so often: its tasks as processes at the same time, with SQLite's own busy timeout and
random delays before statements. Every outcome that is ever seen must be among those of `lockstep check`
with the same settings. A run by hand: it takes real time, and sees something else each time. Scenarios
whose tasks are plain functions, without Celery; the Python must have what they import.
"""

import json
import os
import pathlib
import pickle
import random
import subprocess
import sys
import tempfile
import time

import explore

_sleep = time.sleep


def free(runs):
    """Lets the runner's processes run as they like: statements are delayed, not chosen."""
    runs.traced = lambda sql: _sleep(random.choice((0, 0, random.random() * 0.004)))
    runs.sleep = _sleep
    runs.failed = lambda *info: None
    runs.take_over_filelock = lambda: None
    runs.wait_for_locks = lambda connection, timeout: runs.quietly(
        connection, f"PRAGMA busy_timeout = {int(timeout * 1000)}"
    )


def once(runs, runner):
    """All tasks at the same time: the outcome."""
    folder = runner.fresh_folder()
    begin, go = os.pipe()
    children = []
    for name, function in runner.functions:
        answer, told = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                runs.here = process = runs.Process(name, None)
                random.seed()
                os.chdir(folder)
                os.close(go)
                os.read(begin, 1)  # until the parent closes the other end
                _sleep(random.random() * 0.004)
                process.run_task(name, runs.wrapped(runner.case["strategy"], function), runner.finish)
                for connection in process.connections:
                    connection.close()
                os.write(told, pickle.dumps(process.results))
            finally:
                os._exit(0)
        os.close(told)
        children.append((pid, answer))
    os.close(begin)
    os.close(go)
    results = {}
    for pid, answer in children:
        with open(answer, "rb") as file:
            results.update(pickle.loads(file.read()))
        os.waitpid(pid, 0)
    tables = runner.tables(folder)
    run = type("Run", (), {"folder": folder, "clock": 0.0, "locks": {}, "results": {}})()
    run.hear = lambda news: run.results.update(news["results"])
    return {"tables": tables, "tasks": results, "invariants": runner.invariants(run, tables)}


def key(outcome):
    return json.dumps([outcome["tables"], outcome["tasks"], outcome["invariants"]], sort_keys=True)


def one(times, lockstep, scenario):
    flags = scenario.split()
    report = subprocess.run([lockstep, "check", *flags, "--format", "json"], capture_output=True, text=True)
    known = {key(outcome) for outcome in json.loads(report.stdout)["outcomes"]}
    with tempfile.TemporaryDirectory() as folder:
        export = [lockstep, "export", *flags, "--to", "django", "--out", folder]
        subprocess.run(export, capture_output=True, check=True)
        folder = pathlib.Path(folder)
        runs = explore.load_runner(folder)
        free(runs)
        runner = runs.runner_of(runs.CASE, folder)
        seen = {}
        try:
            for _ in range(times):
                outcome = key(once(runs, runner))
                seen[outcome] = seen.get(outcome, 0) + 1
        finally:
            runner.close()
    unknown = {outcome: n for outcome, n in seen.items() if outcome not in known}
    print(f"{scenario}: {times} runs, {len(seen)} of {len(known)} outcomes seen, {sum(unknown.values())} runs unknown")
    for outcome, n in unknown.items():
        print(f"    {n} times: {outcome}")
    return not unknown


def main():
    times, lockstep, *scenarios = sys.argv[1:]
    if len(scenarios) == 1:
        return 0 if one(int(times), lockstep, scenarios[0]) else 1
    status = 0
    for scenario in scenarios:
        # A process each: Django knows one set of models.
        status |= subprocess.run([sys.executable, __file__, times, lockstep, scenario]).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
