"""Random programs, run by CPython and by `lockstep python`: their outputs must be equal. By hand.

    python3 crates/python/tests/differential.py [--lockstep PATH] [--programs N] [--seed S]

Each program is a few hundred expressions over integers, floats, strings, bytes, lists, tuples,
dicts and sets: operators, methods, subscripts, built-in functions and formats, with arguments
that often do not fit. Every line prints a value or an exception. A line that differs is printed
with its expression. Exit status 1 if any differs.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

INTS = ["0", "1", "-1", "2", "3", "-7", "10", "255", "-256", "1000000007", "2**31", "-(2**63)", "2**64+1", "10**20", "True", "False"]
FLOATS = ["0.0", "-0.0", "1.0", "0.5", "-2.5", "2.675", "1e16", "1.1e-5", "1e300", "1e-320", "float('inf')", "float('-inf')", "3.14159", "123456.789"]
STRS = ["''", "'a'", "'abc'", "'Hello World'", "' pad '", "'12'", "'-3'", "'1.5'", "'éß'", "'日本'", "'a,b,,c'", "'x\\ny'", "'AbC'", "'%s'", "'{}'", "'tab\\t'", "'aaa'", "'\\x00'", "'😀'"]
BYTES = ["b''", "b'abc'", "b'a b'", "b'\\xff\\x00'", "b'12'"]
SLICES = ["[0]", "[-1]", "[5]", "[:2]", "[1:]", "[::-1]", "[::2]", "[-3:-1]", "[10:0:-2]", "[:]", "['a']", "[True]", "[2:1]", "[None:2]", "[::0]"]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "is not None and", "and", "or"]
SPECS = ["", "d", "5", "05", "<6", ">6", "^7", "*^9", "+", " ", ",", "_", ".2f", "8.3f", "e", ".0e", "g", ".3g", "%", "x", "#x", "b", "#o", "c", "s", ".2", "10.4", "n", "+,.1f", "012,.2f", "=+6", "z.1f", "q", "E", "G", "X"]
PERCENTS = ["%d", "%5d", "%-5d|", "%05d", "%+d", "%x", "%#o", "%s", "%r", "%5s", "%.2s", "%f", "%.1f", "%8.3f", "%e", "%g", "%c", "%%", "%a", "%i"]
METHODS = {
    "str": ["upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", "lstrip('a ')", "rstrip()", "split()", "split(',')", "rsplit(None, 1)", "splitlines()", "join(['x', 'y'])", "replace('a', 'ZZ')", "replace('', '-')", "find('b')", "rfind('l')", "index('z')", "count('a')", "count('')", "startswith('a')", "endswith(('c', 'd'))", "zfill(5)", "center(9, '*')", "ljust(6)", "rjust(6, '.')", "partition('b')", "rpartition(' ')", "isdigit()", "isalpha()", "isalnum()", "isspace()", "isupper()", "islower()", "istitle()", "isidentifier()", "isnumeric()", "isdecimal()", "isprintable()", "isascii()", "expandtabs(3)", "casefold()", "encode()", "removeprefix('a')", "removesuffix('c')", "translate({97: 'Q', 98: None})", "format(1, 2)", "encode('latin-1', 'replace')", "split('')", "find('a', -2)", "rindex('o', 0, 5)"],
    "bytes": ["upper()", "decode()", "decode('latin-1')", "hex()", "split()", "find(b'b')", "replace(b'a', b'x')", "strip()", "startswith(b'a')", "join([b'x', b'y'])", "count(b'a')", "title()", "isdigit()", "zfill(4)", "rjust(5)", "partition(b' ')", "index(98)"],
    "list": ["append(1)", "pop()", "pop(0)", "index(1)", "count(1)", "copy()", "reverse()", "sort()", "sort(reverse=True)", "insert(1, 'x')", "extend('ab')", "remove(1)", "clear()", "sort(key=str)"],
    "tuple": ["count(1)", "index(2)"],
    "dict": ["keys()", "values()", "items()", "get('a')", "get('z', 0)", "pop('a')", "pop('z', None)", "popitem()", "setdefault('q', 1)", "copy()", "update(b=9)", "update([('k', 1)])", "clear()"],
    "set": ["union([1, 9])", "intersection({1})", "difference([2])", "symmetric_difference({1, 5})", "issubset({1, 2, 3})", "issuperset(())", "isdisjoint([7])", "copy()", "discard(1)", "remove(77)"],
    "int": ["bit_length()", "bit_count()", "to_bytes(9, 'big', signed=True)", "as_integer_ratio()", "conjugate()", "__add__(2)", "__floordiv__(2)"],
    "float": ["is_integer()", "as_integer_ratio()", "hex()", "__round__(1)", "__int__()"],
}
FUNCTIONS = ["len({})", "repr({})", "str({})", "int({})", "float({})", "bool({})", "abs({})", "round({})", "round({}, 1)", "round({}, -1)", "hash({}) == hash({})", "type({}).__name__", "sorted({})", "sorted({}, key=str, reverse=True)", "list({})", "tuple({})", "set({}) and 1", "dict({})", "sum({})", "min({})", "max({})", "max({}, default=5)", "any({})", "all({})", "list(reversed({}))", "list(enumerate({}))", "list(zip({}, 'ab'))", "list(map(str, {}))", "chr({})", "ord({})", "hex({})", "oct({})", "bin({})", "divmod({}, 3)", "divmod({}, -2.5)", "pow({}, 2)", "pow({}, -1)", "bytes({})", "ascii({})", "format({}, '>8')", "isinstance({}, (int, str))", "callable({})", "-{}", "+{}", "~{}", "not {}", "[*{}]", "{{**{}}}", "range({})", "list(range({}))[:5]", "slice({})", "iter({}) and 1", "next(iter({}))", "frozenset({}) and 1", "int({}, 16)", "str({}, 'utf-8')", "''.join({})", "print({}, end='') and 1", "[x for x in {}]", "{} if {} else 0", "(lambda a, *b: (a, b))(*{})", "'%s' % {}", "(lambda **k: k)(**{})"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, items):
        return self.random.choice(items)

    def value(self, depth=0):
        kind = self.random.randrange(12 if depth < 3 else 7)
        if kind < 2:
            return self.pick(INTS)
        if kind == 2:
            return self.pick(FLOATS)
        if kind < 5:
            return self.pick(STRS)
        if kind == 5:
            return self.pick(BYTES)
        if kind == 6:
            return self.pick(["None", "...", "int", "len", "range(5)", "range(10, 0, -3)"])
        items = [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        if kind < 9:
            return "[" + ", ".join(items) + "]"
        if kind == 9:
            return "(" + ", ".join(items) + ("," if len(items) == 1 else "") + ")"
        if kind == 10:
            return "{" + ", ".join(f"{self.pick(STRS + INTS)}: {item}" for item in items) + "}"
        return "{" + ", ".join(self.pick(INTS) for _ in range(1 + len(items))) + "}"

    def expression(self, depth=0):
        kind = self.random.randrange(10)
        if depth > 2 or kind == 0:
            return self.value()
        if kind < 4:
            return f"({self.expression(depth + 1)} {self.pick(BINARY)} {self.expression(depth + 1)})"
        if kind == 4:
            return f"{self.value()}{self.pick(SLICES)}"
        if kind < 7:
            of = self.pick(list(METHODS))
            receiver = {"str": STRS, "bytes": BYTES, "int": ["(5)", "(-300)", "(2**70)"], "float": ["(2.5)", "(-1.0)", "(1e300)"]}.get(of)
            if receiver is None:
                inner = ", ".join(self.pick(INTS + STRS) for _ in range(3))
                shown = {"list": f"[{inner}]", "tuple": f"({inner})", "dict": "{'a': 1, 'b': 2}", "set": "{1, 2, 3}"}[of]
            else:
                shown = self.pick(receiver)
            method = self.pick(METHODS[of])
            if of in ("list", "dict", "set"):
                return f"(lambda v: (v.{method}, v))({shown})"
            return f"{shown}.{method}"
        if kind == 7:
            return f"format({self.value()}, {self.pick(SPECS)!r})"
        if kind == 8:
            return f"{self.pick(PERCENTS)!r} % ({self.value()},)"
        function = self.pick(FUNCTIONS)
        value = self.value()
        return function.replace("{{", "\0").replace("}}", "\1").replace("{}", value).replace("\0", "{").replace("\1", "}")

    def program(self, lines):
        parts = [
            "def check(number, expression):",
            "    try:",
            "        value = expression()",
            "        text = repr(value)",
            "        print(number, text if len(text) < 400 and ' at 0x' not in text else len(text) < 400)",
            "    except Exception as error:",
            "        print(number, type(error).__name__, error)",
        ]
        expressions = []
        while len(expressions) < lines:
            expression = self.expression()
            # Powers and shifts of large numbers take forever.
            if expression.count("**") > 3 or "<<" in expression and "**" in expression or expression.count("**") > 1 and "10**20" in expression:
                continue
            try:
                compile(expression, "expression", "eval")
            except (SyntaxError, ValueError, OverflowError, MemoryError):
                continue
            expressions.append(expression)
            parts.append(f"check({len(expressions) - 1}, lambda: {expression})")
        return "\n".join(parts) + "\n", expressions


def output(command, path):
    try:
        done = subprocess.run([*command, str(path)], capture_output=True, timeout=120, env={"PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore", "PATH": "/usr/bin:/bin"})
    except subprocess.TimeoutExpired:
        return "", "takes longer than 120 s"
    return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lockstep", default="target/release/lockstep")
    parser.add_argument("--programs", type=int, default=50)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    wrong = refused = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.programs):
            text, expressions = Generator(seed).program(options.lines)
            path = Path(folder) / "program.py"
            path.write_text(text, encoding="utf-8")
            expected, _ = output([sys.executable, "-X", "utf8"], path)
            got, problem = output([options.lockstep, "python"], path)
            if not got:
                refused += 1
                print(f"seed {seed}: {problem.strip()[:300]}")
                continue
            there, here = expected.splitlines(), got.splitlines()
            for at, line in enumerate(there):
                compared += 1
                mine = here[at] if at < len(here) else f"(nothing) {problem[-200:]}"
                if line != mine:
                    wrong += 1
                    number = line.split(" ", 1)[0]
                    shown = expressions[int(number)] if number.isdigit() else "?"
                    print(f"seed {seed}: {shown}\n  CPython: {line[:200]}\n     here: {mine[:200]}")
                    if mine.split(" ", 1)[0] != number:
                        break
    print(f"{options.programs} programs, {compared} lines, {wrong} differ, {refused} not run")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
