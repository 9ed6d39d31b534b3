//! Random histories through this crate and through real SQLite: a real file, one process a connection, no
//! waiting. Extended result codes, messages, rows, changes and the final content must be the same.
//!
//! `LOCKSTEP_HISTORIES` sets how many histories a journal mode gets, `LOCKSTEP_FIRST_HISTORY` the first
//! seed. The machine's SQLite answers, and for every twentieth history the one that rusqlite brings, too; where
//! a machine has none of its own, rusqlite's answers all.

mod histories;
mod real;

use histories::{CONTENT, History, Prepared, history, show};
use lockstep_sqlite::Journal;
use real::{Content, Process, RealFile, Which};

/// What a history gives: the result of each step, then the content.
type Results = Vec<String>;

/// Real connections to a real file.
struct Real {
    processes: Vec<Process>,
    file: RealFile,
    start: Content,
}

impl Real {
    fn new(which: Which, journal: Journal) -> Option<Real> {
        let mut processes: Vec<Process> = (0..4).map_while(|_| Process::start(which)).collect();
        let file = RealFile::new(&format!("{which:?}-{journal:?}"));
        let start = real::prepared(processes.first_mut()?, &file, journal);
        Some(Real {
            processes,
            file,
            start,
        })
    }

    fn run(&mut self, (connections, steps): &History) -> Results {
        self.file.become_copy(&self.start);
        let processes = &mut self.processes[..*connections];
        for process in &mut *processes {
            process.open(self.file.path());
        }
        let mut results: Results = Vec::new();
        for group in steps.chunk_by(|(before, _), (after, _)| before == after) {
            let statements: Vec<&str> = group.iter().map(|(_, sql)| &**sql).collect();
            results.extend(processes[group[0].0].run(&statements));
        }
        let (first, others) = processes.split_first_mut().expect("at least two");
        for process in others {
            process.close();
        }
        first.run(&["ROLLBACK"]);
        results.extend(first.run(CONTENT));
        first.close();
        results
    }
}

/// Runs a history through the crate. `digests`: looks after every step whether the digest of the content,
/// which the crate keeps up to date, is that of what is really there; else only in the end.
fn observed(prepared: &mut Prepared, (connections, steps): &History, digests: bool) -> Results {
    let (store, ids) = prepared.start();
    let mut results = Vec::new();
    for (connection, sql) in steps {
        results.push(show(&store.execute(ids[*connection], sql, &[])));
        if digests {
            let scanned = store.scanned_digest().unwrap();
            assert_eq!(store.content_digest(), scanned, "after {sql} in {steps:#?}");
        }
    }
    for id in &ids[..*connections] {
        store.execute(*id, "ROLLBACK", &[]);
    }
    assert_eq!(
        store.content_digest(),
        store.scanned_digest().unwrap(),
        "{steps:#?}"
    );
    results.extend(
        CONTENT
            .iter()
            .map(|sql| show(&store.execute(ids[0], sql, &[]))),
    );
    results
}

fn describe(seed: u64, (_, steps): &History, real: &[String], ours: &[String]) -> String {
    use std::fmt::Write as _;
    let mut text = format!("history {seed}:\n");
    let content = CONTENT.iter().map(|sql| (0, (*sql).to_owned()));
    for (index, (connection, sql)) in steps.iter().cloned().chain(content).enumerate() {
        let _ = writeln!(text, "  {connection}: {sql}\n      {}", ours[index]);
        if real[index] != ours[index] {
            let _ = writeln!(text, "   != {}", real[index]);
            break;
        }
    }
    text
}

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    }
}

fn compare(journal: Journal) {
    let first = number("LOCKSTEP_FIRST_HISTORY", 0);
    let count = number("LOCKSTEP_HISTORIES", 20_000);
    let mut bundled = Real::new(Which::Bundled, journal).expect("a part of this program");
    let mut system = Real::new(Which::System, journal);
    match &system {
        Some(real) => eprintln!("compared with SQLite {}", real.processes[0].version),
        None => eprintln!("this machine has no SQLite: compared with rusqlite's alone"),
    }
    let mut prepared = Prepared::new(journal, 4, 0);
    let mut different = Vec::new();
    let mut failed = 0;
    for seed in first..first + count {
        let history = history(seed, journal);
        let ours = observed(&mut prepared, &history, seed % 20 == 0);
        failed += ours
            .iter()
            .filter(|result| result.starts_with("error"))
            .count();
        let mut look = |real: &mut Real| {
            let results = real.run(&history);
            if results != ours {
                let version = &real.processes[0].version;
                different.push(format!(
                    "{version}, {}",
                    describe(seed, &history, &results, &ours)
                ));
            }
        };
        match &mut system {
            Some(system) => look(system),
            None => look(&mut bundled),
        }
        if seed % 20 == 0 {
            look(&mut bundled);
        }
    }
    eprintln!(
        "{count} histories, {} differ; {failed} steps failed, as they do on a file",
        different.len()
    );
    assert!(
        different.is_empty(),
        "{} of {count} histories differ\n{}",
        different.len(),
        different[..different.len().min(3)].join("\n")
    );
}

#[test]
fn rollback_journal_histories_are_as_on_disk() {
    compare(Journal::Delete);
}

#[test]
fn wal_histories_are_as_on_disk() {
    compare(Journal::Wal);
}
