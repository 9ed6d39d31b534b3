//! What people look at: versions, locks, waits, content.

use std::rc::Rc;

use crate::api::*;
use crate::ast::{RowMode, TableMode};
use crate::locks::Tag;
use crate::server::Server;
use crate::values;
use crate::versions::Eyes;
use crate::xacts::Status;

fn row_mode(mode: RowMode) -> &'static str {
    match mode {
        RowMode::KeyShare => "FOR KEY SHARE",
        RowMode::Share => "FOR SHARE",
        RowMode::NoKeyUpdate => "FOR NO KEY UPDATE",
        RowMode::Update => "FOR UPDATE",
    }
}

/// The modes' names in `pg_locks`.
fn table_mode(mode: TableMode) -> &'static str {
    match mode {
        TableMode::AccessShare => "AccessShareLock",
        TableMode::RowShare => "RowShareLock",
        TableMode::RowExclusive => "RowExclusiveLock",
        TableMode::ShareUpdateExclusive => "ShareUpdateExclusiveLock",
        TableMode::Share => "ShareLock",
        TableMode::ShareRowExclusive => "ShareRowExclusiveLock",
        TableMode::Exclusive => "ExclusiveLock",
        TableMode::AccessExclusive => "AccessExclusiveLock",
    }
}

impl Server {
    /// Through which eyes a session sees: with its snapshot, or with the one that its next statement would take.
    fn eyes_for_people(&self, session: SessionId) -> Eyes {
        match &self.session(session).tx {
            Some(tx) => Eyes {
                session,
                csn: tx.snapshot.unwrap_or(self.state.xacts.committed),
                command: tx.command,
            },
            None => Eyes {
                session,
                csn: self.state.xacts.committed,
                command: 0,
            },
        }
    }

    fn open_sessions(&self) -> Vec<SessionId> {
        (0..self.state.sessions.len())
            .filter(|session| self.known(*session))
            .collect()
    }

    fn table_name(&self, oid: crate::locks::Oid) -> Rc<str> {
        let tables = self
            .state
            .databases
            .iter()
            .flat_map(|database| database.tables.values());
        tables
            .into_iter()
            .find(|table| table.oid == oid)
            .map_or_else(|| "?".into(), |table| Rc::clone(&table.name))
    }

    /// Everything there is to look at.
    pub fn look(&self) -> Look {
        let mut look = Look::default();
        let sessions = self.open_sessions();
        for (number, database) in self.state.databases.iter().enumerate() {
            for table in database.tables.values() {
                let Some(heap) = database.heaps.get(&table.oid) else {
                    continue;
                };
                let eyes: Vec<Eyes> = sessions
                    .iter()
                    .filter(|session| self.session(**session).database == number)
                    .map(|session| self.eyes_for_people(*session))
                    .collect();
                let mut rows: Vec<LookRow> = Vec::new();
                for version in &heap.versions {
                    for member in version.members.iter().filter(|member| !member.writes) {
                        if let Some(session) = self.state.xacts.session(member.xid) {
                            look.row_locks.push(LookRowLock {
                                table: Rc::clone(&table.name),
                                row: version.row,
                                mode: row_mode(member.mode),
                                session,
                                waiting: false,
                            });
                        }
                    }
                    let removed_by = version.writer().and_then(|writer| {
                        match self.state.xacts.status(writer.xid) {
                            Status::Committed(_) => Some(LookRemoval::Committed),
                            Status::Running => self
                                .state
                                .xacts
                                .session(writer.xid)
                                .map(LookRemoval::Session),
                            Status::Aborted => None,
                        }
                    });
                    let shown = LookVersion {
                        values: Rc::clone(&version.values),
                        created_by: self.state.xacts.session(version.xmin),
                        removed_by,
                        seen_by: eyes
                            .iter()
                            .filter(|eyes| version.visible(**eyes, &self.state.xacts))
                            .map(|eyes| eyes.session)
                            .collect(),
                    };
                    match rows.iter_mut().find(|row| row.row == version.row) {
                        Some(row) => row.versions.push(shown),
                        None => rows.push(LookRow {
                            row: version.row,
                            versions: vec![shown],
                        }),
                    }
                }
                let columns = table
                    .columns
                    .iter()
                    .map(|column| Column {
                        name: Rc::clone(&column.name),
                        type_: column.type_.clone(),
                    })
                    .collect();
                look.tables.push(LookTable {
                    database: Rc::clone(&database.name),
                    name: Rc::clone(&table.name),
                    columns,
                    rows,
                });
            }
        }
        self.look_at_locks(&mut look);
        for session in sessions {
            let state = self.session(session);
            let snapshot = state.tx.as_ref().and_then(|tx| tx.snapshot);
            look.sessions.push(LookSession {
                session,
                transaction: self.transaction(session),
                snapshot: snapshot.is_some(),
                snapshot_age: snapshot.map(|csn| self.state.xacts.committed - csn),
                savepoints: state
                    .tx
                    .iter()
                    .flat_map(|tx| tx.subs.iter().filter_map(|sub| sub.name.clone()))
                    .collect(),
                waiting: state.running.is_some(),
            });
        }
        look
    }

    fn look_at_locks(&self, look: &mut Look) {
        for (tag, lock) in self.state.locks.iter() {
            let on: Rc<str> = match tag {
                Tag::Table(oid) => self.table_name(*oid),
                Tag::Advisory {
                    pair: false, key, ..
                } => key.to_string().into(),
                Tag::Advisory { key, .. } => format!("{}, {}", key >> 32, *key as i32).into(),
                Tag::Row(oid, place) => {
                    for waiter in &lock.queue {
                        look.row_locks
                            .push(self.queued_row(*oid, *place, waiter.session));
                    }
                    continue;
                }
                Tag::Xid(_) => continue,
            };
            let list = if matches!(tag, Tag::Table(_)) {
                &mut look.table_locks
            } else {
                &mut look.advisory_locks
            };
            let granted = lock
                .holds
                .iter()
                .map(|hold| (hold.session, hold.mode, true));
            let waiting = lock
                .queue
                .iter()
                .map(|waiter| (waiter.session, waiter.mode, false));
            for (session, mode, granted) in granted.chain(waiting) {
                list.push(LookLock {
                    on: Rc::clone(&on),
                    mode: table_mode(mode),
                    session,
                    granted,
                });
            }
        }
        for session in self.open_sessions() {
            let Some((tag, _)) = self.state.locks.waiting(session) else {
                continue;
            };
            let what = match tag {
                Tag::Table(oid) => format!("table {}", self.table_name(oid)),
                Tag::Row(oid, _) => format!("row of {}", self.table_name(oid)),
                Tag::Advisory {
                    key, pair: false, ..
                } => format!("advisory lock {key}"),
                Tag::Advisory { key, .. } => format!("advisory lock {}, {}", key >> 32, key as i32),
                Tag::Xid(_) => "end of transaction".into(),
            };
            for blocker in self.blockers(session) {
                look.waits.push(LookWait {
                    session,
                    blocker,
                    what: what.clone(),
                });
            }
        }
    }

    fn queued_row(&self, oid: crate::locks::Oid, place: u64, session: SessionId) -> LookRowLock {
        let heaps = self
            .state
            .databases
            .iter()
            .find_map(|database| database.heaps.get(&oid));
        let row = heaps
            .and_then(|heap| heap.get(place))
            .map_or(0, |version| version.row);
        LookRowLock {
            table: self.table_name(oid),
            row,
            mode: "FOR UPDATE",
            session,
            waiting: true,
        }
    }

    /// The committed tables, ordered by database and name.
    pub fn tables(&mut self) -> Vec<Table> {
        let eyes = Eyes {
            session: usize::MAX,
            csn: self.state.xacts.committed,
            command: 0,
        };
        let mut tables = Vec::new();
        for database in &self.state.databases {
            for table in database
                .tables
                .values()
                .filter(|table| table.created_by.is_none())
            {
                let Some(heap) = database.heaps.get(&table.oid) else {
                    continue;
                };
                let mut rows: Vec<_> = heap
                    .visible(eyes, &self.state.xacts)
                    .iter()
                    .map(|version| Rc::clone(&version.values))
                    .collect();
                let key = table.key();
                let types = table.types(key);
                rows.sort_by(|a, b| {
                    let pairs = key.iter().zip(&types);
                    pairs
                        .map(|(column, type_)| values::compare(type_, &a[*column], &b[*column]))
                        .find(|order| order.is_ne())
                        .unwrap_or(std::cmp::Ordering::Equal)
                });
                tables.push(Table {
                    database: Rc::clone(&database.name),
                    name: Rc::clone(&table.name),
                    columns: table
                        .columns
                        .iter()
                        .map(|column| Column {
                            name: Rc::clone(&column.name),
                            type_: column.type_.clone(),
                        })
                        .collect(),
                    key: key.into(),
                    rows,
                });
            }
        }
        tables.sort_by(|a, b| (&a.database, &a.name).cmp(&(&b.database, &b.name)));
        tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    fn run(server: &mut Server, session: SessionId, sql: &str) -> Option<Finished> {
        server.execute(session, sql, &[]).result
    }

    #[test]
    fn it_shows_versions_locks_waits_and_snapshots() {
        let mut server = Server::new(Config::default()).unwrap();
        for session in 0..3 {
            assert_eq!(server.connect("x"), Ok(session));
        }
        for (session, sql) in [
            (0, "CREATE TABLE t (id int PRIMARY KEY, v int)"),
            (0, "INSERT INTO t VALUES (1, 1)"),
            (1, "BEGIN ISOLATION LEVEL REPEATABLE READ"),
            (1, "SELECT v FROM t"),
            (2, "INSERT INTO t VALUES (2, 2)"),
            (0, "BEGIN"),
            (0, "SAVEPOINT a"),
            (0, "UPDATE t SET v = 5 WHERE id = 1"),
            (2, "SELECT pg_advisory_lock(7)"),
        ] {
            assert!(run(&mut server, session, sql).unwrap().is_ok(), "{sql}");
        }
        let waits = "SELECT v FROM t WHERE id = 1 FOR UPDATE";
        assert_eq!(run(&mut server, 1, waits), None);
        let look = server.look();

        let [first, second] = &look.tables[0].rows[..] else {
            panic!("two rows: {:?}", look.tables)
        };
        let shown = |version: &LookVersion| {
            let LookVersion {
                created_by,
                removed_by,
                ..
            } = version;
            (*created_by, *removed_by, version.seen_by.clone())
        };
        let old = (None, Some(LookRemoval::Session(0)), vec![1, 2]);
        let new = (Some(0), None, vec![0]);
        let versions: Vec<_> = first.versions.iter().map(shown).collect();
        assert_eq!(versions, [old, new]);
        let versions: Vec<_> = second.versions.iter().map(shown).collect();
        assert_eq!(versions, [(None, None, vec![0, 2])]);

        let lock = |on: &str, mode, session| LookLock {
            on: on.into(),
            mode,
            session,
            granted: true,
        };
        assert_eq!(look.advisory_locks, [lock("7", "ExclusiveLock", 2)]);
        for wanted in [
            lock("t", "RowExclusiveLock", 0),
            lock("t", "RowShareLock", 1),
        ] {
            assert!(look.table_locks.contains(&wanted), "{wanted:?}");
        }
        let wait = LookWait {
            session: 1,
            blocker: 0,
            what: "end of transaction".into(),
        };
        assert_eq!(look.waits, [wait]);

        let sessions = look.sessions.iter();
        let sessions = sessions.map(|session| (session.snapshot_age, session.waiting));
        let sessions: Vec<_> = sessions.collect();
        assert_eq!(sessions, [(None, false), (Some(1), true), (None, false)]);
        assert_eq!(look.sessions[0].savepoints, ["a".into()]);
        assert_eq!(look.sessions[2].transaction, Transaction::None);
    }

    #[test]
    fn it_shows_who_has_locked_a_row() {
        let mut server = Server::new(Config::default()).unwrap();
        for session in 0..3 {
            assert_eq!(server.connect("x"), Ok(session));
        }
        for (session, sql) in [
            (0, "CREATE TABLE t (id int PRIMARY KEY)"),
            (0, "INSERT INTO t VALUES (1)"),
            (0, "BEGIN"),
            (0, "SELECT id FROM t FOR SHARE"),
        ] {
            assert!(run(&mut server, session, sql).unwrap().is_ok(), "{sql}");
        }
        assert_eq!(run(&mut server, 1, "DELETE FROM t"), None);
        assert_eq!(run(&mut server, 2, "DELETE FROM t"), None);
        let locks = server.look().row_locks;
        let locks: Vec<_> = locks
            .iter()
            .map(|lock| (lock.session, lock.mode, lock.waiting))
            .collect();
        assert_eq!(locks, [(0, "FOR SHARE", false), (2, "FOR UPDATE", true)]);
    }
}
