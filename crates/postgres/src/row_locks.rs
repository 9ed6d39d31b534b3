//! Locking, updating and deleting one row, and waiting for whoever has it (`heapam.c`, `heapam_handler.c`).
//!
//! Every function may be called again after a wait, with the [`RowWait`] that it left.

use std::rc::Rc;

use crate::api::SessionId;
use crate::ast::{RowMode, TableMode, WaitPolicy};
use crate::error::PgError;
use crate::locks::{Answer, Oid, Owner, Tag, queue_mode};
use crate::server::{Result, Server};
use crate::session::RowWait;
use crate::versions::{Eyes, Member, Place, Row, Satisfies, Version, conflict};
use crate::xacts::Xid;

/// How an attempt at a row went (`TM_Result`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Got {
    Ok,
    Waits,
    WouldBlock,
    Updated,
    Deleted,
    Invisible,
    SelfModified,
}

impl Server {
    fn version(&self, session: SessionId, oid: Oid, place: Place) -> Option<Rc<Version>> {
        self.heap(session, oid)?.get(place).cloned()
    }

    fn here(&self, session: SessionId) -> Owner {
        Owner::Level(self.tx(session).depth())
    }

    /// Waits for the end of a transaction; `false` if it has not come yet (`XactLockTableWait`).
    pub(crate) fn wait_for(&mut self, session: SessionId, xid: Xid) -> Result<bool> {
        let mut xid = xid;
        loop {
            if !self.state.xacts.running(xid) {
                return Ok(true);
            }
            // A savepoint that was released goes on as part of the whole.
            if self
                .state
                .locks
                .get(Tag::Xid(xid))
                .is_none_or(|lock| lock.holds.is_empty())
            {
                let top = self.state.xacts.top(xid);
                if top == xid {
                    return Ok(true);
                }
                xid = top;
                continue;
            }
            let owner = self.here(session);
            if !self.acquire(session, Tag::Xid(xid), TableMode::Share, owner, false)? {
                return Ok(false);
            }
            return Ok(!self.state.xacts.running(xid));
        }
    }

    /// Enters a row's queue (`heap_acquire_tuplock`).
    fn enter_queue(
        &mut self,
        session: SessionId,
        oid: Oid,
        place: Place,
        mode: RowMode,
        policy: WaitPolicy,
        wait: &mut RowWait,
    ) -> Result<Got> {
        if wait.queued {
            return Ok(Got::Ok);
        }
        let (tag, mode, owner) = (Tag::Row(oid, place), queue_mode(mode), self.here(session));
        wait.queued = true;
        if policy == WaitPolicy::Block {
            return Ok(if self.acquire(session, tag, mode, owner, true)? {
                Got::Ok
            } else {
                Got::Waits
            });
        }
        if self.state.locks.acquire(session, tag, mode, owner, false) == Answer::Granted {
            return Ok(Got::Ok);
        }
        wait.queued = false;
        if policy == WaitPolicy::Skip {
            return Ok(Got::WouldBlock);
        }
        Err(self.row_not_available(session, oid))
    }

    fn leave_queue(&mut self, session: SessionId, oid: Oid, place: Place, wait: &mut RowWait) {
        if std::mem::take(&mut wait.queued) {
            let tag = Tag::Row(oid, place);
            self.release_where(session, |held, _| *held == tag);
        }
        wait.pending.clear();
        wait.members = None;
    }

    fn row_not_available(&self, session: SessionId, oid: Oid) -> PgError {
        let name = self
            .table(session, oid)
            .map(|table| table.name.to_string())
            .unwrap_or_default();
        PgError::new(
            "55P03",
            format!("could not obtain lock on row in relation \"{name}\""),
        )
    }

    /// Waits, one after the other, for the members that are there now and stand in the way
    /// (`MultiXactIdWait`, or `XactLockTableWait` for a single one).
    fn wait_for_members(
        &mut self,
        session: SessionId,
        oid: Oid,
        version: &Version,
        mode: RowMode,
        policy: WaitPolicy,
        wait: &mut RowWait,
    ) -> Result<Got> {
        if wait.members.is_none() {
            wait.members = Some(version.members.clone());
            let in_the_way = |member: &&Member| {
                !self.state.xacts.own(member.xid, session)
                    && (!version.multi || conflict(member.mode, mode))
            };
            wait.pending = version
                .members
                .iter()
                .filter(in_the_way)
                .map(|member| member.xid)
                .collect();
        }
        while let Some(xid) = wait.pending.first().copied() {
            if policy != WaitPolicy::Block && self.state.xacts.running(xid) {
                if policy == WaitPolicy::Skip {
                    return Ok(Got::WouldBlock);
                }
                return Err(self.row_not_available(session, oid));
            }
            if !self.wait_for(session, xid)? {
                return Ok(Got::Waits);
            }
            if self.state.xacts.running(xid) {
                continue;
            }
            wait.pending.remove(0);
        }
        Ok(Got::Ok)
    }

    /// Whether somebody has joined since the wait began: `xmax_infomask_changed`, or another `xmax`.
    fn changed(version: &Version, wait: &RowWait) -> bool {
        let before = wait.members.as_deref().unwrap_or_default();
        version
            .members
            .iter()
            .any(|member| !before.contains(member))
    }

    /// Gets a version ready to be updated or deleted (the first half of `heap_update` and `heap_delete`).
    pub(crate) fn reserve(
        &mut self,
        eyes: Eyes,
        oid: Oid,
        place: Place,
        mode: RowMode,
        wait: &mut RowWait,
    ) -> Result<Got> {
        let session = eyes.session;
        let got = loop {
            let Some(version) = self.version(session, oid, place) else {
                break Got::Deleted;
            };
            match version.satisfies_update(eyes, &self.state.xacts) {
                Satisfies::Ok => break Got::Ok,
                Satisfies::Invisible => break Got::Invisible,
                Satisfies::SelfModified => break Got::SelfModified,
                Satisfies::Updated => break Got::Updated,
                Satisfies::Deleted => break Got::Deleted,
                Satisfies::BeingModified => {}
            }
            let own = |member: &Member| self.state.xacts.own(member.xid, session);
            let member_already = version.members.iter().any(own);
            let sleeps = if version.multi {
                let blocks = |member: &&Member| {
                    !own(member)
                        && conflict(member.mode, mode)
                        && if member.writes {
                            !self.state.xacts.aborted(member.xid)
                        } else {
                            self.state.xacts.running(member.xid)
                        }
                };
                version.members.iter().any(|member| blocks(&member))
            } else {
                let only = version.members[0];
                !(member_already || (only.mode == RowMode::KeyShare && mode != RowMode::Update))
            };
            if sleeps {
                if !member_already {
                    let got =
                        self.enter_queue(session, oid, place, mode, WaitPolicy::Block, wait)?;
                    if got != Got::Ok {
                        return Ok(got);
                    }
                }
                let got =
                    self.wait_for_members(session, oid, &version, mode, WaitPolicy::Block, wait)?;
                if got != Got::Ok {
                    return Ok(got);
                }
                let Some(now) = self.version(session, oid, place) else {
                    break Got::Deleted;
                };
                if Self::changed(&now, wait) {
                    wait.members = None;
                    continue;
                }
            }
            let Some(now) = self.version(session, oid, place) else {
                break Got::Deleted;
            };
            break self.outcome(&now, session);
        };
        self.leave_queue(session, oid, place, wait);
        Ok(got)
    }

    /// What has become of a version for which nobody needs to be waited any more.
    fn outcome(&self, version: &Version, session: SessionId) -> Got {
        match version.writer() {
            Some(writer)
                if !self.state.xacts.own(writer.xid, session)
                    && !self.state.xacts.aborted(writer.xid) =>
            {
                if version.next.is_some() {
                    Got::Updated
                } else {
                    Got::Deleted
                }
            }
            _ => Got::Ok,
        }
    }

    /// Locks one version (`heap_lock_tuple`). `follow`: also the versions that an update still running has made.
    #[expect(clippy::too_many_arguments, reason = "as the server's")]
    fn lock_version(
        &mut self,
        eyes: Eyes,
        oid: Oid,
        place: Place,
        mode: RowMode,
        policy: WaitPolicy,
        follow: bool,
        wait: &mut RowWait,
    ) -> Result<Got> {
        let session = eyes.session;
        let mut already = false;
        let got = loop {
            let Some(version) = self.version(session, oid, place) else {
                break Got::Deleted;
            };
            let satisfies = version.satisfies_update(eyes, &self.state.xacts);
            match satisfies {
                Satisfies::Ok => break Got::Ok,
                Satisfies::Invisible => break Got::Invisible,
                Satisfies::SelfModified => break Got::SelfModified,
                Satisfies::BeingModified | Satisfies::Updated | Satisfies::Deleted => {}
            }
            let own = |member: &Member| self.state.xacts.own(member.xid, session);
            if version
                .members
                .iter()
                .any(|member| own(member) && member.mode >= mode)
            {
                already = true;
                break Got::Ok;
            }
            let member_already = version.members.iter().any(own);
            let strongest = version.members.iter().map(|member| member.mode).max();
            let mut sleeps = true;
            match mode {
                RowMode::KeyShare if strongest != Some(RowMode::Update) => {
                    if follow && !version.locked_only() {
                        let got = self.lock_newer(eyes, oid, &version, mode)?;
                        if got == Got::Waits {
                            return Ok(got);
                        }
                        if got != Got::Ok {
                            break got;
                        }
                    }
                    break Got::Ok;
                }
                RowMode::Share if version.locked_only() && strongest <= Some(RowMode::Share) => {
                    sleeps = false
                }
                RowMode::NoKeyUpdate if version.multi => {
                    let blocks = |member: &&Member| {
                        !own(member)
                            && conflict(member.mode, mode)
                            && if member.writes {
                                !self.state.xacts.aborted(member.xid)
                            } else {
                                self.state.xacts.running(member.xid)
                            }
                    };
                    sleeps = version.members.iter().any(|member| blocks(&member));
                }
                RowMode::NoKeyUpdate
                    if version.locked_only() && strongest == Some(RowMode::KeyShare) =>
                {
                    sleeps = false
                }
                _ => {}
            }
            if !version.multi && member_already {
                sleeps = false;
            }
            if !sleeps {
                break Got::Ok;
            }
            match satisfies {
                Satisfies::Updated => break Got::Updated,
                Satisfies::Deleted => break Got::Deleted,
                _ => {}
            }
            // A member does not queue: it would wait for those who wait for it.
            if !(version.multi && member_already) {
                let got = self.enter_queue(session, oid, place, mode, policy, wait)?;
                if got == Got::Waits {
                    return Ok(got);
                }
                if got != Got::Ok {
                    break got;
                }
            }
            let got = self.wait_for_members(session, oid, &version, mode, policy, wait)?;
            if got == Got::Waits {
                return Ok(got);
            }
            if got != Got::Ok {
                break got;
            }
            if follow && !version.locked_only() {
                let Some(now) = self.version(session, oid, place) else {
                    break Got::Deleted;
                };
                let got = self.lock_newer(eyes, oid, &now, mode)?;
                if got == Got::Waits {
                    return Ok(got);
                }
                if got != Got::Ok {
                    break got;
                }
            }
            let Some(now) = self.version(session, oid, place) else {
                break Got::Deleted;
            };
            if Self::changed(&now, wait) {
                wait.members = None;
                continue;
            }
            break self.outcome(&now, session);
        };
        if got == Got::Ok && !already {
            self.add_lock(session, oid, place, mode)?;
        }
        self.leave_queue(session, oid, place, wait);
        Ok(got)
    }

    fn add_lock(
        &mut self,
        session: SessionId,
        oid: Oid,
        place: Place,
        mode: RowMode,
    ) -> Result<()> {
        let xid = self.xid(session);
        let xacts = std::mem::take(&mut self.state.xacts);
        let result = self.heap_mut(session, oid).map(|heap| {
            if let Some(version) = heap.get_mut(place) {
                version.add_member(
                    Member {
                        xid,
                        mode,
                        writes: false,
                    },
                    &xacts,
                );
            }
        });
        self.state.xacts = xacts;
        self.touch(session, oid, place);
        result
    }

    /// Locks the versions that came after one (`heap_lock_updated_tuple`). It knows no NOWAIT.
    fn lock_newer(
        &mut self,
        eyes: Eyes,
        oid: Oid,
        version: &Version,
        mode: RowMode,
    ) -> Result<Got> {
        let session = eyes.session;
        let (mut next, mut prior) = (version.next, version.writer().map(|writer| writer.xid));
        while let Some(place) = next {
            let Some(version) = self.version(session, oid, place) else {
                return Ok(Got::Ok);
            };
            if prior.is_some_and(|prior| prior != version.xmin) {
                return Ok(Got::Ok);
            }
            let mut own = false;
            for member in version.members.clone() {
                if self.state.xacts.own(member.xid, session) {
                    own = true;
                } else if conflict(member.mode, mode) {
                    if self.state.xacts.running(member.xid) {
                        if !self.wait_for(session, member.xid)? {
                            return Ok(Got::Waits);
                        }
                        return self.lock_newer(eyes, oid, &version, mode);
                    }
                    if member.writes && self.state.xacts.committed(member.xid) {
                        return Ok(if version.next.is_some() {
                            Got::Updated
                        } else {
                            Got::Deleted
                        });
                    }
                }
            }
            if !own {
                self.add_lock(session, oid, place, mode)?;
            }
            prior = version.writer().map(|writer| writer.xid);
            next = version.next;
        }
        Ok(Got::Ok)
    }

    /// Locks a row, at its newest version if it has been updated meanwhile (`heapam_tuple_lock`). `place` then
    /// says where that is.
    #[expect(clippy::too_many_arguments, reason = "as the server's")]
    pub(crate) fn lock_row(
        &mut self,
        eyes: Eyes,
        oid: Oid,
        place: &mut Place,
        mode: RowMode,
        policy: WaitPolicy,
        follow: bool,
        newest: bool,
        wait: &mut RowWait,
    ) -> Result<Got> {
        let session = eyes.session;
        'lock: loop {
            let got = self.lock_version(eyes, oid, *place, mode, policy, follow, wait)?;
            if got != Got::Updated || !newest {
                return Ok(got);
            }
            let Some(version) = self.version(session, oid, *place) else {
                return Ok(Got::Deleted);
            };
            let (mut next, mut prior) = (version.next, version.writer().map(|writer| writer.xid));
            loop {
                let Some(version) = next.and_then(|place| self.version(session, oid, place)) else {
                    return Ok(Got::Deleted);
                };
                if prior != Some(version.xmin) {
                    return Ok(Got::Deleted);
                }
                match version.writer().copied() {
                    Some(writer) if self.state.xacts.own(writer.xid, session) => {}
                    Some(writer) if self.state.xacts.running(writer.xid) => {
                        match policy {
                            WaitPolicy::Block => {
                                if !self.wait_for(session, writer.xid)? {
                                    return Ok(Got::Waits);
                                }
                            }
                            WaitPolicy::Skip => return Ok(Got::WouldBlock),
                            WaitPolicy::Error => return Err(self.row_not_available(session, oid)),
                        }
                        continue;
                    }
                    Some(writer) if self.state.xacts.committed(writer.xid) => {}
                    _ => {
                        if self.state.xacts.own(version.xmin, session)
                            && version.cmin >= eyes.command
                        {
                            return Ok(Got::SelfModified);
                        }
                        *place = version.place;
                        continue 'lock;
                    }
                }
                prior = version.writer().map(|writer| writer.xid);
                next = version.next;
            }
        }
    }

    /// Writes the deletion of a version that has been reserved.
    pub(crate) fn delete_version(&mut self, eyes: Eyes, oid: Oid, place: Place) -> Result<()> {
        let (session, xid) = (eyes.session, self.xid(eyes.session));
        let xacts = std::mem::take(&mut self.state.xacts);
        let result = self.heap_mut(session, oid).map(|heap| {
            if let Some(version) = heap.get_mut(place) {
                version.add_member(
                    Member {
                        xid,
                        mode: RowMode::Update,
                        writes: true,
                    },
                    &xacts,
                );
                version.cmax = eyes.command;
                version.next = None;
            }
        });
        self.state.xacts = xacts;
        self.touch(session, oid, place);
        result
    }

    /// Writes the update of a version that has been reserved; gives the new one's place. Locks that go with the
    /// update go on to the new version.
    pub(crate) fn update_version(
        &mut self,
        eyes: Eyes,
        oid: Oid,
        place: Place,
        mode: RowMode,
        values: Row,
        entered: usize,
    ) -> Result<Place> {
        let (session, xid) = (eyes.session, self.xid(eyes.session));
        let xacts = std::mem::take(&mut self.state.xacts);
        let result = self.heap_mut(session, oid).map(|heap| {
            let Some(old) = heap.get(place).cloned() else {
                return place;
            };
            let new = heap.add(values, xid, eyes.command, Some(old.row), entered);
            let running = |member: &&Member| {
                !member.writes && xacts.running(member.xid) && !xacts.own(member.xid, session)
            };
            let kept: Vec<Member> = old.members.iter().filter(running).copied().collect();
            if let Some(version) = heap.get_mut(new) {
                if entered == usize::MAX {
                    version.root = old.root;
                }
                version.multi = old.multi && !kept.is_empty();
                version.members = kept;
            }
            if let Some(version) = heap.get_mut(place) {
                version.add_member(
                    Member {
                        xid,
                        mode,
                        writes: true,
                    },
                    &xacts,
                );
                version.cmax = eyes.command;
                version.next = Some(new);
            }
            new
        });
        self.state.xacts = xacts;
        let new = result?;
        // Lockers whose locks have gone on to the new version have to find them there.
        let lockers: Vec<Xid> = self
            .version(session, oid, new)
            .map_or_else(Vec::new, |version| {
                version.members.iter().map(|member| member.xid).collect()
            });
        for locker in lockers {
            if let Some(other) = self.state.xacts.session(locker) {
                self.touch_for(other, locker, oid, new);
            }
        }
        self.touch(session, oid, place);
        self.touch(session, oid, new);
        Ok(new)
    }

    fn touch_for(&mut self, session: SessionId, xid: Xid, oid: Oid, place: Place) {
        if !self.known(session) {
            return;
        }
        if let Some(tx) = &mut self.session_mut(session).tx
            && let Some(sub) = tx
                .subs
                .iter_mut()
                .find(|sub| sub.xid == Some(xid) || sub.released.contains(&xid))
        {
            sub.touched.push((oid, place));
        }
    }
}
