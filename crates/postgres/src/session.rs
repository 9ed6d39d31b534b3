//! Sessions, their transactions, and the statements that they are in the middle of. All of it can be cloned: that
//! is what makes a snapshot of the server possible at any time.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::Value;
use crate::api::{Column, Level};
use crate::ast::{Name, Statement, TableMode};
use crate::catalogue::Table;
use crate::error::PgError;
use crate::executor::Around;
use crate::locks::{Oid, Tag};
use crate::plan::{InsertPlan, Plan, Reference, SelectPlan, WritePlan};
use crate::versions::{Eyes, Member, Place, Row};
use crate::xacts::{Csn, Xid};

/// A session's parameters.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(crate) struct Settings {
    pub(crate) lock_timeout: u32,
    pub(crate) default_level: Level,
    pub(crate) default_read_only: bool,
    pub(crate) others: Rc<Vec<(Name, Name)>>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            lock_timeout: 0,
            default_level: Level::ReadCommitted,
            default_read_only: false,
            others: Rc::default(),
        }
    }
}

/// A level of a transaction: the transaction itself, or a savepoint.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sub {
    pub(crate) name: Option<Name>,
    pub(crate) xid: Option<Xid>,
    /// Those of savepoints in it that have been released.
    pub(crate) released: Vec<Xid>,
    /// Versions that it has written or locked.
    pub(crate) touched: Vec<(Oid, Place)>,
    pub(crate) undo: Vec<Undo>,
    /// What to put back at its rollback: what holds, and what a commit will keep.
    pub(crate) settings: Option<(Settings, Settings)>,
    pub(crate) deferred: usize,
}

/// How to take back a change of a definition.
#[derive(Clone, Debug)]
pub(crate) enum Undo {
    /// A table was made.
    Created(Oid),
    /// A table had this definition and these rows.
    Table(Rc<Table>, Rc<crate::versions::Heap>),
    /// A sequence was made.
    Sequence(Oid),
    /// A sequence was dropped.
    DroppedSequence(crate::catalogue::Sequence),
}

/// A transaction.
#[derive(Clone, Debug)]
pub(crate) struct Tx {
    /// Begun by BEGIN.
    pub(crate) block: bool,
    pub(crate) failed: bool,
    pub(crate) level: Level,
    pub(crate) read_only: bool,
    pub(crate) deferrable: bool,
    pub(crate) subs: Vec<Sub>,
    /// The snapshot of repeatable read and serializable.
    pub(crate) snapshot: Option<Csn>,
    pub(crate) command: u32,
    /// Whether a statement has taken a snapshot: the level is fixed then.
    pub(crate) begun: bool,
    pub(crate) started: i64,
    pub(crate) deferred: Vec<Event>,
    /// SET CONSTRAINTS: all, and by name; later ones first.
    pub(crate) constraints: Vec<(Option<Name>, bool)>,
    /// The parameters that a commit keeps: without what SET LOCAL has set.
    pub(crate) kept: Settings,
    /// It has changed definitions.
    pub(crate) ddl: bool,
}

/// A cursor: its rows are fetched when it is declared.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    pub(crate) name: Name,
    pub(crate) hold: bool,
    pub(crate) columns: Rc<[Column]>,
    pub(crate) rows: Rc<Vec<Vec<Value>>>,
    pub(crate) next: usize,
    /// The level of the transaction that made it.
    pub(crate) level: usize,
}

/// A session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) database: usize,
    pub(crate) tx: Option<Tx>,
    pub(crate) running: Option<Running>,
    pub(crate) settings: Settings,
    pub(crate) cursors: Vec<Cursor>,
    pub(crate) used: Rc<Vec<(Oid, i64)>>,
    /// What is waited for; if it need not be kept it is given back at once.
    pub(crate) waiting: Option<(Tag, TableMode, bool)>,
}

/// A statement in the middle of its work.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) sql: Rc<str>,
    pub(crate) statement: Rc<Statement>,
    pub(crate) params: Rc<[Value]>,
    pub(crate) stack: Vec<Work>,
    pub(crate) output: Output,
    pub(crate) eyes: Eyes,
    /// Rows that locking queries in it have given.
    pub(crate) before: Vec<Vec<Row>>,
    /// Foreign keys to look at when the rows are written.
    pub(crate) events: VecDeque<Event>,
    /// How it ends if its transaction does.
    pub(crate) failure: Option<PgError>,
}

/// What a statement has to say so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Output {
    pub(crate) columns: Rc<[Column]>,
    pub(crate) rows: Vec<Vec<Value>>,
    pub(crate) count: i64,
    pub(crate) tag: String,
    pub(crate) may_abort_more: bool,
    pub(crate) notices: Vec<String>,
}

impl Output {
    pub(crate) fn notice(&mut self, what: impl std::fmt::Display) {
        self.notices.push(format!("NOTICE:  {what}"));
    }

    pub(crate) fn warning(&mut self, what: impl std::fmt::Display) {
        self.notices.push(format!("WARNING:  {what}"));
    }
}

/// Waiting for a row: what has been got so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowWait {
    /// The row's queue is ours.
    pub(crate) queued: bool,
    /// Whom to wait for still.
    pub(crate) pending: Vec<Xid>,
    /// The members that were there when the wait began.
    pub(crate) members: Option<Vec<Member>>,
}

/// What a statement is doing; the last one first.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    /// Table locks to get.
    Tables {
        list: Vec<(Oid, TableMode)>,
        nowait: bool,
    },
    /// Make the plan, if it was not made before the locks were got, and begin it.
    Begin(Option<Plan>),
    /// Begin what the plan says.
    Main(Plan),
    Select(Box<SelectWork>),
    Insert(Box<InsertWork>),
    Write(Box<WriteWork>),
    /// Look at the foreign keys.
    Events {
        events: VecDeque<Event>,
        current: Option<Box<EventWork>>,
    },
    /// End the statement, and its transaction if it has no block.
    Finish,
    /// Do a utility statement.
    Utility,
    /// End the transaction.
    Commit {
        chain: bool,
    },
    /// Take the rows of a cursor.
    Declare,
    /// Advisory locks of the result.
    Advisory {
        plan: Rc<SelectPlan>,
        rows: Vec<Vec<Value>>,
        row: usize,
        output: usize,
        done: Vec<Value>,
    },
    /// Store a created table's rows.
    Fill(Oid),
}

/// A query that locks rows.
#[derive(Clone, Debug)]
pub(crate) struct SelectWork {
    pub(crate) plan: Rc<SelectPlan>,
    pub(crate) rows: Vec<Vec<Value>>,
    pub(crate) next: usize,
    /// The next mark of this row.
    pub(crate) mark: usize,
    /// Where the row's versions are now.
    pub(crate) places: Vec<Place>,
    pub(crate) moved: bool,
    pub(crate) wait: RowWait,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: u64,
    pub(crate) found: Vec<Vec<Value>>,
    /// Of a scan along an index: what it has not read yet, once it has begun.
    pub(crate) left: Option<VecDeque<Place>>,
    /// Its rows go to the statement, as this locking query's.
    pub(crate) inner: bool,
}

/// Where in its insertion a row is.
#[derive(Clone, Debug)]
pub(crate) enum Inserting {
    /// Looking for a conflict.
    Conflict,
    /// ON CONFLICT DO UPDATE: locking the row that is there.
    Lock(Place, RowWait),
    /// ON CONFLICT DO UPDATE: updating it.
    Update(Box<RowWrite>),
    Insert,
    /// Entering the indexes; the next one.
    Index(Place, usize),
}

/// INSERT.
#[derive(Clone, Debug)]
pub(crate) struct InsertWork {
    pub(crate) plan: Rc<InsertPlan>,
    pub(crate) rows: VecDeque<Vec<Option<Value>>>,
    pub(crate) current: Option<(Row, Inserting)>,
}

/// A row to be updated or deleted.
#[derive(Clone, Debug)]
pub(crate) struct RowWrite {
    pub(crate) place: Place,
    /// What SQLite's row said: places, values, other sources' columns.
    pub(crate) row: Vec<Value>,
    pub(crate) wait: RowWait,
    /// Another transaction has updated the row: lock its newest version in this mode first.
    pub(crate) follow: Option<crate::ast::RowMode>,
    pub(crate) new: Option<Row>,
    /// It is written; the new version enters the indexes from here on.
    pub(crate) written: Option<(Place, usize)>,
}

/// Which rows an UPDATE or DELETE writes.
#[derive(Clone, Debug)]
pub(crate) enum Writes {
    Plan(Rc<WritePlan>),
    /// Of a foreign key: rows whose columns equal these values; deleted, or set to these.
    Key {
        columns: Vec<usize>,
        values: Row,
        set: Option<Vec<(usize, Value)>>,
    },
}

/// UPDATE and DELETE.
#[derive(Clone, Debug)]
pub(crate) struct WriteWork {
    pub(crate) table: Rc<Table>,
    pub(crate) writes: Writes,
    pub(crate) eyes: Eyes,
    pub(crate) rows: VecDeque<RowWrite>,
    pub(crate) current: Option<RowWrite>,
}

/// A foreign key, or a deferrable unique constraint, to be looked at.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// A row of the child was written: is there a parent?
    Child {
        table: Oid,
        foreign: Name,
        place: Place,
    },
    /// A row of the parent has gone, or its key has changed: is there a child?
    Parent {
        child: Oid,
        foreign: Name,
        old: Row,
        new: Option<Row>,
    },
    /// A row was written: is it the only one?
    Unique {
        table: Oid,
        index: Oid,
        place: Place,
    },
}

/// Looking at a foreign key.
#[derive(Clone, Debug)]
pub(crate) struct EventWork {
    pub(crate) event: Event,
    pub(crate) stage: u8,
    pub(crate) candidates: VecDeque<Place>,
    pub(crate) place: Place,
    pub(crate) wait: RowWait,
    pub(crate) eyes: Eyes,
}

impl Tx {
    pub(crate) fn depth(&self) -> usize {
        self.subs.len() - 1
    }

    pub(crate) fn xact_snapshot(&self) -> bool {
        self.level != Level::ReadCommitted
    }
}

/// Tables that a plan reads, in the order in which it names them.
pub(crate) fn tables(references: &[Reference]) -> impl Iterator<Item = Oid> {
    references.iter().filter_map(|reference| match reference {
        Reference::Table { oid, .. } => Some(*oid),
        _ => None,
    })
}

impl Session {
    /// What functions see of a session.
    pub(crate) fn around(
        &self,
        id: usize,
        database: &crate::catalogue::Database,
        now: i64,
        random: u64,
    ) -> Around {
        Around {
            session: id,
            database: Rc::clone(&database.name),
            now: self.tx.as_ref().map_or(now, |tx| tx.started),
            sequences: Rc::clone(&database.sequences),
            used: Rc::clone(&self.used),
            random,
            settings: self.settings.clone(),
            level: self.tx.as_ref().map(|tx| tx.level),
            read_only: self.tx.as_ref().is_some_and(|tx| tx.read_only),
        }
    }
}

/// Gives places other numbers; the table is known by its number.
type Places<'a> = &'a dyn Fn(Oid, Place) -> Place;
type Xids<'a> = &'a dyn Fn(Xid) -> Xid;

impl Event {
    /// Gives places other numbers.
    pub(crate) fn rename(&mut self, places: Places) {
        match self {
            Event::Child { table, place, .. } | Event::Unique { table, place, .. } => {
                *place = places(*table, *place);
            }
            Event::Parent { .. } => {}
        }
    }
}

impl RowWait {
    fn rename(&mut self, xids: Xids) {
        self.pending.iter_mut().for_each(|xid| *xid = xids(*xid));
        for member in self.members.iter_mut().flatten() {
            member.xid = xids(member.xid);
        }
    }
}

fn rename_row(row: &mut [Value], marks: &[crate::plan::Mark], places: Places) {
    for mark in marks {
        if let Some(Value::Integer(place)) = row.get_mut(mark.place) {
            *place = places(mark.oid, *place as Place) as i64;
        }
    }
}

impl RowWrite {
    fn rename(&mut self, oid: Oid, marks: &[crate::plan::Mark], places: Places, xids: Xids) {
        self.place = places(oid, self.place);
        rename_row(&mut self.row, marks, places);
        self.wait.rename(xids);
        if let Some((place, _)) = &mut self.written {
            *place = places(oid, *place);
        }
    }
}

impl Running {
    /// The snapshots that it will look through again.
    pub(crate) fn snapshots(&self) -> Vec<Csn> {
        let mut snapshots = vec![self.eyes.csn];
        for work in &self.stack {
            match work {
                Work::Write(work) => snapshots.push(work.eyes.csn),
                Work::Events {
                    current: Some(work),
                    ..
                } => snapshots.push(work.eyes.csn),
                _ => {}
            }
        }
        snapshots
    }

    /// Gives all places, transactions and snapshots in it other numbers, so that two statements of which only
    /// these differ become equal.
    pub(crate) fn rename(&mut self, places: Places, xids: Xids, csns: &dyn Fn(Csn) -> Csn) {
        let eyes = |eyes: &mut Eyes| {
            eyes.csn = csns(eyes.csn);
            eyes.command = 0;
        };
        eyes(&mut self.eyes);
        self.events
            .iter_mut()
            .for_each(|event| event.rename(places));
        for work in &mut self.stack {
            match work {
                Work::Select(work) => {
                    let marks = work.plan.marks.clone();
                    for (mark, place) in marks.iter().zip(&mut work.places) {
                        *place = places(mark.oid, *place);
                    }
                    for row in work.rows.iter_mut().chain(&mut work.found) {
                        rename_row(row, &marks, places);
                    }
                    if let Some(ordered) = &work.plan.ordered {
                        for place in work.left.iter_mut().flatten() {
                            *place = places(ordered.oid, *place);
                        }
                    }
                    work.wait.rename(xids);
                }
                Work::Insert(work) => {
                    let oid = work.plan.table.oid;
                    match &mut work.current {
                        Some((_, Inserting::Lock(place, wait))) => {
                            *place = places(oid, *place);
                            wait.rename(xids);
                        }
                        Some((_, Inserting::Update(write))) => write.rename(oid, &[], places, xids),
                        Some((_, Inserting::Index(place, _))) => *place = places(oid, *place),
                        Some((_, Inserting::Conflict | Inserting::Insert)) | None => {}
                    }
                }
                Work::Write(work) => {
                    eyes(&mut work.eyes);
                    let oid = work.table.oid;
                    let marks = match &work.writes {
                        Writes::Plan(plan) => plan.marks.clone(),
                        Writes::Key { .. } => Vec::new(),
                    };
                    for row in work.rows.iter_mut().chain(&mut work.current) {
                        row.rename(oid, &marks, places, xids);
                    }
                }
                Work::Events { events, current } => {
                    events.iter_mut().for_each(|event| event.rename(places));
                    if let Some(work) = current {
                        eyes(&mut work.eyes);
                        work.event.rename(places);
                        work.wait.rename(xids);
                    }
                }
                _ => {}
            }
        }
    }
}
