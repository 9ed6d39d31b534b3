//! Transactions: their beginning, savepoints and ends (`xact.c`).

use std::collections::VecDeque;
use std::rc::Rc;

use crate::api::{Level, SessionId, Transaction};
use crate::ast::{Modes, Name, TableMode};
use crate::error::PgError;
use crate::locks::{Oid, Owner, Tag};
use crate::server::{Result, Server};
use crate::session::{Session, Sub, Tx, Undo};
use crate::versions::Place;
use crate::xacts::{Status, Xid};

impl Server {
    /// Begins a transaction, of a block or of one statement.
    pub(crate) fn begin(&mut self, session: SessionId, block: bool) {
        let (now, settings) = (self.config.now, self.session(session).settings.clone());
        self.session_mut(session).tx = Some(Tx {
            block,
            failed: false,
            level: settings.default_level,
            read_only: settings.default_read_only,
            deferrable: false,
            subs: vec![Sub {
                settings: Some((settings.clone(), settings.clone())),
                ..Sub::default()
            }],
            snapshot: None,
            command: 0,
            begun: false,
            started: now,
            deferred: Vec::new(),
            constraints: Vec::new(),
            kept: settings,
            ddl: false,
        });
    }

    /// Sets a transaction's modes, if it is early enough.
    pub(crate) fn set_modes(&mut self, session: SessionId, modes: Modes) -> Result<()> {
        let tx = self.tx_mut(session);
        if let Some(level) = modes.level
            && level != tx.level
        {
            if tx.begun {
                let message = "SET TRANSACTION ISOLATION LEVEL must be called before any query";
                return Err(PgError::new("25001", message));
            }
            if tx.subs.len() > 1 {
                let message =
                    "SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction";
                return Err(PgError::new("25001", message));
            }
            tx.level = level;
        }
        if let Some(read_only) = modes.read_only {
            if tx.read_only && !read_only && tx.begun {
                let message = "transaction read-write mode must be set before any query";
                return Err(PgError::new("25001", message));
            }
            tx.read_only = read_only;
        }
        if let Some(deferrable) = modes.deferrable {
            if tx.begun {
                let message = "SET TRANSACTION [NOT] DEFERRABLE must be called before any query";
                return Err(PgError::new("25001", message));
            }
            tx.deferrable = deferrable;
        }
        Ok(())
    }

    /// The number of the innermost level of a transaction; its parents get theirs first
    /// (`AssignTransactionId`).
    pub(crate) fn xid(&mut self, session: SessionId) -> Xid {
        for level in 0..=self.tx(session).depth() {
            if self.tx(session).subs[level].xid.is_some() {
                continue;
            }
            let top = self.tx(session).subs[0].xid;
            let xid = self.state.xacts.begin(session, top);
            self.serializable_xid(session, xid);
            self.tx_mut(session).subs[level].xid = Some(xid);
            let owner = Owner::Level(level);
            self.state
                .locks
                .acquire(session, Tag::Xid(xid), TableMode::Exclusive, owner, false);
        }
        let tx = self.tx(session);
        tx.subs[tx.depth()].xid.unwrap_or_default()
    }

    /// Notes that the innermost level has written or locked a version.
    pub(crate) fn touch(&mut self, session: SessionId, oid: Oid, place: Place) {
        if let Some(sub) = self.tx_mut(session).subs.last_mut()
            && sub.touched.last() != Some(&(oid, place))
        {
            sub.touched.push((oid, place));
        }
    }

    pub(crate) fn undo_with(&mut self, session: SessionId, undo: Undo) {
        let tx = self.tx_mut(session);
        tx.ddl = true;
        if let Some(sub) = tx.subs.last_mut() {
            sub.undo.push(undo);
        }
    }

    /// Takes back what a level has done, and gives its locks back.
    fn abort_level(&mut self, session: SessionId, level: usize) {
        let Some(sub) = self.tx_mut(session).subs.get_mut(level).map(std::mem::take) else {
            return;
        };
        let xids: Vec<Xid> = sub.xid.iter().chain(&sub.released).copied().collect();
        for xid in &xids {
            self.state.xacts.set(*xid, Status::Aborted);
        }
        let database = self.session(session).database;
        for (oid, place) in sub.touched.iter().rev() {
            if let Ok(heap) = self.heap_mut(session, *oid) {
                for xid in &xids {
                    heap.undo(*place, *xid);
                }
            }
            self.untidy(database, *oid);
        }
        if !sub.undo.is_empty() {
            for undo in sub.undo.into_iter().rev() {
                self.undo(session, undo);
            }
            self.changed_definitions(database);
        }
        if let Some((settings, kept)) = sub.settings {
            self.session_mut(session).settings = settings;
            self.tx_mut(session).kept = kept;
        }
        let tx = self.tx_mut(session);
        tx.deferred.truncate(sub.deferred);
        // What remains is a level without anything, until it is popped.
        if let Some(left) = tx.subs.get_mut(level) {
            left.name = sub.name;
            left.deferred = sub.deferred;
        }
        self.session_mut(session)
            .cursors
            .retain(|cursor| cursor.hold && cursor.level == usize::MAX || cursor.level < level);
        self.release_where(session, |_, owner| owner == Owner::Level(level));
    }

    fn undo(&mut self, session: SessionId, undo: Undo) {
        let db = self.db_mut(session);
        match undo {
            Undo::Created(oid) => {
                db.tables.remove(&oid);
                db.heaps.remove(&oid);
            }
            Undo::Table(table, heap) => {
                db.heaps.insert(table.oid, heap);
                db.tables.insert(table.oid, table);
            }
            Undo::Sequence(oid) => {
                Rc::make_mut(&mut db.sequences).remove(&oid);
            }
            Undo::DroppedSequence(sequence) => {
                Rc::make_mut(&mut db.sequences).insert(sequence.oid, sequence);
            }
        }
    }

    pub(crate) fn untidy(&mut self, database: usize, oid: Oid) {
        if !self.state.untidy.contains(&(database, oid)) {
            self.state.untidy.push((database, oid));
        }
    }

    /// Rolls a transaction back.
    pub(crate) fn abort(&mut self, session: SessionId) {
        if self.session(session).tx.is_none() {
            return;
        }
        self.end_serializable(session, false);
        for level in (0..self.tx(session).subs.len()).rev() {
            self.abort_level(session, level);
        }
        self.session_mut(session)
            .cursors
            .retain(|cursor| cursor.level == usize::MAX);
        self.session_mut(session).tx = None;
    }

    /// A statement has failed: its transaction, or the innermost savepoint of it, is undone at once.
    pub(crate) fn fail(&mut self, session: SessionId) {
        let Some(tx) = &self.session(session).tx else {
            return;
        };
        if !tx.block {
            self.abort(session);
            return;
        }
        if tx.failed {
            return;
        }
        let depth = tx.depth();
        if depth == 0 {
            self.end_serializable(session, false);
            self.abort_level(session, 0);
        } else {
            self.abort_level(session, depth);
        }
        self.tx_mut(session).failed = true;
    }

    /// Commits; deferred constraints have been looked at.
    pub(crate) fn commit(&mut self, session: SessionId) {
        self.end_serializable(session, true);
        let Some(tx) = self.session_mut(session).tx.take() else {
            return;
        };
        let database = self.session(session).database;
        let xids: Vec<Xid> = tx
            .subs
            .iter()
            .flat_map(|sub| sub.xid.iter().chain(&sub.released))
            .copied()
            .collect();
        if !xids.is_empty() {
            self.state.xacts.committed += 1;
            let csn = self.state.xacts.committed;
            for xid in &xids {
                self.state.xacts.set(*xid, Status::Committed(csn));
            }
            self.observed.published = true;
        }
        for (oid, place) in tx.subs.iter().flat_map(|sub| &sub.touched) {
            if let Ok(heap) = self.heap_mut(session, *oid)
                && let Some(version) = heap.get_mut(*place)
            {
                for xid in &xids {
                    version.unlock(*xid);
                }
            }
            self.untidy(database, *oid);
        }
        if tx.ddl {
            let db = self.db_mut(session);
            let dropped: Vec<Oid> = db
                .tables
                .values()
                .filter(|table| table.dropped_by == Some(session))
                .map(|table| table.oid)
                .collect();
            for oid in dropped {
                db.tables.remove(&oid);
                db.heaps.remove(&oid);
            }
            for table in db
                .tables
                .values_mut()
                .filter(|table| table.created_by == Some(session))
            {
                Rc::make_mut(table).created_by = None;
            }
            self.changed_definitions(database);
            self.observed.published = true;
        }
        // What SET LOCAL has set ends here.
        self.session_mut(session).settings = tx.kept;
        for cursor in &mut self.session_mut(session).cursors {
            cursor.level = if cursor.hold { usize::MAX } else { 0 };
        }
        self.session_mut(session)
            .cursors
            .retain(|cursor| cursor.hold);
        self.release_where(session, |_, owner| owner != Owner::Session);
    }

    pub(crate) fn savepoint(&mut self, session: SessionId, name: &Name) {
        let settings = self.session(session).settings.clone();
        let tx = self.tx_mut(session);
        let settings = Some((settings, tx.kept.clone()));
        let deferred = tx.deferred.len();
        tx.subs.push(Sub {
            name: Some(Rc::clone(name)),
            settings,
            deferred,
            ..Sub::default()
        });
    }

    fn savepoint_level(&self, session: SessionId, name: &Name) -> Result<usize> {
        let subs = &self.tx(session).subs;
        let found = subs.iter().rposition(|sub| sub.name.as_ref() == Some(name));
        found.ok_or_else(|| PgError::new("3B001", format!("savepoint \"{name}\" does not exist")))
    }

    /// RELEASE: what the savepoint has done is its parent's now (`CommitSubTransaction`).
    pub(crate) fn release_savepoint(&mut self, session: SessionId, name: &Name) -> Result<()> {
        let level = self.savepoint_level(session, name)?;
        while self.tx(session).depth() >= level {
            let depth = self.tx(session).depth();
            let Some(sub) = self.tx_mut(session).subs.pop() else {
                break;
            };
            let xids: Vec<Xid> = sub.xid.iter().chain(&sub.released).copied().collect();
            if let Some(parent) = self.tx_mut(session).subs.last_mut() {
                parent.touched.extend(sub.touched);
                parent.undo.extend(sub.undo);
                parent.released.extend(&xids);
            }
            for cursor in &mut self.session_mut(session).cursors {
                if cursor.level == depth {
                    cursor.level = depth - 1;
                }
            }
            // The only lock that really goes is that on its number: who waits for it waits for the whole then.
            self.release_where(session, |tag, owner| {
                owner == Owner::Level(depth) && matches!(tag, Tag::Xid(xid) if xids.contains(xid))
            });
            self.state.locks.pass_on(session, depth);
        }
        Ok(())
    }

    /// ROLLBACK TO: undone, and begun anew.
    pub(crate) fn rollback_to(&mut self, session: SessionId, name: &Name) -> Result<()> {
        let level = self.savepoint_level(session, name)?;
        while self.tx(session).depth() >= level {
            let depth = self.tx(session).depth();
            self.abort_level(session, depth);
            self.tx_mut(session).subs.pop();
        }
        self.tx_mut(session).failed = false;
        self.savepoint(session, name);
        Ok(())
    }

    /// Whether a constraint waits for the end of the transaction now.
    pub(crate) fn deferred(
        &self,
        session: SessionId,
        name: &Name,
        deferral: crate::ast::Deferral,
    ) -> bool {
        if !deferral.deferrable {
            return false;
        }
        let set = self.tx(session).constraints.iter();
        let mut set = set.filter(|(named, _)| named.as_ref().is_none_or(|named| named == name));
        set.next()
            .map_or(deferral.initially_deferred, |(_, deferred)| *deferred)
    }

    /// What was put off and is no longer, in order.
    pub(crate) fn due(&mut self, session: SessionId, all: bool) -> VecDeque<crate::session::Event> {
        let events = std::mem::take(&mut self.tx_mut(session).deferred);
        let (mut due, mut left) = (VecDeque::new(), Vec::new());
        for event in events {
            let still = !all
                && self
                    .constraint_of(session, &event)
                    .is_some_and(|(name, deferral)| self.deferred(session, &name, deferral));
            if still {
                left.push(event);
            } else {
                due.push_back(event);
            }
        }
        self.tx_mut(session).deferred = left;
        due
    }

    pub(crate) fn require_block(&self, session: SessionId, what: &str) -> Result<()> {
        if self.transaction(session) == Transaction::None {
            return Err(PgError::new(
                "25P01",
                format!("{what} can only be used in transaction blocks"),
            ));
        }
        Ok(())
    }
}

/// The name of a level, as SHOW prints it.
pub(crate) fn level_name(level: Level) -> &'static str {
    match level {
        Level::ReadCommitted => "read committed",
        Level::RepeatableRead => "repeatable read",
        Level::Serializable => "serializable",
    }
}

impl Session {
    /// SET: stays when the transaction commits. SET LOCAL does not.
    pub(crate) fn set(&mut self, local: bool, change: impl Fn(&mut crate::session::Settings)) {
        change(&mut self.settings);
        if let Some(tx) = self.tx.as_mut().filter(|_| !local) {
            change(&mut tx.kept);
        }
    }
}
