//! SERIALIZABLE: who has read what others write, and who must give way for it (`predicate.c`).
//!
//! What a statement reads is watched as the server does with the plans that it makes for tables that were never
//! analysed: an index that is used as a whole (its one leaf), with the rows that are found by it, each by itself or,
//! beyond two, as their page; everything else as the whole table.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::Value;
use crate::api::{Level, SessionId};
use crate::error::PgError;
use crate::executor::{Data, Touched};
use crate::locks::Oid;
use crate::plan::{Access, Query, Reference};
use crate::server::{Result, Server};
use crate::versions::{Eyes, Place, Row, Version};
use crate::xacts::{Csn, Status, Xid};

/// What is watched (`SIReadLock`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Target {
    Table(Oid),
    Page(Oid),
    Row(Oid, Place),
    Index(Oid),
}

/// A serializable transaction (`SERIALIZABLEXACT`).
#[derive(Clone, Debug, Hash)]
pub(crate) struct Sxact {
    pub(crate) number: u64,
    pub(crate) session: SessionId,
    read_only: bool,
    /// It has come to write something.
    wrote: bool,
    doomed: bool,
    /// When it committed, counted among serializable transactions; the sequence of preparing is the same here.
    committed: Option<u64>,
    /// The last commit before its snapshot.
    before_snapshot: u64,
    /// The oldest transaction that was running at its snapshot.
    xmin: Xid,
    /// The next number when it ended.
    finished_before: Xid,
    /// The earliest commit of a transaction to which it had a conflict when it committed.
    earliest_out: Option<u64>,
    xids: Vec<Xid>,
    watches: BTreeSet<Target>,
}

/// What `SERIALIZABLE` has to remember.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ssi {
    next: u64,
    /// The number of the last commit of a serializable transaction.
    commits: u64,
    pub(crate) sxacts: Vec<Sxact>,
    /// From the reader to the writer.
    pub(crate) conflicts: BTreeSet<(u64, u64)>,
}

fn failure(detail: &str) -> PgError {
    PgError::new(
        "40001",
        "could not serialize access due to read/write dependencies among transactions",
    )
    .detail(format!("Reason code: Canceled on {detail}."))
    .hint("The transaction might succeed if retried.")
}

impl Ssi {
    fn get(&self, number: u64) -> Option<&Sxact> {
        self.sxacts.iter().find(|sxact| sxact.number == number)
    }

    fn get_mut(&mut self, number: u64) -> Option<&mut Sxact> {
        self.sxacts.iter_mut().find(|sxact| sxact.number == number)
    }

    fn current(&self, session: SessionId) -> Option<&Sxact> {
        self.sxacts
            .iter()
            .find(|sxact| sxact.session == session && sxact.committed.is_none())
    }

    fn out_of(&self, number: u64) -> Vec<u64> {
        self.conflicts
            .iter()
            .filter(|(reader, _)| *reader == number)
            .map(|(_, writer)| *writer)
            .collect()
    }

    fn conflicts_into(&self, number: u64) -> Vec<u64> {
        self.conflicts
            .iter()
            .filter(|(_, writer)| *writer == number)
            .map(|(reader, _)| *reader)
            .collect()
    }

    /// A read-write conflict has been found (`FlagRWConflict`).
    fn flag(&mut self, me: u64, reader: u64, writer: u64) -> Result<()> {
        self.check(me, reader, writer)?;
        self.conflicts.insert((reader, writer));
        Ok(())
    }

    /// `OnConflict_CheckForSerializationFailure`.
    fn check(&mut self, me: u64, reader_number: u64, writer_number: u64) -> Result<()> {
        let (Some(reader), Some(writer)) = (self.get(reader_number), self.get(writer_number))
        else {
            return Ok(());
        };
        // R → W → T2, and T2 committed before W.
        let mut fails = writer.committed.is_some() && writer.earliest_out.is_some();
        if !fails {
            fails = self
                .out_of(writer_number)
                .into_iter()
                .filter_map(|number| self.get(number))
                .any(|last| {
                    last.committed.is_some_and(|at| {
                        reader.committed.is_none_or(|reader| at <= reader)
                            && writer.committed.is_none_or(|writer| at <= writer)
                            && (!reader.read_only || at <= reader.before_snapshot)
                    })
                });
        }
        // T0 → R → W, and W has committed.
        if !fails
            && let Some(at) = writer.committed
            && !reader.read_only
        {
            fails = self
                .conflicts_into(reader_number)
                .into_iter()
                .filter_map(|number| self.get(number))
                .any(|first| {
                    !first.doomed
                        && first.committed.is_none_or(|first| first >= at)
                        && (!first.read_only || first.before_snapshot >= at)
                });
        }
        if !fails {
            return Ok(());
        }
        if me == writer_number {
            return Err(failure("identification as a pivot, during write"));
        }
        if writer.committed.is_some() {
            return Err(failure(&format!(
                "conflict out to pivot {writer_number}, during read"
            )));
        }
        if let Some(writer) = self.get_mut(writer_number) {
            writer.doomed = true;
        }
        Ok(())
    }

    /// Whether a transaction may commit (`PreCommit_CheckForSerializationFailure`).
    fn before_commit(&mut self, me: u64) -> Result<()> {
        if self.get(me).is_none_or(|sxact| sxact.doomed) {
            return Err(failure("identification as a pivot, during commit attempt"));
        }
        let open = |sxact: &Sxact| sxact.committed.is_none() && !sxact.doomed;
        let mut doomed = Vec::new();
        for near in self.conflicts_into(me) {
            if !self.get(near).is_some_and(open) {
                continue;
            }
            let pivot = self.conflicts_into(near).into_iter().any(|far| {
                far == me || self.get(far).is_some_and(|far| open(far) && !far.read_only)
            });
            if pivot {
                doomed.push(near);
            }
        }
        for number in doomed {
            if let Some(sxact) = self.get_mut(number) {
                sxact.doomed = true;
            }
        }
        Ok(())
    }

    /// A transaction ends (`ReleasePredicateLocks`).
    fn end(&mut self, me: u64, commits: bool, next_xid: Xid) {
        if !commits {
            self.sxacts.retain(|sxact| sxact.number != me);
            self.conflicts
                .retain(|(reader, writer)| *reader != me && *writer != me);
        } else {
            self.commits += 1;
            let at = self.commits;
            let outs: Vec<(u64, Option<u64>)> = self
                .out_of(me)
                .into_iter()
                .map(|number| (number, self.get(number).and_then(|sxact| sxact.committed)))
                .collect();
            let ins: Vec<(u64, bool)> = self
                .conflicts_into(me)
                .into_iter()
                .map(|number| {
                    (
                        number,
                        self.get(number)
                            .is_none_or(|sxact| sxact.committed.is_some() || sxact.read_only),
                    )
                })
                .collect();
            let Some(sxact) = self.get_mut(me) else {
                return;
            };
            // To commit without a write is to have been read only.
            sxact.read_only |= !sxact.wrote;
            if !sxact.read_only {
                sxact.earliest_out = outs.iter().filter_map(|(_, committed)| *committed).min();
            }
            sxact.committed = Some(at);
            sxact.finished_before = next_xid;
            for (number, committed) in outs {
                if committed.is_some() {
                    self.conflicts.remove(&(me, number));
                }
            }
            for (number, released) in ins {
                if released {
                    self.conflicts.remove(&(number, me));
                }
            }
        }
        self.forget();
    }

    /// Forgets transactions that ended before all that are open began (`ClearOldPredicateLocks`).
    fn forget(&mut self) {
        let open = self.sxacts.iter().filter(|sxact| sxact.committed.is_none());
        let Some(xmin) = open.map(|sxact| sxact.xmin).min() else {
            self.sxacts.clear();
            self.conflicts.clear();
            return;
        };
        self.sxacts
            .retain(|sxact| sxact.committed.is_none() || sxact.finished_before > xmin);
        let known: BTreeSet<u64> = self.sxacts.iter().map(|sxact| sxact.number).collect();
        self.conflicts
            .retain(|(reader, writer)| known.contains(reader) && known.contains(writer));
    }

    /// With numbers that say the order only; what a digest is made of.
    pub(crate) fn canonical(
        &self,
        places: &dyn Fn(Oid, Place) -> Place,
        xids: &dyn Fn(Xid) -> Xid,
    ) -> (Vec<Sxact>, Vec<(u64, u64)>) {
        let rank = |number: u64| {
            self.sxacts
                .iter()
                .filter(|sxact| sxact.number < number)
                .count() as u64
        };
        let mut commits: Vec<u64> = self
            .sxacts
            .iter()
            .flat_map(|sxact| {
                [
                    sxact.committed,
                    Some(sxact.before_snapshot),
                    sxact.earliest_out,
                ]
            })
            .flatten()
            .collect();
        commits.sort_unstable();
        let commit = |at: u64| commits.partition_point(|other| *other < at) as u64;
        let mut ends: Vec<Xid> = self
            .sxacts
            .iter()
            .flat_map(|sxact| [sxact.xmin, sxact.finished_before])
            .collect();
        ends.sort_unstable();
        let end = |at: Xid| ends.partition_point(|other| *other < at) as u64;
        let mut sxacts = self.sxacts.clone();
        for sxact in &mut sxacts {
            sxact.number = rank(sxact.number);
            sxact.committed = sxact.committed.map(commit);
            sxact.before_snapshot = commit(sxact.before_snapshot);
            sxact.earliest_out = sxact.earliest_out.map(commit);
            sxact.xmin = end(sxact.xmin);
            sxact.finished_before = end(sxact.finished_before);
            sxact.xids = sxact.xids.iter().map(|xid| xids(*xid)).collect();
            sxact.watches = sxact
                .watches
                .iter()
                .map(|target| match target {
                    Target::Row(oid, place) => Target::Row(*oid, places(*oid, *place)),
                    other => *other,
                })
                .collect();
        }
        let conflicts = self
            .conflicts
            .iter()
            .map(|(reader, writer)| (rank(*reader), rank(*writer)))
            .collect();
        (sxacts, conflicts)
    }
}

impl Server {
    /// A serializable transaction takes its snapshot (`GetSerializableTransactionSnapshot`).
    pub(crate) fn begin_serializable(&mut self, session: SessionId) {
        let tx = self.tx(session);
        if tx.level != Level::Serializable || self.state.ssi.current(session).is_some() {
            return;
        }
        let read_only = tx.read_only;
        let ssi = &self.state.ssi;
        let writers = ssi
            .sxacts
            .iter()
            .any(|sxact| sxact.committed.is_none() && !sxact.read_only);
        // With nobody who writes, its snapshot is safe.
        if read_only && !writers {
            return;
        }
        let xmin = self.state.xacts.xmin();
        let ssi = &mut self.state.ssi;
        ssi.next += 1;
        ssi.sxacts.push(Sxact {
            number: ssi.next,
            session,
            read_only,
            wrote: false,
            doomed: false,
            committed: None,
            before_snapshot: ssi.commits,
            xmin,
            finished_before: Xid::MAX,
            earliest_out: None,
            xids: Vec::new(),
            watches: BTreeSet::new(),
        });
    }

    /// A serializable transaction gets a number.
    pub(crate) fn serializable_xid(&mut self, session: SessionId, xid: Xid) {
        let sxacts = &mut self.state.ssi.sxacts;
        if let Some(sxact) = sxacts
            .iter_mut()
            .find(|sxact| sxact.session == session && sxact.committed.is_none())
        {
            sxact.xids.push(xid);
        }
    }

    pub(crate) fn serializable(&self, session: SessionId) -> Option<u64> {
        if self.state.ssi.sxacts.is_empty() {
            return None;
        }
        self.state.ssi.current(session).map(|sxact| sxact.number)
    }

    pub(crate) fn check_serializable_commit(&mut self, session: SessionId) -> Result<()> {
        match self.serializable(session) {
            Some(me) => self.state.ssi.before_commit(me),
            None => Ok(()),
        }
    }

    pub(crate) fn end_serializable(&mut self, session: SessionId, commits: bool) {
        if let Some(me) = self.serializable(session) {
            let next = self.state.xacts.next();
            self.state.ssi.end(me, commits, next);
        }
    }

    /// Watches what a query has read, and looks for those who have written it.
    pub(crate) fn watch_reads(
        &mut self,
        eyes: Eyes,
        before: &[Vec<Row>],
        query: &Query,
        params: &[Value],
        data: &[Rc<Data>],
        touched: &[Touched],
    ) -> Result<()> {
        let Some(me) = self.serializable(eyes.session) else {
            return Ok(());
        };
        for (number, (reference, touched)) in query.references.iter().zip(touched).enumerate() {
            let Reference::Table { oid, access, probe } = reference else {
                continue;
            };
            // A row that is given, to be checked again or returned, is not read anew.
            if !touched.scanned || !matches!(&*data[number], Data::Versions(_)) {
                continue;
            }
            let read = match (access, probe) {
                // Row by row, by whoever takes them.
                (Access::Along, _) => continue,
                (Access::Index(index), Some(probe)) => {
                    self.watch(me, Target::Index(*index));
                    let found = self.probed(eyes, before, query, params, (number, *oid, probe))?;
                    for version in &found {
                        if version.visible(eyes, &self.state.xacts)
                            && !self.state.xacts.own(version.xmin, eyes.session)
                        {
                            self.watch_row(me, *oid, version.place);
                        }
                    }
                    found
                }
                _ => {
                    self.watch(me, Target::Table(*oid));
                    // The first row brings the page that it is on, and all of it is looked at (`heapgetpage`).
                    self.all_versions(eyes, *oid)
                }
            };
            for version in read {
                self.conflict_out(me, eyes, &version)?;
            }
        }
        Ok(())
    }

    pub(crate) fn all_versions(&self, eyes: Eyes, oid: Oid) -> Vec<Rc<Version>> {
        let heap = self.heap(eyes.session, oid);
        heap.map_or_else(Vec::new, |heap| heap.versions.clone())
    }

    /// The versions, visible or not, for which the conditions hold that lead into an index.
    pub(crate) fn probed(
        &mut self,
        eyes: Eyes,
        before: &[Vec<Row>],
        query: &Query,
        params: &[Value],
        (number, oid, probe): (usize, Oid, &Rc<str>),
    ) -> Result<Vec<Rc<Version>>> {
        let all = self.all_versions(eyes, oid);
        let references = query.references.iter().map(|reference| match reference {
            Reference::Locked(_) => reference.clone(),
            _ => Reference::Given,
        });
        let query = Query {
            sql: Rc::clone(probe),
            references: references.collect(),
            widths: query.widths.clone(),
        };
        let given = [(number, Rc::new(Data::Versions(all.clone())))];
        let places = self.query(eyes, before, &query, params, &given)?;
        let places = places.iter().map(|row| crate::statement::place(&row[0]));
        let found: BTreeSet<Place> = places.collect();
        let all = all.into_iter();
        Ok(all
            .filter(|version| found.contains(&version.place))
            .collect())
    }

    /// An index has led to a version: it is watched if it is seen.
    pub(crate) fn read_version(
        &mut self,
        me: u64,
        eyes: Eyes,
        oid: Oid,
        place: Place,
    ) -> Result<()> {
        let heap = self.heap(eyes.session, oid);
        let Some(version) = heap.and_then(|heap| heap.get(place)).cloned() else {
            return Ok(());
        };
        if version.visible(eyes, &self.state.xacts)
            && !self.state.xacts.own(version.xmin, eyes.session)
        {
            self.watch_row(me, oid, place);
        }
        self.conflict_out(me, eyes, &version)
    }

    /// A foreign key has looked for rows with a key: by an index on just these columns, or through all of the table.
    pub(crate) fn watch_key(
        &mut self,
        eyes: Eyes,
        table: &crate::catalogue::Table,
        columns: &[usize],
        same: &dyn Fn(&Version) -> bool,
    ) -> Result<()> {
        let Some(me) = self.serializable(eyes.session) else {
            return Ok(());
        };
        let usable = |index: &&crate::catalogue::Index| {
            index.filter.is_none()
                && index
                    .columns
                    .first()
                    .is_some_and(|first| columns.contains(first))
        };
        let index = table.indexes.iter().find(usable).map(|index| index.oid);
        let all: Vec<Rc<Version>> = self
            .heap(eyes.session, table.oid)
            .map_or_else(Vec::new, |heap| heap.versions.clone());
        match index {
            Some(index) => self.watch(me, Target::Index(index)),
            None => self.watch(me, Target::Table(table.oid)),
        }
        for version in all
            .iter()
            .filter(|version| index.is_none() || same(version))
        {
            if index.is_some()
                && version.visible(eyes, &self.state.xacts)
                && !self.state.xacts.own(version.xmin, eyes.session)
            {
                self.watch_row(me, table.oid, version.place);
            }
            self.conflict_out(me, eyes, version)?;
        }
        Ok(())
    }

    /// `PredicateLockRelation`, `PredicateLockPage`.
    pub(crate) fn watch(&mut self, me: u64, target: Target) {
        if let Some(sxact) = self.state.ssi.get_mut(me) {
            sxact.watches.insert(target);
        }
    }

    /// `PredicateLockTID`: beyond two rows of a page it is the page.
    pub(crate) fn watch_row(&mut self, me: u64, oid: Oid, place: Place) {
        let Some(sxact) = self.state.ssi.get_mut(me) else {
            return;
        };
        if sxact.watches.contains(&Target::Table(oid)) || sxact.watches.contains(&Target::Page(oid))
        {
            return;
        }
        sxact.watches.insert(Target::Row(oid, place));
        let rows = |target: &Target| matches!(target, Target::Row(table, _) if *table == oid);
        if sxact.watches.iter().filter(|target| rows(target)).count() > 2 {
            sxact.watches.retain(|target| !rows(target));
            sxact.watches.insert(Target::Page(oid));
        }
    }

    /// A version has been read: who has written it without our seeing it?
    /// (`HeapCheckForSerializableConflictOut`, `CheckForSerializableConflictOut`.)
    fn conflict_out(&mut self, me: u64, eyes: Eyes, version: &Version) -> Result<()> {
        let ssi = &self.state.ssi;
        let Some(own) = ssi.get(me) else {
            return Ok(());
        };
        if own.doomed {
            return Err(failure(
                "identification as a pivot, during conflict out checking",
            ));
        }
        let xid = if version.visible(eyes, &self.state.xacts) {
            match version.writer() {
                Some(writer) if !self.state.xacts.aborted(writer.xid) => writer.xid,
                _ => return Ok(()),
            }
        } else {
            version.xmin
        };
        let Some(writer) = ssi.sxacts.iter().find(|sxact| sxact.xids.contains(&xid)) else {
            return Ok(());
        };
        if writer.number == me || writer.doomed {
            return Ok(());
        }
        if own.read_only
            && writer.committed.is_some()
            && writer
                .earliest_out
                .is_none_or(|at| own.before_snapshot < at)
        {
            return Ok(());
        }
        // What our snapshot shows is no conflict.
        if matches!(self.state.xacts.status(xid), Status::Committed(csn) if csn <= eyes_csn(self, eyes))
        {
            return Ok(());
        }
        let writer = writer.number;
        if ssi.conflicts.contains(&(me, writer)) {
            return Ok(());
        }
        self.state.ssi.flag(me, me, writer)
    }

    /// Something is written: who has read it? (`CheckForSerializableConflictIn`.)
    pub(crate) fn conflict_in(&mut self, session: SessionId, targets: &[Target]) -> Result<()> {
        let Some(me) = self.serializable(session) else {
            return Ok(());
        };
        let Some(own) = self.state.ssi.get_mut(me) else {
            return Ok(());
        };
        if own.doomed {
            return Err(failure(
                "identification as a pivot, during conflict in checking",
            ));
        }
        own.wrote = true;
        let xmin = own.xmin;
        let ssi = &self.state.ssi;
        let readers: Vec<u64> = ssi
            .sxacts
            .iter()
            .filter(|sxact| {
                sxact.number != me
                    && !sxact.doomed
                    && (sxact.committed.is_none() || xmin < sxact.finished_before)
                    && targets.iter().any(|target| sxact.watches.contains(target))
                    && !ssi.conflicts.contains(&(sxact.number, me))
            })
            .map(|sxact| sxact.number)
            .collect();
        for reader in readers {
            self.state.ssi.flag(me, reader, me)?;
        }
        Ok(())
    }

    /// An old version is about to be updated or deleted.
    pub(crate) fn conflict_in_row(
        &mut self,
        session: SessionId,
        oid: Oid,
        place: Place,
    ) -> Result<()> {
        self.conflict_in(
            session,
            &[
                Target::Row(oid, place),
                Target::Page(oid),
                Target::Table(oid),
            ],
        )
    }
}

/// The snapshot of a serializable transaction, whatever snapshot a foreign key looks through.
fn eyes_csn(server: &Server, eyes: Eyes) -> Csn {
    server.tx(eyes.session).snapshot.unwrap_or(eyes.csn)
}
