//! Row versions: what the server keeps in a table's heap (`heapam.c`, `heapam_visibility.c`).

use std::rc::Rc;

use crate::Value;
use crate::api::SessionId;
use crate::ast::RowMode;
use crate::xacts::{Csn, Status, Xacts, Xid};

/// Where a version stands in its table: scans come by in this order. The server's `ctid`.
pub(crate) type Place = u64;

/// A row's values.
pub(crate) type Row = Rc<[Value]>;

/// Somebody who has locked, updated or deleted a version: what the server keeps in `xmax`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) xid: Xid,
    pub(crate) mode: RowMode,
    /// It has updated or deleted the version, not only locked it.
    pub(crate) writes: bool,
}

/// One version of a row.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) place: Place,
    /// The row's number, the same for all its versions.
    pub(crate) row: u64,
    pub(crate) values: Row,
    pub(crate) xmin: Xid,
    /// The command of its transaction that wrote it.
    pub(crate) cmin: u32,
    pub(crate) members: Vec<Member>,
    /// Whether the server keeps the members in a multixact.
    pub(crate) multi: bool,
    pub(crate) cmax: u32,
    /// The version that an update made of it.
    pub(crate) next: Option<Place>,
    /// How many of the table's unique indexes show it: an insertion enters one after the other.
    pub(crate) entered: usize,
    /// The place to which indexes point: that of the first version since an indexed column last changed (HOT).
    pub(crate) root: Place,
}

/// Through which eyes a statement sees versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Eyes {
    pub(crate) session: SessionId,
    pub(crate) csn: Csn,
    /// It sees what its own transaction wrote in earlier commands.
    pub(crate) command: u32,
}

/// What stands in the way of updating or locking a version (`HeapTupleSatisfiesUpdate`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Satisfies {
    Ok,
    Invisible,
    SelfModified,
    BeingModified,
    Updated,
    Deleted,
}

impl Version {
    /// Who has updated or deleted it.
    pub(crate) fn writer(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.writes)
    }

    /// `HEAP_XMAX_IS_LOCKED_ONLY`.
    pub(crate) fn locked_only(&self) -> bool {
        self.writer().is_none()
    }

    /// Whether a snapshot shows it (`HeapTupleSatisfiesMVCC`).
    pub(crate) fn visible(&self, eyes: Eyes, xacts: &Xacts) -> bool {
        let created = if xacts.own(self.xmin, eyes.session) {
            self.cmin < eyes.command
        } else {
            xacts.seen(self.xmin, eyes.csn)
        };
        created
            && !self.writer().is_some_and(|writer| {
                if xacts.own(writer.xid, eyes.session) {
                    self.cmax < eyes.command
                } else {
                    xacts.seen(writer.xid, eyes.csn)
                }
            })
    }

    fn any_running(&self, xacts: &Xacts) -> bool {
        self.members.iter().any(|member| xacts.running(member.xid))
    }

    /// `HeapTupleSatisfiesUpdate`, step by step.
    pub(crate) fn satisfies_update(&self, eyes: Eyes, xacts: &Xacts) -> Satisfies {
        let own = |xid| xacts.own(xid, eyes.session);
        let own_write = || {
            if self.cmax >= eyes.command {
                Satisfies::SelfModified
            } else {
                Satisfies::Invisible
            }
        };
        let created_by_us = own(self.xmin);
        if created_by_us {
            if self.cmin >= eyes.command {
                return Satisfies::Invisible;
            }
        } else if !xacts.committed(self.xmin) {
            return Satisfies::Invisible;
        }
        if self.members.is_empty() {
            return Satisfies::Ok;
        }
        let Some(writer) = self.writer() else {
            return if self.any_running(xacts) {
                Satisfies::BeingModified
            } else {
                Satisfies::Ok
            };
        };
        if own(writer.xid) {
            return own_write();
        }
        if self.any_running(xacts) {
            return Satisfies::BeingModified;
        }
        match xacts.status(writer.xid) {
            Status::Committed(_) if self.next.is_some() => Satisfies::Updated,
            Status::Committed(_) => Satisfies::Deleted,
            _ => Satisfies::Ok,
        }
    }

    /// Adds a member as `compute_new_xmax_infomask` does: what has ended is dropped, a stronger mode replaces a
    /// weaker one of the same transaction.
    pub(crate) fn add_member(&mut self, member: Member, xacts: &Xacts) {
        self.members
            .retain(|old| xacts.running(old.xid) || (old.writes && xacts.committed(old.xid)));
        if self.members.is_empty() {
            self.multi = false;
        }
        match self.members.iter_mut().find(|old| old.xid == member.xid) {
            Some(old) => {
                old.mode = old.mode.max(member.mode);
                old.writes |= member.writes;
            }
            None => {
                self.multi = self.multi || !self.members.is_empty();
                self.members.push(member);
                self.members.sort_by_key(|member| member.xid);
            }
        }
    }

    /// Takes back what an aborted transaction has done to it; `false` if it wrote the version itself.
    pub(crate) fn undo(&mut self, xid: Xid) -> bool {
        if self.xmin == xid {
            return false;
        }
        if self
            .members
            .iter()
            .any(|member| member.xid == xid && member.writes)
        {
            self.next = None;
        }
        self.members.retain(|member| member.xid != xid);
        self.multi &= !self.members.is_empty();
        true
    }

    /// Drops the locks of a transaction that has committed; what it wrote stays.
    pub(crate) fn unlock(&mut self, xid: Xid) {
        self.members
            .retain(|member| member.xid != xid || member.writes);
        self.multi &= !self.members.is_empty();
    }
}

/// Whether two locks on a row exclude each other: the table of "Row-Level Locks" in the documentation.
pub(crate) fn conflict(a: RowMode, b: RowMode) -> bool {
    use RowMode::{KeyShare, NoKeyUpdate, Share, Update};
    match (a.min(b), a.max(b)) {
        (KeyShare, other) => other == Update,
        (Share, other) => other != Share,
        (NoKeyUpdate | Update, _) => true,
    }
}

/// A table's versions, in the order of their places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heap {
    pub(crate) versions: Vec<Rc<Version>>,
    next_place: Place,
    next_row: u64,
}

impl Heap {
    fn position(&self, place: Place) -> Option<usize> {
        self.versions
            .binary_search_by_key(&place, |version| version.place)
            .ok()
    }

    pub(crate) fn get(&self, place: Place) -> Option<&Rc<Version>> {
        self.position(place).map(|at| &self.versions[at])
    }

    pub(crate) fn get_mut(&mut self, place: Place) -> Option<&mut Version> {
        let at = self.position(place)?;
        Some(Rc::make_mut(&mut self.versions[at]))
    }

    /// Adds a version, of a new row unless `row` says whose.
    pub(crate) fn add(
        &mut self,
        values: Row,
        xmin: Xid,
        cmin: u32,
        row: Option<u64>,
        entered: usize,
    ) -> Place {
        self.next_place += 1;
        let place = self.next_place;
        let row = row.unwrap_or_else(|| {
            self.next_row += 1;
            self.next_row
        });
        self.versions.push(Rc::new(Version {
            place,
            row,
            values,
            xmin,
            cmin,
            members: Vec::new(),
            multi: false,
            cmax: 0,
            next: None,
            entered,
            root: place,
        }));
        place
    }

    /// Takes back what an aborted transaction has done to the version at a place.
    pub(crate) fn undo(&mut self, place: Place, xid: Xid) {
        if let Some(at) = self.position(place)
            && !Rc::make_mut(&mut self.versions[at]).undo(xid)
        {
            self.versions.remove(at);
        }
    }

    /// Removes what nobody can see any more.
    pub(crate) fn vacuum(&mut self, xacts: &Xacts, horizon: Csn) {
        self.versions.retain(|version| {
            !version
                .writer()
                .is_some_and(|writer| xacts.seen(writer.xid, horizon))
        });
    }

    /// All versions that a snapshot shows.
    pub(crate) fn visible(&self, eyes: Eyes, xacts: &Xacts) -> Vec<Rc<Version>> {
        self.versions
            .iter()
            .filter(|version| version.visible(eyes, xacts))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RowMode::*;

    fn eyes(session: SessionId, xacts: &Xacts, command: u32) -> Eyes {
        Eyes {
            session,
            csn: xacts.committed,
            command,
        }
    }

    fn commit(xacts: &mut Xacts, xid: Xid) {
        xacts.committed += 1;
        xacts.set(xid, Status::Committed(xacts.committed));
    }

    #[test]
    fn key_share_goes_with_all_but_update() {
        let modes = [KeyShare, Share, NoKeyUpdate, Update];
        let table = modes.map(|a| modes.map(|b| conflict(a, b)));
        assert_eq!(
            table,
            [
                [false, false, false, true],
                [false, false, true, true],
                [false, true, true, true],
                [true, true, true, true]
            ]
        );
    }

    #[test]
    fn a_snapshot_sees_what_was_committed_before_it_and_its_own_earlier_commands() {
        let (mut xacts, mut heap) = (Xacts::default(), Heap::default());
        let before = eyes(1, &xacts, 0);
        let xid = xacts.begin(0, None);
        let place = heap.add(Rc::from([Value::Integer(1)]), xid, 0, None, 0);
        let version = Rc::clone(heap.get(place).unwrap());
        assert!(
            !version.visible(eyes(0, &xacts, 0), &xacts),
            "the command that writes it"
        );
        assert!(
            version.visible(eyes(0, &xacts, 1), &xacts),
            "the next command"
        );
        assert!(
            !version.visible(eyes(1, &xacts, 1), &xacts),
            "another session"
        );
        commit(&mut xacts, xid);
        assert!(version.visible(eyes(1, &xacts, 0), &xacts));
        assert!(!version.visible(before, &xacts), "an older snapshot");
    }

    #[test]
    fn while_any_member_runs_a_version_counts_as_being_modified() {
        let (mut xacts, mut heap) = (Xacts::default(), Heap::default());
        let place = heap.add(Rc::from([Value::Integer(1)]), 0, 0, None, 0);
        let (sharer, writer) = (xacts.begin(0, None), xacts.begin(1, None));
        let version = heap.get_mut(place).unwrap();
        version.add_member(
            Member {
                xid: sharer,
                mode: KeyShare,
                writes: false,
            },
            &xacts,
        );
        version.add_member(
            Member {
                xid: writer,
                mode: NoKeyUpdate,
                writes: true,
            },
            &xacts,
        );
        version.next = Some(9);
        commit(&mut xacts, writer);
        assert_eq!(
            version.satisfies_update(eyes(2, &xacts, 0), &xacts),
            Satisfies::BeingModified
        );
        commit(&mut xacts, sharer);
        assert_eq!(
            version.satisfies_update(eyes(2, &xacts, 0), &xacts),
            Satisfies::Updated
        );
    }
}
