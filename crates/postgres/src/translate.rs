//! From PostgreSQL's queries to SQLite's: names and types are resolved here, as `parse_expr.c` and its
//! neighbours do, so that SQLite gets only what means the same to it.
//!
//! SQLite sees none of the scenario's names: a table is `v3(7) AS s1`, a virtual table of three columns that reads
//! whatever the query's seventh reference is at that moment, with columns `c0`, `c1`, `c2`.

use std::fmt::Write;
use std::rc::Rc;

use crate::Value;
use crate::api::{Column, SessionId};
use crate::ast::*;
use crate::catalogue::{Database, Table};
use crate::error::PgError;
use crate::functions::{self, intern};
use crate::ordered::{Ordered, Stop, stop};
use crate::plan::{Access, Mark, Output, Query, Reference, SelectPlan};
use crate::types::Type;
use crate::values::{self, Context};

type Result<T> = std::result::Result<T, PgError>;

/// What is known of an expression besides its text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    Nothing,
    Value(Value),
    /// A literal whose type its surroundings say.
    Text(Name),
    Param(usize),
}

/// A translated expression.
#[derive(Clone, Debug)]
pub(crate) struct Ex {
    pub(crate) sql: String,
    pub(crate) type_: Type,
    pub(crate) known: Known,
}

impl Ex {
    fn new(sql: impl Into<String>, type_: Type) -> Ex {
        Ex {
            sql: sql.into(),
            type_,
            known: Known::Nothing,
        }
    }
}

/// A column that a name may mean.
#[derive(Clone, Debug)]
pub(crate) struct Col {
    pub(crate) name: Name,
    pub(crate) type_: Type,
    pub(crate) sql: Rc<str>,
}

/// An item of FROM while names are looked up.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) alias: Option<Name>,
    pub(crate) columns: Vec<Col>,
    pub(crate) table: Option<(Rc<Table>, usize)>,
    pub(crate) sql: Rc<str>,
    /// It may be filled up with NULLs.
    pub(crate) nullable: bool,
}

#[derive(Clone, Debug, Default)]
struct Scope {
    sources: Vec<Source>,
    /// Columns of JOIN … USING, with the texts of those that they stand for.
    merged: Vec<(Col, Vec<Rc<str>>)>,
    grouping: Option<Grouping>,
}

/// Of a query with GROUP BY or aggregates.
#[derive(Clone, Debug, Default)]
struct Grouping {
    groups: Vec<String>,
    /// Columns found outside of aggregates and grouped expressions.
    bare: Vec<(Rc<str>, String, usize)>,
    inside: usize,
    /// Grouped expressions with queries in them, whose texts differ each time they are translated.
    queries: Vec<(Expr, Ex)>,
}

struct CteColumns {
    name: Name,
    sql: String,
    columns: Vec<(Name, Type)>,
    locked: Option<usize>,
}

/// Translates one statement; its queries share references and parameters.
pub(crate) struct Translator<'a> {
    db: &'a Database,
    session: SessionId,
    pub(crate) references: Vec<Reference>,
    pub(crate) widths: Vec<usize>,
    scopes: Vec<Scope>,
    ctes: Vec<CteColumns>,
    next: usize,
    pub(crate) before: Vec<Rc<SelectPlan>>,
    /// The query is the whole statement: what it reads can be watched row by row.
    pub(crate) may_stop: bool,
}

/// Where the place has no name yet.
const NO_AGGREGATES: &str = "aggregate functions are not allowed here";

const AGGREGATES: &[&str] = &[
    "count",
    "sum",
    "avg",
    "min",
    "max",
    "bool_and",
    "bool_or",
    "every",
    "string_agg",
    "array_agg",
];

pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Integer(i64::MIN) => "(-9223372036854775807-1)".into(),
        Value::Integer(value) if *value < 0 => format!("({value})"),
        Value::Integer(value) => value.to_string(),
        Value::Real(value) if value.is_infinite() => {
            if *value > 0.0 { "9e999" } else { "(-9e999)" }.into()
        }
        Value::Real(value) => format!("({value:?})"),
        Value::Text(text) if text.contains('\0') => {
            let hex = text.bytes().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            format!("CAST(x'{hex}' AS TEXT)")
        }
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            format!("x'{hex}'")
        }
    }
}

fn rank(type_: &Type) -> Option<u8> {
    Some(match type_ {
        Type::Int2 => 0,
        Type::Int4 => 1,
        Type::Int8 => 2,
        Type::Numeric(_) => 3,
        Type::Float8 => 4,
        _ => return None,
    })
}

/// Whether an expression calls an aggregate of its own query.
fn aggregates(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |expr| {
        if let Expr::Call(call) = expr
            && AGGREGATES.contains(&&*call.name)
            && call.over.is_none()
        {
            found = true;
        }
    });
    found
}

/// Visits an expression and what it is made of, but no subqueries.
pub(crate) fn walk(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(expr);
    match expr {
        Expr::Not(a) | Expr::Negate(a) | Expr::Cast { expr: a, .. } => walk(a, visit),
        Expr::IsNull { expr: a, .. }
        | Expr::IsBool { expr: a, .. }
        | Expr::InSelect { expr: a, .. } => walk(a, visit),
        Expr::AnySelect { left: a, .. } => walk(a, visit),
        Expr::And(a, b) | Expr::Or(a, b) | Expr::Index(a, b) => {
            walk(a, visit);
            walk(b, visit);
        }
        Expr::Binary { left, right, .. } | Expr::IsDistinct { left, right, .. } => {
            walk(left, visit);
            walk(right, visit);
        }
        Expr::AnyArray { left, array, .. } => {
            walk(left, visit);
            walk(array, visit);
        }
        Expr::Between {
            expr, low, high, ..
        } => {
            for part in [expr, low, high] {
                walk(part, visit);
            }
        }
        Expr::In { expr, list, .. } => {
            walk(expr, visit);
            list.iter().for_each(|item| walk(item, visit));
        }
        Expr::Like {
            expr,
            pattern,
            escape,
            ..
        } => {
            walk(expr, visit);
            walk(pattern, visit);
            if let Some(escape) = escape {
                walk(escape, visit);
            }
        }
        Expr::Case {
            operand,
            whens,
            otherwise,
        } => {
            for part in operand.iter().chain(otherwise) {
                walk(part, visit);
            }
            for (when, then) in whens {
                walk(when, visit);
                walk(then, visit);
            }
        }
        Expr::Call(call) => {
            call.args.iter().for_each(|arg| walk(arg, visit));
            if let Some(filter) = &call.filter {
                walk(filter, visit);
            }
        }
        Expr::Array(items) | Expr::Row(items) => items.iter().for_each(|item| walk(item, visit)),
        Expr::Null
        | Expr::Bool(_)
        | Expr::Number(_)
        | Expr::Text(_)
        | Expr::Param(_)
        | Expr::Column { .. }
        | Expr::Exists(_)
        | Expr::Scalar(_)
        | Expr::Default { .. } => {}
    }
}

/// The name of a result column that has none (`FigureColname`).
fn figure_name(expr: &Expr) -> Name {
    figure(expr).0
}

/// A column's name, and whether it is a good one (`FigureColnameInternal`): a cast's and a CASE's are for want of one.
fn figure(expr: &Expr) -> (Name, bool) {
    let name: Name = match expr {
        Expr::Column { name, .. } => Rc::clone(name),
        Expr::Call(call) => Rc::clone(&call.name),
        Expr::Cast { expr, to, .. } => {
            let (name, good) = figure(expr);
            if good {
                return (name, true);
            }
            let name = match to {
                Type::Bool => "bool".into(),
                Type::Int2 => "int2".into(),
                Type::Int4 => "int4".into(),
                Type::Int8 => "int8".into(),
                Type::Float8 => "float8".into(),
                Type::Varchar(_) => "varchar".into(),
                Type::TimestampTz => "timestamptz".into(),
                Type::Timestamp => "timestamp".into(),
                Type::Time => "time".into(),
                Type::Array(item) => figure_name(&Expr::Cast {
                    expr: Box::new(Expr::Null),
                    to: (**item).clone(),
                    at: 0,
                }),
                other => other.name().into(),
            };
            return (name, false);
        }
        Expr::Case { otherwise, .. } => match otherwise.as_deref().map(figure) {
            Some((name, true)) => name,
            _ => return ("case".into(), false),
        },
        Expr::Exists(_) => "exists".into(),
        Expr::Array(_) => "array".into(),
        Expr::Row(_) => "row".into(),
        Expr::Index(expr, _) => return figure(expr),
        Expr::Scalar(select) => match &select.body {
            Body::Query(query) => match query.items.first() {
                Some(Item::Expr {
                    alias: Some(alias), ..
                }) => Rc::clone(alias),
                Some(Item::Expr { expr, .. }) => return figure(expr),
                _ => return ("?column?".into(), false),
            },
            _ => return ("?column?".into(), false),
        },
        _ => return ("?column?".into(), false),
    };
    (name, true)
}

impl<'a> Translator<'a> {
    pub(crate) fn new(db: &'a Database, session: SessionId) -> Translator<'a> {
        Translator {
            db,
            session,
            references: Vec::new(),
            widths: Vec::new(),
            scopes: Vec::new(),
            ctes: Vec::new(),
            next: 0,
            before: Vec::new(),
            may_stop: false,
        }
    }

    /// A query of this text over the references so far.
    pub(crate) fn finish(&self, sql: String) -> Query {
        Query {
            sql: sql.into(),
            references: self.references.clone(),
            widths: self.widths.clone(),
        }
    }

    fn alias(&mut self) -> String {
        self.next += 1;
        format!("s{}", self.next)
    }

    pub(crate) fn reference(&mut self, reference: Reference, width: usize) -> usize {
        self.references.push(reference);
        self.widths.push(width);
        self.references.len() - 1
    }

    /// Opens a scope with these sources.
    pub(crate) fn enter(&mut self, sources: Vec<Source>) {
        self.scopes.push(Scope {
            sources,
            ..Scope::default()
        });
    }

    pub(crate) fn sources(&self) -> &[Source] {
        self.scopes.last().map_or(&[], |scope| &scope.sources)
    }

    /// A table's source over a new reference, and its text in FROM.
    pub(crate) fn table_source(
        &mut self,
        table: &Rc<Table>,
        alias: Option<&Name>,
        given: bool,
    ) -> (Source, String) {
        let reference = if given {
            Reference::Given
        } else {
            Reference::Table {
                oid: table.oid,
                access: Access::Scan,
                probe: None,
            }
        };
        let width = table.columns.len();
        let number = self.reference(reference, width);
        let sql = self.alias();
        let columns = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| Col {
                name: Rc::clone(&column.name),
                type_: column.type_.clone(),
                sql: format!("{sql}.c{at}").into(),
            })
            .collect();
        let from = format!("v{width}({number}) AS {sql}");
        let alias = Some(alias.map_or_else(|| Rc::clone(&table.name), Rc::clone));
        let source = Source {
            alias,
            columns,
            table: Some((Rc::clone(table), number)),
            sql: sql.into(),
            nullable: false,
        };
        (source, from)
    }

    /// The same source, as a row that is given.
    pub(crate) fn given(&mut self, source: &Source) -> (Source, String) {
        let width = source.columns.len();
        let number = self.reference(Reference::Given, width);
        let sql = self.alias();
        let mut given = source.clone();
        for (at, column) in given.columns.iter_mut().enumerate() {
            column.sql = format!("{sql}.c{at}").into();
        }
        given.sql = sql.as_str().into();
        (given, format!("v{width}({number}) AS {sql}"))
    }

    // Names.

    fn column(&mut self, table: Option<&Name>, name: &Name, at: usize) -> Result<Ex> {
        let found = self.named_column(table, name, at);
        let whole_row = |scope: &Scope| {
            let mut sources = scope.sources.iter();
            sources.any(|source| source.alias.as_ref() == Some(name))
        };
        if let (Err(error), None) = (&found, table)
            && error.sqlstate == "42703"
            && self.scopes.iter().any(whole_row)
        {
            return Err(PgError::unsupported("a whole row as a value").at(at));
        }
        found
    }

    fn named_column(&mut self, table: Option<&Name>, name: &Name, at: usize) -> Result<Ex> {
        let mut table_seen = false;
        for depth in (0..self.scopes.len()).rev() {
            let scope = &self.scopes[depth];
            let mut found: Option<Col> = None;
            if table.is_none()
                && let Some((col, _)) = scope.merged.iter().find(|(col, _)| col.name == *name)
            {
                found = Some(col.clone());
            } else {
                for source in &scope.sources {
                    if table.is_some() && source.alias.as_ref() != table {
                        continue;
                    }
                    table_seen |= table.is_some();
                    for col in source.columns.iter().filter(|col| col.name == *name) {
                        if found.is_some() {
                            let message = format!("column reference \"{name}\" is ambiguous");
                            return Err(PgError::new("42702", message).at(at));
                        }
                        found = Some(col.clone());
                    }
                }
            }
            if let Some(col) = found {
                let full = match table {
                    Some(table) => format!("{table}.{name}"),
                    None => {
                        let owner = scope
                            .sources
                            .iter()
                            .find(|source| source.columns.iter().any(|c| c.sql == col.sql));
                        owner
                            .and_then(|source| source.alias.as_ref())
                            .map_or_else(|| name.to_string(), |alias| format!("{alias}.{name}"))
                    }
                };
                if let Some(grouping) = &mut self.scopes[depth].grouping
                    && grouping.inside == 0
                {
                    grouping.bare.push((Rc::clone(&col.sql), full, at));
                }
                return Ok(Ex::new(&*col.sql, col.type_));
            }
            if table_seen {
                break;
            }
        }
        Err(match table {
            Some(table) if !table_seen => PgError::new(
                "42P01",
                format!("missing FROM-clause entry for table \"{table}\""),
            )
            .at(at),
            Some(table) => {
                PgError::new("42703", format!("column {table}.{name} does not exist")).at(at)
            }
            None => PgError::new("42703", format!("column \"{name}\" does not exist")).at(at),
        })
    }

    // Types.

    /// Brings an expression to a type.
    pub(crate) fn coerce(&mut self, ex: Ex, to: &Type, context: Context) -> Result<Option<Ex>> {
        Ok(Some(match &ex.known {
            Known::Value(Value::Null) => Ex {
                type_: to.clone(),
                ..ex
            },
            Known::Text(text) if ex.type_ == Type::Unknown => {
                let value = values::input(to, text)?;
                Ex {
                    sql: literal(&value),
                    type_: to.clone(),
                    known: Known::Value(value),
                }
            }
            Known::Param(number) if ex.type_ == Type::Unknown => {
                let sql = format!("pg_in({}, ?{number})", intern(to));
                Ex {
                    sql,
                    type_: to.clone(),
                    known: Known::Param(*number),
                }
            }
            _ => {
                let Some(needed) = values::castable(&ex.type_, to) else {
                    return Ok(None);
                };
                if needed > context {
                    return Ok(None);
                }
                self.convert(ex, to)
            }
        }))
    }

    /// Converts an expression to a type to which it can be cast.
    fn convert(&mut self, ex: Ex, to: &Type) -> Ex {
        let from = &ex.type_;
        let widened = matches!((rank(from), rank(to)), (Some(a), Some(b)) if a <= b && b <= 2);
        let same = from.same_kind(to)
            && (from == to
                || matches!(to, Type::Varchar(None) | Type::Numeric(None))
                || matches!(to, Type::Text));
        if same || widened || (from.is_text() && matches!(to, Type::Text | Type::Varchar(None))) {
            return Ex {
                type_: to.clone(),
                ..ex
            };
        }
        if let Known::Value(value) = &ex.known
            && let Ok(value) = values::cast(from, to, value.clone())
        {
            return Ex {
                sql: literal(&value),
                type_: to.clone(),
                known: Known::Value(value),
            };
        }
        Ex::new(
            format!("pg_cast({}, {}, {})", intern(from), intern(to), ex.sql),
            to.clone(),
        )
    }

    /// As text, if nothing has said what an untyped literal is.
    pub(crate) fn settle(&mut self, ex: Ex) -> Result<Ex> {
        if ex.type_ != Type::Unknown {
            return Ok(ex);
        }
        let ex = self.coerce(ex, &Type::Text, Context::Explicit)?;
        ex.ok_or_else(|| PgError::new("42804", "could not determine data type"))
    }

    pub(crate) fn boolean(&mut self, expr: &Expr, what: &str) -> Result<Ex> {
        let ex = self.expr(expr).map_err(|mut error| {
            if error.message == NO_AGGREGATES && ["WHERE", "FILTER"].contains(&what) {
                error.message = format!("aggregate functions are not allowed in {what}");
            }
            error
        })?;
        let type_ = ex.type_.clone();
        match self.coerce(ex, &Type::Bool, Context::Implicit)? {
            Some(ex) => Ok(ex),
            None => {
                let message = format!(
                    "argument of {what} must be type boolean, not type {}",
                    type_.name()
                );
                Err(PgError::new("42804", message))
            }
        }
    }

    /// The type that several expressions have in common (`select_common_type`).
    fn common(&mut self, exs: &[Ex], what: &str) -> Result<Type> {
        let mut common: Option<Type> = None;
        for ex in exs {
            if ex.type_ == Type::Unknown {
                continue;
            }
            let Some(so_far) = &common else {
                common = Some(ex.type_.clone());
                continue;
            };
            if so_far == &ex.type_ {
                continue;
            }
            if so_far.same_kind(&ex.type_) {
                common = Some(match so_far {
                    Type::Varchar(_) => Type::Varchar(None),
                    Type::Numeric(_) => Type::Numeric(None),
                    other => other.clone(),
                });
            } else if values::castable(&ex.type_, so_far) == Some(Context::Implicit) {
                if so_far.is_text() && *so_far != Type::Text {
                    common = Some(Type::Text);
                }
            } else if values::castable(so_far, &ex.type_) == Some(Context::Implicit) {
                common = Some(ex.type_.clone());
            } else {
                let message = format!(
                    "{what} types {} and {} cannot be matched",
                    so_far.name(),
                    ex.type_.name()
                );
                return Err(PgError::new("42804", message));
            }
        }
        let common = common.unwrap_or(Type::Text);
        // A length or a precision stays only if all have it (`select_common_typmod`).
        Ok(match common {
            Type::Varchar(_) if exs.iter().any(|ex| ex.type_ != common) => Type::Varchar(None),
            Type::Numeric(_) if exs.iter().any(|ex| ex.type_ != common) => Type::Numeric(None),
            common => common,
        })
    }

    fn unify(&mut self, exs: Vec<Ex>, what: &str) -> Result<(Vec<Ex>, Type)> {
        let type_ = self.common(&exs, what)?;
        let mut converted = Vec::with_capacity(exs.len());
        for ex in exs {
            let from = ex.type_.name();
            let ex = self.coerce(ex, &type_, Context::Implicit)?;
            converted.push(ex.ok_or_else(|| {
                PgError::new(
                    "42804",
                    format!("{what} could not convert type {from} to {}", type_.name()),
                )
            })?);
        }
        Ok((converted, type_))
    }

    fn no_operator(left: &Type, op: &str, right: &Type, at: usize) -> PgError {
        let message = format!(
            "operator does not exist: {} {op} {}",
            left.name(),
            right.name()
        );
        let hint = "No operator matches the given name and argument types. You might need to add explicit type casts.";
        PgError::new("42883", message).hint(hint).at(at)
    }

    /// Brings two sides of a comparison to one type; says how SQLite must compare them.
    fn comparable(&mut self, left: Ex, op: &str, right: Ex, at: usize) -> Result<(Ex, Ex, Type)> {
        let (a, b) = (left.type_.clone(), right.type_.clone());
        let type_ = match (&a, &b) {
            (Type::Unknown, Type::Unknown) => Type::Text,
            (Type::Unknown, other) | (other, Type::Unknown) => match other {
                Type::Varchar(_) => Type::Text,
                Type::Numeric(_) => Type::Numeric(None),
                other => other.clone(),
            },
            (a, b) if a.is_text() && b.is_text() => Type::Text,
            (a, b) => match (rank(a), rank(b)) {
                (Some(x), Some(y)) => {
                    let wider = if x >= y { a } else { b };
                    if matches!(wider, Type::Numeric(_)) {
                        Type::Numeric(None)
                    } else {
                        wider.clone()
                    }
                }
                _ if a.same_kind(b) => a.clone(),
                _ if values::castable(a, b) == Some(Context::Implicit) => b.clone(),
                _ if values::castable(b, a) == Some(Context::Implicit) => a.clone(),
                _ => return Err(Self::no_operator(a, op, b, at)),
            },
        };
        if matches!(type_, Type::Json | Type::Void) {
            return Err(Self::no_operator(&a, op, &b, at));
        }
        if matches!(type_, Type::Interval | Type::Array(_) | Type::Jsonb) && op != "=" && op != "<>"
        {
            return Err(PgError::unsupported(format_args!(
                "an order of values of type {}",
                type_.name()
            ))
            .at(at));
        }
        let left = self
            .coerce(left, &type_, Context::Implicit)?
            .ok_or_else(|| Self::no_operator(&a, op, &b, at))?;
        let right = self
            .coerce(right, &type_, Context::Implicit)?
            .ok_or_else(|| Self::no_operator(&a, op, &b, at))?;
        Ok((left, right, type_))
    }

    /// How values of a type must be compared in SQLite.
    fn collated(sql: &str, type_: &Type) -> String {
        if matches!(type_, Type::Numeric(_)) {
            format!("{sql} COLLATE pg_numeric")
        } else {
            sql.into()
        }
    }

    fn compare(&mut self, left: Ex, op: &str, right: Ex, at: usize) -> Result<Ex> {
        let (left, right, type_) = self.comparable(left, op, right, at)?;
        Ok(Ex::new(
            format!("({} {op} {})", Self::collated(&left.sql, &type_), right.sql),
            Type::Bool,
        ))
    }

    // Expressions.

    pub(crate) fn expr(&mut self, expr: &Expr) -> Result<Ex> {
        if let Some(grouping) = self.scopes.last().and_then(|scope| scope.grouping.as_ref())
            && let Some((_, ex)) = grouping.queries.iter().find(|(known, _)| known == expr)
            && grouping.inside == 0
        {
            return Ok(ex.clone());
        }
        let mark = self.bare_count();
        let ex = self.expr_inner(expr)?;
        self.forget_grouped(mark, &ex.sql);
        Ok(ex)
    }

    fn bare_count(&self) -> usize {
        self.scopes
            .last()
            .and_then(|scope| scope.grouping.as_ref())
            .map_or(0, |grouping| grouping.bare.len())
    }

    fn forget_grouped(&mut self, mark: usize, sql: &str) {
        if let Some(grouping) = self
            .scopes
            .last_mut()
            .and_then(|scope| scope.grouping.as_mut())
            && grouping.groups.iter().any(|group| group == sql)
        {
            grouping.bare.truncate(mark);
        }
    }

    fn expr_inner(&mut self, expr: &Expr) -> Result<Ex> {
        Ok(match expr {
            Expr::Null => Ex {
                sql: "NULL".into(),
                type_: Type::Unknown,
                known: Known::Value(Value::Null),
            },
            Expr::Bool(value) => {
                let value = Value::Integer(i64::from(*value));
                Ex {
                    sql: literal(&value),
                    type_: Type::Bool,
                    known: Known::Value(value),
                }
            }
            Expr::Number(text) => number(text)?,
            Expr::Text(text) => Ex {
                sql: literal(&Value::Text(Rc::clone(text))),
                type_: Type::Unknown,
                known: Known::Text(Rc::clone(text)),
            },
            Expr::Param(number) => {
                if *number == 0 {
                    return Err(PgError::new("42P02", "there is no parameter $0"));
                }
                Ex {
                    sql: format!("?{number}"),
                    type_: Type::Unknown,
                    known: Known::Param(*number),
                }
            }
            Expr::Column { table, name, at } => self.column(table.as_ref(), name, *at)?,
            Expr::Not(inner) => {
                let inner = self.boolean(inner, "NOT")?;
                Ex::new(format!("(NOT {})", inner.sql), Type::Bool)
            }
            Expr::And(a, b) => {
                let (a, b) = (self.boolean(a, "AND")?, self.boolean(b, "AND")?);
                Ex::new(format!("({} AND {})", a.sql, b.sql), Type::Bool)
            }
            Expr::Or(a, b) => {
                let (a, b) = (self.boolean(a, "OR")?, self.boolean(b, "OR")?);
                Ex::new(format!("({} OR {})", a.sql, b.sql), Type::Bool)
            }
            Expr::Negate(inner) => self.negate(inner)?,
            Expr::Binary {
                op,
                left,
                right,
                at,
            } => self.binary(op, left, right, *at)?,
            Expr::IsNull { expr, not } => {
                let ex = self.expr(expr)?;
                let ex = if matches!(ex.known, Known::Param(_)) {
                    self.settle(ex)?
                } else {
                    ex
                };
                Ex::new(
                    format!("({} IS {}NULL)", ex.sql, if *not { "NOT " } else { "" }),
                    Type::Bool,
                )
            }
            Expr::IsBool { expr, is, not } => {
                let what = match is {
                    Some(true) => "IS TRUE",
                    Some(false) => "IS FALSE",
                    None => "IS UNKNOWN",
                };
                let ex = self.boolean(expr, what)?;
                let not = if *not { "NOT " } else { "" };
                let is = match is {
                    Some(true) => "TRUE",
                    Some(false) => "FALSE",
                    None => "NULL",
                };
                Ex::new(format!("({} IS {not}{is})", ex.sql), Type::Bool)
            }
            Expr::IsDistinct {
                left,
                right,
                not,
                at,
            } => {
                let (left, right) = (self.expr(left)?, self.expr(right)?);
                let (left, right, type_) = self.comparable(left, "=", right, *at)?;
                let op = if *not { "IS" } else { "IS NOT" };
                Ex::new(
                    format!("({} {op} {})", Self::collated(&left.sql, &type_), right.sql),
                    Type::Bool,
                )
            }
            Expr::Between {
                expr,
                low,
                high,
                not,
                at,
            } => {
                let ex = self.expr(expr)?;
                let (low, high) = (self.expr(low)?, self.expr(high)?);
                let low = self.compare(ex.clone(), ">=", low, *at)?;
                let high = self.compare(ex, "<=", high, *at)?;
                let not = if *not { "NOT " } else { "" };
                Ex::new(format!("({not}({} AND {}))", low.sql, high.sql), Type::Bool)
            }
            Expr::In {
                expr,
                list,
                not,
                at,
            } => self.in_list(expr, list, *not, *at)?,
            Expr::InSelect {
                expr,
                select,
                not,
                at,
            } => self.in_select(expr, select, *not, *at)?,
            Expr::Like {
                expr,
                pattern,
                escape,
                ignore_case,
                not,
                at,
            } => {
                let op = if *ignore_case { "~~*" } else { "~~" };
                let mut parts = Vec::new();
                for part in [Some(expr), Some(pattern), escape.as_ref()]
                    .into_iter()
                    .flatten()
                {
                    let ex = self.expr(part)?;
                    let type_ = ex.type_.clone();
                    let ex = self.coerce(ex, &Type::Text, Context::Implicit)?;
                    parts.push(
                        ex.ok_or_else(|| Self::no_operator(&type_, op, &Type::Unknown, *at))?
                            .sql,
                    );
                }
                let escape = parts.get(2).map_or("'\\'", |escape| escape);
                let not = if *not { "NOT " } else { "" };
                let sql = format!(
                    "({not}pg_like({}, {}, {escape}, {}))",
                    parts[0],
                    parts[1],
                    i32::from(*ignore_case)
                );
                Ex::new(sql, Type::Bool)
            }
            Expr::Case {
                operand,
                whens,
                otherwise,
            } => self.case(operand.as_deref(), whens, otherwise.as_deref())?,
            Expr::Cast { expr, to, at } => {
                if let (Expr::Array(items), Type::Array(_)) = (&**expr, to)
                    && items.is_empty()
                {
                    return Ok(Ex {
                        sql: "'{}'".into(),
                        type_: to.clone(),
                        known: Known::Value(Value::text("{}")),
                    });
                }
                let ex = self.expr(expr)?;
                let from = ex.type_.clone();
                let ex = self.coerce(ex, to, Context::Explicit)?.ok_or_else(|| {
                    let message = format!("cannot cast type {} to {}", from.name(), to.name());
                    PgError::new("42846", message).at(*at)
                })?;
                // A cast to a length cuts, even from the same type.
                if matches!(to, Type::Varchar(Some(_)) | Type::Numeric(Some(_)))
                    && ex.known == Known::Nothing
                {
                    return Ok(Ex::new(
                        format!("pg_cast({}, {}, {})", intern(&from), intern(to), ex.sql),
                        to.clone(),
                    ));
                }
                ex
            }
            Expr::Call(call) => self.call(call)?,
            Expr::Exists(select) => {
                let (sql, _) = self.subquery(select)?;
                Ex::new(format!("EXISTS ({sql})"), Type::Bool)
            }
            Expr::Scalar(select) => {
                let (sql, columns) = self.subquery(select)?;
                if columns.len() != 1 {
                    return Err(PgError::new(
                        "42601",
                        "subquery must return only one column",
                    ));
                }
                let type_ = if columns[0].1 == Type::Unknown {
                    Type::Text
                } else {
                    columns[0].1.clone()
                };
                // More than one row is an error there, the first one here: a second one is looked for.
                if certainly_one_row(select) {
                    Ex::new(format!("({sql})"), type_)
                } else {
                    Ex::new(
                        format!("(SELECT pg_only(count(*), min(c0)) FROM ({sql} LIMIT 2))"),
                        type_,
                    )
                }
            }
            Expr::Array(items) => {
                let exs = items
                    .iter()
                    .map(|item| self.expr(item))
                    .collect::<Result<Vec<_>>>()?;
                if exs.is_empty() {
                    return Err(
                        PgError::new("42P18", "cannot determine type of empty array").hint(
                            "Explicitly cast to the desired type, for example ARRAY[]::integer[].",
                        ),
                    );
                }
                let (exs, type_) = self.unify(exs, "ARRAY")?;
                let args: Vec<&str> = exs.iter().map(|ex| &*ex.sql).collect();
                let sql = format!("pg_array({}, {})", intern(&type_), args.join(", "));
                Ex::new(sql, Type::Array(Box::new(type_)))
            }
            Expr::AnyArray {
                op,
                left,
                array,
                all,
                at,
            } => self.any_array(op, left, array, *all, *at)?,
            Expr::AnySelect {
                op,
                left,
                select,
                all,
                at,
            } => match (*op, *all) {
                ("=", false) => self.in_select(left, select, false, *at)?,
                ("<>", true) => self.in_select(left, select, true, *at)?,
                _ => {
                    return Err(PgError::unsupported(
                        "ANY or ALL of a subquery, but for = ANY and <> ALL",
                    )
                    .at(*at));
                }
            },
            Expr::Row(_) => return Err(PgError::unsupported("a row as a value")),
            Expr::Index(array, index) => {
                let array = self.expr(array)?;
                let Type::Array(item) = array.type_.clone() else {
                    return Err(PgError::new(
                        "42804",
                        format!(
                            "cannot subscript type {} because it does not support subscripting",
                            array.type_.name()
                        ),
                    ));
                };
                let index = self.integer(index, "array subscript")?;
                Ex::new(
                    format!("pg_item({}, {}, {})", intern(&item), array.sql, index.sql),
                    *item,
                )
            }
            Expr::Default { at } => {
                return Err(
                    PgError::new("42601", "DEFAULT is not allowed in this context").at(*at),
                );
            }
        })
    }

    fn integer(&mut self, expr: &Expr, what: &str) -> Result<Ex> {
        let ex = self.expr(expr)?;
        let type_ = ex.type_.clone();
        let ex = self.coerce(ex, &Type::Int8, Context::Implicit)?;
        ex.ok_or_else(|| {
            PgError::new(
                "42804",
                format!(
                    "argument of {what} must be type bigint, not type {}",
                    type_.name()
                ),
            )
        })
    }

    fn negate(&mut self, inner: &Expr) -> Result<Ex> {
        let ex = self.expr(inner)?;
        match &ex.type_ {
            Type::Float8 => Ok(Ex::new(format!("(- {})", ex.sql), Type::Float8)),
            type_ if type_.is_number() => {
                let type_ = type_.clone();
                let zero = if matches!(type_, Type::Numeric(_)) {
                    "'0'"
                } else {
                    "0"
                };
                Ok(Ex::new(
                    format!("pg_arith('-', {}, {zero}, {})", intern(&type_), ex.sql),
                    type_,
                ))
            }
            Type::Interval => {
                let interval = intern(&Type::Interval);
                Ok(Ex::new(
                    format!("pg_time('-', {interval}, {interval}, '0', {})", ex.sql),
                    Type::Interval,
                ))
            }
            other => Err(PgError::new(
                "42883",
                format!("operator does not exist: - {}", other.name()),
            )),
        }
    }

    fn binary(&mut self, op: &'static str, left: &Expr, right: &Expr, at: usize) -> Result<Ex> {
        if let (Expr::Row(left), Expr::Row(right)) = (left, right) {
            return self.compare_rows(op, left, right, at);
        }
        let (left, right) = (self.expr(left)?, self.expr(right)?);
        match op {
            "=" | "<>" | "<" | ">" | "<=" | ">=" => self.compare(left, op, right, at),
            "+" | "-" | "*" | "/" | "%" | "^" => self.arithmetic(op, left, right, at),
            "||" => self.concatenate(left, right, at),
            "&" | "|" | "#" | "<<" | ">>" => self.bits(op, left, right, at),
            "~" | "~*" | "!~" | "!~*" => {
                let error = Self::no_operator(&left.type_, op, &right.type_, at);
                let left = self.coerce(left, &Type::Text, Context::Implicit)?;
                let right = self.coerce(right, &Type::Text, Context::Implicit)?;
                let (Some(left), Some(right)) = (left, right) else {
                    return Err(error);
                };
                let not = if op.starts_with('!') { "NOT " } else { "" };
                let fold = i32::from(op.ends_with('*'));
                Ok(Ex::new(
                    format!("({not}pg_matches({}, {}, {fold}))", left.sql, right.sql),
                    Type::Bool,
                ))
            }
            _ => Err(PgError::unsupported(format_args!("the operator {op}")).at(at)),
        }
    }

    fn compare_rows(
        &mut self,
        op: &'static str,
        left: &[Expr],
        right: &[Expr],
        at: usize,
    ) -> Result<Ex> {
        if left.len() != right.len() {
            return Err(
                PgError::new("42601", "unequal number of entries in row expressions").at(at),
            );
        }
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        for (left, right) in left.iter().zip(right) {
            let (left, right) = (self.expr(left)?, self.expr(right)?);
            let (left, right, type_) = self.comparable(left, op, right, at)?;
            lefts.push(Self::collated(&left.sql, &type_));
            rights.push(right.sql);
        }
        if !["=", "<>", "<", ">", "<=", ">="].contains(&op) {
            return Err(
                PgError::unsupported(format_args!("the operator {op} between rows")).at(at),
            );
        }
        Ok(Ex::new(
            format!("(({}) {op} ({}))", lefts.join(", "), rights.join(", ")),
            Type::Bool,
        ))
    }

    fn arithmetic(&mut self, op: &'static str, left: Ex, right: Ex, at: usize) -> Result<Ex> {
        let (a, b) = (left.type_.clone(), right.type_.clone());
        let error = || Self::no_operator(&a, op, &b, at);
        let temporal = |type_: &Type| {
            matches!(
                type_,
                Type::Timestamp | Type::TimestampTz | Type::Date | Type::Time | Type::Interval
            )
        };
        if temporal(&a) || temporal(&b) {
            return self.temporal(op, left, right, at);
        }
        let type_ = match (&a, &b) {
            (Type::Unknown, Type::Unknown) => {
                let message = format!("operator is not unique: unknown {op} unknown");
                let hint = "Could not choose a best candidate operator. You might need to add explicit type casts.";
                return Err(PgError::new("42725", message).hint(hint).at(at));
            }
            (Type::Unknown, other) | (other, Type::Unknown) if other.is_number() => other.clone(),
            _ => match (rank(&a), rank(&b)) {
                (Some(x), Some(y)) => {
                    if x >= y {
                        a.clone()
                    } else {
                        b.clone()
                    }
                }
                _ => return Err(error()),
            },
        };
        let type_ = match type_ {
            Type::Numeric(_) => Type::Numeric(None),
            other if op == "^" && other.is_integer() => Type::Float8,
            other => other,
        };
        if op == "%" && type_ == Type::Float8 {
            return Err(error());
        }
        let left = self
            .coerce(left, &type_, Context::Implicit)?
            .ok_or_else(error)?;
        let right = self
            .coerce(right, &type_, Context::Implicit)?
            .ok_or_else(error)?;
        Ok(Ex::new(
            format!(
                "pg_arith('{op}', {}, {}, {})",
                intern(&type_),
                left.sql,
                right.sql
            ),
            type_,
        ))
    }

    /// Operators of the bits of integers.
    fn bits(&mut self, op: &'static str, left: Ex, right: Ex, at: usize) -> Result<Ex> {
        let (a, b) = (left.type_.clone(), right.type_.clone());
        let shift = matches!(op, "<<" | ">>");
        let whole = |type_: &Type| type_.is_integer() || *type_ == Type::Unknown;
        if !whole(&a) || !whole(&b) || (a == Type::Unknown && b == Type::Unknown) {
            return Err(Self::no_operator(&a, op, &b, at));
        }
        let type_ = match (rank(&a), rank(&b)) {
            (None, _) => b.clone(),
            (Some(_), None) => a.clone(),
            (Some(x), Some(y)) if shift || x >= y => a.clone(),
            _ => b.clone(),
        };
        let other = if shift { Type::Int4 } else { type_.clone() };
        let error = || Self::no_operator(&a, op, &b, at);
        let left = self.coerce(left, &type_, Context::Implicit)?;
        let right = self.coerce(right, &other, Context::Implicit)?;
        let (left, right) = (left.ok_or_else(error)?, right.ok_or_else(error)?);
        let sql = format!(
            "pg_arith('{op}', {}, {}, {})",
            intern(&type_),
            left.sql,
            right.sql
        );
        Ok(Ex::new(sql, type_))
    }

    fn temporal(&mut self, op: &'static str, left: Ex, right: Ex, at: usize) -> Result<Ex> {
        use Type::{Date, Interval, Time, Timestamp, TimestampTz, Unknown};
        let (a, b) = (left.type_.clone(), right.type_.clone());
        let (left_type, right_type, result) = match (op, &a, &b) {
            ("+" | "-", Timestamp | TimestampTz, Interval) => (a.clone(), Interval, a.clone()),
            ("+", Interval, Timestamp | TimestampTz) => (Interval, b.clone(), b.clone()),
            ("+" | "-", Date, Interval) => (Timestamp, Interval, Timestamp),
            ("+" | "-", Time, Interval) => (Time, Interval, Time),
            ("+" | "-", Interval, Interval) => (Interval, Interval, Interval),
            ("+" | "-", Date, _) if b.is_integer() => (Date, b.clone(), Date),
            ("-", Date, Date) => (Date, Date, Type::Int4),
            ("-", Timestamp | TimestampTz | Date, Timestamp | TimestampTz | Date) => {
                let to = if a == TimestampTz || b == TimestampTz {
                    TimestampTz
                } else {
                    Timestamp
                };
                (to.clone(), to, Interval)
            }
            ("-", Timestamp | TimestampTz, Unknown) => (a.clone(), a.clone(), Interval),
            ("+", Timestamp | TimestampTz | Interval, Unknown) => (a.clone(), Interval, a.clone()),
            ("*", Interval, _) if b.is_number() => (Interval, Type::Float8, Interval),
            _ => return Err(Self::no_operator(&a, op, &b, at)),
        };
        let left = self
            .coerce(left, &left_type, Context::Implicit)?
            .ok_or_else(|| Self::no_operator(&a, op, &b, at))?;
        let right = self
            .coerce(right, &right_type, Context::Implicit)?
            .ok_or_else(|| Self::no_operator(&a, op, &b, at))?;
        let sql = format!(
            "pg_time('{op}', {}, {}, {}, {})",
            intern(&left_type),
            intern(&right_type),
            left.sql,
            right.sql
        );
        Ok(Ex::new(sql, result))
    }

    fn concatenate(&mut self, left: Ex, right: Ex, at: usize) -> Result<Ex> {
        let (a, b) = (left.type_.clone(), right.type_.clone());
        let texty = |type_: &Type| type_.is_text() || *type_ == Type::Unknown;
        let item = |type_: &Type| match type_ {
            Type::Array(item) => Some((**item).clone()),
            _ => None,
        };
        if let Some(of) = item(&a).or_else(|| item(&b)) {
            let name = match (item(&a), item(&b)) {
                (Some(x), Some(y)) if x == y || (x.is_text() && y.is_text()) => "cat",
                (Some(_), None) if b == of || (of.is_text() && b.is_text()) => "append",
                (None, Some(_)) if a == of || (of.is_text() && a.is_text()) => "prepend",
                // A text that is to be an array, too: only its own form is one.
                (Some(_), None) if b == Type::Unknown => "cat",
                (None, Some(_)) if a == Type::Unknown => "cat",
                _ => return Err(Self::no_operator(&a, "||", &b, at)),
            };
            let type_ = Type::Array(Box::new(of));
            let mut sides = Vec::new();
            for side in [left, right] {
                let side = if side.type_ == Type::Unknown {
                    let coerced = self.coerce(side, &type_, Context::Implicit)?;
                    coerced.ok_or_else(|| Self::no_operator(&a, "||", &b, at))?
                } else {
                    side
                };
                sides.push(side.sql);
            }
            return Ok(Ex::new(
                format!("pg_strings('array_{name}', {})", sides.join(", ")),
                type_,
            ));
        }
        if !texty(&a) && !texty(&b) {
            return Err(if matches!(a, Type::Jsonb | Type::Bytea) {
                PgError::unsupported(format_args!("|| of values of type {}", a.name())).at(at)
            } else {
                Self::no_operator(&a, "||", &b, at)
            });
        }
        if a == Type::Jsonb || b == Type::Jsonb {
            return Err(PgError::unsupported("|| of jsonb").at(at));
        }
        let error = || Self::no_operator(&a, "||", &b, at);
        let left = self
            .coerce(left, &Type::Text, Context::Assignment)?
            .ok_or_else(error)?;
        let right = self
            .coerce(right, &Type::Text, Context::Assignment)?
            .ok_or_else(error)?;
        Ok(Ex::new(
            format!("({} || {})", left.sql, right.sql),
            Type::Text,
        ))
    }

    fn in_list(&mut self, expr: &Expr, list: &[Expr], not: bool, at: usize) -> Result<Ex> {
        if let Expr::Row(left) = expr {
            let mut alternatives = Vec::new();
            for item in list {
                let Expr::Row(right) = item else {
                    return Err(PgError::new(
                        "42601",
                        "unequal number of entries in row expressions",
                    )
                    .at(at));
                };
                alternatives.push(self.compare_rows("=", left, right, at)?.sql);
            }
            let not = if not { "NOT " } else { "" };
            return Ok(Ex::new(
                format!("({not}({}))", alternatives.join(" OR ")),
                Type::Bool,
            ));
        }
        let mut exs = vec![self.expr(expr)?];
        for item in list {
            exs.push(self.expr(item)?);
        }
        // Operand and items each find their operator; a common type is the usual case.
        let left = exs.remove(0);
        let mut items = Vec::new();
        let mut common: Option<(Ex, Type)> = None;
        let mut mixed = Vec::new();
        for item in exs {
            let (left, item, type_) = self.comparable(left.clone(), "=", item, at)?;
            mixed.push(format!(
                "{} = {}",
                Self::collated(&left.sql, &type_),
                item.sql
            ));
            match &common {
                Some((known, known_type)) if known.sql != left.sql || *known_type != type_ => {
                    items.clear()
                }
                _ => {}
            }
            if common.is_none() {
                common = Some((left, type_));
            }
            items.push(item.sql);
        }
        let word = if not { "NOT " } else { "" };
        let sql = match common {
            Some((left, type_))
                if items.len() == mixed.len() && !matches!(type_, Type::Numeric(_)) =>
            {
                format!("({} {word}IN ({}))", left.sql, items.join(", "))
            }
            _ => format!("({word}({}))", mixed.join(" OR ")),
        };
        Ok(Ex::new(sql, Type::Bool))
    }

    fn in_select(&mut self, expr: &Expr, select: &Select, not: bool, at: usize) -> Result<Ex> {
        let lefts: Vec<&Expr> = match expr {
            Expr::Row(items) => items.iter().collect(),
            other => vec![other],
        };
        let lefts = lefts
            .into_iter()
            .map(|left| self.expr(left))
            .collect::<Result<Vec<_>>>()?;
        let (sql, columns) = self.subquery(select)?;
        if columns.len() != lefts.len() {
            let more = if columns.len() > lefts.len() {
                "many"
            } else {
                "few"
            };
            return Err(PgError::new("42601", format!("subquery has too {more} columns")).at(at));
        }
        let inner = self.alias();
        let (mut left_sql, mut right_sql) = (Vec::new(), Vec::new());
        for (number, (left, (_, type_))) in lefts.into_iter().zip(columns).enumerate() {
            let right = Ex::new(
                format!("{inner}.c{number}"),
                if type_ == Type::Unknown {
                    Type::Text
                } else {
                    type_
                },
            );
            let (left, right, type_) = self.comparable(left, "=", right, at)?;
            if matches!(type_, Type::Numeric(_)) {
                return Err(PgError::unsupported("IN with a subquery of type numeric").at(at));
            }
            left_sql.push(left.sql);
            right_sql.push(right.sql);
        }
        let word = if not { "NOT " } else { "" };
        let left = if left_sql.len() == 1 {
            left_sql.remove(0)
        } else {
            format!("({})", left_sql.join(", "))
        };
        let right = right_sql.join(", ");
        Ok(Ex::new(
            format!("({left} {word}IN (SELECT {right} FROM ({sql}) AS {inner}))"),
            Type::Bool,
        ))
    }

    fn any_array(
        &mut self,
        op: &'static str,
        left: &Expr,
        array: &Expr,
        all: bool,
        at: usize,
    ) -> Result<Ex> {
        let left = self.expr(left)?;
        let array = self.expr(array)?;
        let item = match &array.type_ {
            Type::Array(item) => (**item).clone(),
            Type::Unknown if left.type_ != Type::Unknown => left.type_.clone(),
            Type::Unknown => Type::Text,
            _ => {
                return Err(PgError::new(
                    "42809",
                    "op ANY/ALL (array) requires array on right side",
                )
                .at(at));
            }
        };
        let array_type = Type::Array(Box::new(item.clone()));
        let array = self
            .coerce(array, &array_type, Context::Implicit)?
            .ok_or_else(|| {
                PgError::new("42809", "op ANY/ALL (array) requires array on right side").at(at)
            })?;
        let right = Ex::new("NULL", item.clone());
        let (left, _, type_) = self.comparable(left, op, right, at)?;
        let sql = format!(
            "pg_any('{op}', {}, {}, {}, {}, {})",
            i32::from(all),
            intern(&type_),
            intern(&item),
            left.sql,
            array.sql
        );
        Ok(Ex::new(sql, Type::Bool))
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        whens: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
    ) -> Result<Ex> {
        let operand = operand.map(|operand| self.expr(operand)).transpose()?;
        let (mut conditions, mut results) = (Vec::new(), Vec::new());
        for (when, then) in whens {
            conditions.push(match &operand {
                None => self.boolean(when, "CASE/WHEN")?.sql,
                Some(operand) => {
                    let when = self.expr(when)?;
                    self.compare(operand.clone(), "=", when, 0)?.sql
                }
            });
            results.push(self.expr(then)?);
        }
        if let Some(otherwise) = otherwise {
            results.push(self.expr(otherwise)?);
        }
        let (results, type_) = self.unify(results, "CASE")?;
        let mut sql = String::from("CASE");
        for (condition, result) in conditions.iter().zip(&results) {
            let _ = write!(sql, " WHEN {condition} THEN {}", result.sql);
        }
        if results.len() > conditions.len() {
            let _ = write!(sql, " ELSE {}", results[conditions.len()].sql);
        }
        sql.push_str(" END");
        Ok(Ex::new(format!("({sql})"), type_))
    }

    // Functions.

    fn call(&mut self, call: &Call) -> Result<Ex> {
        if AGGREGATES.contains(&&*call.name) {
            return self.aggregate(call);
        }
        if call.over.is_some() {
            return self.window_function(call);
        }
        if call.star || call.distinct || call.filter.is_some() || !call.order_by.is_empty() {
            return Err(PgError::new(
                "42809",
                format!("{} is not an aggregate function", call.name),
            )
            .at(call.at));
        }
        let args = call
            .args
            .iter()
            .map(|arg| self.expr(arg))
            .collect::<Result<Vec<_>>>()?;
        match &*call.name {
            "coalesce" | "greatest" | "least" => {
                let what = call.name.to_uppercase();
                let (args, type_) = self.unify(args, &what)?;
                let sqls: Vec<&str> = args.iter().map(|arg| &*arg.sql).collect();
                let sql = match &*call.name {
                    "coalesce" if sqls.len() == 1 => sqls[0].into(),
                    "coalesce" => format!("coalesce({})", sqls.join(", ")),
                    name => format!("pg_{name}({}, {})", intern(&type_), sqls.join(", ")),
                };
                Ok(Ex::new(sql, type_))
            }
            "nullif" if args.len() == 2 => {
                let mut args = args;
                let (right, left) = (args.pop(), args.pop());
                let (Some(left), Some(right)) = (left, right) else {
                    return Err(self.no_function(call, &[]));
                };
                let (left, right, type_) = self.comparable(left, "=", right, call.at)?;
                let result = if left.type_ == Type::Unknown {
                    Type::Text
                } else {
                    left.type_.clone()
                };
                Ok(Ex::new(
                    format!(
                        "nullif({}, {})",
                        Self::collated(&left.sql, &type_),
                        right.sql
                    ),
                    result,
                ))
            }
            "generate_series" | "unnest" => {
                Err(PgError::unsupported(format_args!("{} here", call.name)).at(call.at))
            }
            name if name.starts_with("pg_advisory") || name.starts_with("pg_try_advisory") => {
                Err(PgError::unsupported(
                    "an advisory lock function anywhere but at the top of a select list",
                )
                .at(call.at))
            }
            "pg_typeof" if args.len() == 1 => {
                let name = Value::text(args[0].type_.name());
                Ok(Ex::new(literal(&name), Type::Text))
            }
            "pg_sleep" => {
                Err(PgError::unsupported("pg_sleep: statements take no time here; it").at(call.at))
            }
            _ => self.function(call, args),
        }
    }

    fn no_function(&self, call: &Call, args: &[Ex]) -> PgError {
        let types: Vec<String> = args.iter().map(|arg| arg.type_.name()).collect();
        let message = format!(
            "function {}({}) does not exist",
            call.name,
            types.join(", ")
        );
        if !functions::known(&call.name) && functions::real(&call.name) {
            return PgError::unsupported(format_args!("the function {}", call.name)).at(call.at);
        }
        let hint = "No function matches the given name and argument types. You might need to add explicit type casts.";
        PgError::new("42883", message).hint(hint).at(call.at)
    }

    /// Of the functions that can take the arguments, the one that takes most of them as they are, then the one that
    /// most become of their kind's preferred type for: PostgreSQL's documentation, 10.3.
    fn function(&mut self, call: &Call, args: Vec<Ex>) -> Result<Ex> {
        let mut best: Option<((usize, usize), Ex)> = None;
        for function in functions::overloads(&call.name) {
            let variadic = function.variadic;
            if args.len() != function.args.len() && !(variadic && args.len() >= function.args.len())
            {
                continue;
            }
            let mut sqls = Vec::with_capacity(args.len());
            let (mut exact, mut preferred) = (0, 0);
            let mut first = None;
            for (at, arg) in args.iter().enumerate() {
                let wanted = &function.args[at.min(function.args.len() - 1)];
                let Some(wanted) = wanted.type_for(&arg.type_) else {
                    break;
                };
                let Some(ex) = self.coerce(arg.clone(), &wanted, Context::Implicit)? else {
                    break;
                };
                if first.is_none() {
                    first = Some(ex.type_.clone());
                }
                let numeric = |type_: &Type| matches!(type_, Type::Numeric(_));
                if arg.type_ == ex.type_
                    || (arg.type_.is_text() && ex.type_.is_text())
                    || (numeric(&arg.type_) && numeric(&ex.type_))
                {
                    exact += 1;
                } else if matches!(ex.type_, Type::Float8 | Type::TimestampTz | Type::Text) {
                    preferred += 1;
                }
                let is_printed = matches!(
                    function.args[at.min(function.args.len() - 1)],
                    functions::Arg::Printed
                );
                sqls.push(if is_printed && !ex.type_.is_text() {
                    format!("pg_print({}, {})", intern(&ex.type_), ex.sql)
                } else {
                    ex.sql
                });
            }
            if sqls.len() != args.len() {
                continue;
            }
            let result = function.result.clone().or(first).unwrap_or(Type::Text);
            let result = if matches!(result, Type::Varchar(_)) {
                Type::Text
            } else {
                result
            };
            let result = if matches!(result, Type::Numeric(_)) {
                Type::Numeric(None)
            } else {
                result
            };
            let joined = sqls.join(", ");
            let type_number = intern(&result).to_string();
            let sql = function
                .sql
                .replace("$T", &type_number)
                .replace("$*", &joined);
            let sql = sqls.iter().enumerate().fold(sql, |sql, (at, arg)| {
                sql.replace(&format!("${}", at + 1), arg)
            });
            if best
                .as_ref()
                .is_none_or(|(score, _)| *score < (exact, preferred))
            {
                best = Some(((exact, preferred), Ex::new(sql, result)));
            }
        }
        best.map(|(_, ex)| ex)
            .ok_or_else(|| self.no_function(call, &args))
    }

    fn in_aggregate<T>(&mut self, translate: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if let Some(grouping) = self
            .scopes
            .last_mut()
            .and_then(|scope| scope.grouping.as_mut())
        {
            grouping.inside += 1;
        }
        let result = translate(self);
        if let Some(grouping) = self
            .scopes
            .last_mut()
            .and_then(|scope| scope.grouping.as_mut())
        {
            grouping.inside -= 1;
        }
        result
    }

    fn aggregate(&mut self, call: &Call) -> Result<Ex> {
        if call.over.is_none()
            && self
                .scopes
                .last()
                .is_none_or(|scope| scope.grouping.is_none())
        {
            return Err(PgError::new("42803", NO_AGGREGATES).at(call.at));
        }
        let nested = self
            .scopes
            .last()
            .and_then(|scope| scope.grouping.as_ref())
            .is_some_and(|g| g.inside > 0);
        if nested && call.over.is_none() {
            return Err(
                PgError::new("42803", "aggregate function calls cannot be nested").at(call.at),
            );
        }
        let windowed = call.over.is_some();
        let args = if windowed {
            call.args
                .iter()
                .map(|arg| self.expr(arg))
                .collect::<Result<Vec<_>>>()?
        } else {
            self.in_aggregate(|this| {
                call.args
                    .iter()
                    .map(|arg| this.expr(arg))
                    .collect::<Result<Vec<_>>>()
            })?
        };
        let filter = match &call.filter {
            Some(filter) => {
                let filter = self.in_aggregate(|this| this.boolean(filter, "FILTER"))?;
                format!(" FILTER (WHERE {})", filter.sql)
            }
            None => String::new(),
        };
        let distinct = if call.distinct { "DISTINCT " } else { "" };
        let order = if call.order_by.is_empty() {
            String::new()
        } else {
            format!(
                " ORDER BY {}",
                self.in_aggregate(|this| this.orders(&call.order_by, &[]))?
            )
        };
        let over = match &call.over {
            Some(window) => self.over(window)?,
            None => String::new(),
        };
        if call.star {
            if &*call.name != "count" {
                return Err(self.no_function(call, &args));
            }
            return Ok(Ex::new(format!("count(*){filter}{over}"), Type::Int8));
        }
        let arg = match args.first() {
            Some(arg) if args.len() == 1 || &*call.name == "string_agg" => {
                self.settle(arg.clone())?
            }
            _ => return Err(self.no_function(call, &args)),
        };
        let collated = Self::collated(&arg.sql, &arg.type_);
        let (function, type_) = match (&*call.name, &arg.type_) {
            ("count", _) => (format!("count({distinct}{collated}{order})"), Type::Int8),
            (
                "min" | "max",
                Type::Bool | Type::Json | Type::Jsonb | Type::Uuid | Type::Bytea | Type::Interval,
            ) => {
                return Err(self.no_function(call, &args));
            }
            (name @ ("min" | "max"), type_) => {
                let type_ = if type_.is_text() {
                    Type::Text
                } else {
                    type_.clone()
                };
                (format!("{name}({distinct}{collated})"), type_)
            }
            ("sum", Type::Int2 | Type::Int4) => (format!("sum({distinct}{})", arg.sql), Type::Int8),
            ("sum", Type::Float8) => (format!("sum({distinct}{})", arg.sql), Type::Float8),
            (name @ ("sum" | "avg"), type_)
                if windowed
                    && (matches!(type_, Type::Int8 | Type::Numeric(_))
                        || (name == "avg" && type_.is_integer())) =>
            {
                if call.distinct {
                    return Err(PgError::new(
                        "0A000",
                        "DISTINCT is not implemented for window functions",
                    )
                    .at(call.at));
                }
                let sql = format!(
                    "pg_fold({}, group_concat({}){filter}{over})",
                    i32::from(name == "avg"),
                    arg.sql
                );
                return Ok(Ex::new(sql, Type::Numeric(None)));
            }
            ("sum", Type::Int8 | Type::Numeric(_)) => {
                (format!("pg_sum({distinct}{collated})"), Type::Numeric(None))
            }
            ("avg", Type::Float8) => (format!("avg({distinct}{})", arg.sql), Type::Float8),
            ("avg", type_) if type_.is_number() => {
                (format!("pg_avg({distinct}{collated})"), Type::Numeric(None))
            }
            ("bool_and" | "every", Type::Bool) => (format!("min({})", arg.sql), Type::Bool),
            ("bool_or", Type::Bool) => (format!("max({})", arg.sql), Type::Bool),
            ("string_agg", type_) if type_.is_text() && args.len() == 2 => {
                let separator = self.settle(args[1].clone())?;
                if call.distinct {
                    return Err(PgError::unsupported("string_agg with DISTINCT").at(call.at));
                }
                (
                    format!("group_concat({}, {}{order})", arg.sql, separator.sql),
                    Type::Text,
                )
            }
            ("array_agg", _) if args[0].type_ == Type::Unknown => {
                let message = "function array_agg(unknown) is not unique";
                let hint = "Could not choose a best candidate function. You might need to add explicit type casts.";
                return Err(PgError::new("42725", message).hint(hint).at(call.at));
            }
            ("array_agg", type_) => {
                let sql = format!(
                    "pg_array_agg({distinct}{}, {}{order})",
                    arg.sql,
                    intern(type_)
                );
                if call.distinct {
                    return Err(PgError::unsupported("array_agg with DISTINCT").at(call.at));
                }
                (sql, Type::Array(Box::new(type_.clone())))
            }
            _ => return Err(self.no_function(call, &args)),
        };
        Ok(Ex::new(format!("{function}{filter}{over}"), type_))
    }

    fn over(&mut self, window: &Window) -> Result<String> {
        let mut over = String::from(" OVER (");
        if !window.partition_by.is_empty() {
            let mut parts = Vec::new();
            for part in &window.partition_by {
                let ex = self.expr(part)?;
                parts.push(Self::collated(&ex.sql, &ex.type_));
            }
            let _ = write!(over, "PARTITION BY {}", parts.join(", "));
        }
        if !window.order_by.is_empty() {
            let orders = self.orders(&window.order_by, &[])?;
            let _ = write!(over, " ORDER BY {orders}");
        }
        over.push(')');
        Ok(over)
    }

    fn window_function(&mut self, call: &Call) -> Result<Ex> {
        let args = call
            .args
            .iter()
            .map(|arg| self.expr(arg))
            .collect::<Result<Vec<_>>>()?;
        let over = match &call.over {
            Some(window) => self.over(window)?,
            None => String::new(),
        };
        let (count, type_) = match &*call.name {
            "row_number" | "rank" | "dense_rank" => (0, Some(Type::Int8)),
            "ntile" => (1, Some(Type::Int4)),
            "percent_rank" | "cume_dist" => (0, Some(Type::Float8)),
            "lag" | "lead" => (args.len().clamp(1, 2), None),
            "first_value" | "last_value" => (1, None),
            _ => {
                return Err(PgError::unsupported(format_args!(
                    "{} as a window function",
                    call.name
                ))
                .at(call.at));
            }
        };
        if args.len() != count {
            return Err(self.no_function(call, &args));
        }
        let type_ = type_
            .or_else(|| args.first().map(|arg| arg.type_.clone()))
            .unwrap_or(Type::Text);
        let args: Vec<String> = args.into_iter().map(|arg| arg.sql).collect();
        Ok(Ex::new(
            format!("{}({}){over}", call.name, args.join(", ")),
            type_,
        ))
    }

    // Queries.

    /// ORDER BY; `outputs` are the select list's names, types and positions.
    fn orders(&mut self, orders: &[Order], outputs: &[(Name, Type)]) -> Result<String> {
        let mut parts = Vec::new();
        for order in orders {
            let position = match &order.expr {
                Expr::Number(text) if !outputs.is_empty() => {
                    let position = text
                        .parse::<usize>()
                        .ok()
                        .filter(|at| (1..=outputs.len()).contains(at));
                    let error = || {
                        PgError::new(
                            "42P10",
                            format!("ORDER BY position {text} is not in select list"),
                        )
                    };
                    Some(position.ok_or_else(error)? - 1)
                }
                Expr::Column {
                    table: None, name, ..
                } => outputs.iter().position(|(output, _)| output == name),
                _ => None,
            };
            let (sql, type_) = match position {
                Some(at) => ((at + 1).to_string(), outputs[at].1.clone()),
                None => {
                    let ex = self.expr(&order.expr)?;
                    let ex = self.settle(ex)?;
                    let sql = if ex.sql.parse::<i64>().is_ok() {
                        format!("({})", ex.sql)
                    } else {
                        ex.sql
                    };
                    (sql, ex.type_)
                }
            };
            if matches!(
                type_,
                Type::Json | Type::Jsonb | Type::Interval | Type::Array(_)
            ) {
                return Err(PgError::unsupported(format_args!(
                    "ORDER BY a value of type {}",
                    type_.name()
                )));
            }
            let direction = if order.descending { "DESC" } else { "ASC" };
            let first = order.nulls_first.unwrap_or(order.descending);
            let nulls = if first { "FIRST" } else { "LAST" };
            parts.push(format!(
                "{} {direction} NULLS {nulls}",
                Self::collated(&sql, &type_)
            ));
        }
        Ok(parts.join(", "))
    }

    /// WITH; returns SQLite's text of it, and how many names it added.
    pub(crate) fn with(&mut self, ctes: &[Cte], recursive: bool) -> Result<(String, usize)> {
        let mut parts = Vec::new();
        for cte in ctes {
            let at = self.ctes.len();
            if !cte.select.locks.is_empty() {
                let (reference, columns) = self.locked(&cte.select, &cte.columns)?;
                self.ctes.push(CteColumns {
                    name: Rc::clone(&cte.name),
                    sql: String::new(),
                    columns,
                    locked: Some(reference),
                });
                continue;
            }
            let sql_name = self.alias();
            let is_recursive = recursive && mentions(&cte.select, &cte.name);
            let (body, columns) = if is_recursive {
                self.recursive_cte(cte, &sql_name)?
            } else {
                self.subquery(&cte.select)?
            };
            self.ctes.truncate(at);
            let columns = rename(columns, &cte.columns, &cte.name)?;
            let names: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
            let hint = if is_recursive { "" } else { "MATERIALIZED " };
            parts.push(format!(
                "{sql_name}({}) AS {hint}({body})",
                names.join(", ")
            ));
            self.ctes.push(CteColumns {
                name: Rc::clone(&cte.name),
                sql: sql_name,
                columns,
                locked: None,
            });
        }
        let sql = if parts.is_empty() {
            String::new()
        } else {
            format!(
                "WITH {}{} ",
                if recursive { "RECURSIVE " } else { "" },
                parts.join(", ")
            )
        };
        Ok((sql, ctes.len()))
    }

    fn recursive_cte(&mut self, cte: &Cte, sql_name: &str) -> Result<(String, Vec<(Name, Type)>)> {
        let Body::Set {
            op: "UNION",
            all,
            left,
            right,
        } = &cte.select.body
        else {
            let message = format!(
                "recursive query \"{}\" does not have the form non-recursive-term UNION [ALL] recursive-term",
                cte.name
            );
            return Err(PgError::new("42P19", message));
        };
        if !cte.select.order_by.is_empty() || cte.select.limit.is_some() {
            return Err(PgError::unsupported(
                "ORDER BY or LIMIT in a recursive query",
            ));
        }
        let (first, columns) = self.body(left, None)?;
        let columns: Vec<(Name, Type)> = columns
            .into_iter()
            .map(|(name, type_)| {
                (
                    name,
                    if type_ == Type::Unknown {
                        Type::Text
                    } else {
                        type_
                    },
                )
            })
            .collect();
        let renamed = rename(columns.clone(), &cte.columns, &cte.name)?;
        self.ctes.push(CteColumns {
            name: Rc::clone(&cte.name),
            sql: sql_name.into(),
            columns: renamed,
            locked: None,
        });
        let types: Vec<Type> = columns.iter().map(|(_, type_)| type_.clone()).collect();
        let (second, _) = self.body(right, Some(&types))?;
        let all = if *all { " ALL" } else { "" };
        Ok((format!("{first} UNION{all} {second}"), columns))
    }

    /// A locking query inside of another one: it runs first.
    fn locked(&mut self, select: &Select, names: &[Name]) -> Result<(usize, Vec<(Name, Type)>)> {
        if !self.scopes.is_empty() && self.correlated(select) {
            return Err(PgError::unsupported(
                "a query with FOR UPDATE that depends on the one around it",
            ));
        }
        let mut inner = Translator::new(self.db, self.session);
        let plan = inner.select(select)?;
        if !inner.before.is_empty()
            || plan
                .outputs
                .iter()
                .any(|output| !matches!(output, Output::Plain(_)))
        {
            return Err(PgError::unsupported("a locking query within another one"));
        }
        let columns = plan
            .columns
            .iter()
            .map(|column| (Rc::clone(&column.name), column.type_.clone()))
            .collect();
        let columns = rename(columns, names, "")?;
        self.before.push(Rc::new(plan));
        let number = self.before.len() - 1;
        let reference = self.reference(Reference::Locked(number), columns.len());
        Ok((reference, columns))
    }

    /// Whether a query cannot stand alone.
    fn correlated(&self, select: &Select) -> bool {
        let mut alone = Translator::new(self.db, self.session);
        alone
            .select(select)
            .is_err_and(|error| error.sqlstate == "42703" || error.sqlstate == "42P01")
    }

    /// A query within another one. Its columns are named `c0`, `c1` ….
    pub(crate) fn subquery(&mut self, select: &Select) -> Result<(String, Vec<(Name, Type)>)> {
        if !select.locks.is_empty() {
            let (reference, columns) = self.locked(select, &[])?;
            let names: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
            let sql = format!(
                "SELECT {} FROM v{}({reference})",
                names.join(", "),
                columns.len()
            );
            return Ok((sql, columns));
        }
        let (with, names) = self.with(&select.with, select.recursive)?;
        let result = self.plain_select(select, None);
        self.ctes.truncate(self.ctes.len() - names);
        let (sql, columns) = result?;
        Ok((format!("{with}{sql}"), columns))
    }

    fn limits(&mut self, select: &Select) -> Result<String> {
        let mut sql = String::new();
        if let Some(limit) = &select.limit {
            let limit = self.limit(limit, "LIMIT")?;
            let _ = write!(sql, " LIMIT coalesce({limit}, -1)");
        }
        if let Some(offset) = &select.offset {
            let offset = self.limit(offset, "OFFSET")?;
            let all = if select.limit.is_none() {
                " LIMIT -1"
            } else {
                ""
            };
            let _ = write!(sql, "{all} OFFSET coalesce({offset}, 0)");
        }
        Ok(sql)
    }

    fn limit(&mut self, expr: &Expr, what: &str) -> Result<String> {
        let ex = self.expr(expr)?;
        let type_ = ex.type_.clone();
        let ex = self
            .coerce(ex, &Type::Int8, Context::Assignment)?
            .ok_or_else(|| {
                PgError::new(
                    "42804",
                    format!(
                        "argument of {what} must be type bigint, not type {}",
                        type_.name()
                    ),
                )
            })?;
        Ok(format!("pg_limit('{what}', {})", ex.sql))
    }

    /// Body, ORDER BY and LIMIT.
    fn plain_select(
        &mut self,
        select: &Select,
        want: Option<&[Type]>,
    ) -> Result<(String, Vec<(Name, Type)>)> {
        if let Body::Query(query) = &select.body {
            let parts = self.query(query, &select.order_by, want, Vec::new(), None)?;
            let limits = self.limits(select)?;
            return Ok((format!("{}{limits}", parts.sql), parts.columns));
        }
        let (mut sql, columns) = self.body(&select.body, want)?;
        if !select.order_by.is_empty() {
            for order in &select.order_by {
                let named = match &order.expr {
                    Expr::Number(_) => true,
                    Expr::Column {
                        table: None, name, ..
                    } => columns.iter().any(|(column, _)| column == name),
                    _ => false,
                };
                if !named {
                    return Err(PgError::new(
                        "0A000",
                        "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
                    )
                    .detail(
                        "Only result column names can be used, not expressions or functions.",
                    ));
                }
            }
            let orders = self.orders(&select.order_by, &columns)?;
            sql = format!("{sql} ORDER BY {orders}");
        }
        let limits = self.limits(select)?;
        Ok((format!("{sql}{limits}"), columns))
    }

    fn body(&mut self, body: &Body, want: Option<&[Type]>) -> Result<(String, Vec<(Name, Type)>)> {
        match body {
            Body::Query(query) => {
                let parts = self.query(query, &[], want, Vec::new(), None)?;
                Ok((parts.sql, parts.columns))
            }
            Body::Values(rows) => self.values(rows, want),
            Body::Nested(select) => {
                let (sql, columns) = self.subquery(select)?;
                let names = self.retype(&columns, want)?;
                let types = want.map_or_else(
                    || columns.iter().map(|(_, t)| t.clone()).collect(),
                    <[Type]>::to_vec,
                );
                let columns = columns
                    .into_iter()
                    .zip(types)
                    .map(|((name, _), type_)| (name, type_))
                    .collect();
                Ok((format!("SELECT {names} FROM ({sql})"), columns))
            }
            Body::Set {
                op,
                all,
                left,
                right,
            } => {
                let (references, before, next) =
                    (self.references.len(), self.before.len(), self.next);
                let (left_sql, left_columns) = self.body(left, want)?;
                let (right_sql, right_columns) = self.body(right, want)?;
                if left_columns.len() != right_columns.len() {
                    let message = format!("each {op} query must have the same number of columns");
                    return Err(PgError::new("42601", message));
                }
                let all = if *all { " ALL" } else { "" };
                if *op != "UNION" && !all.is_empty() {
                    return Err(PgError::unsupported(format_args!("{op} ALL")));
                }
                let same = left_columns
                    .iter()
                    .zip(&right_columns)
                    .all(|((_, a), (_, b))| a == b && *a != Type::Unknown);
                if same || want.is_some() {
                    // SQLite knows no brackets here, and binds all three alike.
                    let right_sql = match **right {
                        Body::Set { .. } => format!("SELECT * FROM ({right_sql})"),
                        _ => right_sql,
                    };
                    let left_sql = match **left {
                        Body::Set { .. } => format!("SELECT * FROM ({left_sql})"),
                        _ => left_sql,
                    };
                    // Equal numbers may be written differently: the left side's collation decides, and the first
                    // one stays.
                    let numeric = |(_, type_): &(Name, Type)| matches!(type_, Type::Numeric(_));
                    if all.is_empty() && left_columns.iter().any(numeric) {
                        let columns: Vec<String> = left_columns
                            .iter()
                            .enumerate()
                            .map(|(at, (_, type_))| {
                                format!("{} AS c{at}", Self::collated(&format!("c{at}"), type_))
                            })
                            .collect();
                        let columns = columns.join(", ");
                        let sql = if *op == "UNION" {
                            format!(
                                "SELECT DISTINCT {columns} FROM ({left_sql} UNION ALL {right_sql})"
                            )
                        } else {
                            format!("SELECT {columns} FROM ({left_sql}) {op} {right_sql}")
                        };
                        return Ok((sql, left_columns));
                    }
                    return Ok((format!("{left_sql} {op}{all} {right_sql}"), left_columns));
                }
                let mut types = Vec::new();
                for ((_, a), (_, b)) in left_columns.iter().zip(&right_columns) {
                    types.push(self.common(&[Ex::new("", a.clone()), Ex::new("", b.clone())], op)?);
                }
                self.references.truncate(references);
                self.widths.truncate(references);
                self.before.truncate(before);
                self.next = next;
                self.body(body, Some(&types))
            }
        }
    }

    /// A select list over columns `c0` … that brings them to the wanted types.
    fn retype(&mut self, columns: &[(Name, Type)], want: Option<&[Type]>) -> Result<String> {
        let mut parts = Vec::new();
        for (at, (_, type_)) in columns.iter().enumerate() {
            let ex = Ex::new(format!("c{at}"), type_.clone());
            let ex = match want.and_then(|want| want.get(at)) {
                Some(wanted) if wanted != type_ => self.convert(ex, wanted),
                _ => ex,
            };
            parts.push(format!("{} AS c{at}", ex.sql));
        }
        Ok(parts.join(", "))
    }

    fn values(
        &mut self,
        rows: &[Vec<Expr>],
        want: Option<&[Type]>,
    ) -> Result<(String, Vec<(Name, Type)>)> {
        let width = rows.first().map_or(0, Vec::len);
        let mut columns: Vec<Vec<Ex>> = vec![Vec::new(); width];
        for row in rows {
            if row.len() != width {
                return Err(PgError::new(
                    "42601",
                    "VALUES lists must all be the same length",
                ));
            }
            for (at, expr) in row.iter().enumerate() {
                let ex = self.expr(expr)?;
                columns[at].push(ex);
            }
        }
        let mut types = Vec::new();
        for (at, column) in columns.iter_mut().enumerate() {
            let exs = std::mem::take(column);
            let (exs, type_) = match want.and_then(|want| want.get(at)) {
                Some(type_) => {
                    let mut converted = Vec::new();
                    for ex in exs {
                        let from = ex.type_.name();
                        converted.push(self.coerce(ex, type_, Context::Implicit)?.ok_or_else(
                            || {
                                PgError::new(
                                    "42804",
                                    format!(
                                        "VALUES types {from} and {} cannot be matched",
                                        type_.name()
                                    ),
                                )
                            },
                        )?);
                    }
                    (converted, type_.clone())
                }
                None => self.unify(exs, "VALUES")?,
            };
            *column = exs;
            types.push((Name::from(format!("column{}", at + 1)), type_));
        }
        let mut sql = String::new();
        for row in 0..rows.len() {
            let cells: Vec<String> = columns
                .iter()
                .enumerate()
                .map(|(at, column)| format!("{} AS c{at}", column[row].sql))
                .collect();
            let union = if row == 0 { "" } else { " UNION ALL " };
            let _ = write!(sql, "{union}SELECT {}", cells.join(", "));
        }
        Ok((sql, types))
    }

    /// FROM: enters a scope with its sources, and gives its text.
    pub(crate) fn from(&mut self, list: &[From]) -> Result<String> {
        let mut parts = Vec::new();
        for item in list {
            parts.push(self.source(item, false)?);
        }
        self.check_aliases()?;
        Ok(parts.join(", "))
    }

    fn check_aliases(&self) -> Result<()> {
        let sources = self.sources();
        for (at, source) in sources.iter().enumerate() {
            if let Some(alias) = &source.alias
                && sources[..at]
                    .iter()
                    .any(|other| other.alias.as_ref() == Some(alias))
            {
                return Err(PgError::new(
                    "42712",
                    format!("table name \"{alias}\" specified more than once"),
                ));
            }
        }
        Ok(())
    }

    fn add(&mut self, source: Source) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.sources.push(source);
        }
    }

    fn columns_source(
        &mut self,
        alias: Option<Name>,
        sql: &str,
        columns: Vec<(Name, Type)>,
        nullable: bool,
    ) {
        let columns = columns
            .into_iter()
            .enumerate()
            .map(|(at, (name, type_))| {
                let type_ = if type_ == Type::Unknown {
                    Type::Text
                } else {
                    type_
                };
                Col {
                    name,
                    type_,
                    sql: format!("{sql}.c{at}").into(),
                }
            })
            .collect();
        self.add(Source {
            alias,
            columns,
            table: None,
            sql: sql.into(),
            nullable,
        });
    }

    fn source(&mut self, item: &From, nullable: bool) -> Result<String> {
        match item {
            From::Table {
                name,
                alias,
                columns,
                at,
            } => {
                if let Some(cte) = self.ctes.iter().rev().find(|cte| cte.name == *name) {
                    let (cte_sql, known, locked) =
                        (cte.sql.clone(), cte.columns.clone(), cte.locked);
                    let known = rename(known, columns, name)?;
                    let sql = self.alias();
                    let width = known.len();
                    let alias = alias.clone().unwrap_or_else(|| Rc::clone(name));
                    self.columns_source(Some(alias), &sql, known, nullable);
                    return Ok(match locked {
                        Some(reference) => format!("v{width}({reference}) AS {sql}"),
                        None => format!("{cte_sql} AS {sql}"),
                    });
                }
                let table = Rc::clone(self.db.find(name, self.session, *at)?);
                let (mut source, from) = self.table_source(&table, alias.as_ref(), false);
                source.nullable = nullable;
                for (column, name) in source.columns.iter_mut().zip(columns) {
                    column.name = Rc::clone(name);
                }
                self.add(source);
                Ok(from)
            }
            From::Select {
                select,
                alias,
                columns,
                lateral,
            } => {
                // What stands beside it is only seen with LATERAL.
                let hidden = if *lateral {
                    if correlates(self, select) {
                        return Err(PgError::unsupported("LATERAL"));
                    }
                    None
                } else {
                    self.scopes.pop()
                };
                let result = self.subquery(select);
                self.scopes.extend(hidden);
                let (sql, known) = result?;
                let known = rename(known, columns, alias)?;
                let name = self.alias();
                self.columns_source(Some(Rc::clone(alias)), &name, known, nullable);
                Ok(format!("({sql}) AS {name}"))
            }
            From::Function {
                call,
                alias,
                columns,
                ordinality,
            } => {
                if *ordinality {
                    return Err(PgError::unsupported("WITH ORDINALITY"));
                }
                let (sql, known) = self.table_function(call)?;
                let single = known.len() == 1;
                let mut known = known;
                if single && let Some(alias) = alias {
                    known[0].0 = Rc::clone(alias);
                }
                let alias = alias.clone().unwrap_or_else(|| Rc::clone(&call.name));
                let known = rename(known, columns, &alias)?;
                let name = self.alias();
                self.columns_source(Some(alias), &name, known, nullable);
                Ok(format!("({sql}) AS {name}"))
            }
            From::Join {
                kind,
                left,
                right,
                on,
                using,
                natural,
            } => {
                let before = self.sources().len();
                let left_sql = self.source(left, nullable || matches!(*kind, "RIGHT" | "FULL"))?;
                let middle = self.sources().len();
                let right_sql = self.source(right, nullable || matches!(*kind, "LEFT" | "FULL"))?;
                let right_sql = if matches!(**right, From::Join { .. }) {
                    format!("({right_sql})")
                } else {
                    right_sql
                };
                let names: Vec<Name> = if *natural {
                    let sources = self.sources();
                    let of = |name: &Name, range: &[Source]| {
                        range
                            .iter()
                            .any(|source| source.columns.iter().any(|col| col.name == *name))
                    };
                    let rights = &sources[middle..];
                    let lefts = sources[before..middle]
                        .iter()
                        .flat_map(|source| &source.columns);
                    lefts
                        .map(|col| Rc::clone(&col.name))
                        .filter(|name| of(name, rights))
                        .collect()
                } else {
                    using.clone()
                };
                let condition = if !names.is_empty() {
                    self.using(&names, before, middle, kind)?
                } else {
                    match on {
                        Some(on) => self.boolean(on, "JOIN/ON")?.sql,
                        None => return Ok(format!("{left_sql} CROSS JOIN {right_sql}")),
                    }
                };
                Ok(format!("{left_sql} {kind} JOIN {right_sql} ON {condition}"))
            }
        }
    }

    fn using(
        &mut self,
        names: &[Name],
        before: usize,
        middle: usize,
        kind: &str,
    ) -> Result<String> {
        let mut conditions = Vec::new();
        for name in names {
            let sources = self.sources();
            let find = |range: &[Source], side: &str| {
                range.iter().flat_map(|source| &source.columns).find(|col| col.name == *name).cloned().ok_or_else(|| {
                    let message =
                        format!("column \"{name}\" specified in USING clause does not exist in {side} table");
                    PgError::new("42703", message)
                })
            };
            let (left, right) = (
                find(&sources[before..middle], "left")?,
                find(&sources[middle..], "right")?,
            );
            let (a, b) = (
                Ex::new(&*left.sql, left.type_.clone()),
                Ex::new(&*right.sql, right.type_.clone()),
            );
            conditions.push(self.compare(a, "=", b, 0)?.sql);
            let sql: Rc<str> = match kind {
                "FULL" => format!("coalesce({}, {})", left.sql, right.sql).into(),
                "RIGHT" => Rc::clone(&right.sql),
                _ => Rc::clone(&left.sql),
            };
            let merged = Col {
                name: Rc::clone(name),
                type_: left.type_.clone(),
                sql,
            };
            if let Some(scope) = self.scopes.last_mut() {
                scope.merged.push((merged, vec![left.sql, right.sql]));
            }
        }
        Ok(conditions.join(" AND "))
    }

    /// A function in FROM.
    fn table_function(&mut self, call: &Call) -> Result<(String, Vec<(Name, Type)>)> {
        let args = call
            .args
            .iter()
            .map(|arg| self.expr(arg))
            .collect::<Result<Vec<_>>>()?;
        match &*call.name {
            "generate_series" if (2..=3).contains(&args.len()) => {
                let mut args = args;
                if args.len() == 2 {
                    args.push(Ex {
                        sql: "1".into(),
                        type_: Type::Int4,
                        known: Known::Value(Value::Integer(1)),
                    });
                }
                let type_ = if args.iter().any(|arg| arg.type_ == Type::Int8) {
                    Type::Int8
                } else {
                    Type::Int4
                };
                let mut sqls = Vec::new();
                for arg in args {
                    let shown = arg.clone();
                    let arg = self.coerce(arg, &type_, Context::Implicit)?;
                    sqls.push(
                        arg.ok_or_else(|| {
                            PgError::unsupported(format_args!(
                                "generate_series of {}",
                                shown.type_.name()
                            ))
                            .at(call.at)
                        })?
                        .sql,
                    );
                }
                let (start, stop, step) = (&sqls[0], &sqls[1], &sqls[2]);
                let sql = format!(
                    "WITH RECURSIVE g(c0) AS (SELECT {start} WHERE pg_goes_on({start}, {stop}, {step}) UNION ALL SELECT c0 + {step} FROM g \
                     WHERE pg_goes_on(c0 + {step}, {stop}, {step})) SELECT c0 FROM g"
                );
                Ok((sql, vec![("generate_series".into(), type_)]))
            }
            "unnest" if !args.is_empty() => {
                let (mut selects, mut from, mut columns) = (Vec::new(), String::new(), Vec::new());
                for (at, arg) in args.into_iter().enumerate() {
                    let item = match &arg.type_ {
                        Type::Array(item) => (**item).clone(),
                        _ => return Err(self.no_function(call, &[arg])),
                    };
                    let source = format!(
                        "json_each(pg_array_json({}, {})) AS u{at}",
                        intern(&item),
                        arg.sql
                    );
                    if at == 0 {
                        from.push_str(&source);
                    } else {
                        let _ = write!(from, " FULL JOIN {source} ON u0.key = u{at}.key");
                    }
                    selects.push(format!("pg_in({}, u{at}.value) AS c{at}", intern(&item)));
                    columns.push((Name::from("unnest"), item));
                }
                let sql = format!(
                    "SELECT {} FROM {from} ORDER BY u0.key NULLS LAST",
                    selects.join(", ")
                );
                Ok((sql, columns))
            }
            _ => {
                if matches!(&*call.name, "generate_series" | "unnest") {
                    return Err(self.no_function(call, &args));
                }
                let ex = self.call(call)?;
                Ok((
                    format!("SELECT {} AS c0", ex.sql),
                    vec![(Rc::clone(&call.name), ex.type_)],
                ))
            }
        }
    }

    /// A select list, each item with its name; stars are spelled out.
    pub(crate) fn items(&mut self, items: &[Item]) -> Result<Vec<(Name, Ex)>> {
        let mut list = Vec::new();
        for item in items {
            match item {
                Item::Expr { expr, alias } => {
                    let name = alias.clone().unwrap_or_else(|| figure_name(expr));
                    list.push((name, self.expr(expr)?));
                }
                Item::Star { table, at } => {
                    let scope = self.scopes.last().cloned().unwrap_or_default();
                    let mut found: Vec<Col> = Vec::new();
                    if table.is_none() {
                        if scope.sources.is_empty() {
                            let message = "SELECT * with no tables specified is not valid";
                            return Err(PgError::new("42601", message).at(*at));
                        }
                        found.extend(scope.merged.iter().map(|(col, _)| col.clone()));
                    }
                    for source in &scope.sources {
                        if table.is_some() && source.alias != *table {
                            continue;
                        }
                        let merged = |col: &Col| {
                            table.is_none()
                                && scope.merged.iter().any(|(_, sqls)| sqls.contains(&col.sql))
                        };
                        found.extend(source.columns.iter().filter(|col| !merged(col)).cloned());
                    }
                    if let Some(table) = table
                        && !scope
                            .sources
                            .iter()
                            .any(|source| source.alias.as_ref() == Some(table))
                    {
                        let message = format!("missing FROM-clause entry for table \"{table}\"");
                        return Err(PgError::new("42P01", message).at(*at));
                    }
                    if let Some(grouping) = self
                        .scopes
                        .last_mut()
                        .and_then(|scope| scope.grouping.as_mut())
                    {
                        for col in &found {
                            if !grouping.groups.contains(&col.sql.to_string()) {
                                grouping.bare.push((
                                    Rc::clone(&col.sql),
                                    col.name.to_string(),
                                    *at,
                                ));
                            }
                        }
                    }
                    list.extend(
                        found
                            .into_iter()
                            .map(|col| (col.name, Ex::new(&*col.sql, col.type_))),
                    );
                }
            }
        }
        Ok(list)
    }

    /// `SELECT … FROM … WHERE … GROUP BY … ORDER BY`. Leaves no scope behind. `wanted`: a LIMIT stops it, after so
    /// many rows if that is known.
    fn query(
        &mut self,
        query: &crate::ast::Query,
        order_by: &[Order],
        want: Option<&[Type]>,
        locks: Vec<LockClause>,
        wanted: Option<Option<u64>>,
    ) -> Result<QueryParts> {
        self.scopes.push(Scope::default());
        let result = self.query_in_scope(query, order_by, want, locks, wanted);
        self.scopes.pop();
        result
    }

    fn query_in_scope(
        &mut self,
        query: &crate::ast::Query,
        order_by: &[Order],
        want: Option<&[Type]>,
        locks: Vec<LockClause>,
        wanted: Option<Option<u64>>,
    ) -> Result<QueryParts> {
        let mut query = std::borrow::Cow::Borrowed(query);
        set_returning(&mut query)?;
        let from = self.from(&query.from)?;
        let filter = match &query.filter {
            Some(filter) => Some(self.boolean(filter, "WHERE")?.sql),
            None => None,
        };
        if let Some(filter) = &query.filter {
            self.index_scans(filter);
        }
        let in_items = query
            .items
            .iter()
            .any(|item| matches!(item, Item::Expr { expr, .. } if aggregates(expr)));
        let in_orders = order_by.iter().any(|order| aggregates(&order.expr));
        let grouped = !query.group_by.is_empty() || query.having.is_some() || in_items || in_orders;
        let mut group_sql = Vec::new();
        if grouped {
            let mut queries = Vec::new();
            for expr in &query.group_by {
                let (expr, ex, collated) = self.group(expr, &query.items)?;
                let mut inner = false;
                walk(expr, &mut |expr| {
                    inner |= matches!(
                        expr,
                        Expr::Exists(_)
                            | Expr::Scalar(_)
                            | Expr::InSelect { .. }
                            | Expr::AnySelect { .. }
                    );
                });
                group_sql.push((ex.sql.clone(), collated));
                if inner {
                    queries.push((expr.clone(), ex));
                }
            }
            if let Some(scope) = self.scopes.last_mut() {
                let groups = group_sql.iter().map(|(sql, _)| sql.clone()).collect();
                scope.grouping = Some(Grouping {
                    groups,
                    queries,
                    ..Grouping::default()
                });
            }
        }
        let (mut exs, mut outputs) = (Vec::new(), Vec::new());
        let mut names = Vec::new();
        for item in &query.items {
            if let Item::Expr {
                expr: Expr::Call(call),
                alias,
            } = item
                && let Some(advisory) = advisory(&call.name)
            {
                let args = self.advisory_args(call, advisory)?;
                outputs.push(Output::Advisory {
                    function: advisory,
                    args: exs.len(),
                    count: args.len(),
                });
                let type_ = if advisory.tries || (advisory.unlock && !advisory.all) {
                    Type::Bool
                } else {
                    Type::Void
                };
                names.push((
                    alias.clone().unwrap_or_else(|| Rc::clone(&call.name)),
                    type_,
                ));
                exs.extend(args);
                continue;
            }
            for (name, ex) in self.items(std::slice::from_ref(item))? {
                let wanted = want.and_then(|want| want.get(outputs.len()));
                let ex = match wanted {
                    Some(type_) => {
                        let from = ex.type_.name();
                        self.coerce(ex, type_, Context::Implicit)?.ok_or_else(|| {
                            PgError::new(
                                "42804",
                                format!("types {from} and {} cannot be matched", type_.name()),
                            )
                        })?
                    }
                    None => ex,
                };
                outputs.push(Output::Plain(exs.len()));
                names.push((name, ex.type_.clone()));
                exs.push(ex);
            }
        }
        if outputs
            .iter()
            .any(|output| matches!(output, Output::Advisory { .. }))
            && (grouped || query.distinct)
        {
            return Err(PgError::unsupported(
                "an advisory lock function with GROUP BY or DISTINCT",
            ));
        }
        let mut list: Vec<String> = exs
            .iter()
            .enumerate()
            .map(|(at, ex)| format!("{} AS c{at}", ex.sql))
            .collect();
        let having = match &query.having {
            Some(having) => Some(self.boolean(having, "HAVING")?.sql),
            None => None,
        };
        let plain = outputs
            .iter()
            .all(|output| matches!(output, Output::Plain(_)));
        let order_outputs: &[(Name, Type)] = if plain { &names } else { &[] };
        for order in order_by {
            if let Expr::Column {
                table: None,
                name,
                at,
            } = &order.expr
            {
                let named = order_outputs.iter().zip(&exs);
                let mut named = named.filter(|((output, _), _)| output == name);
                if let Some((_, first)) = named.next()
                    && named.any(|(_, other)| other.sql != first.sql)
                {
                    let message = format!("ORDER BY \"{name}\" is ambiguous");
                    return Err(PgError::new("42702", message).at(*at));
                }
            }
        }
        let orders = self.orders(order_by, order_outputs)?;
        self.check_grouping()?;
        let marks = if locks.is_empty() {
            Vec::new()
        } else {
            self.marks(&locks, &query, grouped, list.len())?
        };
        for mark in &marks {
            let source = self
                .sources()
                .iter()
                .find(|s| s.table.as_ref().is_some_and(|(_, r)| *r == mark.reference));
            if let Some(source) = source {
                list.push(format!("{}.rowid", source.sql));
            }
        }
        let (mut ordered, mut may_abort_more) = (None, wanted.is_some());
        if let Some(wanted) = wanted
            && !grouped
        {
            (ordered, may_abort_more) =
                self.stops(&query, order_by, wanted, marks.len(), &mut list);
        }
        if list.is_empty() {
            list.push("NULL".into());
        }
        let mut distinct = "";
        if query.distinct {
            distinct = "DISTINCT ";
            for order in order_by {
                let in_list = match &order.expr {
                    Expr::Number(_) => true,
                    Expr::Column {
                        table: None, name, ..
                    } if names.iter().any(|(output, _)| output == name) => true,
                    expr => {
                        let ex = self.expr(expr)?;
                        exs.iter().any(|other| other.sql == ex.sql)
                    }
                };
                if !in_list {
                    let message =
                        "for SELECT DISTINCT, ORDER BY expressions must appear in select list";
                    return Err(PgError::new("42P10", message));
                }
            }
            for (at, ex) in exs.iter().enumerate() {
                if matches!(ex.type_, Type::Numeric(_)) {
                    list[at] = format!("{} AS c{at}", Self::collated(&ex.sql, &ex.type_));
                }
            }
        }
        let mut orders = orders;
        let mut around = None;
        if !query.distinct_on.is_empty() {
            let rank = self.distinct_on(&query, order_by, &names, &mut list)?;
            let columns: Vec<String> = (0..exs.len()).map(|at| format!("c{at}")).collect();
            around = Some((columns.join(", "), rank));
            orders = String::new();
        }
        let mut sql = format!("SELECT {distinct}{}", list.join(", "));
        if !from.is_empty() {
            let _ = write!(sql, " FROM {from}");
        }
        if let Some(filter) = filter {
            let _ = write!(sql, " WHERE {filter}");
        }
        if !group_sql.is_empty() {
            let groups: Vec<&str> = group_sql.iter().map(|(_, collated)| &**collated).collect();
            let _ = write!(sql, " GROUP BY {}", groups.join(", "));
        }
        if let Some(having) = having {
            let _ = write!(sql, " HAVING {having}");
        }
        if !orders.is_empty() {
            let _ = write!(sql, " ORDER BY {orders}");
        }
        if let Some((columns, rank)) = around {
            sql = format!("SELECT {columns} FROM ({sql}) WHERE {rank} = 1 ORDER BY {rank}_all");
        }
        Ok(QueryParts {
            sql,
            columns: names,
            outputs,
            marks,
            ordered,
            may_abort_more,
        })
    }

    /// DISTINCT ON: each row gets its rank within its group and among all. Answers with what the rank is called.
    fn distinct_on(
        &mut self,
        query: &crate::ast::Query,
        order_by: &[Order],
        names: &[(Name, Type)],
        list: &mut Vec<String>,
    ) -> Result<&'static str> {
        // Names and numbers of the select list stand for its expressions.
        let own = |expr: &Expr| -> Result<Expr> {
            let at = match expr {
                Expr::Number(text) => text.parse::<usize>().ok().and_then(|at| at.checked_sub(1)),
                Expr::Column {
                    table: None, name, ..
                } => names.iter().position(|(output, _)| output == name),
                _ => None,
            };
            let stars = query
                .items
                .iter()
                .any(|item| matches!(item, Item::Star { .. }));
            match (at, expr) {
                (Some(at), _) if !stars => match query.items.get(at) {
                    Some(Item::Expr { expr, .. }) => Ok(expr.clone()),
                    _ => Ok(expr.clone()),
                },
                (Some(_), Expr::Number(_)) => Err(PgError::unsupported("DISTINCT ON by a number")),
                _ => Ok(expr.clone()),
            }
        };
        let mut on = Vec::new();
        for expr in &query.distinct_on {
            let ex = self.expr(&own(expr)?)?;
            on.push((Self::collated(&ex.sql, &ex.type_), expr));
        }
        let (mut sorted, mut seen, mut other) = (Vec::new(), Vec::new(), false);
        let mismatch = || {
            PgError::new(
                "42P10",
                "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
            )
        };
        for order in order_by {
            let expr = own(&order.expr)?;
            let ex = self.expr(&expr)?;
            let sql = Self::collated(&ex.sql, &ex.type_);
            if !on.iter().any(|(known, _)| *known == sql) {
                other = true;
            } else if other {
                return Err(mismatch());
            }
            seen.push(sql);
            sorted.push(Order {
                expr,
                ..order.clone()
            });
        }
        for (sql, expr) in &on {
            if !seen.contains(sql) {
                if other {
                    return Err(mismatch());
                }
                sorted.push(Order {
                    expr: own(expr)?,
                    descending: false,
                    nulls_first: None,
                });
            }
        }
        let orders = self.orders(&sorted, &[])?;
        let groups: Vec<&str> = on.iter().map(|(sql, _)| &**sql).collect();
        list.push(format!(
            "row_number() OVER (PARTITION BY {} ORDER BY {orders}) AS nth",
            groups.join(", ")
        ));
        list.push(format!("row_number() OVER (ORDER BY {orders}) AS nth_all"));
        Ok("nth")
    }

    /// Whether a LIMIT stops a query before it has read all, and whether the server might do otherwise. `list` is
    /// what SQLite selects, the places of rows that are locked last.
    fn stops(
        &mut self,
        query: &crate::ast::Query,
        order_by: &[Order],
        wanted: Option<u64>,
        marks: usize,
        list: &mut Vec<String>,
    ) -> (Option<Ordered>, bool) {
        let [source] = self.sources() else {
            return (None, true);
        };
        let Some((table, reference)) = source.table.clone() else {
            return (None, true);
        };
        let (index, sure) = match stop(&table, source.alias.as_deref(), query, order_by, wanted) {
            Stop::Never => return (None, false),
            Stop::Unknown => return (None, true),
            Stop::Along { index, sure } => (index, sure),
        };
        let place = match marks {
            0 => {
                list.push(format!("{}.rowid", source.sql));
                list.len() - 1
            }
            _ => list.len() - marks,
        };
        if let Some(Reference::Table { access, probe, .. }) = self.references.get_mut(reference) {
            // The conditions on its first column, if they are what leads into the index.
            if *access != Access::Index(index.oid) {
                *probe = None;
            }
            *access = Access::Along;
        }
        let ordered = Ordered {
            reference,
            oid: table.oid,
            index: index.oid,
            columns: index.columns.clone(),
            descending: order_by[0].descending,
            place,
            limit: None,
        };
        (Some(ordered), !sure)
    }

    /// A grouped expression, what it is in SQLite, and how it is compared.
    fn group<'e>(&mut self, expr: &'e Expr, items: &'e [Item]) -> Result<(&'e Expr, Ex, String)> {
        let item = match expr {
            Expr::Number(text) => {
                let at = text
                    .parse::<usize>()
                    .ok()
                    .filter(|at| (1..=items.len()).contains(at));
                let error = || {
                    PgError::new(
                        "42P10",
                        format!("GROUP BY position {text} is not in select list"),
                    )
                };
                match &items[at.ok_or_else(error)? - 1] {
                    Item::Expr { expr, .. } => expr,
                    Item::Star { .. } => return Err(error()),
                }
            }
            Expr::Column {
                table: None, name, ..
            } if self.column(None, name, 0).is_err() => items
                .iter()
                .find_map(|item| match item {
                    Item::Expr {
                        expr,
                        alias: Some(alias),
                    } if alias == name => Some(expr),
                    _ => None,
                })
                .unwrap_or(expr),
            other => other,
        };
        let ex = self.expr(item)?;
        let ex = self.settle(ex)?;
        let collated = Self::collated(&ex.sql, &ex.type_);
        // A constant would be taken for a position.
        let collated = if ex.known == Known::Nothing {
            collated
        } else {
            format!("({collated} || '')")
        };
        Ok((item, ex, collated))
    }

    fn check_grouping(&self) -> Result<()> {
        let Some(scope) = self.scopes.last() else {
            return Ok(());
        };
        let Some(grouping) = &scope.grouping else {
            return Ok(());
        };
        for (sql, name, at) in &grouping.bare {
            // A table's columns depend on its primary key.
            let owner = scope
                .sources
                .iter()
                .find(|source| source.columns.iter().any(|col| col.sql == *sql));
            let depends = owner
                .and_then(|source| source.table.as_ref().map(|(table, _)| (source, table)))
                .is_some_and(|(source, table)| {
                    !table.key().is_empty()
                        && table.key().iter().all(|key| {
                            grouping
                                .groups
                                .contains(&source.columns[*key].sql.to_string())
                        })
                });
            if !depends {
                let message = format!(
                    "column \"{name}\" must appear in the GROUP BY clause or be used in an aggregate function"
                );
                return Err(PgError::new("42803", message).at(*at));
            }
        }
        Ok(())
    }

    /// Notes for which tables the server, having never analysed them, would use an index: those with a
    /// condition on an index's first column.
    pub(crate) fn index_scans(&mut self, filter: &Expr) {
        // Columns that a condition compares to something, and whether by `=`.
        let mut compared: Vec<(Option<Name>, Name, bool)> = Vec::new();
        conjuncts(filter, &mut |expr| match expr {
            Expr::Binary {
                op: op @ ("=" | "<" | ">" | "<=" | ">="),
                left,
                right,
                ..
            } => {
                for (side, other) in [(left, right), (right, left)] {
                    if let (Expr::Column { table, name, .. }, true) = (&**side, constant(other)) {
                        compared.push((table.clone(), Rc::clone(name), *op == "="));
                    }
                }
            }
            Expr::In {
                expr,
                list,
                not: false,
                ..
            } if list.iter().all(constant) => {
                if let Expr::Column { table, name, .. } = &**expr {
                    compared.push((table.clone(), Rc::clone(name), false));
                }
            }
            Expr::Between {
                expr,
                low,
                high,
                not: false,
                ..
            } if constant(low) && constant(high) => {
                if let Expr::Column { table, name, .. } = &**expr {
                    compared.push((table.clone(), Rc::clone(name), false));
                }
            }
            _ => {}
        });
        let Some(scope) = self.scopes.last() else {
            return;
        };
        let single = scope.sources.len() == 1;
        let mut found = Vec::new();
        for source in &scope.sources {
            let Some((table, reference)) = &source.table else {
                continue;
            };
            let is_compared = |column: usize, to_equal: bool| {
                compared.iter().any(|(qualifier, name, equal)| {
                    *name == table.columns[column].name
                        && (*equal || !to_equal)
                        && (qualifier.as_ref() == source.alias.as_ref()
                            || (qualifier.is_none() && single))
                })
            };
            let usable = table.indexes.iter().filter(|index| {
                index.filter.is_none()
                    && index
                        .columns
                        .first()
                        .is_some_and(|column| is_compared(*column, false))
            });
            // A unique index of which all is known finds one row at most.
            let best = usable.min_by_key(|index| {
                let whole = index
                    .columns
                    .iter()
                    .all(|column| is_compared(*column, true));
                (!(index.unique && whole), index.oid)
            });
            if let Some(index) = best {
                let first = &table.columns[index.columns[0]].name;
                let text = (
                    table.columns.len(),
                    Rc::clone(&source.sql),
                    source.alias.clone(),
                );
                found.push((*reference, index.oid, Rc::clone(first), text));
            }
        }
        for (reference, index, column, (width, sql, alias)) in found {
            let mut conditions = Vec::new();
            conjuncts(filter, &mut |expr| {
                let mentioned = match expr {
                    Expr::Binary { left, right, .. } if !matches!(**left, Expr::Column { .. }) => {
                        right
                    }
                    Expr::Binary { left: expr, .. }
                    | Expr::In { expr, .. }
                    | Expr::Between { expr, .. } => expr,
                    _ => return,
                };
                if let Expr::Column { table, name, .. } = &**mentioned
                    && *name == column
                    && (table.is_none() || *table == alias)
                {
                    conditions.push(expr.clone());
                }
            });
            // A subquery's value is not known here: every row is looked at. But one that locks rows has run before.
            let mut texts = Vec::new();
            for condition in &conditions {
                let (references, before) = (self.references.len(), self.before.len());
                let mut plain = true;
                walk(condition, &mut |expr| {
                    plain &= match expr {
                        Expr::Scalar(select) => !select.locks.is_empty() && before == 1,
                        _ => true,
                    }
                });
                if plain && let Ok(ex) = self.boolean(condition, "WHERE") {
                    texts.push(ex.sql);
                }
                // It is the same one as in the query.
                self.before.truncate(before);
                for reference in &mut self.references[references..] {
                    if let Reference::Locked(number) = reference {
                        *number = 0;
                    }
                }
            }
            let texts = if texts.is_empty() {
                "1".into()
            } else {
                texts.join(" AND ")
            };
            let text =
                format!("SELECT {sql}.rowid FROM v{width}({reference}) AS {sql} WHERE {texts}");
            if let Some(Reference::Table { access, probe, .. }) = self.references.get_mut(reference)
            {
                *access = Access::Index(index);
                *probe = Some(text.into());
            }
        }
    }

    fn advisory_args(&mut self, call: &Call, advisory: crate::plan::Advisory) -> Result<Vec<Ex>> {
        let args = call
            .args
            .iter()
            .map(|arg| self.expr(arg))
            .collect::<Result<Vec<_>>>()?;
        let wanted = match (args.len(), advisory.all) {
            (0, true) => Type::Int8,
            (1, false) => Type::Int8,
            (2, false) => Type::Int4,
            _ => return Err(self.no_function(call, &args)),
        };
        let shown = args.clone();
        let mut converted = Vec::new();
        for arg in args {
            let arg = self.coerce(arg, &wanted, Context::Implicit)?;
            converted.push(arg.ok_or_else(|| self.no_function(call, &shown))?);
        }
        Ok(converted)
    }

    /// What `FOR …` locks, and which rows must stay the same when a row is checked again.
    fn marks(
        &mut self,
        locks: &[LockClause],
        query: &crate::ast::Query,
        grouped: bool,
        first: usize,
    ) -> Result<Vec<Mark>> {
        let word = match locks[0].mode {
            RowMode::Update => "FOR UPDATE",
            RowMode::NoKeyUpdate => "FOR NO KEY UPDATE",
            RowMode::Share => "FOR SHARE",
            RowMode::KeyShare => "FOR KEY SHARE",
        };
        let refuse = |what: &str| {
            Err(PgError::new(
                "0A000",
                format!("{word} is not allowed with {what}"),
            ))
        };
        if query.distinct || !query.distinct_on.is_empty() {
            return refuse("DISTINCT clause");
        }
        if !query.group_by.is_empty() {
            return refuse("GROUP BY clause");
        }
        if query.having.is_some() {
            return refuse("HAVING clause");
        }
        if grouped {
            return refuse("aggregate functions");
        }
        let mut marks = Vec::new();
        for source in self.sources() {
            let Some((table, reference)) = &source.table else {
                continue;
            };
            let mut lock: Option<(RowMode, WaitPolicy)> = None;
            for clause in locks {
                let named = clause.of.is_empty()
                    || clause
                        .of
                        .iter()
                        .any(|name| source.alias.as_ref() == Some(name));
                if !named {
                    continue;
                }
                if source.nullable {
                    let message =
                        format!("{word} cannot be applied to the nullable side of an outer join");
                    return Err(PgError::new("0A000", message));
                }
                let strength = |wait: WaitPolicy| match wait {
                    WaitPolicy::Block => 0,
                    WaitPolicy::Skip => 1,
                    WaitPolicy::Error => 2,
                };
                lock = Some(match lock {
                    None => (clause.mode, clause.wait),
                    Some((mode, wait)) => {
                        let wait = if strength(clause.wait) > strength(wait) {
                            clause.wait
                        } else {
                            wait
                        };
                        (mode.max(clause.mode), wait)
                    }
                });
            }
            marks.push(Mark {
                reference: *reference,
                oid: table.oid,
                place: first + marks.len(),
                lock,
            });
        }
        for name in locks.iter().flat_map(|clause| &clause.of) {
            let source = self
                .sources()
                .iter()
                .find(|source| source.alias.as_ref() == Some(name));
            match source {
                None => {
                    let message =
                        format!("relation \"{name}\" in {word} clause not found in FROM clause");
                    return Err(PgError::new("42P01", message));
                }
                Some(source) if source.table.is_none() => {
                    return Err(PgError::unsupported(format_args!("{word} of a subquery")));
                }
                Some(_) => {}
            }
        }
        Ok(marks)
    }

    /// A whole SELECT statement.
    pub(crate) fn select(&mut self, select: &Select) -> Result<SelectPlan> {
        let (with, names) = self.with(&select.with, select.recursive)?;
        let plan = self.select_with(select, &with);
        self.ctes.truncate(self.ctes.len() - names);
        plan
    }

    fn select_with(&mut self, select: &Select, with: &str) -> Result<SelectPlan> {
        let locking = !select.locks.is_empty();
        if let Body::Query(query) = &select.body {
            let may_stop = locking || std::mem::take(&mut self.may_stop);
            let wanted = select.limit.as_ref().filter(|_| may_stop);
            let wanted = wanted.map(|limit| rows_wanted(limit, select.offset.as_ref()));
            let order_by = &select.order_by;
            let mut parts = self.query(query, order_by, None, select.locks.clone(), wanted)?;
            let (mut limit, mut offset) = (None, None);
            let mut sql = format!("{with}{}", parts.sql);
            if locking {
                if let Some(expr) = &select.limit {
                    let expr = self.limit(expr, "LIMIT")?;
                    limit = Some(self.finish(format!("SELECT {expr}")));
                }
                if let Some(expr) = &select.offset {
                    let expr = self.limit(expr, "OFFSET")?;
                    offset = Some(self.finish(format!("SELECT {expr}")));
                }
            } else {
                sql.push_str(&self.limits(select)?);
                if let (Some(ordered), Some(expr)) = (&mut parts.ordered, &select.limit) {
                    let expr = self.limit(expr, "LIMIT")?;
                    ordered.limit = Some(self.finish(format!("SELECT {expr}")));
                }
            }
            let columns = columns(parts.columns);
            return Ok(SelectPlan {
                query: self.finish(sql),
                columns,
                outputs: parts.outputs,
                marks: parts.marks,
                limit,
                offset,
                before: self.before.clone(),
                ordered: parts.ordered,
                may_abort_more: match may_stop {
                    true => parts.may_abort_more,
                    false => select.limit.is_some(),
                },
            });
        }
        if locking {
            let message = match &select.body {
                Body::Values(_) => "FOR UPDATE cannot be applied to VALUES",
                _ => "FOR UPDATE is not allowed with UNION/INTERSECT/EXCEPT",
            };
            return Err(PgError::new("0A000", message));
        }
        let (sql, names) = self.plain_select(select, None)?;
        let outputs = (0..names.len()).map(Output::Plain).collect();
        Ok(SelectPlan {
            query: self.finish(format!("{with}{sql}")),
            columns: columns(names),
            outputs,
            marks: Vec::new(),
            limit: None,
            offset: None,
            before: self.before.clone(),
            ordered: None,
            may_abort_more: select.limit.is_some(),
        })
    }
}

struct QueryParts {
    sql: String,
    columns: Vec<(Name, Type)>,
    outputs: Vec<Output>,
    marks: Vec<Mark>,
    ordered: Option<Ordered>,
    may_abort_more: bool,
}

/// How many rows a query needs; `None`: that is not known when it is planned.
fn rows_wanted(limit: &Expr, offset: Option<&Expr>) -> Option<u64> {
    let number = |expr: &Expr| match expr {
        Expr::Number(text) => text.parse::<u64>().ok(),
        _ => None,
    };
    number(limit)?.checked_add(offset.map_or(Some(0), number)?)
}

/// What does not depend on a row.
pub(crate) fn constant(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Number(_) | Expr::Text(_) | Expr::Param(_) | Expr::Bool(_) | Expr::Scalar(_)
    )
}

fn columns(names: Vec<(Name, Type)>) -> Rc<[Column]> {
    names
        .into_iter()
        .map(|(name, type_)| Column { name, type_ })
        .collect()
}

/// Gives columns other names, as an alias list does.
fn rename(columns: Vec<(Name, Type)>, names: &[Name], what: &str) -> Result<Vec<(Name, Type)>> {
    if names.len() > columns.len() {
        let message = format!(
            "table \"{what}\" has {} columns available but {} columns specified",
            columns.len(),
            names.len()
        );
        return Err(PgError::new("42P10", message));
    }
    let mut columns = columns;
    for (column, name) in columns.iter_mut().zip(names) {
        column.0 = Rc::clone(name);
    }
    Ok(columns)
}

/// `generate_series` and `unnest` in a select list become items of FROM, if there is only one of them.
fn set_returning(query: &mut std::borrow::Cow<crate::ast::Query>) -> Result<()> {
    let returns_set = |item: &Item| matches!(item, Item::Expr { expr: Expr::Call(call), .. } if matches!(&*call.name, "generate_series" | "unnest"));
    if query.items.iter().filter(|item| returns_set(item)).count() != 1 {
        return Ok(());
    }
    let query = query.to_mut();
    for item in &mut query.items {
        if !returns_set(item) {
            continue;
        }
        let Item::Expr { expr, alias } = item else {
            continue;
        };
        let Expr::Call(call) = expr else { continue };
        let name: Name = "set-returning function".into();
        let column = Expr::Column {
            table: Some(Rc::clone(&name)),
            name: Rc::clone(&name),
            at: call.at,
        };
        alias.get_or_insert(Rc::clone(&call.name));
        let call = std::mem::replace(expr, column);
        if let Expr::Call(call) = call {
            query.from.push(From::Function {
                call: *call,
                alias: Some(Rc::clone(&name)),
                columns: vec![name],
                ordinality: false,
            });
        }
    }
    Ok(())
}

pub(crate) fn conjuncts(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    match expr {
        Expr::And(a, b) => {
            conjuncts(a, visit);
            conjuncts(b, visit);
        }
        other => visit(other),
    }
}

fn certainly_one_row(select: &Select) -> bool {
    if matches!(&select.limit, Some(Expr::Number(text)) if &**text == "1") {
        return true;
    }
    match &select.body {
        Body::Query(query) => {
            query.from.is_empty()
                || (query.group_by.is_empty()
                    && query
                        .items
                        .iter()
                        .any(|item| matches!(item, Item::Expr { expr, .. } if aggregates(expr))))
        }
        _ => false,
    }
}

fn correlates(translator: &Translator, select: &Select) -> bool {
    translator.correlated(select)
}

/// Whether a query's FROM mentions a name, anywhere.
fn mentions(select: &Select, name: &str) -> bool {
    fn in_from(item: &From, name: &str) -> bool {
        match item {
            From::Table { name: found, .. } => &**found == name,
            From::Select { select, .. } => mentions(select, name),
            From::Function { .. } => false,
            From::Join { left, right, .. } => in_from(left, name) || in_from(right, name),
        }
    }
    fn in_body(body: &Body, name: &str) -> bool {
        match body {
            Body::Query(query) => query.from.iter().any(|item| in_from(item, name)),
            Body::Values(_) => false,
            Body::Set { left, right, .. } => in_body(left, name) || in_body(right, name),
            Body::Nested(select) => mentions(select, name),
        }
    }
    in_body(&select.body, name)
}

fn number(text: &str) -> Result<Ex> {
    let whole = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    if whole && let Ok(value) = text.parse::<i64>() {
        let type_ = if i32::try_from(value).is_ok() {
            Type::Int4
        } else {
            Type::Int8
        };
        let value = Value::Integer(value);
        return Ok(Ex {
            sql: literal(&value),
            type_,
            known: Known::Value(value),
        });
    }
    let value = values::input(&Type::Numeric(None), text)?;
    Ok(Ex {
        sql: literal(&value),
        type_: Type::Numeric(None),
        known: Known::Value(value),
    })
}

/// The advisory lock function of a name.
pub(crate) fn advisory(name: &str) -> Option<crate::plan::Advisory> {
    let (tries, rest) = match name.strip_prefix("pg_try_advisory_") {
        Some(rest) => (true, rest),
        None => (false, name.strip_prefix("pg_advisory_")?),
    };
    let plain = crate::plan::Advisory {
        tries,
        shared: false,
        transaction: false,
        unlock: false,
        all: false,
    };
    Some(match rest {
        "lock" => plain,
        "lock_shared" => crate::plan::Advisory {
            shared: true,
            ..plain
        },
        "xact_lock" => crate::plan::Advisory {
            transaction: true,
            ..plain
        },
        "xact_lock_shared" => crate::plan::Advisory {
            transaction: true,
            shared: true,
            ..plain
        },
        "unlock" if !tries => crate::plan::Advisory {
            unlock: true,
            ..plain
        },
        "unlock_shared" if !tries => crate::plan::Advisory {
            unlock: true,
            shared: true,
            ..plain
        },
        "unlock_all" if !tries => crate::plan::Advisory {
            unlock: true,
            all: true,
            ..plain
        },
        _ => return None,
    })
}
