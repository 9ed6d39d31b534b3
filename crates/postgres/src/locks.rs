//! The lock manager: tables, rows' queues, transactions and advisory keys (`lock.c`, `proc.c`).
//!
//! A row's lock itself lives in the row's version; what is here of it is the queue of those who want it
//! (`heap_acquire_tuplock`), and the transaction that they wait for (`XactLockTableWait`).

use std::collections::BTreeMap;

use crate::api::SessionId;
use crate::ast::{RowMode, TableMode};
use crate::versions::Place;
use crate::xacts::Xid;

/// A table's or a sequence's number.
pub(crate) type Oid = u32;

/// What can be locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Tag {
    Table(Oid),
    Row(Oid, Place),
    Xid(Xid),
    /// In a database; one 64-bit key, or (`pair`) two of 32 bits.
    Advisory {
        database: usize,
        pair: bool,
        key: i64,
    },
}

/// Until when a lock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Owner {
    /// To the end of the session, or until it is given back.
    Session,
    /// To the end of this level of the transaction: 0 is the transaction, 1 its first savepoint.
    Level(usize),
}

/// A granted lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Hold {
    pub(crate) session: SessionId,
    pub(crate) mode: TableMode,
    pub(crate) owner: Owner,
    pub(crate) count: u32,
}

/// Somebody who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Waiter {
    pub(crate) session: SessionId,
    pub(crate) mode: TableMode,
    pub(crate) owner: Owner,
}

/// Who holds a lock, and who waits for it, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lock {
    pub(crate) holds: Vec<Hold>,
    pub(crate) queue: Vec<Waiter>,
}

/// How a request was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Granted,
    /// It may not wait.
    Refused,
    /// It is in the queue.
    Waits,
    /// It would wait for somebody who waits for it on this very lock.
    Deadlock,
}

/// All locks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locks {
    locks: BTreeMap<Tag, Lock>,
}

/// For each mode the modes that it conflicts with, as bits: `LockConflicts` in `lock.c`.
const CONFLICTS: [u16; 9] = [
    0,
    1 << 8,
    1 << 7 | 1 << 8,
    1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    1 << 3 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 8,
    1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
];

fn bit(mode: TableMode) -> u16 {
    1 << mode as u16
}

fn conflicts(mode: TableMode) -> u16 {
    CONFLICTS[mode as usize]
}

/// The mode in which a row's queue is entered (`tupleLockExtraInfo`).
pub(crate) fn queue_mode(mode: RowMode) -> TableMode {
    match mode {
        RowMode::KeyShare => TableMode::AccessShare,
        RowMode::Share => TableMode::RowShare,
        RowMode::NoKeyUpdate => TableMode::Exclusive,
        RowMode::Update => TableMode::AccessExclusive,
    }
}

impl Lock {
    /// The modes that a session holds, as bits.
    fn held(&self, session: SessionId) -> u16 {
        self.holds
            .iter()
            .filter(|hold| hold.session == session)
            .fold(0, |held, hold| held | bit(hold.mode))
    }

    /// Whether somebody else holds what a mode conflicts with (`LockCheckConflicts`).
    fn blocked(&self, session: SessionId, mode: TableMode) -> bool {
        self.holds
            .iter()
            .any(|hold| hold.session != session && conflicts(mode) & bit(hold.mode) != 0)
    }

    fn grant(&mut self, session: SessionId, mode: TableMode, owner: Owner) {
        let same =
            |hold: &&mut Hold| hold.session == session && hold.mode == mode && hold.owner == owner;
        match self.holds.iter_mut().find(same) {
            Some(hold) => hold.count += 1,
            None => self.holds.push(Hold {
                session,
                mode,
                owner,
                count: 1,
            }),
        }
    }

    /// Grants to those in the queue what nothing holds and nobody before them wants (`ProcLockWakeup`).
    fn wake(&mut self, woken: &mut Vec<SessionId>) {
        let (mut ahead, mut at) = (0, 0);
        while let Some(waiter) = self.queue.get(at).copied() {
            if conflicts(waiter.mode) & ahead == 0 && !self.blocked(waiter.session, waiter.mode) {
                self.grant(waiter.session, waiter.mode, waiter.owner);
                self.queue.remove(at);
                woken.push(waiter.session);
            } else {
                ahead |= bit(waiter.mode);
                at += 1;
            }
        }
    }

    /// Enters the queue: behind everybody, but before the first who has to wait for us (`ProcSleep`).
    fn enqueue(&mut self, session: SessionId, mode: TableMode, owner: Owner) -> Answer {
        let held = self.held(session);
        let mut place = self.queue.len();
        if held != 0 {
            let mut ahead = 0;
            for (at, waiter) in self.queue.iter().enumerate() {
                if conflicts(waiter.mode) & held != 0 {
                    if conflicts(mode) & self.held(waiter.session) != 0 {
                        return Answer::Deadlock;
                    }
                    if conflicts(mode) & ahead == 0 && !self.blocked(session, mode) {
                        self.grant(session, mode, owner);
                        return Answer::Granted;
                    }
                    place = at;
                    break;
                }
                ahead |= bit(waiter.mode);
            }
        }
        self.queue.insert(
            place,
            Waiter {
                session,
                mode,
                owner,
            },
        );
        Answer::Waits
    }
}

impl Locks {
    /// Asks for a lock (`LockAcquireExtended`).
    pub(crate) fn acquire(
        &mut self,
        session: SessionId,
        tag: Tag,
        mode: TableMode,
        owner: Owner,
        may_wait: bool,
    ) -> Answer {
        let lock = self.locks.entry(tag).or_default();
        let wanted = lock
            .queue
            .iter()
            .fold(0, |wanted, waiter| wanted | bit(waiter.mode));
        let again = lock.held(session) & bit(mode) != 0;
        if again || (conflicts(mode) & wanted == 0 && !lock.blocked(session, mode)) {
            lock.grant(session, mode, owner);
            return Answer::Granted;
        }
        if may_wait {
            lock.enqueue(session, mode, owner)
        } else {
            Answer::Refused
        }
    }

    /// Whether a session holds a lock in at least this mode.
    pub(crate) fn holds(&self, session: SessionId, tag: Tag, mode: TableMode) -> bool {
        self.locks
            .get(&tag)
            .is_some_and(|lock| lock.held(session) & bit(mode) != 0)
    }

    /// Gives one lock back; `false` if it was not held.
    pub(crate) fn release(
        &mut self,
        session: SessionId,
        tag: Tag,
        mode: TableMode,
        owner: Owner,
        woken: &mut Vec<SessionId>,
    ) -> bool {
        let Some(lock) = self.locks.get_mut(&tag) else {
            return false;
        };
        let same =
            |hold: &Hold| hold.session == session && hold.mode == mode && hold.owner == owner;
        let Some(at) = lock.holds.iter().position(same) else {
            return false;
        };
        lock.holds[at].count -= 1;
        if lock.holds[at].count == 0 {
            lock.holds.remove(at);
            lock.wake(woken);
            self.tidy(tag);
        }
        true
    }

    /// Gives back all that a session holds and that `which` picks.
    pub(crate) fn release_all(
        &mut self,
        session: SessionId,
        which: impl Fn(&Tag, Owner) -> bool,
        woken: &mut Vec<SessionId>,
    ) {
        for (tag, lock) in &mut self.locks {
            let before = lock.holds.len();
            lock.holds
                .retain(|hold| hold.session != session || !which(tag, hold.owner));
            if lock.holds.len() != before {
                lock.wake(woken);
            }
        }
        self.locks
            .retain(|_, lock| !lock.holds.is_empty() || !lock.queue.is_empty());
    }

    /// A savepoint is released: its locks are now its parent's.
    pub(crate) fn pass_on(&mut self, session: SessionId, level: usize) {
        for lock in self.locks.values_mut() {
            let mut moved = Vec::new();
            lock.holds.retain(|hold| {
                let moves = hold.session == session && hold.owner == Owner::Level(level);
                if moves {
                    moved.push(*hold);
                }
                !moves
            });
            for hold in moved {
                for _ in 0..hold.count {
                    lock.grant(session, hold.mode, Owner::Level(level - 1));
                }
            }
        }
    }

    /// Leaves a queue.
    pub(crate) fn stop_waiting(&mut self, session: SessionId, woken: &mut Vec<SessionId>) {
        let waits = |lock: &Lock| lock.queue.iter().any(|waiter| waiter.session == session);
        let tags: Vec<Tag> = self
            .locks
            .iter()
            .filter(|(_, lock)| waits(lock))
            .map(|(tag, _)| *tag)
            .collect();
        for tag in tags {
            if let Some(lock) = self.locks.get_mut(&tag) {
                lock.queue.retain(|waiter| waiter.session != session);
                lock.wake(woken);
            }
            self.tidy(tag);
        }
    }

    fn tidy(&mut self, tag: Tag) {
        if self
            .locks
            .get(&tag)
            .is_some_and(|lock| lock.holds.is_empty() && lock.queue.is_empty())
        {
            self.locks.remove(&tag);
        }
    }

    /// What a session waits for.
    pub(crate) fn waiting(&self, session: SessionId) -> Option<(Tag, Waiter)> {
        self.locks.iter().find_map(|(tag, lock)| {
            lock.queue
                .iter()
                .find(|waiter| waiter.session == session)
                .map(|waiter| (*tag, *waiter))
        })
    }

    /// Whom a session waits for: holders first, then those before it in the queue (`pg_blocking_pids`).
    pub(crate) fn blockers(&self, session: SessionId) -> Vec<SessionId> {
        let Some((tag, waiter)) = self.waiting(session) else {
            return Vec::new();
        };
        let lock = &self.locks[&tag];
        let mask = conflicts(waiter.mode);
        let holders = lock
            .holds
            .iter()
            .filter(|hold| mask & bit(hold.mode) != 0)
            .map(|hold| hold.session);
        let before = lock
            .queue
            .iter()
            .take_while(|other| other.session != session);
        let before = before
            .filter(|other| mask & bit(other.mode) != 0)
            .map(|other| other.session);
        let mut blockers: Vec<SessionId> = Vec::new();
        for blocker in holders.chain(before) {
            if blocker != session && !blockers.contains(&blocker) {
                blockers.push(blocker);
            }
        }
        blockers
    }

    /// Everything that is locked.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Tag, &Lock)> {
        self.locks.iter()
    }

    pub(crate) fn get(&self, tag: Tag) -> Option<&Lock> {
        self.locks.get(&tag)
    }

    /// Puts a queue into another order, and grants what can be granted then.
    pub(crate) fn reorder(&mut self, tag: Tag, order: &[SessionId], woken: &mut Vec<SessionId>) {
        if let Some(lock) = self.locks.get_mut(&tag) {
            let place =
                |waiter: &Waiter| order.iter().position(|session| *session == waiter.session);
            lock.queue
                .sort_by_key(|waiter| place(waiter).unwrap_or(usize::MAX));
            lock.wake(woken);
        }
    }

    /// The sessions that hold what a waiter of this mode conflicts with, and those of the queue, in order.
    pub(crate) fn edges(
        &self,
        tag: Tag,
        session: SessionId,
        mode: TableMode,
    ) -> (Vec<SessionId>, Vec<(SessionId, bool)>) {
        let Some(lock) = self.locks.get(&tag) else {
            return (Vec::new(), Vec::new());
        };
        let mask = conflicts(mode);
        let hard = lock
            .holds
            .iter()
            .filter(|hold| hold.session != session && mask & bit(hold.mode) != 0)
            .map(|hold| hold.session)
            .collect();
        let soft = lock
            .queue
            .iter()
            .map(|waiter| (waiter.session, mask & bit(waiter.mode) != 0))
            .collect();
        (hard, soft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TableMode::*;

    const TABLE: Tag = Tag::Table(1);
    const TX: Owner = Owner::Level(0);

    #[test]
    fn a_request_queues_behind_those_that_it_conflicts_with() {
        let mut locks = Locks::default();
        assert_eq!(
            locks.acquire(0, TABLE, AccessShare, TX, true),
            Answer::Granted
        );
        assert_eq!(
            locks.acquire(1, TABLE, AccessExclusive, TX, true),
            Answer::Waits
        );
        assert_eq!(
            locks.acquire(2, TABLE, AccessShare, TX, true),
            Answer::Waits
        );
        assert_eq!(locks.blockers(2), [1]);
        let mut woken = Vec::new();
        locks.release_all(0, |_, _| true, &mut woken);
        assert_eq!(woken, [1]);
        locks.release_all(1, |_, _| true, &mut woken);
        assert_eq!(woken, [1, 2]);
    }

    #[test]
    fn who_holds_the_lock_already_jumps_the_queue_except_with_nowait() {
        let mut locks = Locks::default();
        locks.acquire(0, TABLE, AccessShare, TX, true);
        locks.acquire(1, TABLE, AccessExclusive, TX, true);
        assert_eq!(
            locks.acquire(0, TABLE, RowExclusive, TX, false),
            Answer::Refused
        );
        assert_eq!(
            locks.acquire(0, TABLE, RowExclusive, TX, true),
            Answer::Granted
        );
    }

    #[test]
    fn two_who_upgrade_are_in_a_deadlock_at_once() {
        let mut locks = Locks::default();
        locks.acquire(0, TABLE, Share, TX, true);
        locks.acquire(1, TABLE, Share, TX, true);
        assert_eq!(
            locks.acquire(0, TABLE, RowExclusive, TX, true),
            Answer::Waits
        );
        assert_eq!(
            locks.acquire(1, TABLE, RowExclusive, TX, true),
            Answer::Deadlock
        );
    }
}
