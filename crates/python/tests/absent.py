"""Writes ../src/absent.txt: the names that CPython has and this language has not.

    python3 crates/python/tests/absent.py target/debug/lockstep

Every attribute of a provided module, of a built-in class and of a class of a provided module that is
in CPython's `dir()` and not in the language's. A program that asks for one is refused, since an
AttributeError could be swallowed.
"""

import importlib
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

ABSENT = Path(__file__).resolve().parent.parent / "src" / "absent.txt"
MODULES = Path(__file__).resolve().parent.parent / "modules"
VERSION = (3, 11)

# Built-in classes without a name in `builtins`, and how to come by them.
PREPARE = """
class _A:
    def f(self): pass
async def _co(): pass
async def _ag(): yield 1
def _tb():
    try: 1 / 0
    except ZeroDivisionError as error: return error.__traceback__
def _title(cls):
    module, name = getattr(cls, "__module__", None), getattr(cls, "__qualname__", "")
    return name if module == "builtins" or module is None else f"{module}.{name}"
"""
UNNAMED = {
    "NoneType": "None",
    "NotImplementedType": "NotImplemented",
    "ellipsis": "...",
    "function": "_co",
    "code": "_co.__code__",
    "builtin_function_or_method": "len",
    "method": "_A().f",
    "cell": "(lambda a: lambda: a)(1).__closure__[0]",
    "generator": "(x for x in ())",
    "async_generator": "_ag()",
    "dict_keys": "{}.keys()",
    "dict_values": "{}.values()",
    "dict_items": "{}.items()",
    "mappingproxy": "_A.__dict__",
    "traceback": "_tb()",
    "list_iterator": "iter([])",
    "list_reverseiterator": "reversed([])",
    "tuple_iterator": "iter(())",
    "bytes_iterator": "iter(b'')",
    "str_iterator": "iter('é')",
    "str_ascii_iterator": "iter('')",
    "range_iterator": "iter(range(0))",
    "set_iterator": "iter(set())",
    "dict_keyiterator": "iter({})",
    "dict_valueiterator": "iter({}.values())",
    "dict_itemiterator": "iter({}.items())",
}
# Those that are refused by name (`refused.rs`), or are no attributes that a program asks for.
NO_CLASSES = ["complex", "bytearray", "memoryview"]
NO_NAMES = [
    "__abstractmethods__", "__doc__", "__module__", "__dict__", "__slots__", "__weakref__", "__annotations__",
    "__orig_bases__", "__parameters__", "__text_signature__", "__match_args__", "__builtins__", "__hash__",
]


# What a module makes when it is asked for, so that `dir()` does not show it.
PROVIDED_ON_DEMAND = {
    "typing": [
        "AbstractSet", "AsyncContextManager", "AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable",
        "Collection", "Container", "ContextManager", "Coroutine", "Generator", "Hashable", "ItemsView", "Iterable",
        "Iterator", "KeysView", "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet",
        "Sequence", "Sized", "ValuesView",
    ],
    "time.struct_time": [
        "tm_hour", "tm_isdst", "tm_mday", "tm_min", "tm_mon", "tm_sec", "tm_wday", "tm_yday", "tm_year",
    ],
}


def sections():
    """What is compared: modules and classes, their names and expressions."""
    import builtins

    for name, value in sorted(vars(builtins).items()):
        if isinstance(value, type) and value.__name__ == name and name not in NO_CLASSES:
            yield "class", name, name
    for name, example in UNNAMED.items():
        yield "class", name, f"type({example})"
    files = [file.relative_to(MODULES).with_suffix("") for file in MODULES.rglob("[a-z_]*.py")]
    modules = {".".join(file.parts).removesuffix(".__init__") for file in files}
    for module in sorted(module for module in modules if not module.startswith("_")):
        yield "module", module, module
        for name, value in sorted(vars(importlib.import_module(module)).items()):
            if name.startswith("_") or not isinstance(value, type):
                continue
            # Where this language has it: a class that CPython writes in C says `_queue`, for example.
            if value.__module__.lstrip("_").split(".")[0] == module.split(".")[0] and value.__name__ == name:
                yield "class", f"{module}.{name}", f"{module}.{name}"


def program(parts):
    """Prints the names of every section that is there."""
    lines = [PREPARE]
    lines += [f"import {name}" for kind, name, _ in parts if kind == "module"]
    for kind, name, expression in parts:
        module, _, last = name.rpartition(".")
        there = "True" if kind == "module" or not module else f"{last!r} in dir({module})"
        title = repr("")
        if kind == "module":
            names = f"dir({expression})"
        else:
            title = f"_title({expression})"
            # Not dir(): some classes show there what their own class has.
            # What is a function here has none at all.
            names = f"{{n for c in getattr({expression}, '__mro__', ()) for n in vars(c)}}"
        lines.append(f"if {there}: print({kind + ' ' + name!r}, {title}, *{names}, sep='|')")
    return "\n".join(lines) + "\n"


def names(command, file):
    """What there is, by section, and what the classes call themselves."""
    output = subprocess.run([*command, file], check=True, capture_output=True, text=True).stdout
    lines = [line.split("|") for line in output.splitlines()]
    return {section: set(found) for section, _, *found in lines}, {line[0]: line[1] for line in lines}


def wanted(kind, name):
    """Whether a program may ask for it."""
    if name in NO_NAMES or name.startswith("_") and not name.endswith("__"):
        return False
    return kind == "class" or not name.startswith("_")


def main():
    if sys.version_info[:2] != VERSION:
        sys.exit("needs Python %d.%d" % VERSION)
    warnings.simplefilter("ignore")
    parts = list(sections())
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(program(parts))
        file.flush()
        here, titles = names([sys.argv[1], "python"], file.name)
        there, _ = names([sys.executable, "-W", "ignore"], file.name)
    missing = {}
    for kind, name, expression in parts:
        section = f"{kind} {name}"
        if here.get(section):
            gone = there[section] - here[section] - set(PROVIDED_ON_DEMAND.get(name, []))
            missing[section] = {one for one in gone if wanted(kind, one)}
    lines = ["# Written by tests/absent.py: what CPython 3.11 has and this language has not, by module and class."]
    for kind, name, expression in parts:
        section = f"{kind} {name}"
        names_here = missing.get(section, set())
        if kind == "class":
            # What a base lacks is said there.
            for base in bases(expression):
                names_here = names_here - missing.get(f"class {base}", set())
        # An alias here: the class has another name.
        if "." in name and kind == "class" and titles.get(section) != name:
            continue
        if names_here:
            lines.append(" ".join([section + ":", *sorted(names_here)]))
    provided = {name.split(".")[0] for kind, name, _ in parts if kind == "module"}
    others = sorted(name for name in sys.stdlib_module_names - provided if not name.startswith("_"))
    lines.append(" ".join(["modules:", *others]))
    ABSENT.write_text("\n".join(lines) + "\n")


def bases(expression):
    """The names of the sections of the bases of a class."""
    scope = {module: importlib.import_module(module) for module in sys.modules if "." not in module}
    exec(PREPARE, scope)
    for base in eval(expression, scope).__mro__[1:]:
        yield base.__name__
        yield f"{base.__module__}.{base.__name__}"


if __name__ == "__main__":
    main()
