//! What there is in a database: tables with their constraints, indexes, sequences.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::api::SessionId;
use crate::ast::{Action, Deferral, Expr, Name};
use crate::error::PgError;
use crate::locks::Oid;
use crate::types::Type;
use crate::versions::Heap;

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnInfo {
    pub(crate) name: Name,
    pub(crate) type_: Type,
    pub(crate) not_null: bool,
    pub(crate) default: Option<Expr>,
    /// The sequence that `serial` or an identity takes its values from.
    pub(crate) sequence: Option<Oid>,
    /// An identity; `true`: `GENERATED ALWAYS`.
    pub(crate) identity: Option<bool>,
}

/// An index.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    pub(crate) oid: Oid,
    pub(crate) name: Name,
    /// Its columns; empty if it is on expressions.
    pub(crate) columns: Vec<usize>,
    /// All columns that its expressions and its condition mention, too.
    pub(crate) mentions: Vec<usize>,
    /// Only rows that satisfy this are in it.
    pub(crate) filter: Option<Expr>,
    pub(crate) unique: bool,
    pub(crate) primary: bool,
    /// It belongs to a constraint of its name.
    pub(crate) constraint: bool,
    pub(crate) deferral: Deferral,
}

/// A CHECK constraint.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub(crate) name: Name,
    pub(crate) expr: Expr,
}

/// A foreign key.
#[derive(Clone, Debug)]
pub(crate) struct Foreign {
    pub(crate) name: Name,
    pub(crate) columns: Vec<usize>,
    pub(crate) parent: Oid,
    pub(crate) referenced: Vec<usize>,
    pub(crate) on_delete: Action,
    pub(crate) on_update: Action,
    pub(crate) deferral: Deferral,
}

/// A table's definition.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) oid: Oid,
    pub(crate) name: Name,
    pub(crate) columns: Vec<ColumnInfo>,
    /// In the order in which they were made: that in which insertions enter them.
    pub(crate) indexes: Vec<Index>,
    /// By name: that in which the server checks them.
    pub(crate) checks: Vec<Check>,
    pub(crate) foreign: Vec<Foreign>,
    /// Whose open transaction has created it.
    pub(crate) created_by: Option<SessionId>,
    /// Whose open transaction has dropped it.
    pub(crate) dropped_by: Option<SessionId>,
}

impl Table {
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| &*column.name == name)
    }

    /// The primary key's columns.
    pub(crate) fn key(&self) -> &[usize] {
        self.indexes
            .iter()
            .find(|index| index.primary)
            .map_or(&[], |index| &index.columns)
    }

    pub(crate) fn unique(&self) -> impl Iterator<Item = &Index> {
        self.indexes.iter().filter(|index| index.unique)
    }

    /// Whether a foreign key may refer to this column (`INDEX_ATTR_BITMAP_KEY`): changing it is a key update.
    pub(crate) fn is_key(&self, column: usize) -> bool {
        let usable = |index: &&Index| index.filter.is_none() && !index.deferral.deferrable;
        self.unique()
            .filter(usable)
            .any(|index| index.columns.contains(&column))
    }

    /// Whether any index mentions this column: changing others only is a HOT update.
    pub(crate) fn is_indexed(&self, column: usize) -> bool {
        self.indexes
            .iter()
            .any(|index| index.mentions.contains(&column))
    }

    pub(crate) fn types(&self, columns: &[usize]) -> Vec<Type> {
        columns
            .iter()
            .map(|column| self.columns[*column].type_.clone())
            .collect()
    }

    pub(crate) fn names(&self, columns: &[usize]) -> String {
        columns
            .iter()
            .map(|column| &*self.columns[*column].name)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Whether a session finds it by its name.
    pub(crate) fn known_to(&self, session: SessionId) -> bool {
        self.created_by.is_none_or(|creator| creator == session)
            && self.dropped_by.is_none_or(|dropper| dropper != session)
    }
}

/// A sequence. It knows no transactions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sequence {
    pub(crate) oid: Oid,
    pub(crate) name: Name,
    /// What `nextval` gives next.
    pub(crate) next: i64,
    pub(crate) start: i64,
    pub(crate) increment: i64,
    /// The table that it goes with.
    pub(crate) owner: Option<Oid>,
}

/// The sequences of a database.
pub(crate) type Sequences = BTreeMap<Oid, Sequence>;

/// A database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    pub(crate) name: Name,
    pub(crate) tables: BTreeMap<Oid, Rc<Table>>,
    pub(crate) heaps: BTreeMap<Oid, Rc<Heap>>,
    pub(crate) sequences: Rc<Sequences>,
    pub(crate) next_oid: Oid,
    /// Another one whenever the definition of anything has changed; never the same one twice.
    pub(crate) version: u64,
}

impl Database {
    /// The `number`th database: no two have a relation of the same number.
    pub(crate) fn new(name: &str, number: usize) -> Database {
        Database {
            name: name.into(),
            tables: BTreeMap::new(),
            heaps: BTreeMap::new(),
            sequences: Rc::default(),
            next_oid: 16_384 + 1_000_000 * number as Oid,
            version: 0,
        }
    }

    pub(crate) fn table(&self, name: &str, session: SessionId) -> Option<&Rc<Table>> {
        self.tables
            .values()
            .find(|table| &*table.name == name && table.known_to(session))
    }

    /// A table by its name.
    pub(crate) fn find(
        &self,
        name: &str,
        session: SessionId,
        at: usize,
    ) -> Result<&Rc<Table>, PgError> {
        self.table(name, session).ok_or_else(|| {
            if name.starts_with("pg_") {
                return PgError::unsupported("the system catalogue").at(at);
            }
            if self.sequence(name).is_some() {
                return PgError::unsupported("a sequence in the place of a table").at(at);
            }
            PgError::new("42P01", format!("relation \"{name}\" does not exist")).at(at)
        })
    }

    pub(crate) fn sequence(&self, name: &str) -> Option<&Sequence> {
        self.sequences
            .values()
            .find(|sequence| &*sequence.name == name)
    }

    /// Whether a relation of this name, of any kind, stands in the way of another one.
    pub(crate) fn taken(&self, name: &str) -> bool {
        self.tables.values().any(|table| {
            &*table.name == name || table.indexes.iter().any(|index| &*index.name == name)
        }) || self.sequence(name).is_some()
    }

    /// A name that is not taken, made as `ChooseRelationName` does.
    pub(crate) fn free_name(
        &self,
        parts: &[&str],
        label: &str,
        also: &dyn Fn(&str) -> bool,
    ) -> Name {
        let base = parts.join("_");
        for number in 0.. {
            let suffix = if number == 0 {
                String::new()
            } else {
                number.to_string()
            };
            let name = shorten(&base, &format!("_{label}{suffix}"));
            if !self.taken(&name) && !also(&name) {
                return name.into();
            }
        }
        base.into()
    }
}

/// A name of at most 63 bytes.
fn shorten(base: &str, suffix: &str) -> String {
    let mut end = base.len().min(63usize.saturating_sub(suffix.len()));
    while !base.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{suffix}", &base[..end])
}
