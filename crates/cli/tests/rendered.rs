//! `lockstep export` to texts and pictures: always the same ones (`rendered/` has them; with LOCKSTEP_WRITE=1
//! they are written anew), and never markup out of a scenario's own text.

mod common;

use common::lockstep;
use std::path::{Path, PathBuf};

const BASE: &str = "https://example.org/lockstep/";

fn export(arguments: &[&str], input: &str) -> String {
    let all = [&["export"], arguments, &["--base", BASE]].concat();
    let (status, out, err) = lockstep(&all, input);
    assert_eq!((status, err.as_str()), (0, ""), "{arguments:?}");
    out
}

fn golden(name: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    tests.join("rendered").join(name)
}

#[test]
fn texts_and_pictures_stay_as_they_are() {
    for slug in [
        "transfer",
        "lock-order",
        "get-or-create",
        "hermitage-g-single",
    ] {
        for (to, extension) in [
            ("svg", "svg"),
            ("mermaid", "mmd"),
            ("html", "html"),
            ("markdown", "md"),
        ] {
            let file = golden(&format!("{slug}.{extension}"));
            let mut now = export(&[&format!("x/{slug}"), "--to", to], "");
            if to == "html" {
                // It holds the picture, which has a file of its own.
                let picture = export(&[&format!("x/{slug}"), "--to", "svg"], "");
                assert_eq!(now.matches(&picture).count(), 1, "{slug}");
                now = now.replace(&picture, &format!("<!-- {slug}.svg -->\n"));
            }
            if std::env::var_os("LOCKSTEP_WRITE").is_some() {
                std::fs::write(&file, &now).unwrap();
            }
            let before = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(
                before == now,
                "{} has changed. If it is meant to, write it anew with LOCKSTEP_WRITE=1. Now:\n{now}",
                file.display()
            );
        }
    }
}

#[test]
fn json_has_everything() {
    let all: serde_json::Value =
        serde_json::from_str(&export(&["x/transfer", "--to", "json"], "")).unwrap();
    assert_eq!(all["lockstep"], 1);
    assert_eq!(all["report"]["interleavings"], "70");
    assert_eq!(all["trace"]["steps"].as_array().unwrap().len(), 8);
    assert!(
        all["scenario"]["source"]
            .as_str()
            .unwrap()
            .contains("BankAccount")
    );
}

#[test]
fn a_link_is_short_for_a_built_in_scenario_and_leads_to_the_outcome() {
    assert_eq!(
        export(&["x/transfer", "--to", "link"], "").trim(),
        format!("{BASE}#x/transfer")
    );
    let changed = export(&["x/transfer", "--to", "link", "--begin", "immediate"], "");
    assert!(changed.starts_with(&format!("{BASE}#s1.")), "{changed}");
    let outcome = export(&["x/transfer", "--to", "link", "--outcome", "1"], "");
    let place = outcome
        .trim()
        .strip_prefix(&format!("{BASE}#x/transfer&w=00111100&at=0"));
    // What the steps come to is recorded.
    let recorded = place.and_then(|place| place.strip_prefix("&o=")?.split_once("&v="));
    let (mark, version) = recorded.unwrap_or_else(|| panic!("{outcome}"));
    assert_eq!((mark.len(), version), (8, env!("CARGO_PKG_VERSION")));
}

/// Text that would be markup in each of the formats, in every place where a scenario's own text comes out.
const HOSTILE: &str = r#"
import sqlite3

EVIL = "</text></style><script>alert(1)</script>\n```\n|<img src=x onerror=alert(2)>; end #&\"'`]]>"

def setup():
    db = sqlite3.connect("a.db")
    db.execute('CREATE TABLE "<b>;`|" (id INTEGER PRIMARY KEY, "<i>x" TEXT)')
    db.execute('INSERT INTO "<b>;`|" VALUES (1, ?)', (EVIL,))
    db.commit()

def task_a():
    db = sqlite3.connect("a.db", isolation_level=None)
    db.execute('SELECT * FROM "<b>;`|"').fetchall()
    db.execute('UPDATE "<b>;`|" SET "<i>x" = ?', (EVIL + "a",))
    return EVIL

def task_b():
    db = sqlite3.connect("a.db", isolation_level=None)
    db.execute('UPDATE "<b>;`|" SET "<i>x" = ?', (EVIL + "b",))
    raise ValueError(EVIL)
"#;

#[test]
fn no_text_of_a_scenario_becomes_markup() {
    for to in ["svg", "html"] {
        let text = export(&["-", "--to", to], HOSTILE);
        for markup in ["<script", "<img", "<b>", "<i>", "</style><"] {
            assert!(!text.contains(markup), "{to} has {markup}: {text}");
        }
    }
    let markdown = export(&["-", "--to", "markdown"], HOSTILE);
    // In the fence, which is longer than the one within, everything may stand.
    let fence = markdown.find("````python").expect("a fence of four");
    let after = markdown.rfind("\n````\n").expect("its end");
    let outside = format!("{}{}", &markdown[..fence], &markdown[after..]);
    for markup in ["<script", "<img", "<b>", "<i>"] {
        assert!(!outside.contains(markup), "{markup}: {outside}");
    }
    let mermaid = export(&["-", "--to", "mermaid"], HOSTILE);
    for line in mermaid.lines().skip(1) {
        let known = ["participant ", "Note over ", "t0", "t1", "db"];
        assert!(
            known
                .iter()
                .any(|start| line.trim_start().starts_with(start)),
            "{line}"
        );
        assert!(!line.replace("<br/>", "").contains('<'), "{line}");
    }
}
