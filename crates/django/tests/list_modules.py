"""Writes src/modules.rs: the table of the Python modules under python/.

    python3 crates/django/tests/list_modules.py
"""

import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    lines = [
        "// Written by tests/list_modules.py: run it after adding a module.",
        "",
        "/// Dotted name and source of every module, sorted by name.",
        "pub(crate) static MODULES: &[(&str, &str)] = &[",
    ]
    found = []
    for path in (ROOT / "python").rglob("*.py"):
        relative = path.relative_to(ROOT / "python")
        parts = list(relative.with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found.append((".".join(parts), relative.as_posix()))
    for name, relative in sorted(found):
        line = '    ("%s", include_str!("../python/%s")),' % (name, relative)
        if len(line) <= 100:
            lines.append(line)
        else:
            lines += ["    (", '        "%s",' % name, '        include_str!("../python/%s"),' % relative, "    ),"]
    lines += ["];", ""]
    (ROOT / "src" / "modules.rs").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
