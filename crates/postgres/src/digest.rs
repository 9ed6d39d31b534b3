//! Digests of the state: equal ones have equal futures.
//!
//! What merely got its number later is the same: transactions are numbered in the order of their beginning among
//! those that count, places in the order in which they stand in their table, rows in the order of their first
//! version. Versions that nobody can see any more do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::api::SessionId;
use crate::catalogue::Database;
use crate::server::Server;
use crate::versions::{Heap, Version};
use crate::xacts::{Csn, Status, Xid};

/// 128 bits of what is written to it.
struct Digest(SipHasher13);

impl Digest {
    fn new() -> Digest {
        Digest(SipHasher13::new())
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn word(&mut self, word: u64) {
        self.0.write_u64(word);
    }

    fn of(&mut self, what: &impl Hash) {
        what.hash(&mut self.0);
    }

    fn finish(&self) -> u128 {
        self.0.finish128().as_u128()
    }
}

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}

fn hash_value(hash: &mut Digest, value: &crate::Value) {
    use crate::Value;
    match value {
        Value::Null => hash.bytes(&[0]),
        Value::Integer(value) => {
            hash.bytes(&[1]);
            hash.word(*value as u64);
        }
        Value::Real(value) => {
            hash.bytes(&[2]);
            hash.word(value.to_bits());
        }
        Value::Text(text) => {
            hash.bytes(&[3]);
            hash.word(text.len() as u64);
            hash.bytes(text.as_bytes());
        }
        Value::Blob(bytes) => {
            hash.bytes(&[4]);
            hash.word(bytes.len() as u64);
            hash.bytes(bytes);
        }
    }
}

/// What absolute numbers stand for.
struct Names {
    /// Snapshots in use, oldest first.
    snapshots: Vec<Csn>,
    xids: FxHashMap<Xid, u64>,
    /// Places and roots of the versions that count, by table.
    places: BTreeMap<(usize, u32), (Vec<u64>, Vec<u64>)>,
}

impl Names {
    fn csn(&self, csn: Csn) -> u64 {
        self.snapshots.partition_point(|snapshot| *snapshot < csn) as u64
    }

    fn xid(&self, xid: Xid) -> u64 {
        self.xids.get(&xid).copied().unwrap_or(0)
    }

    fn place(&self, database: usize, oid: u32, place: u64) -> u64 {
        let Some((places, _)) = self.places.get(&(database, oid)) else {
            return place;
        };
        places.binary_search(&place).map_or(0, |at| at as u64 + 1)
    }

    /// A relation's number tells its database.
    fn any_place(&self, oid: u32, place: u64) -> u64 {
        let found = self.places.keys().find(|(_, known)| *known == oid);
        found.map_or(place, |(database, _)| self.place(*database, oid, place))
    }

    fn root(&self, database: usize, oid: u32, root: u64) -> u64 {
        let Some((_, roots)) = self.places.get(&(database, oid)) else {
            return root;
        };
        roots.binary_search(&root).map_or(0, |at| at as u64 + 1)
    }
}

impl Server {
    /// The committed content.
    pub fn content_digest(&mut self) -> u128 {
        let mut all = Digest::new();
        for table in self.tables() {
            let _ = write!(all, "{}\0{}\0", table.database, table.name);
            for column in &table.columns {
                let _ = write!(all, "{}\0{}\0", column.name, column.type_);
            }
            let mut sum = 0u128;
            for row in &table.rows {
                let mut hash = Digest::new();
                row.iter().for_each(|value| hash_value(&mut hash, value));
                sum = sum.wrapping_add(hash.finish());
            }
            all.bytes(&sum.to_le_bytes());
        }
        all.finish()
    }

    /// Everything that decides the future of these sessions, and of those that stand in their way.
    pub fn digest(&mut self, sessions: &[SessionId]) -> u128 {
        let definitions: Vec<u128> = (0..self.state.databases.len())
            .map(|number| self.definitions(number))
            .collect();
        let names = self.names();
        let mut hash = Digest::new();
        for (number, database) in self.state.databases.iter().enumerate() {
            hash.bytes(&definitions[number].to_le_bytes());
            for (oid, heap) in &database.heaps {
                hash.word(u64::from(*oid));
                self.hash_heap(&mut hash, &names, number, *oid, heap);
            }
            for sequence in database.sequences.values() {
                hash.word(u64::from(sequence.oid));
                hash.word(sequence.next as u64);
            }
        }
        self.hash_locks(&mut hash, &names);
        for (number, session) in self.state.sessions.iter().enumerate() {
            let Some(session) = session else {
                hash.bytes(&[0]);
                continue;
            };
            let idle = session.tx.is_none() && session.running.is_none();
            if idle && !sessions.contains(&number) {
                hash.bytes(&[1]);
                continue;
            }
            self.hash_session(&mut hash, &names, session);
        }
        hash.of(&(&self.state.ready, &self.state.cycle, self.state.random));
        let place = |oid, place| names.any_place(oid, place);
        let ssi = self.state.ssi.canonical(&place, &|xid| names.xid(xid));
        hash.of(&ssi);
        hash.finish()
    }

    /// The definitions of a database, hashed once for each version of them.
    fn definitions(&mut self, number: usize) -> u128 {
        let database = Rc::clone(&self.state.databases[number]);
        let key = (number, database.version);
        if let Some(known) = self.definitions.get(&key) {
            return *known;
        }
        let mut hash = Digest::new();
        let Database { name, tables, .. } = &*database;
        let _ = write!(hash, "{name}{tables:?}");
        for sequence in database.sequences.values() {
            let _ = write!(
                hash,
                "{}{:?}",
                sequence.name,
                (sequence.owner, sequence.start, sequence.increment)
            );
        }
        let digest = hash.finish();
        if self.definitions.len() > 1000 {
            self.definitions.clear();
        }
        self.definitions.insert(key, digest);
        digest
    }

    fn names(&self) -> Names {
        let sessions = || self.state.sessions.iter().flatten();
        let mut snapshots: BTreeSet<Csn> = sessions()
            .filter_map(|session| session.tx.as_ref().and_then(|tx| tx.snapshot))
            .collect();
        for running in sessions().filter_map(|session| session.running.as_ref()) {
            snapshots.extend(running.snapshots());
        }
        let running = self.state.xacts.running_xids();
        let xids = running
            .enumerate()
            .map(|(rank, xid)| (xid, rank as u64 + 1))
            .collect();
        let all = sessions().any(|session| session.running.is_some());
        let mut names = Names {
            snapshots: snapshots.into_iter().collect(),
            xids,
            places: BTreeMap::new(),
        };
        for (number, database) in self.state.databases.iter().enumerate() {
            for (oid, heap) in &database.heaps {
                let counting = heap
                    .versions
                    .iter()
                    .filter(|version| all || !self.dead(&names, version));
                let places: Vec<u64> = counting.clone().map(|version| version.place).collect();
                let mut roots: Vec<u64> = counting.map(|version| version.root).collect();
                roots.sort_unstable();
                roots.dedup();
                names.places.insert((number, *oid), (places, roots));
            }
        }
        names
    }

    /// Whether nobody will ever see a version again.
    fn dead(&self, names: &Names, version: &Version) -> bool {
        version
            .writer()
            .is_some_and(|writer| match self.state.xacts.status(writer.xid) {
                Status::Committed(csn) => names.csn(csn) == 0,
                _ => false,
            })
    }

    fn hash_xid(&self, hash: &mut Digest, names: &Names, xid: Xid) {
        match self.state.xacts.status(xid) {
            Status::Running => {
                hash.bytes(&[1]);
                hash.word(names.xid(xid));
            }
            Status::Committed(csn) => {
                hash.bytes(&[2]);
                hash.word(names.csn(csn));
            }
            Status::Aborted => hash.bytes(&[3]),
        }
    }

    /// Whether a running statement of whoever wrote something sees it already.
    fn command_seen(&self, xid: Xid, command: u32) -> u8 {
        let session = self.state.xacts.session(xid);
        let running = session.filter(|session| self.known(*session));
        let running = running.and_then(|session| self.session(session).running.as_ref());
        running.map_or(2, |running| u8::from(command < running.eyes.command))
    }

    fn hash_heap(&self, hash: &mut Digest, names: &Names, database: usize, oid: u32, heap: &Heap) {
        let unique = self.state.databases[database].tables.get(&oid);
        let unique = unique.map_or(0, |table| table.unique().count());
        for version in &heap.versions {
            let place = names.place(database, oid, version.place);
            if place == 0 {
                continue;
            }
            hash.word(place);
            hash.word(names.root(database, oid, version.root));
            hash.word(
                version
                    .next
                    .map_or(0, |next| names.place(database, oid, next)),
            );
            hash.word(version.entered.min(unique) as u64);
            self.hash_xid(hash, names, version.xmin);
            hash.bytes(&[
                u8::from(version.multi),
                self.command_seen(version.xmin, version.cmin),
                version.members.len() as u8,
            ]);
            for member in &version.members {
                self.hash_xid(hash, names, member.xid);
                hash.bytes(&[member.mode as u8, u8::from(member.writes)]);
                if member.writes {
                    hash.bytes(&[self.command_seen(member.xid, version.cmax)]);
                }
            }
            version
                .values
                .iter()
                .for_each(|value| hash_value(hash, value));
        }
    }

    fn hash_locks(&self, hash: &mut Digest, names: &Names) {
        use crate::locks::Tag;
        let mut locks = Vec::new();
        for (tag, lock) in self.state.locks.iter() {
            let tag = match tag {
                Tag::Xid(xid) => Tag::Xid(names.xid(*xid)),
                Tag::Row(oid, place) => {
                    let database = (0..self.state.databases.len())
                        .find(|number| self.state.databases[*number].heaps.contains_key(oid));
                    Tag::Row(
                        *oid,
                        database.map_or(*place, |number| names.place(number, *oid, *place)),
                    )
                }
                other => *other,
            };
            let mut holds = lock.holds.clone();
            holds.sort_by_key(|hold| (hold.session, hold.mode, hold.owner));
            locks.push((tag, holds, &lock.queue));
        }
        locks.sort_by_key(|(tag, _, _)| *tag);
        hash.of(&locks);
    }

    fn hash_session(&self, hash: &mut Digest, names: &Names, session: &crate::session::Session) {
        let database = session.database;
        hash.of(&(
            database,
            &session.settings,
            &session.used,
            session.waiting.map(|(_, mode, keep)| (mode, keep)),
            session.cursors.len(),
            session.tx.is_some(),
            session.running.is_some(),
        ));
        // What is rare is written out: rows, expressions and the like need no `Hash` for it.
        if !session.cursors.is_empty() {
            let _ = write!(hash, "{:?}", session.cursors);
        }
        if let Some(tx) = &session.tx {
            hash.of(&(
                (tx.block, tx.failed, tx.level, tx.read_only),
                (tx.deferrable, tx.begun, tx.ddl, tx.started),
                tx.snapshot.map(|csn| names.csn(csn)),
                (&tx.constraints, &tx.kept),
                session
                    .running
                    .as_ref()
                    .map(|running| tx.command.wrapping_sub(running.eyes.command)),
                (tx.deferred.len(), tx.subs.len()),
            ));
            if !tx.deferred.is_empty() {
                let mut deferred = tx.deferred.clone();
                let place = |oid, place| names.place(database, oid, place);
                deferred.iter_mut().for_each(|event| event.rename(&place));
                let _ = write!(hash, "{deferred:?}");
            }
            for sub in &tx.subs {
                hash.of(&(&sub.name, sub.xid.map(|xid| names.xid(xid)), sub.deferred));
                hash.of(&(&sub.settings, sub.released.len(), sub.undo.len()));
                for xid in &sub.released {
                    hash.word(names.xid(*xid));
                }
                if !sub.undo.is_empty() {
                    let _ = write!(hash, "{:?}", sub.undo);
                }
            }
        }
        if let Some(running) = &session.running {
            let mut running = running.clone();
            running.rename(
                &|oid, place| names.place(database, oid, place),
                &|xid| names.xid(xid),
                &|csn| names.csn(csn),
            );
            let _ = write!(hash, "{running:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Value};

    fn server(statements: &[(usize, &str)]) -> Server {
        let mut server = Server::new(Config::default()).unwrap();
        for session in 0..2 {
            assert_eq!(server.connect("x"), Ok(session));
        }
        for (session, sql) in statements {
            let _ = server.execute(*session, sql, &[]);
        }
        server
    }

    const TABLE: (usize, &str) = (0, "CREATE TABLE t (id int PRIMARY KEY, v int)");

    #[test]
    fn a_rolled_back_transaction_leaves_no_trace() {
        let mut a = server(&[TABLE, (0, "INSERT INTO t VALUES (1, 1)")]);
        let mut b = server(&[
            TABLE,
            (0, "INSERT INTO t VALUES (1, 1)"),
            (1, "BEGIN"),
            (1, "UPDATE t SET v = 2"),
            (1, "ROLLBACK"),
        ]);
        assert_eq!(a.digest(&[0, 1]), b.digest(&[0, 1]));
        assert_eq!(a.content_digest(), b.content_digest());
    }

    #[test]
    fn what_a_snapshot_sees_makes_a_difference() {
        let begin = (0, "BEGIN ISOLATION LEVEL REPEATABLE READ");
        let (read, write) = ((0, "SELECT * FROM t"), (1, "UPDATE t SET v = v"));
        let insert = (0, "INSERT INTO t VALUES (1, 1)");
        let mut before = server(&[TABLE, insert, begin, read, write]);
        let mut after = server(&[TABLE, insert, begin, write, read]);
        assert_ne!(before.digest(&[0, 1]), after.digest(&[0, 1]));
        assert_eq!(before.content_digest(), after.content_digest());
    }

    #[test]
    fn a_waiting_statement_comes_back_with_a_snapshot() {
        let mut server = server(&[
            TABLE,
            (0, "INSERT INTO t VALUES (1, 1)"),
            (0, "BEGIN"),
            (0, "UPDATE t SET v = 5"),
        ]);
        let step = server.execute(1, "UPDATE t SET v = v + 1 RETURNING v", &[]);
        assert_eq!((step.result, server.blockers(1)), (None, vec![0]));
        let (kept, digest) = (server.snapshot(), server.digest(&[0, 1]));
        for _ in 0..2 {
            let step = server.execute(0, "COMMIT", &[]);
            let (session, result) = step.woke.into_iter().next().unwrap();
            assert_eq!(
                (session, result.unwrap().rows),
                (1, vec![vec![Value::Integer(6)]])
            );
            server.restore(&kept);
            assert_eq!(server.digest(&[0, 1]), digest);
        }
    }
}
