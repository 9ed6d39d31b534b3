"""Runs tests/programs/*.py on Lockstep's modules under CPython and compares with *.expected.

    python3 crates/django/tests/check_programs.py [NAME [CASE]]

Needs nothing but Python 3.11 or later with its sqlite3 module.
"""

import difflib
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
SOURCES = HERE.parent / "python"
sys.path.insert(0, str(HERE / "support"))


def check_here(name, only=None):
    import case_runner
    import host

    with tempfile.TemporaryDirectory() as folder:
        world = host.World(folder)
        program = world.start(SOURCES, (PROGRAMS / (name + ".py")).read_text(), name + ".py")
        text = case_runner.run(program, world, only, trace_errors=only is not None)
        world.forget()
    if only is not None:
        print(text)
        return 0
    expected = (PROGRAMS / (name + ".expected")).read_text()
    if text == expected:
        cases = text.count("\n## ")
        print("%s: %d cases as the real library" % (name, cases))
        return 0
    for line in difflib.unified_diff(expected.splitlines(), text.splitlines(), "expected", "ours", n=4, lineterm=""):
        print(line)
    return 1


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--here"]:
        return check_here(*arguments[1:])
    if len(arguments) == 2:
        return check_here(*arguments)
    names = arguments or sorted(path.stem for path in PROGRAMS.glob("*.py"))
    failed = 0
    for name in names:
        # A process each: a model is registered once for good.
        failed |= subprocess.run([sys.executable, __file__, "--here", name]).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
