//! Foreign keys (`ri_triggers.c`), and unique constraints that are looked at later. They are looked at when the
//! statement's rows are written, or at the end of the transaction.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::Value;
use crate::api::SessionId;
use crate::ast::{Action, Deferral, Name, RowMode, TableMode, WaitPolicy};
use crate::catalogue::{Foreign, Table};
use crate::error::PgError;
use crate::locks::{Oid, Owner, Tag};
use crate::row_locks::Got;
use crate::server::{Flow, Result, Server};
use crate::session::{Event, EventWork, RowWait, RowWrite, Running, Work, WriteWork, Writes};
use crate::statement::serialization;
use crate::unique::{Taken, violation};
use crate::values;
use crate::versions::{Eyes, Place, Row, Version};

impl Server {
    fn foreign(&self, session: SessionId, table: Oid, name: &str) -> Option<(Rc<Table>, Foreign)> {
        let table = self.table(session, table).ok()?;
        let foreign = table
            .foreign
            .iter()
            .find(|foreign| &*foreign.name == name)?
            .clone();
        Some((table, foreign))
    }

    /// The constraint that an event looks at, if it still exists.
    pub(crate) fn constraint_of(
        &self,
        session: SessionId,
        event: &Event,
    ) -> Option<(Name, Deferral)> {
        match event {
            Event::Child { table, foreign, .. }
            | Event::Parent {
                child: table,
                foreign,
                ..
            } => self
                .foreign(session, *table, foreign)
                .map(|(_, foreign)| (foreign.name, foreign.deferral)),
            Event::Unique { table, index, .. } => {
                let table = self.table(session, *table).ok()?;
                let index = table.indexes.iter().find(|other| other.oid == *index)?;
                Some((Rc::clone(&index.name), index.deferral))
            }
        }
    }

    fn queue(
        &mut self,
        session: SessionId,
        running: &mut Running,
        name: &Name,
        deferral: Deferral,
        event: Event,
    ) {
        if self.deferred(session, name, deferral) {
            self.tx_mut(session).deferred.push(event);
        } else {
            running.events.push_back(event);
        }
    }

    /// A row of a child has been written: `old` is the version before.
    pub(crate) fn child_events(
        &mut self,
        session: SessionId,
        running: &mut Running,
        table: &Rc<Table>,
        old: Option<&Rc<Version>>,
        place: Place,
    ) {
        let version = self
            .heap(session, table.oid)
            .and_then(|heap| heap.get(place))
            .cloned();
        let Some(version) = version else { return };
        for foreign in &table.foreign {
            if foreign
                .columns
                .iter()
                .any(|column| version.values[*column] == Value::Null)
            {
                continue;
            }
            // `RI_FKey_fk_upd_check_required`: what this transaction has inserted itself is looked at again.
            let needed = old.is_none_or(|old| {
                self.state.xacts.own(old.xmin, session)
                    || foreign.columns.iter().any(|column| {
                        let type_ = &table.columns[*column].type_;
                        values::compare(type_, &old.values[*column], &version.values[*column])
                            .is_ne()
                    })
            });
            if needed {
                let event = Event::Child {
                    table: table.oid,
                    foreign: Rc::clone(&foreign.name),
                    place,
                };
                self.queue(session, running, &foreign.name, foreign.deferral, event);
            }
        }
    }

    /// A row that may be somebody's parent has been updated or deleted.
    pub(crate) fn parent_events(
        &mut self,
        session: SessionId,
        running: &mut Running,
        table: &Rc<Table>,
        old: &Row,
        new: Option<&Row>,
    ) {
        let mut events = Vec::new();
        for child in self
            .db(session)
            .tables
            .values()
            .filter(|child| child.known_to(session))
        {
            for foreign in child
                .foreign
                .iter()
                .filter(|foreign| foreign.parent == table.oid)
            {
                if foreign
                    .referenced
                    .iter()
                    .any(|column| old[*column] == Value::Null)
                {
                    continue;
                }
                let same = new.is_some_and(|new| {
                    foreign.referenced.iter().all(|column| {
                        values::compare(&table.columns[*column].type_, &old[*column], &new[*column])
                            .is_eq()
                    })
                });
                if !same {
                    let event = Event::Parent {
                        child: child.oid,
                        foreign: Rc::clone(&foreign.name),
                        old: Rc::clone(old),
                        new: new.cloned(),
                    };
                    let action = if new.is_some() {
                        foreign.on_update
                    } else {
                        foreign.on_delete
                    };
                    events.push((Rc::clone(&foreign.name), foreign.deferral, action, event));
                }
            }
        }
        for (name, deferral, action, event) in events {
            if action == Action::Nothing {
                self.queue(session, running, &name, deferral, event);
            } else {
                running.events.push_back(event);
            }
        }
    }

    pub(crate) fn events_step(
        &mut self,
        session: SessionId,
        running: &mut Running,
        mut events: VecDeque<Event>,
        mut current: Option<Box<EventWork>>,
    ) -> Result<Flow> {
        loop {
            let mut work = match current.take() {
                Some(work) => work,
                None => {
                    let Some(event) = events.pop_front() else {
                        return Ok(Flow::Done);
                    };
                    let eyes = self.newest_eyes(session);
                    Box::new(EventWork {
                        event,
                        stage: 0,
                        candidates: VecDeque::new(),
                        place: 0,
                        wait: RowWait::default(),
                        eyes,
                    })
                }
            };
            match self.event(session, &mut work)? {
                Seen::Waits => {
                    return Ok(Flow::Wait(Work::Events {
                        events,
                        current: Some(work),
                    }));
                }
                Seen::Good => {}
                Seen::Write(write) => {
                    // What the cascade writes is looked at after what is in the queue already.
                    return Ok(Flow::Push(vec![
                        Work::Events {
                            events,
                            current: None,
                        },
                        Work::Write(write),
                    ]))
                    .inspect(|_| running.eyes.command = self.tx(session).command);
                }
            }
        }
    }

    fn event(&mut self, session: SessionId, work: &mut EventWork) -> Result<Seen> {
        match work.event.clone() {
            Event::Child {
                table,
                foreign,
                place,
            } => {
                let Some((table, foreign)) = self.foreign(session, table, &foreign) else {
                    return Ok(Seen::Good);
                };
                self.child(session, work, &table, &foreign, place)
            }
            Event::Parent {
                child,
                foreign,
                old,
                new,
            } => {
                let Some((child, foreign)) = self.foreign(session, child, &foreign) else {
                    return Ok(Seen::Good);
                };
                self.parent(session, work, &child, &foreign, &old, new.as_ref())
            }
            Event::Unique {
                table,
                index,
                place,
            } => {
                let table = self.table(session, table)?;
                let Some((number, index)) = crate::unique::of(&table, index) else {
                    return Ok(Seen::Good);
                };
                loop {
                    let version = self
                        .heap(session, table.oid)
                        .and_then(|heap| heap.get(place))
                        .cloned();
                    let Some(version) = version.filter(|version| version.writer().is_none()) else {
                        return Ok(Seen::Good);
                    };
                    match self.taken(
                        session,
                        &table,
                        &index,
                        number,
                        &version.values,
                        Some(place),
                    )? {
                        Taken::Free => return Ok(Seen::Good),
                        Taken::Perhaps(xid) => {
                            if !self.wait_for(session, xid)? {
                                return Ok(Seen::Waits);
                            }
                        }
                        Taken::By(_) => return Err(violation(&table, &index, &version.values)),
                    }
                }
            }
        }
    }

    fn lock_relation(&mut self, session: SessionId, oid: Oid, mode: TableMode) -> Result<bool> {
        if self.state.locks.holds(session, Tag::Table(oid), mode) {
            return Ok(true);
        }
        let owner = Owner::Level(self.tx(session).depth());
        self.acquire(session, Tag::Table(oid), mode, owner, true)
    }

    /// The rows of a table that have these values, as `eyes` see them.
    fn with_key(
        &mut self,
        eyes: Eyes,
        table: &Table,
        columns: &[usize],
        key: &[Value],
    ) -> Result<VecDeque<Place>> {
        let types = table.types(columns);
        let same = |version: &Version| {
            let mut pairs = columns.iter().zip(&types).zip(key);
            pairs.all(|((column, type_), value)| {
                values::equal(type_, &version.values[*column], value)
            })
        };
        self.watch_key(eyes, table, columns, &same)?;
        let visible = self.visible(eyes, table.oid);
        let found = visible.iter().filter(|version| same(version));
        Ok(found.map(|version| version.place).collect())
    }

    fn still_has_key(
        &self,
        session: SessionId,
        table: &Table,
        place: Place,
        columns: &[usize],
        key: &[Value],
    ) -> bool {
        let types = table.types(columns);
        self.heap(session, table.oid)
            .and_then(|heap| heap.get(place))
            .is_some_and(|version| {
                columns
                    .iter()
                    .zip(&types)
                    .zip(key)
                    .all(|((column, type_), value)| {
                        values::equal(type_, &version.values[*column], value)
                    })
            })
    }

    /// Looks for a row with a key and locks it `FOR KEY SHARE`; `None`: it waits, `Some(false)`: there is none.
    fn key_share(
        &mut self,
        session: SessionId,
        work: &mut EventWork,
        table: &Table,
        columns: &[usize],
        key: &[Value],
    ) -> Result<Option<bool>> {
        loop {
            if work.place == 0 {
                let Some(place) = work.candidates.pop_front() else {
                    return Ok(Some(false));
                };
                work.place = place;
            }
            let mut place = work.place;
            let newest = !self.tx(session).xact_snapshot();
            let got = self.lock_row(
                work.eyes,
                table.oid,
                &mut place,
                RowMode::KeyShare,
                WaitPolicy::Block,
                true,
                newest,
                &mut work.wait,
            )?;
            match got {
                Got::Waits => return Ok(None),
                Got::Ok => {
                    let moved = place != work.place;
                    work.place = 0;
                    if !moved || self.still_has_key(session, table, place, columns, key) {
                        return Ok(Some(true));
                    }
                }
                Got::Updated | Got::Deleted if self.tx(session).xact_snapshot() => {
                    return Err(serialization("update"));
                }
                _ => work.place = 0,
            }
        }
    }

    /// Whether a child's row has a parent (`RI_FKey_check`).
    fn child(
        &mut self,
        session: SessionId,
        work: &mut EventWork,
        table: &Rc<Table>,
        foreign: &Foreign,
        place: Place,
    ) -> Result<Seen> {
        let version = self
            .heap(session, table.oid)
            .and_then(|heap| heap.get(place))
            .cloned();
        // A row that this transaction has written again, or deleted, is somebody else's matter.
        let Some(version) = version.filter(|version| {
            !version
                .writer()
                .is_some_and(|writer| self.state.xacts.own(writer.xid, session))
        }) else {
            return Ok(Seen::Good);
        };
        if !self.lock_relation(session, foreign.parent, TableMode::RowShare)? {
            return Ok(Seen::Waits);
        }
        let parent = self.table(session, foreign.parent)?;
        let key: Vec<Value> = foreign
            .columns
            .iter()
            .map(|column| version.values[*column].clone())
            .collect();
        if work.stage == 0 {
            work.stage = 1;
            work.eyes = self.newest_eyes(session);
            if let Some(csn) = self.tx(session).snapshot {
                work.eyes.csn = csn;
            }
            work.candidates = self.with_key(work.eyes, &parent, &foreign.referenced, &key)?;
        }
        match self.key_share(session, work, &parent, &foreign.referenced, &key)? {
            None => Ok(Seen::Waits),
            Some(true) => Ok(Seen::Good),
            Some(false) => {
                let message = format!(
                    "insert or update on table \"{}\" violates foreign key constraint \"{}\"",
                    table.name, foreign.name
                );
                let detail = format!(
                    "Key ({})={} is not present in table \"{}\".",
                    table.names(&foreign.columns),
                    values::list(&table.types(&foreign.columns), &key),
                    parent.name
                );
                Err(PgError::new("23503", message)
                    .detail(detail)
                    .constraint(&table.name, &foreign.name))
            }
        }
    }

    /// Whether a parent that has gone has no child, or what becomes of the child.
    fn parent(
        &mut self,
        session: SessionId,
        work: &mut EventWork,
        child: &Rc<Table>,
        foreign: &Foreign,
        old: &Row,
        new: Option<&Row>,
    ) -> Result<Seen> {
        let action = if new.is_some() {
            foreign.on_update
        } else {
            foreign.on_delete
        };
        let parent = self.table(session, foreign.parent)?;
        let key: Vec<Value> = foreign
            .referenced
            .iter()
            .map(|column| old[*column].clone())
            .collect();
        let checks = matches!(action, Action::Nothing | Action::Restrict);
        let mode = if checks {
            TableMode::RowShare
        } else {
            TableMode::RowExclusive
        };
        if action == Action::Nothing && work.stage < 2 {
            // Another row may have taken the key over (`ri_Check_Pk_Match`).
            if work.stage == 0 {
                if !self.lock_relation(session, parent.oid, TableMode::RowShare)? {
                    return Ok(Seen::Waits);
                }
                work.stage = 1;
                work.eyes = self.newest_eyes(session);
                work.candidates = self.with_key(work.eyes, &parent, &foreign.referenced, &key)?;
            }
            match self.key_share(session, work, &parent, &foreign.referenced, &key)? {
                None => return Ok(Seen::Waits),
                Some(true) => return Ok(Seen::Good),
                Some(false) => work.stage = 2,
            }
        }
        if !self.lock_relation(session, child.oid, mode)? {
            return Ok(Seen::Waits);
        }
        if work.stage < 3 {
            work.stage = 3;
            work.eyes = self.newest_eyes(session);
            work.candidates = self.with_key(work.eyes, child, &foreign.columns, &key)?;
        }
        if !checks {
            return self.cascade(session, work, child, foreign, &key, action, new);
        }
        match self.key_share(session, work, child, &foreign.columns, &key)? {
            None => Ok(Seen::Waits),
            Some(false) => Ok(Seen::Good),
            Some(true) => {
                let message = format!(
                    "update or delete on table \"{}\" violates foreign key constraint \"{}\" on table \"{}\"",
                    parent.name, foreign.name, child.name
                );
                let detail = format!(
                    "Key ({})={} is still referenced from table \"{}\".",
                    parent.names(&foreign.referenced),
                    values::list(&parent.types(&foreign.referenced), &key),
                    child.name
                );
                Err(PgError::new("23503", message)
                    .detail(detail)
                    .constraint(&child.name, &foreign.name))
            }
        }
    }

    /// ON DELETE CASCADE, SET NULL …: the child's rows are written as by a statement.
    #[expect(clippy::too_many_arguments, reason = "what the event knows")]
    fn cascade(
        &mut self,
        session: SessionId,
        work: &mut EventWork,
        child: &Rc<Table>,
        foreign: &Foreign,
        key: &[Value],
        action: Action,
        new: Option<&Row>,
    ) -> Result<Seen> {
        let set = match (action, new) {
            (Action::Cascade, None) => None,
            (Action::Cascade, Some(new)) => Some(
                foreign
                    .columns
                    .iter()
                    .zip(&foreign.referenced)
                    .map(|(column, referenced)| (*column, new[*referenced].clone()))
                    .collect(),
            ),
            (Action::SetNull, _) => Some(
                foreign
                    .columns
                    .iter()
                    .map(|column| (*column, Value::Null))
                    .collect(),
            ),
            _ => {
                let defaults = crate::planner::defaults(child, self.db(session), session)?;
                let mut set = Vec::new();
                for column in &foreign.columns {
                    match &defaults[*column] {
                        crate::plan::Default::Value(value) => set.push((*column, value.clone())),
                        _ => {
                            return Err(PgError::unsupported(
                                "SET DEFAULT with a default that is computed",
                            ));
                        }
                    }
                }
                Some(set)
            }
        };
        // Repeatable read may not write a row that its snapshot does not show.
        if let Some(csn) = self.tx(session).snapshot {
            let eyes = Eyes { csn, ..work.eyes };
            for place in &work.candidates {
                let version = self
                    .heap(session, child.oid)
                    .and_then(|heap| heap.get(*place));
                if version.is_some_and(|version| !version.visible(eyes, &self.state.xacts)) {
                    return Err(serialization("update"));
                }
            }
        }
        let rows = work.candidates.drain(..).map(|place| RowWrite {
            place,
            row: Vec::new(),
            wait: RowWait::default(),
            follow: None,
            new: None,
            written: None,
        });
        Ok(Seen::Write(Box::new(WriteWork {
            table: Rc::clone(child),
            writes: Writes::Key {
                columns: foreign.columns.clone(),
                values: key.into(),
                set,
            },
            eyes: work.eyes,
            rows: rows.collect(),
            current: None,
        })))
    }
}

enum Seen {
    Good,
    Waits,
    Write(Box<WriteWork>),
}
