//! The PostgreSQL profile behind drivers and command line: psycopg, asyncpg, `databases`, settings, traces.

mod common;

use common::lockstep;
use serde_json::{Value as Json, json};

fn check(source: &str, flags: &[&str]) -> Json {
    let arguments = [
        &["check", "-", "--format", "json", "--database", "postgres"],
        flags,
    ];
    let (_, out, err) = lockstep(&arguments.concat(), source);
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"))
}

/// What the task came to, and by how many interleavings.
fn results(report: &Json, task: &str) -> Vec<(String, u64)> {
    let mut counts = std::collections::BTreeMap::new();
    for outcome in report["outcomes"].as_array().unwrap() {
        let result = &outcome["tasks"][task];
        let text = match result["status"].as_str() {
            Some("returned") => result["value"].as_str().unwrap().to_owned(),
            _ => format!(
                "{}: {}",
                result["type"].as_str().unwrap_or("?"),
                result["message"].as_str().unwrap_or("?")
            ),
        };
        let count: u64 = outcome["interleavings"].as_str().unwrap().parse().unwrap();
        *counts.entry(text).or_insert(0) += count;
    }
    counts.into_iter().collect()
}

const PSYCOPG: &str = r#"
import psycopg
from psycopg import IsolationLevel, errors
from psycopg.rows import dict_row

def setup():
    with psycopg.connect("postgresql://localhost/bank") as conn:
        conn.execute("CREATE TABLE account (id int PRIMARY KEY, balance int)")
        conn.execute("INSERT INTO account VALUES (%s, %s)", (1, 100))

def move(n):
    with psycopg.connect("dbname=bank") as conn:
        conn.isolation_level = IsolationLevel.REPEATABLE_READ
        with conn.cursor(row_factory=dict_row) as cur:
            cur.execute("SELECT balance FROM account WHERE id = %(id)s", {"id": 1})
            balance = cur.fetchone()["balance"]
            try:
                cur.execute("UPDATE account SET balance = %s WHERE id = 1", (balance - n,))
            except errors.SerializationFailure as e:
                conn.rollback()
                return e.sqlstate
            return cur.statusmessage

def task_a(): return move(1)
def task_b(): return move(2)
"#;

#[test]
fn psycopg_begins_by_itself_and_tells_what_the_server_tells() {
    let report = check(PSYCOPG, &[]);
    // BEGIN, SELECT, UPDATE, COMMIT; who comes second is refused unless the first has ended.
    assert_eq!(report["interleavings"], "50");
    let expected = [("'40001'".to_owned(), 20), ("'UPDATE 1'".to_owned(), 30)];
    assert_eq!(results(&report, "a"), expected);
}

const ASYNCPG: &str = r#"
import asyncio
import asyncpg

def setup():
    async def make():
        conn = await asyncpg.connect("postgresql://localhost/bank")
        await conn.execute("CREATE TABLE account (id int PRIMARY KEY, balance int)")
        await conn.execute("INSERT INTO account VALUES ($1, $2)", 1, 100)
        await conn.close()
    asyncio.run(make())

async def move(n):
    conn = await asyncpg.connect("postgresql://localhost/bank")
    try:
        async with conn.transaction(isolation="repeatable_read"):
            balance = await conn.fetchval("SELECT balance FROM account WHERE id = $1", 1)
            return await conn.execute("UPDATE account SET balance = $1 WHERE id = 1", balance - n)
    except asyncpg.exceptions.SerializationError as e:
        return e.sqlstate
    finally:
        await conn.close()

async def task_a(): return await move(1)
async def task_b(): return await move(2)
"#;

#[test]
fn asyncpg_comes_to_the_same() {
    let report = check(ASYNCPG, &[]);
    assert_eq!(report["interleavings"], "50");
    let expected = [("'40001'".to_owned(), 20), ("'UPDATE 1'".to_owned(), 30)];
    assert_eq!(results(&report, "a"), expected);
}

const DATABASES: &str = r#"
import asyncio
from databases import Database

URL = "postgresql+asyncpg://localhost/bank"

def setup():
    async def make():
        async with Database(URL) as db:
            await db.execute("CREATE TABLE notes (id serial PRIMARY KEY, text varchar(20))")
    asyncio.run(make())

async def task_a():
    async with Database(URL) as db:
        async with db.transaction():
            await db.execute("INSERT INTO notes (text) VALUES (:t)", {"t": "a"})
            return await db.fetch_val("SELECT count(*) FROM notes")

async def task_b():
    async with Database(URL) as db:
        return [row["text"] for row in await db.fetch_all("SELECT text FROM notes")]
"#;

#[test]
fn databases_speaks_to_it_through_asyncpg() {
    let report = check(DATABASES, &[]);
    // BEGIN, INSERT, SELECT, COMMIT around one SELECT.
    assert_eq!(report["interleavings"], "5");
    assert_eq!(results(&report, "a"), [("1".to_owned(), 5)]);
    let expected = [("['a']".to_owned(), 1), ("[]".to_owned(), 4)];
    assert_eq!(results(&report, "b"), expected);
}

#[test]
fn a_driver_of_the_other_database_refuses() {
    let sqlite = "import sqlite3\ndef task_a(): sqlite3.connect('x.db')\n";
    let report = check(sqlite, &[]);
    let message = "NotImplementedError: This speaks to SQLite, but the setting database is 'postgres': set it to 'sqlite'.";
    assert_eq!(results(&report, "a"), [(message.to_owned(), 1)]);
    let (_, out, _) = lockstep(&["check", "-"], PSYCOPG);
    assert_eq!(out, "");
    let (status, _, err) = lockstep(&["check", "-"], PSYCOPG);
    assert_eq!(status, 2);
    assert!(err.contains("This speaks to PostgreSQL, but the setting database is 'sqlite'"));
}

#[test]
fn strategies_belong_to_databases() {
    for (strategy, database, other) in [
        ("immediate", "postgres", "sqlite"),
        ("lock-table", "sqlite", "postgres"),
    ] {
        let flags = ["--database", database, "--strategy", strategy];
        let (status, _, err) = lockstep(&[&["check", "x/transfer"], &flags[..]].concat(), "");
        assert_eq!(status, 2);
        let expected = format!(
            "The strategy {strategy:?} is one of the database {other} only; this runs on {database}."
        );
        assert!(err.contains(&expected), "{err}");
    }
    let arguments = ["check", "x/transfer", "--isolation", "serializable"];
    let (status, _, err) = lockstep(&arguments, "");
    assert_eq!(status, 2);
    assert!(err.contains("SQLite is always serializable"));
}

#[test]
fn databases_are_compared() {
    let arguments = [
        "check",
        "x/transfer",
        "--database",
        "all",
        "--matrix",
        "--strategy",
        "atomic",
        "--format",
        "json",
    ];
    let (_, out, _) = lockstep(&arguments, "");
    let comparison: Json = serde_json::from_str(&out).unwrap();
    let cells = comparison["cells"].as_array().unwrap();
    let postgres: Vec<_> = cells
        .iter()
        .filter(|cell| cell["database"] == "postgres")
        .collect();
    assert_eq!((cells.len(), postgres.len()), (6 + 3, 3));
    assert_eq!(postgres[0]["report"]["settings"]["database"], "postgres");
    assert_eq!(postgres[1]["isolation"], "repeatable-read");
    let lost = |cell: &Json| cell["summary"]["verdicts"]["anomaly"]["interleavings"].clone();
    assert_eq!(
        (lost(postgres[0]), lost(postgres[1])),
        (json!("336"), json!("0"))
    );
    let (_, text, _) = lockstep(&arguments[..7], "");
    assert!(
        text.contains("database  strategy  journal  begin      isolation"),
        "{text}"
    );
}

#[test]
fn a_step_can_let_anothers_statement_end() {
    let schedule = "alice,alice,alice,alice,bob,bob,bob,bob,alice,alice";
    let arguments = [
        "run",
        "x/postgres-transfer",
        "--schedule",
        schedule,
        "--format",
        "json",
    ];
    let (_, out, err) = lockstep(&arguments, "");
    let trace: Json = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
    let step = |number: usize| &trace["steps"][number - 1];
    assert_eq!(step(8)["status"], "blocked");
    assert_eq!(step(8)["waits_for"], json!(["alice"]));
    let waits = &step(8)["after"]["server"]["waits"][0];
    assert_eq!(
        (&waits["task"], &waits["waits_for"]),
        (&json!("bob"), &json!(["alice"]))
    );
    let let_end = &step(10)["let_end"][0];
    assert_eq!(
        (&let_end["task"], &let_end["rowcount"]),
        (&json!("bob"), &json!(1))
    );
    assert_eq!(let_end["changes"][0]["before"]["balance"], 90);
    assert!(step(10)["after"]["server"]["waits"].is_null());
}

const CIRCLE: &str = r#"
from django.db import models, transaction

class A(models.Model):
    n = models.IntegerField(default=0)

def setup():
    A.objects.create(id=1)
    A.objects.create(id=2)

def both(one, other):
    with transaction.atomic():
        A.objects.filter(id=one).update(n=1)
        A.objects.filter(id=other).update(n=1)

def task_a(): both(1, 2)
def task_b(): both(2, 1)
"#;

#[test]
fn the_victim_of_a_deadlock_can_be_anybody() {
    let refused = |flags: &[&str]| {
        let report = check(CIRCLE, flags);
        let results = results(&report, "a");
        let message = "OperationalError: deadlock detected";
        let (refused, all) = results
            .iter()
            .fold((0, 0), |(refused, all), (text, count)| {
                let is_refused = if text == message { *count } else { 0 };
                (refused + is_refused, all + count)
            });
        (refused, all)
    };
    let (closer, schedules) = refused(&[]);
    let (any, more) = refused(&["--deadlock-victim", "any"]);
    assert!(
        closer > 0 && any > closer && more > schedules,
        "{closer} of {schedules}, {any} of {more}"
    );
}
