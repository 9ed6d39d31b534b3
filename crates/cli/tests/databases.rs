//! The `databases` package: what its calls give (as 0.7.0 and 0.9.0 gave it under CPython), and what
//! tasks share in each release.

mod common;

use common::lockstep;
use serde_json::{Value as Json, json};

const START: &str = r#"
import asyncio, sqlite3
from databases import Database

database = Database("sqlite:///bank.db")

def setup():
    db = sqlite3.connect("bank.db")
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)")
    db.execute("INSERT INTO t VALUES (1, 'x')")
    db.commit()
"#;

const RELEASES: [&str; 2] = ["0.7", "0.9"];

fn check(tasks: &str, release: &str) -> Json {
    let arguments = ["check", "-", "--format", "json", "--databases", release];
    let (_, out, err) = lockstep(&arguments, &format!("{START}{tasks}"));
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"))
}

/// What the task `a` gives in every interleaving.
fn always(tasks: &str, release: &str) -> String {
    let report = check(tasks, release);
    assert_eq!(
        report["outcomes"].as_array().unwrap().len(),
        1,
        "{report:#}"
    );
    told(&report["outcomes"][0]["tasks"]["a"])
}

fn told(result: &Json) -> String {
    match result["status"].as_str().unwrap() {
        "returned" => result["value"].as_str().unwrap().to_owned(),
        _ => format!(
            "{}: {}",
            result["type"].as_str().unwrap(),
            result["message"].as_str().unwrap()
        ),
    }
}

#[test]
fn queries_give_what_they_give_in_both_releases() {
    for release in RELEASES {
        let found = always(
            "
async def task_a():
    async with database:
        seen = [database.is_connected]
        seen.append(await database.execute('INSERT INTO t(a) VALUES (:a)', {'a': 'y'}))
        seen.append(await database.execute_many('INSERT INTO t(a) VALUES (:a)', [{'a': 'z'}, {'a': None}]))
        seen.append(await database.execute(query='UPDATE t SET a = :b WHERE a = :a', values={'a': 'x', 'b': 'w'}))
        seen.append(await database.execute('DELETE FROM t WHERE a IS NULL'))
        row = await database.fetch_one('SELECT * FROM t WHERE id = :id', {'id': 1})
        seen.append([row['a'], row[0], row.a, len(row), dict(row), dict(row._mapping)])
        seen.append(await database.fetch_one('SELECT * FROM t WHERE id = 9'))
        seen.append(await database.fetch_val('SELECT a FROM t WHERE id = 9'))
        seen.append(await database.fetch_val('SELECT id, a FROM t', column='a'))
        seen.append([row['id'] async for row in database.iterate('SELECT * FROM t')])
        seen.append([dict(row) for row in await database.fetch_all('SELECT :a AS a, :b AS b, :a AS c', {'a': 1, 'b': 2})])
    return seen + [database.is_connected, str(database.url), database.url.database]
",
            release,
        );
        assert_eq!(
            found,
            "[True, 2, None, 1, 1, ['w', 1, 'w', 2, {'id': 1, 'a': 'w'}, {'id': 1, 'a': 'w'}], None, None, 'w', \
             [1, 2, 3], [{'a': 1, 'b': 2, 'c': 1}], False, 'sqlite:///bank.db', 'bank.db']"
        );
    }
}

#[test]
fn rows_and_percent_signs_are_those_of_their_release() {
    let tasks = "
async def task_a():
    row = await database.fetch_one('SELECT id, a FROM t')
    seen = [tuple(row), 'a' in row, row == (1, 'x')]
    for get in (lambda: row['nope'], lambda: row.nope):
        try:
            get()
        except Exception as error:
            seen.append([type(error).__name__, str(error)])
    try:
        seen.append((await database.fetch_one('SELECT 5 % 2'))[0])
    except ValueError as error:
        seen.append(str(error)[:11])
    return seen
";
    assert_eq!(
        always(tasks, "0.7"),
        "[(1, 'x'), False, True, ['NoSuchColumnError', \"Could not locate column in row for column 'nope'\"], \
         ['AttributeError', \"Could not locate column in row for column 'nope'\"], 1]"
    );
    assert_eq!(
        always(tasks, "0.9"),
        "[('id', 'a'), True, False, ['KeyError', \"'nope'\"], ['AttributeError', 'nope'], 'incomplete ']"
    );
}

#[test]
fn parameters_are_read_as_sqlalchemy_reads_them() {
    let found = always(
        r#"
async def task_a():
    seen = []
    for sql, values in [
        ("SELECT '12:34:56' AS v", None),
        ("SELECT '\\:a' AS v", None),
        ("SELECT :a AS v", None),
        ("SELECT :a AS v", {'b': 1}),
        ("SELECT nope AS v", None),
        ("SELECT ? AS v", None),
        ("SELECT :a AS v", {'a': [1]}),
    ]:
        try:
            seen.append(await database.fetch_val(sql, values))
        except Exception as error:
            seen.append(f'{type(error).__name__}: {error}')
    return '|'.join(seen)
"#,
        "0.9",
    );
    assert_eq!(
        found
            .trim_matches(['"', '\''])
            .replace("\\'", "'")
            .split('|')
            .collect::<Vec<_>>(),
        [
            "12:34:56",
            ":a",
            "InvalidRequestError: A value is required for bind parameter 'a'",
            "ArgumentError: This text() construct doesn't define a bound parameter named 'b'",
            "OperationalError: no such column: nope",
            "ProgrammingError: Incorrect number of bindings supplied. The current statement uses 1, and there are 0 supplied.",
            "ProgrammingError: Error binding parameter 1: type 'list' is not supported",
        ]
    );
}

#[test]
fn transactions_nest_and_end_by_hand_too() {
    for release in RELEASES {
        let report = check(
            "
async def task_a():
    @database.transaction()
    async def decorated(fail):
        await database.execute(\"INSERT INTO t(a) VALUES ('decorated')\")
        if fail:
            raise ValueError
    async with database.transaction(isolation='serializable'):
        try:
            await decorated(True)
        except ValueError:
            pass
        await decorated(False)
    by_hand = await database.transaction()
    await database.execute('DELETE FROM t')
    await by_hand.rollback()
    async with database.transaction(force_rollback=True):
        await database.execute('DELETE FROM t')
    try:
        await by_hand.rollback()
    except IndexError as error:
        return str(error)
",
            release,
        );
        let outcome = &report["outcomes"][0];
        assert_eq!(told(&outcome["tasks"]["a"]), "'list index out of range'");
        assert_eq!(
            outcome["tables"]["t"],
            json!([{"id": 1, "a": "x"}, {"id": 2, "a": "decorated"}])
        );
        // BEGIN, SAVEPOINT, INSERT, ROLLBACK TO, SAVEPOINT, INSERT, RELEASE, COMMIT; twice BEGIN, DELETE, ROLLBACK.
        assert_eq!(outcome["witness"].as_array().unwrap().len(), 14);
    }
}

#[test]
fn force_rollback_is_one_connection_for_all() {
    for release in RELEASES {
        let found = always(
            "
async def task_a():
    async with Database('sqlite:///bank.db', force_rollback=True) as forced:
        await asyncio.gather(*[forced.execute('DELETE FROM t WHERE id = :i', {'i': i}) for i in (1, 2)])
        seen = [await forced.fetch_val('SELECT count(*) FROM t'), forced.connection() is forced.connection()]
    seen.append(await database.fetch_val('SELECT count(*) FROM t'))
    return seen
",
            release,
        );
        assert_eq!(found, "[0, True, 1]");
    }
}

#[test]
fn a_decorators_transaction_is_shared_by_its_calls_before_0_9() {
    // The test of pull request 546. CPython gives these, with two calls.
    let tasks = "
async def main():
    async with Database('sqlite:///testsuite') as database:
        @database.transaction()
        async def read_items():
            return dict(await database.fetch_one(query='SELECT 1 AS value'))
        tasks = [asyncio.create_task(read_items()) for _ in range(2)]
        return await asyncio.gather(*tasks, return_exceptions=True)
def task_a():
    return asyncio.run(main())
";
    let report = check(tasks, "0.7");
    let outcomes = report["outcomes"].as_array().unwrap();
    let mut found: Vec<String> = outcomes.iter().map(|o| told(&o["tasks"]["a"])).collect();
    found.sort();
    assert_eq!(
        found,
        [
            "[AssertionError('Connection is not acquired'), {'value': 1}]",
            "[OperationalError('cannot start a transaction within a transaction'), {'value': 1}]",
        ]
    );
    let report = check(tasks, "0.9");
    // Three statements each, in any order: 6! / (3! 3!).
    assert_eq!(report["interleavings"], "20");
    assert_eq!(always(tasks, "0.9"), "[{'value': 1}, {'value': 1}]");
}

#[test]
fn child_tasks_inherit_a_connection_before_0_9() {
    let tasks = "
async def child(parent):
    return database.connection() is parent
async def task_a():
    async with database.connection() as mine:
        return await asyncio.create_task(child(mine)), await child(mine)
";
    assert_eq!(always(tasks, "0.7"), "(True, True)");
    assert_eq!(always(tasks, "0.9"), "(False, True)");
}

#[test]
fn what_is_not_there_is_refused_with_a_sentence() {
    let found = always(
        "
async def task_a():
    seen = []
    try:
        Database('postgresql://localhost/x')
    except NotImplementedError as error:
        seen.append(str(error))
    try:
        await database.execute(12)
    except NotImplementedError as error:
        seen.append(str(error))
    return '|'.join(seen)
",
        "0.9",
    );
    assert_eq!(
        found
            .trim_matches(['"', '\''])
            .replace("\\'", "'")
            .split('|')
            .collect::<Vec<_>>(),
        [
            "The database 'postgresql': Lockstep's databases package speaks to sqlite:///FILE.",
            "A query is a string here, with :name for parameters; SQLAlchemy's expressions are not part of Lockstep.",
        ]
    );
    let (status, _, err) = lockstep(
        &["check", "-"],
        "import sqlalchemy\ndef task_a():\n    pass\n",
    );
    assert_eq!(status, 2);
    assert!(
        err.contains("SQLAlchemy is not part of Lockstep: write queries as strings"),
        "{err}"
    );
}
