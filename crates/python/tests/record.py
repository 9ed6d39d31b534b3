"""Records what CPython prints for every program of the corpus.

    python3 crates/python/tests/record.py            write the .expected files
    python3 crates/python/tests/record.py --check    compare, write nothing
    ... [--check] closures classes/super             only paths that start so

The rows of LANGUAGE.md are programs, too: what CPython prints for them is in `language.expected`.

`corpus/<topic>/<name>.py` is a program, `<name>.expected` beside it its exact
standard output. If an exception ends the program, one more line follows (on a
line of its own even if the output does not end with a newline):

    !! ExceptionType: message

that is `type(e).__name__` and `str(e)`. What lands on standard error (warnings,
tracebacks) is not recorded.

Every program runs in two fresh processes with different hash seeds. A program
whose outputs differ depends on something a corpus must not depend on (addresses,
order of hashes, time), and is an error here.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CORPUS = Path(__file__).resolve().parent / "corpus"
LANGUAGE = Path(__file__).resolve().parent.parent / "LANGUAGE.md"
LANGUAGE_ROWS = Path(__file__).resolve().parent / "language.expected"
VERSION = (3, 11)
HASH_SEEDS = ("1", "4242")
TIMEOUT_SECONDS = 20

# Runs in the fresh process: the program is `__main__`, as with `python3 FILE`.
RUNNER = """
import io, sys, types
path = sys.argv[1]
sys.argv = [path]
main = sys.modules["__main__"] = types.ModuleType("__main__")
main.__file__ = path
terminal, sys.stdout = sys.stdout, io.StringIO()
with open(path, encoding="utf-8") as file:
    source = file.read()
ending = ""
try:
    exec(compile(source, path, "exec"), main.__dict__)
except BaseException as e:
    ending = f"!! {type(e).__name__}: {e}\\n"
printed = sys.stdout.getvalue()
if ending and printed and not printed.endswith("\\n"):
    printed += "\\n"
sys.stdout = terminal
sys.stdout.write(printed + ending)
"""


class Unusable(Exception):
    """The program cannot be part of the corpus; the message says why."""


def run_once(program: Path, hash_seed: str) -> bytes:
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": hash_seed}
    with tempfile.TemporaryDirectory() as directory:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-X", "utf8", "-c", RUNNER, str(program)],
                cwd=directory,
                env=environment,
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise Unusable(f"runs longer than {TIMEOUT_SECONDS} s") from None
    if done.returncode != 0:
        raise Unusable(f"exit status {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def run(program: Path) -> bytes:
    outputs = {run_once(program, seed) for seed in HASH_SEEDS}
    if len(outputs) != 1:
        raise Unusable("prints something else with another hash seed")
    (output,) = outputs
    if not output:
        raise Unusable("prints nothing, so it checks nothing")
    if output.startswith((b"!! SyntaxError", b"!! IndentationError")):
        raise Unusable(output.decode().strip())
    return output


def language_rows() -> str:
    """What CPython prints for the rows of LANGUAGE.md that run, in order, each below its title."""
    text = ""
    for heading in ("In", "Different"):
        section = LANGUAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| ")][2:]
        for row in rows:
            title, code = row.removeprefix("| ").removesuffix(" |").split(" | ")[:2]
            with tempfile.TemporaryDirectory() as directory:
                program = Path(directory) / "row.py"
                program.write_text(code.strip("`").replace("⏎", "\n"), encoding="utf-8")
                try:
                    printed = run(program).decode()
                except Unusable as problem:
                    raise Unusable(f"LANGUAGE.md, {title}: {problem}") from None
            # As language.rs reads it: a cell that is all code is without its quotes.
            if title[0] == title[-1] == "`" and "`" not in title[1:-1]:
                title = title[1:-1]
            text += f"## {title}\n{printed.rstrip()}\n"
    return text


def main(arguments: list[str]) -> int:
    if sys.version_info[:2] != VERSION:
        print(f"record.py needs Python {VERSION[0]}.{VERSION[1]}, this is {sys.version.split()[0]}")
        return 2
    check = "--check" in arguments
    prefixes = [a for a in arguments if a != "--check"]
    programs = sorted(
        program
        for program in CORPUS.glob("*/*.py")
        if not prefixes or any(str(program.relative_to(CORPUS)).startswith(p) for p in prefixes)
    )
    if not programs:
        print("no such program")
        return 2

    def attempt(program: Path) -> bytes | Unusable:
        try:
            return run(program)
        except Unusable as problem:
            return problem

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        outputs = list(pool.map(attempt, programs))

    failures = changed = 0
    for program, output in zip(programs, outputs):
        name = program.relative_to(CORPUS)
        recorded = program.with_suffix(".expected")
        if isinstance(output, Unusable):
            failures += 1
            print(f"{name}: {output}")
        elif not recorded.exists() or recorded.read_bytes() != output:
            changed += 1
            if check:
                failures += 1
                print(f"{name}: differs from {recorded.name}")
            else:
                recorded.write_bytes(output)
    if not prefixes:
        for recorded in sorted(CORPUS.glob("*/*.expected")):
            if not recorded.with_suffix(".py").exists():
                failures += 1
                print(f"{recorded.relative_to(CORPUS)}: no program of that name")
        rows = language_rows()
        if not LANGUAGE_ROWS.exists() or LANGUAGE_ROWS.read_text(encoding="utf-8") != rows:
            changed += 1
            if check:
                failures += 1
                print(f"LANGUAGE.md: CPython prints something else than {LANGUAGE_ROWS.name}")
            else:
                LANGUAGE_ROWS.write_text(rows, encoding="utf-8")
    print(f"{len(programs)} programs, {changed} {'differ' if check else 'written'}, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
