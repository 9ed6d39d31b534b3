//! How long a statement waits for a lock: what the code says, else the setting.

mod common;

use common::lockstep;
use serde_json::Value as Json;

/// Alice keeps the write lock for three seconds; bob tells how long he has waited for it.
const HOLDER: &str = r#"
import time

def task_alice():
    alice = sqlite3.connect("x.db", timeout=60, isolation_level=None)
    alice.execute("BEGIN IMMEDIATE")
    time.sleep(3)
    alice.execute("COMMIT")
"#;

/// What bob comes to where alice has the lock before him.
fn bob(code: &str, flags: &[&str]) -> Vec<String> {
    let source = format!("import sqlite3\n{HOLDER}\n{code}");
    let arguments = [&["check", "-", "--format", "json"], flags].concat();
    let (_, out, err) = lockstep(&arguments, &source);
    let report: Json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"));
    let mut ends: Vec<String> = report["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| {
            let bob = &outcome["tasks"]["bob"];
            match bob["status"].as_str() {
                Some("returned") => bob["value"].as_str().unwrap().to_owned(),
                _ => bob["message"].as_str().unwrap().to_owned(),
            }
        })
        .collect();
    ends.sort();
    ends.dedup();
    ends
}

fn sqlite3(connect: &str) -> String {
    format!(
        r#"
def task_bob():
    bob = {connect}
    began = time.time()
    try:
        bob.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return f"{{error}} after {{time.time() - began:.1f}} s"
    bob.execute("COMMIT")
"#
    )
}

#[test]
fn the_setting_rules_where_the_code_says_nothing() {
    let code = sqlite3(r#"sqlite3.connect("x.db", isolation_level=None)"#);
    assert_eq!(bob(&code, &[]), ["None"]);
    let short = bob(&code, &["--busy-timeout", "2000"]);
    assert_eq!(short, ["'database is locked after 2.0 s'", "None"]);
    let none = bob(&code, &["--busy-timeout", "0"]);
    assert_eq!(none, ["'database is locked after 0.0 s'", "None"]);
}

#[test]
fn what_the_code_says_goes_before_the_setting() {
    let code = sqlite3(r#"sqlite3.connect("x.db", timeout=0.5, isolation_level=None)"#);
    let short = ["'database is locked after 0.5 s'", "None"];
    assert_eq!(bob(&code, &[]), short);
    assert_eq!(bob(&code, &["--busy-timeout", "0"]), short);
    let negative = sqlite3(r#"sqlite3.connect("x.db", timeout=-1, isolation_level=None)"#);
    assert_eq!(
        bob(&negative, &[]),
        ["'database is locked after 0.0 s'", "None"]
    );
}

#[test]
fn a_pragma_sets_it_for_the_rest() {
    let code = sqlite3(r#"sqlite3.connect("x.db", isolation_level=None)"#);
    let code = code.replace(
        "    began",
        "    bob.execute(\"PRAGMA busy_timeout = 1500\")\n    began",
    );
    let ends = bob(&code, &[]);
    assert_eq!(ends, ["'database is locked after 1.5 s'", "None"]);
}

#[test]
fn databases_hands_its_options_on_and_its_query_not() {
    let code = |database: &str| {
        format!(
            r#"
import asyncio
from databases import Database

def task_bob():
    async def main():
        async with {database} as database:
            began = time.time()
            try:
                await database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return f"{{error}} after {{time.time() - began:.1f}} s"
    return asyncio.run(main())
"#
        )
    };
    let short = ["'database is locked after 1.0 s'", "None"];
    let option = code(r#"Database("sqlite:///x.db", timeout=1)"#);
    assert_eq!(bob(&option, &["--busy-timeout", "0"]), short);
    let setting = code(r#"Database("sqlite:///x.db")"#);
    assert_eq!(bob(&setting, &["--busy-timeout", "1000"]), short);
    // As in the real package: it is a part of the file's name, and so nobody else's file.
    let query = code(r#"Database("sqlite:///x.db?timeout=1")"#);
    assert_eq!(bob(&query, &["--busy-timeout", "0"]), ["None"]);
}

#[test]
fn django_takes_it_from_the_options() {
    let code = r#"
from django.db import OperationalError, connection

DATABASES = {"default": {"NAME": "x.db"OPTIONS}}

def task_bob():
    began = time.time()
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("COMMIT")
    except OperationalError as error:
        return f"{error} after {time.time() - began:.1f} s"
"#;
    let plain = code.replace("OPTIONS", "");
    assert_eq!(bob(&plain, &[]), ["None"]);
    let options = code.replace("OPTIONS", r#", "OPTIONS": {"timeout": 2}"#);
    let short = ["'database is locked after 2.0 s'", "None"];
    assert_eq!(bob(&options, &[]), short);
    assert_eq!(bob(&options, &["--busy-timeout", "0"]), short);
}
