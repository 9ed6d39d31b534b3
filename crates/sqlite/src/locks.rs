//! The lock table of one database file: who holds what, and whether a request would be granted.
//!
//! The rules are those of SQLite's unix VFS between processes. A rollback-journal database has five
//! levels; a database in WAL mode adds eight shared-memory locks, each shared or exclusive.
//!
//! What a connection *holds* is what SQLite believes it holds plus what is *kept* for it: a real
//! SQLite that waits inside its busy handler goes on holding its locks, while ours has to give up and
//! unwind. Keeping the locks in its name makes the two look the same to everybody else.

use crate::ConnId;

/// How much of a database file a connection has locked.
///
/// Under WAL a connection with an open snapshot counts as [`Lock::Shared`], the writer as
/// [`Lock::Reserved`] (readers go on), and one that is recovering the log as [`Lock::Exclusive`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lock {
    /// None at all.
    #[default]
    Unlocked,
    /// May read; others may read too.
    Shared,
    /// Means to write; others may still begin to read.
    Reserved,
    /// Waits for the readers to leave; no new one gets in.
    Pending,
    /// Writes; nobody else reads.
    Exclusive,
}

/// One change of one connection's lock level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockTransition {
    /// Whose lock changed.
    pub connection: ConnId,
    /// The level before.
    pub from: Lock,
    /// The level after.
    pub to: Lock,
}

/// A set of WAL locks, bit `n` for lock `n`.
pub(crate) type Mask = u8;

/// The WAL lock of the one writer.
pub(crate) const WAL_WRITE: Mask = 1 << 0;
/// The WAL lock of whoever checkpoints.
pub(crate) const WAL_CHECKPOINT: Mask = 1 << 1;
/// The WAL lock of whoever recovers the log.
pub(crate) const WAL_RECOVER: Mask = 1 << 2;
/// The WAL locks of the five read marks.
pub(crate) const WAL_READERS: Mask = 0b1111_1000;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// A level of the database file.
    File(Lock),
    /// WAL locks, each shared or each exclusive.
    Wal { locks: Mask, exclusive: bool },
}

impl Request {
    /// The level that stands for this request where only levels are shown.
    pub(crate) fn level(self) -> Lock {
        match self {
            Request::File(level) => level,
            Request::Wal {
                exclusive: false, ..
            } => Lock::Shared,
            Request::Wal { locks, .. } if locks & WAL_WRITE != 0 => Lock::Reserved,
            Request::Wal { .. } => Lock::Exclusive,
        }
    }
}

/// What one connection holds on one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) level: Lock,
    pub(crate) shared: Mask,
    pub(crate) exclusive: Mask,
}

impl Held {
    fn union(self, other: Held) -> Held {
        let exclusive = self.exclusive | other.exclusive;
        Held {
            level: self.level.max(other.level),
            shared: (self.shared | other.shared) & !exclusive,
            exclusive,
        }
    }
}

/// One connection's entry in the table.
#[derive(Clone, Copy, Debug, Default)]
struct Holder {
    open: bool,
    connection: ConnId,
    /// Reads on our behalf between statements and must neither disturb nor be seen.
    observer: bool,
    /// Its process has died: it holds nothing and can do nothing any more.
    dead: bool,
    held: Held,
    kept: Held,
}

impl Holder {
    /// All that it holds, kept locks included.
    fn holds(&self) -> Held {
        self.held.union(self.kept)
    }

    fn level(&self) -> Lock {
        self.held.level.max(self.kept.level)
    }

    /// Whether what it holds rules another's request out.
    fn is_against(&self, request: Request) -> bool {
        match request {
            Request::File(Lock::Unlocked) => false,
            Request::File(Lock::Shared) => self.level() >= Lock::Pending,
            Request::File(Lock::Reserved) => self.level() >= Lock::Reserved,
            Request::File(_) => self.level() >= Lock::Shared,
            Request::Wal { locks, exclusive } => {
                let held = self.holds();
                let against = held.exclusive | if exclusive { held.shared } else { 0 };
                against & locks != 0
            }
        }
    }
}

/// The lock table of one database file.
#[derive(Debug, Default)]
pub(crate) struct LockTable {
    holders: Vec<Holder>,
    /// Whether the file is in WAL mode: decides what a level means.
    pub(crate) wal: bool,
}

impl LockTable {
    /// A new entry; its index stays valid until [`LockTable::close`].
    pub(crate) fn open(&mut self, connection: ConnId, observer: bool) -> usize {
        let holder = Holder {
            open: true,
            connection,
            observer,
            ..Holder::default()
        };
        match self.holders.iter().position(|holder| !holder.open) {
            Some(free) => {
                self.holders[free] = holder;
                free
            }
            None => {
                self.holders.push(holder);
                self.holders.len() - 1
            }
        }
    }

    pub(crate) fn close(&mut self, slot: usize) {
        self.holders[slot] = Holder::default();
    }

    /// Names the connection that an entry, pooled until now, belongs to.
    pub(crate) fn rename(&mut self, slot: usize, connection: ConnId) {
        self.holders[slot].connection = connection;
    }

    /// The process behind an entry dies: the operating system drops its locks.
    pub(crate) fn die(&mut self, slot: usize) {
        let holder = &mut self.holders[slot];
        holder.dead = true;
        holder.held = Held::default();
        holder.kept = Held::default();
    }

    pub(crate) fn is_dead(&self, slot: usize) -> bool {
        self.holders[slot].dead
    }

    pub(crate) fn connection(&self, slot: usize) -> ConnId {
        self.holders[slot].connection
    }

    pub(crate) fn is_observer(&self, slot: usize) -> bool {
        self.holders[slot].observer
    }

    /// All that an entry holds, kept locks included.
    pub(crate) fn holds(&self, slot: usize) -> Held {
        self.holders[slot].holds()
    }

    /// The level to show for an entry.
    pub(crate) fn shown(&self, slot: usize) -> Lock {
        if !self.wal {
            return self.holders[slot].level();
        }
        let held = self.holds(slot);
        if held.exclusive & WAL_RECOVER != 0 {
            Lock::Exclusive
        } else if held.exclusive & WAL_WRITE != 0 {
            Lock::Reserved
        } else if held.shared & WAL_READERS != 0 {
            // A read mark locked exclusively is being set, not read by.
            Lock::Shared
        } else {
            Lock::Unlocked
        }
    }

    /// The entries that stand in the way of a request, in the order of the table.
    pub(crate) fn in_the_way(
        &self,
        slot: usize,
        request: Request,
    ) -> impl Iterator<Item = usize> + '_ {
        self.holders
            .iter()
            .enumerate()
            .filter(move |(other, holder)| {
                *other != slot
                    && holder.open
                    && (!holder.observer || self.wal)
                    && holder.is_against(request)
            })
            .map(|(other, _)| other)
    }

    pub(crate) fn would_grant(&self, slot: usize, request: Request) -> bool {
        self.in_the_way(slot, request).next().is_none()
    }

    /// Raises an entry's file lock to `level` if nobody stands in the way.
    ///
    /// As in the real thing, a writer refused for the sake of readers goes away with PENDING, so that
    /// no new reader gets in before it tries again.
    pub(crate) fn lock(&mut self, slot: usize, level: Lock) -> bool {
        let held = self.holders[slot].level();
        if held >= level || (self.holders[slot].observer && level == Lock::Shared) {
            let own = &mut self.holders[slot].held.level;
            *own = (*own).max(level);
            return true;
        }
        if level == Lock::Exclusive && held >= Lock::Reserved {
            self.holders[slot].held.level = Lock::Pending;
        }
        let granted = self.would_grant(slot, Request::File(level));
        if granted {
            self.holders[slot].held.level = level;
        }
        granted
    }

    pub(crate) fn unlock(&mut self, slot: usize, level: Lock) {
        let own = &mut self.holders[slot].held.level;
        *own = (*own).min(level);
    }

    /// Whether another connection holds RESERVED or more: its journal is not hot.
    pub(crate) fn is_reserved_by_another(&self, slot: usize) -> bool {
        !self.would_grant(slot, Request::File(Lock::Reserved))
    }

    pub(crate) fn wal_lock(&mut self, slot: usize, locks: Mask, exclusive: bool) -> bool {
        let request = Request::Wal { locks, exclusive };
        if !self.would_grant(slot, request) {
            return false;
        }
        let own = &mut self.holders[slot].held;
        if exclusive {
            own.exclusive |= locks;
        } else {
            own.shared |= locks;
        }
        true
    }

    pub(crate) fn wal_unlock(&mut self, slot: usize, locks: Mask) {
        let own = &mut self.holders[slot].held;
        own.exclusive &= !locks;
        own.shared &= !locks;
    }

    /// From now on an entry goes on holding what it holds, whatever SQLite gives up meanwhile.
    pub(crate) fn keep(&mut self, slot: usize) {
        let holder = &mut self.holders[slot];
        holder.kept = holder.held;
        if self.wal {
            // The file lock of a connection to a WAL database lasts as long as the connection.
            holder.kept.level = Lock::Unlocked;
        }
    }

    /// Whether anything is kept for an entry.
    pub(crate) fn keeps(&self, slot: usize) -> bool {
        self.holders[slot].kept != Held::default()
    }

    /// Ends [`LockTable::keep`].
    pub(crate) fn keep_no_more(&mut self, slot: usize) {
        self.holders[slot].kept = Held::default();
    }

    /// Whether any living process has the file open. Pooled connections and observers are nobody's.
    pub(crate) fn is_in_use(&self) -> bool {
        self.holders.iter().any(|holder| {
            holder.open && !holder.observer && !holder.dead && holder.connection != ConnId::NOBODY
        })
    }

    /// Whether an entry reads whoever has the file locked, as while its connection is opened.
    pub(crate) fn set_observer(&mut self, slot: usize, observer: bool) {
        self.holders[slot].observer = observer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(connections: u32) -> LockTable {
        let mut table = LockTable::default();
        for id in 0..connections {
            table.open(ConnId(id), false);
        }
        table
    }

    #[test]
    fn a_writer_lets_readers_in_until_it_wants_to_write() {
        let mut table = table(3);
        assert!(table.lock(0, Lock::Shared) && table.lock(1, Lock::Shared));
        assert!(table.lock(0, Lock::Reserved));
        assert!(!table.lock(1, Lock::Reserved));
        assert!(table.lock(2, Lock::Shared), "RESERVED lets readers in");
        table.unlock(2, Lock::Unlocked);
        assert!(!table.lock(0, Lock::Exclusive), "connection 1 reads");
        assert_eq!(table.shown(0), Lock::Pending);
        assert!(
            !table.lock(2, Lock::Shared),
            "PENDING keeps new readers out"
        );
        table.unlock(1, Lock::Unlocked);
        assert!(table.lock(0, Lock::Exclusive));
    }

    #[test]
    fn recovery_goes_from_shared_to_exclusive_without_pending() {
        let mut table = table(2);
        assert!(table.lock(0, Lock::Shared) && table.lock(1, Lock::Shared));
        assert!(!table.lock(0, Lock::Exclusive));
        assert_eq!(table.shown(0), Lock::Shared);
        assert!(!table.is_reserved_by_another(0));
    }

    #[test]
    fn kept_locks_bind_the_others_and_help_their_owner() {
        let mut table = table(2);
        assert!(table.lock(1, Lock::Shared));
        assert!(table.lock(0, Lock::Shared) && table.lock(0, Lock::Reserved));
        assert!(!table.lock(0, Lock::Exclusive));
        table.keep(0);
        table.unlock(0, Lock::Unlocked);
        assert_eq!(table.shown(0), Lock::Pending);
        assert!(!table.lock(1, Lock::Reserved));
        assert!(table.lock(0, Lock::Shared) && table.lock(0, Lock::Reserved));
        table.unlock(1, Lock::Unlocked);
        assert!(table.lock(0, Lock::Exclusive));
        table.keep_no_more(0);
        table.unlock(0, Lock::Unlocked);
        assert_eq!(table.shown(0), Lock::Unlocked);
    }

    #[test]
    fn wal_locks_are_shared_or_exclusive() {
        let mut table = table(2);
        table.wal = true;
        assert!(table.wal_lock(0, 1 << 3, false) && table.wal_lock(1, 1 << 3, false));
        assert!(!table.wal_lock(0, WAL_READERS, true));
        assert!(table.wal_lock(0, WAL_WRITE, true) && !table.wal_lock(1, WAL_WRITE, true));
        assert_eq!(
            (table.shown(0), table.shown(1)),
            (Lock::Reserved, Lock::Shared)
        );
    }
}
