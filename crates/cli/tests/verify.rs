//! `lockstep verify`: documentation that says what is so passes, and what is not is found with its line.

mod common;

use common::lockstep;
use serde_json::Value;
use std::path::{Path, PathBuf};

const COUNTER: &str = "\
import sqlite3

def setup():
    db = sqlite3.connect('a.db')
    db.execute('CREATE TABLE t (n INTEGER)')
    db.execute('INSERT INTO t VALUES (0)')
    db.commit()

def add():
    db = sqlite3.connect('a.db', isolation_level=None)
    n = db.execute('SELECT n FROM t').fetchone()[0]
    db.execute('UPDATE t SET n = ?', (n + 1,))

def task_a():
    add()

def task_b():
    add()
";

fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("verify")
        .join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (name, text) in files {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    folder
}

/// Each scenario found: file, line, status.
fn verify(folder: &Path) -> (i32, Vec<(String, u64, String)>, String) {
    let path = folder.to_str().unwrap();
    let (status, out, err) = lockstep(&["verify", path, "--format", "json"], "");
    assert_eq!(err, "");
    let all: Value = serde_json::from_str(&out).unwrap();
    let found = all["verified"].as_array().unwrap().iter().map(|one| {
        let file = Path::new(one["file"].as_str().unwrap());
        (
            file.strip_prefix(folder).unwrap().display().to_string(),
            one["line"].as_u64().unwrap(),
            one["status"].as_str().unwrap().to_owned(),
        )
    });
    (status, found.collect(), out)
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    });
    lines.collect()
}

fn found(all: &[(&str, u64, &str)]) -> Vec<(String, u64, String)> {
    let owned = all
        .iter()
        .map(|(f, l, s)| ((*f).to_owned(), *l, (*s).to_owned()));
    owned.collect()
}

#[test]
fn what_is_so_passes() {
    let link = lockstep(
        &["export", "x/transfer", "--to", "link", "--outcome", "1"],
        "",
    )
    .1;
    let own = lockstep(&["export", "-", "--to", "link"], COUNTER).1;
    let markdown = format!(
        "# Races\n\n[a transfer](https://example.org/lockstep/{}) and text\n\n\
         <!-- lockstep: expect=\"66 of 70\" -->\n[again](https://example.org/lockstep/#x/transfer)\n\n\
         [own](https://x.example/{})\n\n```python\n{COUNTER}```\n\n\
         <lockstep-playground expect=\"lost update\"></lockstep-playground>\n\n\
         <lockstep-playground scenario=\"transfer\" strategy=\"immediate\" expect-safe theme=\"dark\"></lockstep-playground>\n\n\
         [elsewhere](https://example.org/page#x/unknown) [and](https://example.org/#top)\n\n\
         ```html\n<lockstep-playground scenario=\"nonsense\"></lockstep-playground>\n```\n\n\
         ```{{lockstep}}\n:expect: lost update\n\n{COUNTER}```\n\n\
         ```{{lockstep}} transfer\n:strategy: immediate\n:expect-safe:\n```\n\n\
         ```{{lockstep}}x transfer\n```\n",
        link.trim(),
        own.trim(),
    );
    let restructured = format!(
        "Races\n=====\n\n.. lockstep::\n    :expect: lost update\n    :journal: wal\n\n{}\n\
         .. lockstep:: transfer\n    :strategy: exclusive\n    :expect-safe:\n\n\
         .. lockstep: expect-safe\n\n`A link <https://example.org/lockstep/#x/transfer-atomic>`_ in text.\n",
        indented(COUNTER)
    );
    let html = format!(
        "<!doctype html>\n<pre>\n{}</pre>\n<lockstep-playground expect='lost update'></lockstep-playground>\n\
         <iframe src=\"../lockstep/?embed#x/transfer\" data-expect=\"anomaly\"></iframe>\n\
         <lockstep-playground src=\"counter.py\" expect=\"Lost Update\"></lockstep-playground>\n\
         <lockstep-playground src=\"https://example.org/counter.py\"></lockstep-playground>\n",
        COUNTER.replace('\'', "&#39;")
    );
    let folder = folder(
        "good",
        &[
            ("a.md", &markdown),
            ("b/c.rst", &restructured),
            ("d.html", &html),
            ("counter.py", COUNTER),
            (
                "node_modules/e.md",
                "[x](https://example.org/lockstep/#x/nonsense)",
            ),
        ],
    );
    let (status, all, out) = verify(&folder);
    let wanted = found(&[
        ("a.md", 3, "holds"),
        ("a.md", 6, "holds"),
        ("a.md", 8, "holds"),
        ("a.md", 31, "holds"),
        ("a.md", 33, "holds"),
        ("a.md", 41, "holds"),
        ("a.md", 64, "holds"),
        ("b/c.rst", 4, "holds"),
        ("b/c.rst", 27, "holds"),
        ("b/c.rst", 33, "fails"),
        ("d.html", 22, "holds"),
        ("d.html", 23, "holds"),
        ("d.html", 24, "holds"),
        ("d.html", 25, "skipped"),
    ]);
    // The one that fails is what a comment says of a transfer that is not safe.
    assert_eq!(all, wanted, "{out}");
    assert_eq!(status, 1);
    std::fs::remove_file(folder.join("b/c.rst")).unwrap();
    assert_eq!(verify(&folder).0, 0);
}

#[test]
fn what_is_not_so_is_found_with_its_line() {
    let folder = folder(
        "bad",
        &[(
            "a.md",
            "<lockstep-playground scenario=\"transfer\" expect-safe></lockstep-playground>\n\n\
             <lockstep-playground scenario=\"transfer\" expect=\"write skew\"></lockstep-playground>\n\n\
             <lockstep-playground scenario=\"nonsense\"></lockstep-playground>\n\n\
             <lockstep-playground scenario=\"transfer\" jornal=\"wal\"></lockstep-playground>\n\n\
             <lockstep-playground></lockstep-playground>\n\n\
             <lockstep-playground src=\"../good/counter.py\"></lockstep-playground>\n\n\
             [cut](https://example.org/lockstep/#s1.jVKxasMwEP0V4UmmqXE6)\n\n\
             [old](https://example.org/lockstep/#x/transfer&w=0077)\n\n\
             ```python\ndef task_a(:\n```\n\n<lockstep-playground></lockstep-playground>\n",
        )],
    );
    let (status, all, out) = verify(&folder);
    assert_eq!(status, 1);
    let lines: Vec<u64> = all.iter().map(|(_, line, _)| *line).collect();
    assert_eq!(lines, [1, 3, 5, 7, 9, 11, 13, 15, 21], "{out}");
    assert!(all.iter().all(|(.., status)| status == "fails"), "{out}");
    let path = folder.join("a.md");
    let text = lockstep(&["verify", path.to_str().unwrap()], "").1;
    assert!(
        text.contains(":1: x/transfer: FAILS: expected to be safe, but: 66 of 70"),
        "{text}"
    );
    assert!(
        text.contains("0 as the documentation says, 9 not"),
        "{text}"
    );
}

#[test]
fn nothing_to_look_at_is_said() {
    let folder = folder("none", &[("a.md", "No scenario.\n")]);
    let (status, out, _) = lockstep(&["verify", folder.to_str().unwrap()], "");
    assert_eq!((status, out.as_str()), (0, "No scenario in 1 files.\n"));
    let (status, _, err) = lockstep(&["verify", folder.join("b.md").to_str().unwrap()], "");
    assert_eq!(status, 2, "{err}");
}
