//! What strangers may send: whatever it asks for ends soon as an error, and the session goes on.

use lockstep_postgres::{Config, Server};

const HOSTILE: &[&str] = &[
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "SELECT count(*) FROM generate_series(1, 1000000000)",
    "SELECT count(*) FROM generate_series(1, 3000) a, generate_series(1, 3000) b, generate_series(1, 3000) c",
    "INSERT INTO t SELECT generate_series(1, 100000000)",
    "SELECT repeat('x', 1000000000)",
    "SELECT pg_sleep(100)",
    // What SQLite would understand.
    "ATTACH DATABASE 'x' AS y",
    "PRAGMA writable_schema = 1",
    "SELECT load_extension('x')",
    "SELECT randomblob(1000000000)",
    "SELECT * FROM sqlite_master",
    "VACUUM INTO 'x'",
];

#[test]
fn hostile_statements_end_as_errors_and_the_session_goes_on() {
    let mut server = Server::new(Config::default()).unwrap();
    let session = server.connect("test").unwrap();
    let made = server.execute(session, "CREATE TABLE t (i int)", &[]);
    assert!(matches!(made.result, Some(Ok(_))), "{made:?}");
    for sql in HOSTILE {
        let step = server.execute(session, sql, &[]);
        assert!(matches!(step.result, Some(Err(_))), "{sql}: {step:?}");
        let next = server.execute(session, "SELECT count(*) FROM t", &[]);
        let Some(Ok(done)) = next.result else {
            panic!("after {sql}: {next:?}");
        };
        // Nothing of it is left.
        let none = lockstep_postgres::Value::Integer(0);
        assert_eq!(done.rows, [[none]], "after {sql}");
    }
}
