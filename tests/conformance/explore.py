"""All interleavings of an exported scenario under CPython with the real libraries, one by one.

    lockstep export SCENARIO.py --to django --out FOLDER [settings]
    python explore.py FOLDER

prints one JSON object: outcomes, and how many interleavings lead to each. It drives the runner in the
folder, from the beginning again for every interleaving.
"""

import importlib.util
import json
import pathlib
import sys


def load_runner(folder):
    sys.path.append(str(folder))
    spec = importlib.util.spec_from_file_location("run", folder / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Node:
    """A state along a schedule, and what is still to be tried there."""

    def __init__(self, choices):
        # A statement that waits for a lock is tried: only SQLite knows whether it can go on.
        self.todo = [(name, kind, False) for name, kind, *_ in choices if kind != "timer"]
        self.late = [(name, kind, until) for name, kind, *_, until in choices if until is not None]
        self.at = 0
        self.moves = 0

    def choice(self):
        if self.at < len(self.todo):
            return self.todo[self.at]
        if self.moves == 0 and self.late:
            # Nothing can go on: time passes, until whoever waits least waits no longer.
            first = min(until for *_, until in self.late)
            self.todo += [(name, kind, True) for name, kind, until in self.late if until == first]
            self.late = []
            return self.choice()
        return None


def step(run, choice):
    """Takes it; False if it turns out that it cannot go on."""
    name, kind, late = choice
    found = next(c for c in run.choices() if c[0] == name and c[1] == kind)
    events = run.step(found, **({"give_up": True} if late and kind == "blocked" else {}))
    return not (kind == "blocked" and not late and not [e for e in events if e["status"] != "blocked"])


def follow(run, path):
    """Takes the choices of a path and goes on with the first one everywhere: the outcome, or None if
    the last choice of the path cannot go on."""
    for node in path[:-1]:
        assert step(run, node.choice()), "a schedule does not do the same again"
    node = path[-1] if path else None
    while True:
        if node is not None:
            if not step(run, node.choice()):
                return None
            node.moves += 1
        node = Node(run.choices())
        if node.choice() is None:
            return run.outcome()
        path.append(node)


def advance(path):
    """The next path, depth first; False if there is none."""
    while path:
        path[-1].at += 1
        if path[-1].choice() is not None:
            return True
        path.pop()
    return False


def explore(folder, most=1_000_000):
    """All outcomes and how many interleavings lead to each; at most so many interleavings are run."""
    runs = load_runner(folder)
    runner = runs.runner_of(runs.CASE, folder)
    path, counts, more = [], {}, True
    try:
        while more and sum(counts.values()) < most:
            run = runs.Run(runner)
            try:
                outcome = follow(run, path)
            finally:
                run.end()
            if outcome is not None:
                text = json.dumps(outcome, sort_keys=True)
                counts[text] = counts.get(text, 0) + 1
            more = advance(path)
    finally:
        runner.close()
    outcomes = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return {
        "interleavings": sum(counts.values()),
        "complete": not more,
        "outcomes": [{"interleavings": count, **json.loads(text)} for text, count in outcomes],
    }


if __name__ == "__main__":
    print(json.dumps(explore(pathlib.Path(sys.argv[1]))))
