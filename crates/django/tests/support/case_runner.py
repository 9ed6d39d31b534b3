"""Runs the case_* functions of a program and writes down what each one sent and gave.

Used with two worlds: the real Django (record_statements.py) and Lockstep's own modules
under CPython (check_programs.py). A world has: `ddl(models)`, `fresh()` (a new, empty
database with the tables in it), `forget()` (drop the connections), `log` (a list that
receives the statements).
"""

import re
import traceback

JSON_WORDS = re.compile(r"IN \('(?:false|null|true)','(?:false|null|true)','(?:false|null|true)'\)")
SAVEPOINT = re.compile(r'"s\d+_x\d+"')


def statement(text):
    """A statement as it is written into an expectation."""
    text = " ".join(text.split())
    # Django writes a set.
    text = JSON_WORDS.sub("IN ('false','null','true')", text)
    return SAVEPOINT.sub('"sp"', text)


def describe(error):
    """One line for an exception: class, message and SQLite's code."""
    lines = str(error).splitlines()
    text = "raises %s: %s" % (type(error).__name__, " / ".join(lines))
    cause = error if hasattr(error, "sqlite_errorname") else error.__cause__
    code = getattr(cause, "sqlite_errorname", None)
    if code:
        text += " [%s]" % code
    return text


def run(program, world, only=None, trace_errors=False):
    """The expectation's text for a program (its namespace) in a world."""
    lines = ["# models"]
    # Sorted: the order in which tables are made says nothing about them.
    lines.extend(sorted([statement(sql) for sql in world.ddl()]))
    names = [name for name in program if name.startswith("case_")]
    for name in names:
        if only and name != "case_" + only:
            continue
        world.fresh()
        if "setup" in program:
            program["setup"]()
        world.forget()
        world.log.clear()
        world.logging = True
        lines.append("")
        lines.append("## " + name[len("case_") :])
        try:
            result = "-> " + repr(program[name]())
        except Exception as error:
            result = "-> " + describe(error)
            if trace_errors:
                traceback.print_exc()
        world.logging = False
        lines.extend(statement(sql) for sql in world.log)
        lines.append(result)
        world.forget()
    return "\n".join(lines) + "\n"
