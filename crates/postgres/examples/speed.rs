//! What a statement costs, beside the same statement on bare rusqlite: `cargo run --example speed`.

use std::time::Instant;

use lockstep_postgres::{Config, Server};

const ROUNDS: u32 = 20_000;

fn main() {
    let setup = [
        "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL)",
        "INSERT INTO t VALUES (1, 0), (2, 0), (3, 0), (4, 0)",
    ];
    let mut server = Server::new(Config::default()).expect("a server");
    let session = server.connect("x").expect("a session");
    let sqlite = rusqlite::Connection::open_in_memory().expect("a connection");
    for sql in setup {
        server
            .execute(session, sql, &[])
            .result
            .expect("nobody in the way")
            .expect(sql);
        sqlite.execute_batch(sql).expect(sql);
    }
    for sql in [
        "SELECT id, v FROM t WHERE id = 2",
        "SELECT count(*), sum(v) FROM t",
        "UPDATE t SET v = v + 1 WHERE id = 2",
    ] {
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            server
                .execute(session, sql, &[])
                .result
                .expect("nobody in the way")
                .expect(sql);
        }
        let here = begun.elapsed() / ROUNDS;
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            let mut statement = sqlite.prepare_cached(sql).expect(sql);
            let mut rows = statement.raw_query();
            while rows.next().expect(sql).is_some() {}
        }
        let there = begun.elapsed() / ROUNDS;
        let ratio = here.as_secs_f64() / there.as_secs_f64();
        println!(
            "{:6.2} µs, bare SQLite {:5.2} µs, {ratio:4.1} times: {sql}",
            here.as_secs_f64() * 1e6,
            there.as_secs_f64() * 1e6
        );
    }
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        let snapshot = server.snapshot();
        server.restore(&snapshot);
    }
    println!(
        "{:6.2} µs: snapshot and restore",
        (begun.elapsed() / ROUNDS).as_secs_f64() * 1e6
    );
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        server.digest(&[session]);
    }
    println!(
        "{:6.2} µs: digest",
        (begun.elapsed() / ROUNDS).as_secs_f64() * 1e6
    );
}
