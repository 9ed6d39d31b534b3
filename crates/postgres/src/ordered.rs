//! `ORDER BY … LIMIT` along an index: the server reads no further than it must, and SERIALIZABLE watches only what
//! has been read.
//!
//! Which plan the server makes is worked out as its planner does (`costsize.c`, `selfuncs.c`, `plancat.c`) for a
//! table that was never analysed: of ten pages, whatever is in it.

use std::collections::VecDeque;

use crate::Value;
use crate::ast::{Expr, Item, Order, Query as QueryAst};
use crate::catalogue::{Index, Table};
use crate::locks::Oid;
use crate::plan::{Access, Query, Reference};
use crate::server::{Result, Server};
use crate::translate::{conjuncts, constant};
use crate::types::Type;
use crate::values;
use crate::versions::{Eyes, Place, Row};

/// How a query of one table with a LIMIT gets at its rows.
pub(crate) enum Stop<'a> {
    /// All that it might give is read, whatever the LIMIT says.
    Never,
    /// It cannot be told.
    Unknown,
    /// Along an index, up to the last row that it gives; not `sure` if another plan costs about the same.
    Along { index: &'a Index, sure: bool },
}

/// A scan along an index.
#[derive(Clone, Debug)]
pub(crate) struct Ordered {
    /// The reference's number.
    pub(crate) reference: usize,
    pub(crate) oid: Oid,
    pub(crate) index: Oid,
    pub(crate) columns: Vec<usize>,
    pub(crate) descending: bool,
    /// The column of SQLite's rows that holds the row's place.
    pub(crate) place: usize,
    /// How many rows end it, if SQLite applies the LIMIT.
    pub(crate) limit: Option<Query>,
}

/// What the conditions of a query say of its rows.
struct Conditions {
    /// Columns that equal a constant.
    equal: Vec<usize>,
    /// All columns that are compared with constants.
    compared: Vec<usize>,
    selectivity: f64,
    number: usize,
    /// The planner's estimate is known.
    known: bool,
}

fn conditions(filter: Option<&Expr>, column: &dyn Fn(&Expr) -> Option<usize>) -> Conditions {
    let mut found = Conditions {
        equal: Vec::new(),
        compared: Vec::new(),
        selectivity: 1.0,
        number: 0,
        known: true,
    };
    let Some(filter) = filter else { return found };
    conjuncts(filter, &mut |expr| {
        let (compared, part) = match expr {
            Expr::Binary {
                op, left, right, ..
            } => {
                let sides = [(left, right), (right, left)].into_iter();
                let mut sides = sides.filter(|(_, other)| constant(other));
                let compared = sides.find_map(|(side, _)| column(side));
                let part = match *op {
                    "=" => 0.005,
                    "<" | ">" | "<=" | ">=" => 1.0 / 3.0,
                    "<>" => 0.995,
                    _ => f64::NAN,
                };
                found.equal.extend(compared.filter(|_| *op == "="));
                (compared, part)
            }
            Expr::Between {
                expr,
                low,
                high,
                not: false,
                ..
            } if constant(low) && constant(high) => (column(expr), 0.005),
            Expr::In {
                expr,
                list,
                not: false,
                ..
            } if list.iter().all(constant) => (column(expr), 0.005 * list.len() as f64),
            _ => (None, f64::NAN),
        };
        found.number += 1;
        // A second condition on a column makes a range of both, or none.
        found.known &= compared.is_some_and(|one| !found.compared.contains(&one)) && part > 0.0;
        found.selectivity *= if part > 0.0 { part } else { 1.0 / 3.0 };
        found.compared.extend(compared);
    });
    found
}

/// How many bytes the planner takes a value for (`get_typavgwidth`).
fn width(type_: &Type) -> u64 {
    let at_most = |most: u64| match most {
        0..=32 => most,
        33..1000 => 32 + (most - 32) / 2,
        _ => 32 + (1000 - 32) / 2,
    };
    match type_ {
        Type::Bool => 1,
        Type::Int2 => 2,
        Type::Int4 | Type::Date => 4,
        Type::Int8 | Type::Float8 | Type::Timestamp | Type::TimestampTz | Type::Time => 8,
        Type::Interval | Type::Uuid => 16,
        Type::Varchar(Some(length)) => at_most(4 * u64::from(*length) + 4),
        Type::Numeric(Some((precision, _))) => at_most(8 + (u64::from(*precision) + 6) / 4 * 2),
        _ => 32,
    }
}

/// How a query of this table that needs so many rows gets at them.
pub(crate) fn stop<'a>(
    table: &'a Table,
    alias: Option<&str>,
    query: &QueryAst,
    order_by: &[Order],
    rows: Option<u64>,
) -> Stop<'a> {
    if query.distinct || !query.group_by.is_empty() {
        return Stop::Unknown;
    }
    let column = |expr: &Expr| match expr {
        Expr::Column {
            table: qualifier,
            name,
            ..
        } if qualifier.as_deref().is_none_or(|name| Some(name) == alias) => table.column(name),
        _ => None,
    };
    let conditions = conditions(query.filter.as_ref(), &column);
    let usable = || {
        let plain = |index: &&Index| index.filter.is_none() && !index.columns.is_empty();
        table.indexes.iter().filter(plain)
    };
    let all_equal =
        |index: &Index| index.unique && index.columns.iter().all(|c| conditions.equal.contains(c));
    let helps = |index: &Index| conditions.compared.contains(&index.columns[0]);
    // One row at most; but which index leads to it is open if there are several.
    if usable().any(all_equal) {
        return match usable().filter(|index| helps(index)).count() {
            1 => Stop::Never,
            _ => Stop::Unknown,
        };
    }
    let Some(first) = order_by.first() else {
        // All of its one page is looked at when the scan begins (`heapgetpage`).
        return match usable().any(helps) {
            true => Stop::Unknown,
            false => Stop::Never,
        };
    };
    // The columns to order by; a name is first of all one of the result's.
    let named = |order: &Order| {
        let at = column(&order.expr)?;
        let renamed = query.items.iter().any(|item| match (item, &order.expr) {
            (
                Item::Expr {
                    expr,
                    alias: Some(alias),
                },
                Expr::Column {
                    table: None, name, ..
                },
            ) => alias == name && column(expr) != Some(at),
            _ => false,
        });
        let plain = order.descending == first.descending
            && order
                .nulls_first
                .is_none_or(|nulls| nulls == order.descending);
        (!renamed && plain).then_some(at)
    };
    let Some(by) = order_by.iter().map(named).collect::<Option<Vec<_>>>() else {
        // It might be sorted by its beginning already.
        return match usable().any(|index| named(first) == Some(index.columns[0])) {
            true => Stop::Unknown,
            false => Stop::Never,
        };
    };
    let Some(index) = usable().find(|index| index.columns.starts_with(&by)) else {
        return match usable().any(|index| by.first() == index.columns.first()) {
            true => Stop::Unknown,
            false => Stop::Never,
        };
    };
    let bytes: u64 = table.columns.iter().map(|one| width(&one.type_)).sum();
    let tuples = (10 * (8168 / (bytes + 28))) as f64;
    let checks = 0.0025 * conditions.number as f64;
    let found = (tuples * conditions.selectivity).round().max(1.0);
    let wanted = (rows.unwrap_or(1).max(1) as f64).min(found);
    let scanned = 10.0 + tuples * (0.01 + checks);
    let sorted = scanned + 0.005 * found * found.min(2.0 * wanted).max(2.0).log2();
    let mut along = (48.15 + tuples * (0.015 + checks)) * wanted / found;
    if helps(index) {
        along *= conditions.selectivity;
    }
    // Another index might find the rows, to be sorted: a bitmap, of two pages at least.
    let other = usable().any(|other| other.oid != index.oid && helps(other));
    let sorted = if other { sorted.min(12.5) } else { sorted };
    let sure = conditions.known && rows.is_some() && (1.5 * along < sorted || along > 1.5 * sorted);
    match along < sorted {
        true => Stop::Along { index, sure },
        false if sure => Stop::Never,
        false => Stop::Unknown,
    }
}

/// The query of a scan: what its locking queries have given, and its parameters.
#[derive(Clone, Copy)]
pub(crate) struct Scan<'a> {
    pub(crate) query: &'a Query,
    pub(crate) before: &'a [Vec<Row>],
    pub(crate) params: &'a [Value],
}

impl Server {
    /// Watches what a scan reads on its way to the row at this place, or to its end.
    pub(crate) fn read_along(
        &mut self,
        eyes: Eyes,
        scan: Scan,
        ordered: &Ordered,
        left: &mut Option<VecDeque<Place>>,
        to: Option<Place>,
    ) -> Result<()> {
        let Some(me) = self.serializable(eyes.session) else {
            return Ok(());
        };
        if left.is_none() {
            *left = Some(self.begin_along(me, eyes, scan, ordered)?);
        }
        while let Some(place) = left.as_mut().and_then(VecDeque::pop_front) {
            self.read_version(me, eyes, ordered.oid, place)?;
            if Some(place) == to {
                break;
            }
        }
        Ok(())
    }

    /// The places that an index leads to, in its order.
    fn begin_along(
        &mut self,
        me: u64,
        eyes: Eyes,
        scan: Scan,
        ordered: &Ordered,
    ) -> Result<VecDeque<Place>> {
        self.watch(me, crate::ssi::Target::Index(ordered.index));
        let table = self.table(eyes.session, ordered.oid)?;
        let mut versions = match &scan.query.references[ordered.reference] {
            Reference::Table {
                access: Access::Along,
                probe: Some(probe),
                ..
            } => {
                let target = (ordered.reference, ordered.oid, probe);
                self.probed(eyes, scan.before, scan.query, scan.params, target)?
            }
            _ => self.all_versions(eyes, ordered.oid),
        };
        versions.sort_by(|a, b| {
            let keys = ordered.columns.iter().map(|at| {
                let type_ = &table.columns[*at].type_;
                values::compare(type_, &a.values[*at], &b.values[*at])
            });
            let keys = keys.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then);
            // Entries are in the order of the index, versions of one entry in that of their making (HOT).
            let entries = keys.then(a.root.cmp(&b.root));
            let entries = if ordered.descending {
                entries.reverse()
            } else {
                entries
            };
            entries.then(a.place.cmp(&b.place))
        });
        Ok(versions.iter().map(|version| version.place).collect())
    }
}
