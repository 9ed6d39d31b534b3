//! Statements ready to run: what SQLite is asked, and what is done with its answers.

use std::rc::Rc;

use crate::Value;
use crate::api::Column;
use crate::ast::{Name, RowMode, WaitPolicy};
use crate::catalogue::Table;
use crate::locks::Oid;
use crate::ordered::Ordered;
use crate::types::Type;

/// What one of a query's references reads: `vN(number)` in SQLite's text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reference {
    /// A table's visible rows.
    Table {
        oid: Oid,
        access: Access,
        /// The places of the rows that the index's conditions pick, as a query of its own.
        probe: Option<Rc<str>>,
    },
    /// The rows that a locking query has locked before.
    Locked(usize),
    /// A row that is given: the new one, the excluded one.
    Given,
}

/// How the server, having never analysed a table, would get at its rows. It decides what `SERIALIZABLE` watches.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Access {
    /// All of it.
    Scan,
    /// By an index, for the rows that satisfy a condition on its first column.
    Index(Oid),
    /// Along an index, until there are enough: see `Ordered`.
    Along,
}

/// A SELECT in SQLite's words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pub(crate) sql: Rc<str>,
    pub(crate) references: Vec<Reference>,
    /// How many columns the references have: SQLite knows a table for each number.
    pub(crate) widths: Vec<usize>,
}

/// A column of a result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Output {
    /// This column of SQLite's rows.
    Plain(usize),
    /// An advisory lock function, whose arguments begin at this column.
    Advisory {
        function: Advisory,
        args: usize,
        count: usize,
    },
}

/// Which advisory lock function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Advisory {
    pub(crate) tries: bool,
    pub(crate) shared: bool,
    pub(crate) transaction: bool,
    pub(crate) unlock: bool,
    pub(crate) all: bool,
}

/// A table reference that `FOR …` locks, or that must stay the same row when a query is checked again.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The reference's number.
    pub(crate) reference: usize,
    pub(crate) oid: Oid,
    /// The column of SQLite's rows that holds its place.
    pub(crate) place: usize,
    pub(crate) lock: Option<(RowMode, WaitPolicy)>,
}

/// `SELECT`.
#[derive(Clone, Debug)]
pub(crate) struct SelectPlan {
    pub(crate) query: Query,
    pub(crate) columns: Rc<[Column]>,
    pub(crate) outputs: Vec<Output>,
    /// Empty unless it locks rows.
    pub(crate) marks: Vec<Mark>,
    /// Of a query that locks rows: its LIMIT and OFFSET.
    pub(crate) limit: Option<Query>,
    pub(crate) offset: Option<Query>,
    /// Locking queries in it, which run first.
    pub(crate) before: Vec<Rc<SelectPlan>>,
    /// It reads along an index, and stops when it has enough.
    pub(crate) ordered: Option<Ordered>,
    /// It may stop before it has read all: under SERIALIZABLE the real server watches less or more then.
    pub(crate) may_abort_more: bool,
}

/// A value to be inserted.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Value(Value),
    Param(usize, Type),
    /// This column of the one row that the source's query gives.
    Computed(usize),
    Default,
}

/// Where inserted rows come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Values {
        query: Option<Query>,
        rows: Vec<Vec<Cell>>,
    },
    Select(Rc<SelectPlan>),
}

/// Where a column's value comes from if none is given.
#[derive(Clone, Debug)]
pub(crate) enum Default {
    Value(Value),
    Sequence(Oid),
    Query(Query),
}

/// `RETURNING`.
#[derive(Clone, Debug)]
pub(crate) struct Returning {
    pub(crate) query: Query,
    pub(crate) columns: Rc<[Column]>,
}

/// `ON CONFLICT`.
#[derive(Clone, Debug)]
pub(crate) struct ConflictPlan {
    /// Indexes that decide, by their position in the table; empty: all unique ones.
    pub(crate) arbiters: Vec<usize>,
    pub(crate) update: Option<ConflictUpdate>,
}

/// `DO UPDATE SET … WHERE …`: reference 0 is the row that is there, 1 the excluded one.
#[derive(Clone, Debug)]
pub(crate) struct ConflictUpdate {
    /// The condition first, then the values.
    pub(crate) query: Query,
    pub(crate) columns: Vec<usize>,
}

/// `INSERT`.
#[derive(Clone, Debug)]
pub(crate) struct InsertPlan {
    pub(crate) table: Rc<Table>,
    /// Which columns the source gives.
    pub(crate) columns: Vec<usize>,
    pub(crate) source: Source,
    /// For every column of the table.
    pub(crate) defaults: Vec<Default>,
    pub(crate) conflict: Option<ConflictPlan>,
    pub(crate) returning: Option<Returning>,
    pub(crate) before: Vec<Rc<SelectPlan>>,
}

/// `UPDATE` and `DELETE`: rows of `query` begin with the places of the marks, the first of which is the target's.
#[derive(Clone, Debug)]
pub(crate) struct WritePlan {
    pub(crate) table: Rc<Table>,
    pub(crate) query: Query,
    pub(crate) marks: Vec<Mark>,
    /// Of an update: what is assigned, in the order of `query`'s further columns.
    pub(crate) set: Option<Vec<usize>>,
    /// Sources besides the target: where in `query`'s rows their columns begin, and how many there are.
    pub(crate) others: Vec<(usize, usize)>,
    pub(crate) returning: Option<Returning>,
    pub(crate) before: Vec<Rc<SelectPlan>>,
}

/// CHECK constraints of a table as one query over the row that is given.
#[derive(Clone, Debug)]
pub(crate) struct Checks {
    pub(crate) query: Query,
    pub(crate) names: Vec<Name>,
}

/// A statement ready to run.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    Select(Rc<SelectPlan>),
    Insert(Rc<InsertPlan>),
    Write(Rc<WritePlan>),
    /// It needs none.
    Utility,
}
