//! Unique indexes (`_bt_check_unique`, `check_exclusion_or_unique_constraint`): who has the key already, and who
//! may be about to.

use std::rc::Rc;

use crate::Value;
use crate::api::SessionId;
use crate::catalogue::{Index, Table};
use crate::error::PgError;
use crate::executor::Data;
use crate::locks::Oid;
use crate::server::{Result, Server};
use crate::values;
use crate::versions::{Eyes, Place, Row, Version};
use crate::xacts::Xid;

/// Who has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Free,
    /// Whether it is free depends on this transaction's end.
    Perhaps(Xid),
    By(Place),
}

impl Server {
    /// Whether a version counts for a unique index now (`HeapTupleSatisfiesDirty`).
    fn dirty(&self, version: &Version, session: SessionId) -> Taken {
        let xacts = &self.state.xacts;
        if !xacts.own(version.xmin, session) {
            if xacts.running(version.xmin) {
                return Taken::Perhaps(version.xmin);
            }
            if xacts.aborted(version.xmin) {
                return Taken::Free;
            }
        }
        match version.writer() {
            None => Taken::By(version.place),
            Some(writer) if xacts.own(writer.xid, session) => Taken::Free,
            Some(writer) if xacts.running(writer.xid) => Taken::Perhaps(writer.xid),
            Some(writer) if xacts.committed(writer.xid) => Taken::Free,
            Some(_) => Taken::By(version.place),
        }
    }

    /// Whether another row than that at `own` has the key of `values` in an index, which is the `number`th unique
    /// one.
    pub(crate) fn taken(
        &mut self,
        session: SessionId,
        table: &Rc<Table>,
        index: &Index,
        number: usize,
        values: &Row,
        own: Option<Place>,
    ) -> Result<Taken> {
        let types = table.types(&index.columns);
        if index
            .columns
            .iter()
            .any(|column| values[*column] == Value::Null)
        {
            return Ok(Taken::Free);
        }
        if index.filter.is_some() && !self.in_index(session, table, index, values)? {
            return Ok(Taken::Free);
        }
        let Some(heap) = self.heap(session, table.oid) else {
            return Ok(Taken::Free);
        };
        let same = |version: &&Rc<Version>| {
            version.entered > number
                && Some(version.place) != own
                && index.columns.iter().zip(&types).all(|(column, type_)| {
                    values::equal(type_, &version.values[*column], &values[*column])
                })
        };
        let candidates: Vec<Rc<Version>> = heap.versions.iter().filter(same).cloned().collect();
        for version in candidates {
            let taken = self.dirty(&version, session);
            if taken == Taken::Free {
                continue;
            }
            if index.filter.is_some() && !self.in_index(session, table, index, &version.values)? {
                continue;
            }
            return Ok(taken);
        }
        Ok(Taken::Free)
    }

    /// Whether a row satisfies a partial index's condition.
    pub(crate) fn in_index(
        &mut self,
        session: SessionId,
        table: &Rc<Table>,
        index: &Index,
        values: &Row,
    ) -> Result<bool> {
        let Some(filter) = &index.filter else {
            return Ok(true);
        };
        let query = crate::planner::index_filter(filter, table, self.db(session), session)?;
        let eyes = Eyes {
            session,
            csn: 0,
            command: 0,
        };
        let given = [(0, Rc::new(Data::Rows(vec![Rc::clone(values)])))];
        let rows = self.query(eyes, &[], &query, &[], &given)?;
        Ok(rows.first().and_then(|row| row.first()) == Some(&Value::Integer(1)))
    }
}

/// 23505.
pub(crate) fn violation(table: &Table, index: &Index, values: &Row) -> PgError {
    let types = table.types(&index.columns);
    let key: Vec<Value> = index
        .columns
        .iter()
        .map(|column| values[*column].clone())
        .collect();
    let detail = format!(
        "Key ({})={} already exists.",
        table.names(&index.columns),
        values::list(&types, &key)
    );
    let message = format!(
        "duplicate key value violates unique constraint \"{}\"",
        index.name
    );
    PgError::new("23505", message)
        .detail(detail)
        .constraint(&table.name, &index.name)
}

/// The unique indexes of a table, with their numbers.
pub(crate) fn unique(table: &Table) -> Vec<Index> {
    table.unique().cloned().collect()
}

pub(crate) fn of(table: &Table, oid: Oid) -> Option<(usize, Index)> {
    table
        .unique()
        .enumerate()
        .find(|(_, index)| index.oid == oid)
        .map(|(at, index)| (at, index.clone()))
}
