//! Hermitage's anomalies on SQLite and the PostgreSQL profile: `lockstep hermitage`.

mod common;

use common::lockstep;
use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{DatabaseKind, Journal, LinkTarget, Verdict, decode_link, hermitage};

/// What PostgreSQL lets happen is what Hermitage has published of it: read committed prevents G0, G1 and OTV,
/// repeatable read PMP, P4 and G-single, too, serializable all.
#[test]
fn sqlite_prevents_them_all_and_postgresql_what_its_levels_promise() {
    let (status, table, _) = lockstep(&["hermitage"], "");
    assert_eq!(status, 0);
    let expected = "
                                    delete, deferred          delete, immediate     wal, deferred             wal, immediate        PostgreSQL, read committed  PostgreSQL, repeatable read  PostgreSQL, serializable
G0: dirty write                     prevented in all 24       prevented in all 8    prevented in all 24       prevented in all 8    prevented in all 24         prevented, refused: 58 %     prevented, refused: 58 %
G1a: aborted read                   prevented in all 35       prevented in all 7    prevented in all 35       prevented in all 7    prevented in all 35         prevented in all 35          prevented in all 35
G1b: intermediate read              prevented in all 70       prevented in all 8    prevented in all 70       prevented in all 8    prevented in all 70         prevented in all 70          prevented in all 70
G1c: circular information flow      prevented in all 24       prevented in all 8    prevented in all 24       prevented in all 8    prevented in all 70         prevented in all 70          prevented, refused: 86 %
OTV: observed transaction vanishes  prevented in all 8902     prevented in all 186  prevented in all 14960    prevented in all 186  prevented in all 11880      prevented, refused: 58 %     prevented, refused: 58 %
PMP: predicate-many-preceders       prevented in all 35       prevented in all 7    prevented in all 35       prevented in all 7    possible: 17 %              prevented in all 35          prevented in all 35
P4: lost update                     prevented, refused: 86 %  prevented in all 8    prevented, refused: 86 %  prevented in all 8    possible: 80 %              prevented, refused: 80 %     prevented, refused: 80 %
G-single: read skew                 prevented in all 70       prevented in all 8    prevented in all 70       prevented in all 8    possible: 14 %              prevented in all 70          prevented in all 70
G2-item: write skew                 prevented, refused: 86 %  prevented in all 8    prevented, refused: 86 %  prevented in all 8    possible: 86 %              possible: 86 %               prevented, refused: 86 %
G2: anti-dependency cycle           prevented, refused: 86 %  prevented in all 8    prevented, refused: 86 %  prevented in all 8    possible: 86 %              possible: 86 %               prevented, refused: 86 %
";
    assert_eq!(format!("\n{table}"), expected);
}

#[test]
fn the_table_is_there_for_programs() {
    let (_, json, _) = lockstep(&["hermitage", "--format", "json"], "");
    let table: serde_json::Value = serde_json::from_str(&json).unwrap();
    let row = &table["hermitage"][6];
    assert_eq!(row["scenario"], "x/hermitage-p4");
    let cell = &row["cells"][0];
    assert_eq!(
        (&cell["journal"], &cell["begin"]),
        (&"delete".into(), &"deferred".into())
    );
    assert_eq!(cell["interleavings"], "70");
    assert_eq!(cell["verdicts"]["aborted"]["interleavings"], "60");
}

#[test]
fn without_transactions_they_happen() {
    // What is prevented is there to be prevented: each statement by itself.
    let mut happen = Vec::new();
    for entry in hermitage() {
        let mut scenario = entry.scenario();
        let lines = scenario.source.lines();
        let lines = lines.filter(|line| !line.contains("BEGIN;") && !line.contains("COMMIT;"));
        scenario.source = lines.collect::<Vec<_>>().join("\n");
        let mut check = Check::new(&scenario, entry.slug, Limits::default()).unwrap();
        while check.advance(10_000).unwrap() == CheckState::Running {}
        let outcomes = check.report().unwrap().outcomes;
        if outcomes.iter().any(|o| o.verdict == Verdict::Anomaly) {
            happen.push(entry.slug);
        }
    }
    let all: Vec<_> = hermitage().map(|entry| entry.slug).collect();
    assert_eq!(happen, all);
    assert_eq!(all.len(), 10);
}

#[test]
fn cells_of_the_page_link_to_what_was_explored() {
    let (status, html, _) = lockstep(&["hermitage", "--format", "html"], "");
    assert_eq!(status, 0);
    let links: Vec<&str> = html
        .split("href=\"./#")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(link, _)| link))
        .collect();
    assert_eq!(links.len(), 10 * 8);
    for (row, entry) in links.chunks(8).zip(hermitage()) {
        assert_eq!(row[0], format!("x/{}", entry.slug));
        let last = decode_link(row[4]).unwrap();
        let serializable = decode_link(row[7]).unwrap();
        let LinkTarget::Scenario(scenario) = serializable.target else {
            panic!("{} carries no scenario", row[7]);
        };
        assert_eq!(scenario.settings.database, DatabaseKind::Postgres);
        let LinkTarget::Scenario(scenario) = last.target else {
            panic!("{} carries no scenario", row[4]);
        };
        assert_eq!(scenario.settings.journal, Journal::Wal);
        assert_eq!(
            scenario.source,
            entry.source.replace("BEGIN;", "BEGIN IMMEDIATE;")
        );
    }
}
