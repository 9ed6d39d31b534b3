//! Statements as the parser understands them.

use std::rc::Rc;

use crate::api::Level;
use crate::types::Type;

pub(crate) type Name = Rc<str>;

/// An expression. `at` is a place in the statement, in bytes from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Null,
    Bool(bool),
    Number(Name),
    Text(Name),
    Param(usize),
    Column {
        table: Option<Name>,
        name: Name,
        at: usize,
    },
    Not(Box<Expr>),
    Negate(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Binary {
        op: &'static str,
        left: Box<Expr>,
        right: Box<Expr>,
        at: usize,
    },
    IsNull {
        expr: Box<Expr>,
        not: bool,
    },
    IsBool {
        expr: Box<Expr>,
        is: Option<bool>,
        not: bool,
    },
    IsDistinct {
        left: Box<Expr>,
        right: Box<Expr>,
        not: bool,
        at: usize,
    },
    Between {
        expr: Box<Expr>,
        low: Box<Expr>,
        high: Box<Expr>,
        not: bool,
        at: usize,
    },
    In {
        expr: Box<Expr>,
        list: Vec<Expr>,
        not: bool,
        at: usize,
    },
    InSelect {
        expr: Box<Expr>,
        select: Box<Select>,
        not: bool,
        at: usize,
    },
    Like {
        expr: Box<Expr>,
        pattern: Box<Expr>,
        escape: Option<Box<Expr>>,
        ignore_case: bool,
        not: bool,
        at: usize,
    },
    Case {
        operand: Option<Box<Expr>>,
        whens: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    Cast {
        expr: Box<Expr>,
        to: Type,
        at: usize,
    },
    Call(Box<Call>),
    Exists(Box<Select>),
    Scalar(Box<Select>),
    Array(Vec<Expr>),
    /// `left op ANY (array)` or `ALL (array)`.
    AnyArray {
        op: &'static str,
        left: Box<Expr>,
        array: Box<Expr>,
        all: bool,
        at: usize,
    },
    AnySelect {
        op: &'static str,
        left: Box<Expr>,
        select: Box<Select>,
        all: bool,
        at: usize,
    },
    Row(Vec<Expr>),
    Index(Box<Expr>, Box<Expr>),
    Default {
        at: usize,
    },
}

/// A function call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    pub(crate) name: Name,
    pub(crate) args: Vec<Expr>,
    /// `count(*)`.
    pub(crate) star: bool,
    pub(crate) distinct: bool,
    pub(crate) order_by: Vec<Order>,
    pub(crate) filter: Option<Expr>,
    pub(crate) over: Option<Window>,
    pub(crate) at: usize,
}

/// `OVER (…)`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Window {
    pub(crate) partition_by: Vec<Expr>,
    pub(crate) order_by: Vec<Order>,
}

/// An item of `ORDER BY`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Order {
    pub(crate) expr: Expr,
    pub(crate) descending: bool,
    pub(crate) nulls_first: Option<bool>,
}

/// A query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Select {
    pub(crate) with: Vec<Cte>,
    pub(crate) recursive: bool,
    pub(crate) body: Body,
    pub(crate) order_by: Vec<Order>,
    pub(crate) limit: Option<Expr>,
    pub(crate) offset: Option<Expr>,
    pub(crate) locks: Vec<LockClause>,
}

/// `WITH name (columns) AS (query)`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cte {
    pub(crate) name: Name,
    pub(crate) columns: Vec<Name>,
    pub(crate) select: Select,
    pub(crate) materialized: Option<bool>,
}

/// What a query selects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Query(Box<Query>),
    Values(Vec<Vec<Expr>>),
    /// `UNION`, `INTERSECT`, `EXCEPT`.
    Set {
        op: &'static str,
        all: bool,
        left: Box<Body>,
        right: Box<Body>,
    },
    Nested(Box<Select>),
}

/// `SELECT … FROM …`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Query {
    pub(crate) distinct: bool,
    pub(crate) distinct_on: Vec<Expr>,
    pub(crate) items: Vec<Item>,
    pub(crate) from: Vec<From>,
    pub(crate) filter: Option<Expr>,
    pub(crate) group_by: Vec<Expr>,
    pub(crate) having: Option<Expr>,
}

/// An item of a select list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    Expr {
        expr: Expr,
        alias: Option<Name>,
    },
    /// `*` or `t.*`.
    Star {
        table: Option<Name>,
        at: usize,
    },
}

/// An item of `FROM`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum From {
    Table {
        name: Name,
        alias: Option<Name>,
        columns: Vec<Name>,
        at: usize,
    },
    Select {
        select: Box<Select>,
        alias: Name,
        columns: Vec<Name>,
        lateral: bool,
    },
    /// Of `ROWS FROM (…)` only the form with one function.
    Function {
        call: Call,
        alias: Option<Name>,
        columns: Vec<Name>,
        ordinality: bool,
    },
    Join {
        kind: &'static str,
        left: Box<From>,
        right: Box<From>,
        on: Option<Expr>,
        using: Vec<Name>,
        natural: bool,
    },
}

/// The strengths of row locks, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RowMode {
    KeyShare,
    Share,
    NoKeyUpdate,
    Update,
}

/// What to do about a row that somebody else has locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WaitPolicy {
    Block,
    Skip,
    Error,
}

/// `FOR UPDATE OF t NOWAIT`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LockClause {
    pub(crate) mode: RowMode,
    pub(crate) of: Vec<Name>,
    pub(crate) wait: WaitPolicy,
}

/// `INSERT`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Insert {
    pub(crate) with: Vec<Cte>,
    pub(crate) table: Name,
    pub(crate) alias: Option<Name>,
    pub(crate) columns: Vec<Name>,
    /// `None`: `DEFAULT VALUES`.
    pub(crate) source: Option<Select>,
    pub(crate) overriding: bool,
    pub(crate) conflict: Option<Conflict>,
    pub(crate) returning: Vec<Item>,
    pub(crate) at: usize,
}

/// `ON CONFLICT`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conflict {
    pub(crate) columns: Vec<Name>,
    pub(crate) filter: Option<Expr>,
    pub(crate) constraint: Option<Name>,
    pub(crate) update: Option<(Vec<Assignment>, Option<Expr>)>,
    pub(crate) at: usize,
}

/// `column = expression` of `SET`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Assignment {
    pub(crate) column: Name,
    pub(crate) value: Expr,
    pub(crate) at: usize,
}

/// `UPDATE`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Update {
    pub(crate) with: Vec<Cte>,
    pub(crate) table: Name,
    pub(crate) alias: Option<Name>,
    pub(crate) set: Vec<Assignment>,
    pub(crate) from: Vec<From>,
    pub(crate) filter: Option<Expr>,
    pub(crate) returning: Vec<Item>,
    pub(crate) at: usize,
}

/// `DELETE`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Delete {
    pub(crate) with: Vec<Cte>,
    pub(crate) table: Name,
    pub(crate) alias: Option<Name>,
    pub(crate) using: Vec<From>,
    pub(crate) filter: Option<Expr>,
    pub(crate) returning: Vec<Item>,
    pub(crate) at: usize,
}

/// What a foreign key does when its parent goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Nothing,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

/// Whether a constraint can be checked at the end of the transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Deferral {
    pub(crate) deferrable: bool,
    pub(crate) initially_deferred: bool,
}

/// A constraint as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constraint {
    Primary {
        name: Option<Name>,
        columns: Vec<Name>,
        deferral: Deferral,
    },
    Unique {
        name: Option<Name>,
        columns: Vec<Name>,
        deferral: Deferral,
    },
    Check {
        name: Option<Name>,
        expr: Expr,
        text: Name,
        column: Option<Name>,
    },
    Foreign {
        name: Option<Name>,
        columns: Vec<Name>,
        table: Name,
        referenced: Vec<Name>,
        on_delete: Action,
        on_update: Action,
        deferral: Deferral,
    },
}

/// A column as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ColumnDef {
    pub(crate) name: Name,
    pub(crate) type_: Type,
    pub(crate) not_null: bool,
    pub(crate) default: Option<Expr>,
    /// `serial`.
    pub(crate) serial: bool,
    /// `GENERATED … AS IDENTITY`; `true`: `ALWAYS`.
    pub(crate) identity: Option<bool>,
}

/// `CREATE TABLE`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CreateTable {
    pub(crate) name: Name,
    pub(crate) if_not_exists: bool,
    pub(crate) columns: Vec<ColumnDef>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) select: Option<Select>,
    /// Of `CREATE TABLE t (a, b) AS …`.
    pub(crate) names: Vec<Name>,
}

/// `CREATE INDEX`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CreateIndex {
    pub(crate) name: Option<Name>,
    pub(crate) if_not_exists: bool,
    pub(crate) table: Name,
    pub(crate) unique: bool,
    /// A column, or an expression and its name.
    pub(crate) columns: Vec<Expr>,
    pub(crate) filter: Option<Expr>,
}

/// What `ALTER TABLE` does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Alter {
    AddColumn {
        column: ColumnDef,
        constraints: Vec<Constraint>,
        if_not_exists: bool,
    },
    DropColumn {
        name: Name,
        if_exists: bool,
    },
    AddConstraint(Constraint),
    DropConstraint {
        name: Name,
        if_exists: bool,
    },
    SetDefault {
        column: Name,
        default: Option<Expr>,
    },
    SetNotNull {
        column: Name,
        not_null: bool,
    },
    RenameTable(Name),
    RenameColumn {
        from: Name,
        to: Name,
    },
    /// What makes no difference here: owners, storage parameters.
    Nothing,
}

/// The eight modes of table locks, numbered as the server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TableMode {
    AccessShare = 1,
    RowShare = 2,
    RowExclusive = 3,
    ShareUpdateExclusive = 4,
    Share = 5,
    ShareRowExclusive = 6,
    Exclusive = 7,
    AccessExclusive = 8,
}

/// Of `BEGIN` and `SET TRANSACTION`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Modes {
    pub(crate) level: Option<Level>,
    pub(crate) read_only: Option<bool>,
    pub(crate) deferrable: Option<bool>,
}

/// How much `FETCH` fetches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FetchCount {
    Forward(u64),
    All,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Statement {
    Select(Select),
    Insert(Box<Insert>),
    Update(Box<Update>),
    Delete(Box<Delete>),
    Begin(Modes, &'static str),
    Commit {
        chain: bool,
    },
    Rollback {
        chain: bool,
    },
    Savepoint(Name),
    Release(Name),
    RollbackTo(Name),
    SetTransaction(Modes),
    SessionCharacteristics(Modes),
    Set {
        name: Name,
        value: Option<Name>,
        local: bool,
    },
    Show(Name),
    Reset(Name),
    SetConstraints {
        names: Vec<Name>,
        deferred: bool,
    },
    Lock {
        tables: Vec<(Name, usize)>,
        mode: TableMode,
        nowait: bool,
    },
    CreateTable(Box<CreateTable>),
    CreateIndex(Box<CreateIndex>),
    CreateSequence {
        name: Name,
        if_not_exists: bool,
        start: i64,
        increment: i64,
    },
    DropTable {
        names: Vec<Name>,
        if_exists: bool,
        cascade: bool,
    },
    DropIndex {
        names: Vec<Name>,
        if_exists: bool,
    },
    DropSequence {
        names: Vec<Name>,
        if_exists: bool,
    },
    AlterTable {
        table: Name,
        actions: Vec<Alter>,
        if_exists: bool,
    },
    RestartSequence {
        name: Name,
        with: i64,
    },
    Truncate {
        tables: Vec<Name>,
        restart: bool,
        cascade: bool,
    },
    Declare {
        name: Name,
        hold: bool,
        select: Box<Select>,
    },
    Fetch {
        name: Name,
        count: FetchCount,
        moves: bool,
    },
    Close(Option<Name>),
    /// `ANALYZE`, `VACUUM`, `COMMENT`: without effect here, with its tag.
    Nothing(&'static str),
    /// `CREATE INDEX CONCURRENTLY`, `DROP INDEX CONCURRENTLY`: the first two words.
    Concurrently(&'static str),
    Empty,
}
