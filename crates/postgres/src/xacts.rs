//! Transactions by their numbers, and what a snapshot makes of them.
//!
//! The server's snapshot lists the transactions that were running when it was taken
//! (`procarray.c`, `GetSnapshotData`). Counting commits says the same: a snapshot sees what had
//! been committed by its count.

use std::collections::BTreeMap;

use crate::api::SessionId;

/// A transaction's or subtransaction's number, given out at its first write or row lock.
pub(crate) type Xid = u64;

/// How many transactions had committed.
pub(crate) type Csn = u64;

/// What became of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Running,
    Committed(Csn),
    Aborted,
}

/// What is known of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Xact {
    pub(crate) session: SessionId,
    pub(crate) status: Status,
    /// Of a subtransaction: the whole transaction.
    pub(crate) top: Xid,
}

/// The transactions that somebody may still ask for. All others have committed long ago.
#[derive(Clone, Debug, Default)]
pub(crate) struct Xacts {
    next: Xid,
    /// How many have committed that wrote something.
    pub(crate) committed: Csn,
    known: BTreeMap<Xid, Xact>,
}

impl Xacts {
    /// Begins a transaction, or a subtransaction of `top`.
    pub(crate) fn begin(&mut self, session: SessionId, top: Option<Xid>) -> Xid {
        self.next += 1;
        let xid = self.next;
        let top = top.unwrap_or(xid);
        self.known.insert(
            xid,
            Xact {
                session,
                status: Status::Running,
                top,
            },
        );
        xid
    }

    pub(crate) fn status(&self, xid: Xid) -> Status {
        self.known
            .get(&xid)
            .map_or(Status::Committed(0), |xact| xact.status)
    }

    pub(crate) fn set(&mut self, xid: Xid, status: Status) {
        if let Some(xact) = self.known.get_mut(&xid) {
            xact.status = status;
        }
    }

    pub(crate) fn running(&self, xid: Xid) -> bool {
        self.status(xid) == Status::Running
    }

    pub(crate) fn committed(&self, xid: Xid) -> bool {
        matches!(self.status(xid), Status::Committed(_))
    }

    pub(crate) fn aborted(&self, xid: Xid) -> bool {
        self.status(xid) == Status::Aborted
    }

    /// Whether a transaction is the session's own, and running (`TransactionIdIsCurrentTransactionId`).
    pub(crate) fn own(&self, xid: Xid, session: SessionId) -> bool {
        self.known
            .get(&xid)
            .is_some_and(|xact| xact.status == Status::Running && xact.session == session)
    }

    /// Whose running transaction it is.
    pub(crate) fn session(&self, xid: Xid) -> Option<SessionId> {
        self.known
            .get(&xid)
            .filter(|xact| xact.status == Status::Running)
            .map(|xact| xact.session)
    }

    pub(crate) fn top(&self, xid: Xid) -> Xid {
        self.known.get(&xid).map_or(xid, |xact| xact.top)
    }

    /// Whether a snapshot counts a transaction as committed.
    pub(crate) fn seen(&self, xid: Xid, csn: Csn) -> bool {
        matches!(self.status(xid), Status::Committed(at) if at <= csn)
    }

    /// The next number.
    pub(crate) fn next(&self) -> Xid {
        self.next + 1
    }

    /// The oldest that runs, or the next one: older ones have all ended.
    pub(crate) fn xmin(&self) -> Xid {
        self.running_xids().next().unwrap_or_else(|| self.next())
    }

    /// Those that run, in the order of their beginning.
    pub(crate) fn running_xids(&self) -> impl Iterator<Item = Xid> {
        let running = self
            .known
            .iter()
            .filter(|(_, xact)| xact.status == Status::Running);
        running.map(|(xid, _)| *xid)
    }

    /// Forgets what ended before every snapshot that is in use; nothing may mention an aborted one any more.
    pub(crate) fn forget(&mut self, horizon: Csn) {
        self.known.retain(|_, xact| match xact.status {
            Status::Running => true,
            Status::Committed(at) => at > horizon,
            Status::Aborted => false,
        });
    }
}
