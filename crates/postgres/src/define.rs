//! Statements that define tables, indexes and sequences (`tablecmds.c`). They are transactional: what they change is
//! noted, and put back at a rollback.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::Value;
use crate::api::SessionId;
use crate::ast::*;
use crate::catalogue::{Check, ColumnInfo, Database, Foreign, Index, Sequence, Table};
use crate::error::PgError;
use crate::locks::{Oid, Owner, Tag};
use crate::plan::Plan;
use crate::server::{Flow, Result, Server};
use crate::session::{Running, Undo, Work};
use crate::translate::walk;
use crate::types::Type;
use crate::unique::violation;
use crate::values;
use crate::versions::{Heap, Row};

/// Tables of a database, columns of a table.
const TABLES: usize = 500;
const COLUMNS: usize = 200;

fn missing(kind: &str, name: &str) -> PgError {
    let code = if kind == "index" { "42704" } else { "42P01" };
    PgError::new(code, format!("{kind} \"{name}\" does not exist"))
}

fn exists(name: &str) -> PgError {
    PgError::new("42P07", format!("relation \"{name}\" already exists"))
}

fn no_column(table: &str, name: &str) -> PgError {
    PgError::new(
        "42703",
        format!("column \"{name}\" of relation \"{table}\" does not exist"),
    )
}

impl Server {
    /// The table locks of a statement that defines something.
    pub(crate) fn utility_locks(
        &mut self,
        session: SessionId,
        statement: &Statement,
    ) -> Result<Vec<(Oid, TableMode)>> {
        let db = self.db(session);
        let exclusive = |names: &[Name], if_exists: bool| -> Result<Vec<(Oid, TableMode)>> {
            let mut list = Vec::new();
            for name in names {
                match db.table(name, session) {
                    Some(table) => list.push((table.oid, TableMode::AccessExclusive)),
                    None if if_exists => {}
                    None => return Err(missing("table", name)),
                }
            }
            list.reverse();
            Ok(list)
        };
        Ok(match statement {
            Statement::DropTable {
                names, if_exists, ..
            } => exclusive(names, *if_exists)?,
            Statement::Truncate {
                tables, cascade, ..
            } => {
                let mut names = tables.clone();
                if *cascade {
                    let mut at = 0;
                    while at < names.len() {
                        if let Some(parent) = db.table(&names[at], session) {
                            for child in children(db, parent.oid, session) {
                                if !names.contains(&child.name) {
                                    names.push(Rc::clone(&child.name));
                                }
                            }
                        }
                        at += 1;
                    }
                }
                for name in &names {
                    db.find(name, session, 0)?;
                }
                exclusive(&names, false)?
            }
            Statement::DropIndex { names, .. } => {
                let mut list = Vec::new();
                for name in names {
                    if let Some((table, _)) = find_index(db, name) {
                        list.push((table.oid, TableMode::AccessExclusive));
                    }
                }
                list
            }
            Statement::CreateIndex(create) => {
                vec![(db.find(&create.table, session, 0)?.oid, TableMode::Share)]
            }
            Statement::CreateTable(create) => {
                let mut list = Vec::new();
                for constraint in &create.constraints {
                    if let Constraint::Foreign { table, .. } = constraint
                        && *table != create.name
                    {
                        list.push((
                            db.find(table, session, 0)?.oid,
                            TableMode::ShareRowExclusive,
                        ));
                    }
                }
                list
            }
            Statement::AlterTable {
                table,
                actions,
                if_exists,
            } => {
                let Some(found) = db.table(table, session) else {
                    return if *if_exists {
                        Ok(Vec::new())
                    } else {
                        Err(PgError::new(
                            "42P01",
                            format!("relation \"{table}\" does not exist"),
                        ))
                    };
                };
                let foreign = |action: &Alter| {
                    matches!(action, Alter::AddConstraint(Constraint::Foreign { .. }))
                };
                let mode = if actions.iter().all(foreign) {
                    TableMode::ShareRowExclusive
                } else {
                    TableMode::AccessExclusive
                };
                let mut list = vec![(found.oid, mode)];
                for action in actions {
                    if let Alter::AddConstraint(Constraint::Foreign { table: parent, .. }) = action
                        && parent != table
                    {
                        list.insert(
                            0,
                            (
                                db.find(parent, session, 0)?.oid,
                                TableMode::ShareRowExclusive,
                            ),
                        );
                    }
                }
                list
            }
            _ => Vec::new(),
        })
    }

    /// Does a statement that defines something; its locks are held.
    pub(crate) fn define(
        &mut self,
        session: SessionId,
        running: &mut Running,
        statement: &Rc<Statement>,
    ) -> Result<Flow> {
        self.snapshot_early(session);
        let database = self.session(session).database;
        match &**statement {
            Statement::CreateTable(create) => {
                "CREATE TABLE".clone_into(&mut running.output.tag);
                if let Some(waits) = self.wait_for_name(session, running, &create.name)? {
                    return Ok(waits);
                }
                if self.db(session).taken(&create.name) {
                    if create.if_not_exists {
                        running.output.notice(format_args!(
                            "relation \"{}\" already exists, skipping",
                            create.name
                        ));
                        return Ok(Flow::Done);
                    }
                    return Err(exists(&create.name));
                }
                if let Some(select) = &create.select {
                    let statement = Rc::new(Statement::Select(select.clone()));
                    let plan = crate::planner::plan(&statement, self.db(session), session)?;
                    let Plan::Select(select) = &plan else {
                        return Ok(Flow::Done);
                    };
                    let mut columns = Vec::new();
                    for (at, column) in select.columns.iter().enumerate() {
                        let name = create.names.get(at).unwrap_or(&column.name);
                        columns.push(ColumnDef {
                            name: Rc::clone(name),
                            type_: column.type_.clone(),
                            not_null: false,
                            default: None,
                            serial: false,
                            identity: None,
                        });
                    }
                    let create = CreateTable {
                        columns,
                        select: None,
                        ..(**create).clone()
                    };
                    let oid = self.create_table(session, &create)?;
                    self.changed_definitions(database);
                    return Ok(Flow::Push(vec![Work::Fill(oid), Work::Begin(Some(plan))]));
                }
                self.create_table(session, create)?;
            }
            Statement::DropTable { names, cascade, .. } => {
                "DROP TABLE".clone_into(&mut running.output.tag);
                let mut dropped = Vec::new();
                for name in names {
                    let Some(table) = self.db(session).table(name, session).cloned() else {
                        running
                            .output
                            .notice(format_args!("table \"{name}\" does not exist, skipping"));
                        continue;
                    };
                    dropped.extend(self.drop_table(session, &table, names, *cascade)?);
                }
                match &dropped[..] {
                    [] => {}
                    [one] => running.output.notice(one),
                    more => running.output.notice(format_args!(
                        "drop cascades to {} other objects\nDETAIL:  {}",
                        more.len(),
                        more.join("\n")
                    )),
                }
            }
            Statement::CreateIndex(create) => {
                "CREATE INDEX".clone_into(&mut running.output.tag);
                self.create_index(session, running, create)?;
            }
            Statement::DropIndex { names, if_exists } => {
                "DROP INDEX".clone_into(&mut running.output.tag);
                for name in names {
                    let Some((table, index)) = find_index(self.db(session), name) else {
                        if *if_exists {
                            running
                                .output
                                .notice(format_args!("index \"{name}\" does not exist, skipping"));
                            continue;
                        }
                        return Err(missing("index", name));
                    };
                    if index.constraint {
                        let message = format!(
                            "cannot drop index {name} because constraint {name} on table {} requires it",
                            table.name
                        );
                        return Err(PgError::new("2BP01", message));
                    }
                    self.change_table(session, table.oid, |table| {
                        table.indexes.retain(|other| other.oid != index.oid);
                        Ok(())
                    })?;
                }
            }
            Statement::CreateSequence {
                name,
                if_not_exists,
                start,
                increment,
            } => {
                "CREATE SEQUENCE".clone_into(&mut running.output.tag);
                if self.db(session).taken(name) {
                    if *if_not_exists {
                        running
                            .output
                            .notice(format_args!("relation \"{name}\" already exists, skipping"));
                        return Ok(Flow::Done);
                    }
                    return Err(exists(name));
                }
                self.create_sequence(session, name, *start, *increment, None);
            }
            Statement::DropSequence { names, if_exists } => {
                "DROP SEQUENCE".clone_into(&mut running.output.tag);
                for name in names {
                    match self.db(session).sequence(name).cloned() {
                        Some(sequence) if sequence.owner.is_some() => {
                            let message = format!(
                                "cannot drop sequence {name} because other objects depend on it"
                            );
                            return Err(PgError::new("2BP01", message));
                        }
                        Some(sequence) => self.drop_sequence(session, sequence),
                        None if *if_exists => running
                            .output
                            .notice(format_args!("sequence \"{name}\" does not exist, skipping")),
                        None => return Err(missing("sequence", name)),
                    }
                }
            }
            Statement::RestartSequence { name, with } => {
                "ALTER SEQUENCE".clone_into(&mut running.output.tag);
                let Some(oid) = self.db(session).sequence(name).map(|sequence| sequence.oid) else {
                    return Err(missing("relation", name));
                };
                if let Some(sequence) =
                    Rc::make_mut(&mut self.db_mut(session).sequences).get_mut(&oid)
                {
                    sequence.next = *with;
                }
            }
            Statement::Truncate {
                tables,
                restart,
                cascade,
            } => {
                "TRUNCATE TABLE".clone_into(&mut running.output.tag);
                self.truncate(session, running, tables, *restart, *cascade)?;
            }
            Statement::AlterTable { table, actions, .. } => {
                "ALTER TABLE".clone_into(&mut running.output.tag);
                let Some(found) = self.db(session).table(table, session).cloned() else {
                    running.output.notice(format_args!(
                        "relation \"{table}\" does not exist, skipping"
                    ));
                    return Ok(Flow::Done);
                };
                for action in actions {
                    self.alter(session, running, found.oid, action)?;
                }
            }
            _ => return Err(PgError::unsupported("this statement")),
        }
        self.changed_definitions(database);
        self.tx_mut(session).command += 1;
        Ok(Flow::Done)
    }

    /// Another transaction may be creating a table of this name.
    fn wait_for_name(
        &mut self,
        session: SessionId,
        running: &mut Running,
        name: &Name,
    ) -> Result<Option<Flow>> {
        let creator = self.db(session).tables.values().find_map(|table| {
            table
                .created_by
                .filter(|creator| table.name == *name && *creator != session)
        });
        let Some(creator) = creator else {
            return Ok(None);
        };
        let xid = self
            .session(creator)
            .tx
            .as_ref()
            .and_then(|tx| tx.subs[0].xid);
        let Some(xid) = xid else {
            return Err(exists(name));
        };
        let _ = running;
        Ok(if self.wait_for(session, xid)? {
            None
        } else {
            Some(Flow::Wait(Work::Utility))
        })
    }

    /// Notes a table as it is, to be put back, and changes it.
    fn change_table<T>(
        &mut self,
        session: SessionId,
        oid: Oid,
        change: impl FnOnce(&mut Table) -> Result<T>,
    ) -> Result<T> {
        let table = self.table(session, oid)?;
        let heap = self
            .db(session)
            .heaps
            .get(&oid)
            .cloned()
            .unwrap_or_default();
        self.xid(session);
        let mut new = (*table).clone();
        let result = change(&mut new)?;
        self.undo_with(session, Undo::Table(table, heap));
        self.db_mut(session).tables.insert(oid, Rc::new(new));
        Ok(result)
    }

    fn next_oid(&mut self, session: SessionId) -> Oid {
        let db = self.db_mut(session);
        db.next_oid += 1;
        db.next_oid
    }

    fn create_sequence(
        &mut self,
        session: SessionId,
        name: &Name,
        start: i64,
        increment: i64,
        owner: Option<Oid>,
    ) -> Oid {
        let oid = self.next_oid(session);
        self.xid(session);
        self.undo_with(session, Undo::Sequence(oid));
        let sequence = Sequence {
            oid,
            name: Rc::clone(name),
            next: start,
            start,
            increment,
            owner,
        };
        Rc::make_mut(&mut self.db_mut(session).sequences).insert(oid, sequence);
        oid
    }

    fn drop_sequence(&mut self, session: SessionId, sequence: Sequence) {
        self.xid(session);
        Rc::make_mut(&mut self.db_mut(session).sequences).remove(&sequence.oid);
        self.undo_with(session, Undo::DroppedSequence(sequence));
    }

    fn column_info(
        &mut self,
        session: SessionId,
        table: &Name,
        oid: Oid,
        column: &ColumnDef,
    ) -> ColumnInfo {
        let sequence = (column.serial || column.identity.is_some()).then(|| {
            let name = self
                .db(session)
                .free_name(&[table, &column.name], "seq", &|_| false);
            self.create_sequence(session, &name, 1, 1, Some(oid))
        });
        ColumnInfo {
            name: Rc::clone(&column.name),
            type_: column.type_.clone(),
            not_null: column.not_null,
            default: column.default.clone(),
            sequence,
            identity: column.identity,
        }
    }

    fn create_table(&mut self, session: SessionId, create: &CreateTable) -> Result<Oid> {
        let db = self.db(session);
        if db.tables.len() >= TABLES || create.columns.len() > COLUMNS {
            return Err(PgError::new(
                "54011",
                "too many tables or columns for a playground",
            ));
        }
        let mut seen = BTreeSet::new();
        for column in &create.columns {
            if !seen.insert(&column.name) {
                let message = format!("column \"{}\" specified more than once", column.name);
                return Err(PgError::new("42701", message));
            }
            if matches!(column.type_, Type::Void | Type::Unknown) {
                let message = format!(
                    "column \"{}\" has pseudo-type {}",
                    column.name,
                    column.type_.name()
                );
                return Err(PgError::new("42P16", message));
            }
        }
        self.xid(session);
        let oid = self.next_oid(session);
        let mut columns = Vec::new();
        for column in &create.columns {
            columns.push(self.column_info(session, &create.name, oid, column));
        }
        let table = Table {
            oid,
            name: Rc::clone(&create.name),
            columns,
            indexes: Vec::new(),
            checks: Vec::new(),
            foreign: Vec::new(),
            created_by: Some(session),
            dropped_by: None,
        };
        self.undo_with(session, Undo::Created(oid));
        let db = self.db_mut(session);
        db.tables.insert(oid, Rc::new(table));
        db.heaps.insert(oid, Rc::default());
        let owner = Owner::Level(self.tx(session).depth());
        self.state.locks.acquire(
            session,
            Tag::Table(oid),
            TableMode::AccessExclusive,
            owner,
            false,
        );
        // Primary keys first, as the server builds them; foreign keys last.
        let order = |constraint: &Constraint| match constraint {
            Constraint::Primary { .. } => 0,
            Constraint::Unique { .. } => 1,
            Constraint::Check { .. } => 2,
            Constraint::Foreign { .. } => 3,
        };
        let mut constraints: Vec<&Constraint> = create.constraints.iter().collect();
        constraints.sort_by_key(|constraint| order(constraint));
        for constraint in constraints {
            self.add_constraint(session, oid, constraint)?;
        }
        // Defaults and checks must make sense.
        let table = self.table(session, oid)?;
        crate::planner::defaults(&table, self.db(session), session)?;
        crate::planner::checks(&table, self.db(session), session)?;
        Ok(oid)
    }

    fn columns(table: &Table, names: &[Name]) -> Result<Vec<usize>> {
        names
            .iter()
            .map(|name| {
                table.column(name).ok_or_else(|| {
                    PgError::new(
                        "42703",
                        format!("column \"{name}\" named in key does not exist"),
                    )
                })
            })
            .collect()
    }

    fn add_constraint(
        &mut self,
        session: SessionId,
        oid: Oid,
        constraint: &Constraint,
    ) -> Result<()> {
        let table = self.table(session, oid)?;
        let used = |name: &str| {
            table.foreign.iter().any(|foreign| &*foreign.name == name)
                || table.checks.iter().any(|check| &*check.name == name)
                || table.indexes.iter().any(|index| &*index.name == name)
        };
        let check_free = |name: &Option<Name>| match name {
            Some(name) if used(name) => {
                let message = format!(
                    "constraint \"{name}\" for relation \"{}\" already exists",
                    table.name
                );
                Err(PgError::new("42710", message))
            }
            _ => Ok(()),
        };
        match constraint {
            Constraint::Primary {
                name,
                columns,
                deferral,
            }
            | Constraint::Unique {
                name,
                columns,
                deferral,
            } => {
                check_free(name)?;
                let primary = matches!(constraint, Constraint::Primary { .. });
                if primary && !table.key().is_empty() {
                    let message = format!(
                        "multiple primary keys for table \"{}\" are not allowed",
                        table.name
                    );
                    return Err(PgError::new("42P16", message));
                }
                let columns = Self::columns(&table, columns)?;
                let db = self.db(session);
                let name = match name {
                    Some(name) if db.taken(name) => return Err(exists(name)),
                    Some(name) => Rc::clone(name),
                    None if primary => db.free_name(&[&table.name], "pkey", &|_| false),
                    None => {
                        let mut parts = vec![&*table.name];
                        parts.extend(columns.iter().map(|column| &*table.columns[*column].name));
                        db.free_name(&parts, "key", &|_| false)
                    }
                };
                let index = Index {
                    oid: self.next_oid(session),
                    name,
                    mentions: columns.clone(),
                    columns: columns.clone(),
                    filter: None,
                    unique: true,
                    primary,
                    constraint: true,
                    deferral: *deferral,
                };
                if primary {
                    for column in &columns {
                        self.no_nulls(session, &table, *column)?;
                    }
                }
                self.add_index(session, &table, index, primary)
            }
            Constraint::Check {
                name, expr, column, ..
            } => {
                check_free(name)?;
                let name = match (name, column) {
                    (Some(name), _) => Rc::clone(name),
                    (None, column) => {
                        // Named after its column if it mentions one only.
                        let mut mentioned = BTreeSet::new();
                        walk(expr, &mut |expr| {
                            if let Expr::Column { name, .. } = expr {
                                mentioned.insert(Rc::clone(name));
                            }
                        });
                        let column = column.clone().or_else(|| {
                            if mentioned.len() == 1 {
                                mentioned.into_iter().next()
                            } else {
                                None
                            }
                        });
                        let mut parts = vec![&*table.name];
                        parts.extend(column.as_deref());
                        self.db(session).free_name(&parts, "check", &used)
                    }
                };
                self.change_table(session, oid, |table| {
                    table.checks.push(Check {
                        name: Rc::clone(&name),
                        expr: expr.clone(),
                    });
                    table.checks.sort_by(|a, b| a.name.cmp(&b.name));
                    Ok(())
                })?;
                let database = self.session(session).database;
                self.changed_definitions(database);
                let table = self.table(session, oid)?;
                for row in self.rows_now(session, oid) {
                    if self
                        .constraints(session, &table, &row)
                        .is_err_and(|error| error.sqlstate == "23514")
                    {
                        let message = format!(
                            "check constraint \"{name}\" of relation \"{}\" is violated by some row",
                            table.name
                        );
                        return Err(PgError::new("23514", message).constraint(&table.name, &name));
                    }
                }
                Ok(())
            }
            Constraint::Foreign {
                name,
                columns,
                table: parent,
                referenced,
                on_delete,
                on_update,
                deferral,
            } => {
                check_free(name)?;
                let parent = Rc::clone(self.db(session).find(parent, session, 0)?);
                let columns = columns
                    .iter()
                    .map(|name| {
                        table.column(name).ok_or_else(|| {
                            let message =
                                format!("column \"{name}\" referenced in foreign key constraint does not exist");
                            PgError::new("42703", message)
                        })
                    })
                    .collect::<Result<Vec<_>>>()?;
                let referenced = if referenced.is_empty() {
                    if parent.key().is_empty() {
                        let message = format!(
                            "there is no primary key for referenced table \"{}\"",
                            parent.name
                        );
                        return Err(PgError::new("42704", message));
                    }
                    parent.key().to_vec()
                } else {
                    referenced
                        .iter()
                        .map(|name| {
                            parent.column(name).ok_or_else(|| {
                                let message =
                                    format!("column \"{name}\" referenced in foreign key constraint does not exist");
                                PgError::new("42703", message)
                            })
                        })
                        .collect::<Result<Vec<_>>>()?
                };
                if columns.len() != referenced.len() {
                    let message =
                        "number of referencing and referenced columns for foreign key disagree";
                    return Err(PgError::new("42830", message));
                }
                let same = |index: &&Index| {
                    index.filter.is_none()
                        && !index.deferral.deferrable
                        && index.columns.len() == referenced.len()
                        && index
                            .columns
                            .iter()
                            .all(|column| referenced.contains(column))
                };
                if parent.unique().find(same).is_none() {
                    let message = format!(
                        "there is no unique constraint matching given keys for referenced table \"{}\"",
                        parent.name
                    );
                    return Err(PgError::new("42830", message));
                }
                for (column, other) in columns.iter().zip(&referenced) {
                    let (a, b) = (&table.columns[*column].type_, &parent.columns[*other].type_);
                    let fits = a.same_kind(b)
                        || (a.is_integer() && b.is_integer())
                        || (a.is_text() && b.is_text());
                    if !fits {
                        return Err(PgError::new(
                            "42804",
                            "foreign key constraint cannot be implemented",
                        ));
                    }
                }
                let name = match name {
                    Some(name) => Rc::clone(name),
                    None => {
                        let mut parts = vec![&*table.name];
                        parts.extend(columns.iter().map(|column| &*table.columns[*column].name));
                        self.db(session).free_name(&parts, "fkey", &used)
                    }
                };
                let types = table.types(&columns);
                let rows = self.rows_now(session, oid);
                let parents = self.rows_now(session, parent.oid);
                for row in &rows {
                    let key: Vec<Value> =
                        columns.iter().map(|column| row[*column].clone()).collect();
                    let found = key.contains(&Value::Null)
                        || parents.iter().any(|other| {
                            let pairs = referenced.iter().zip(&types).zip(&key);
                            pairs.into_iter().all(|((at, type_), value)| {
                                values::equal(type_, &other[*at], value)
                            })
                        });
                    if !found {
                        let message = format!(
                            "insert or update on table \"{}\" violates foreign key constraint \"{name}\"",
                            table.name
                        );
                        let detail = format!(
                            "Key ({})={} is not present in table \"{}\".",
                            table.names(&columns),
                            values::list(&types, &key),
                            parent.name
                        );
                        return Err(PgError::new("23503", message)
                            .detail(detail)
                            .constraint(&table.name, &name));
                    }
                }
                let foreign = Foreign {
                    name,
                    columns,
                    parent: parent.oid,
                    referenced,
                    on_delete: *on_delete,
                    on_update: *on_update,
                    deferral: *deferral,
                };
                self.change_table(session, oid, |table| {
                    table.foreign.push(foreign);
                    Ok(())
                })
            }
        }
    }

    /// The rows of a table as they are now.
    fn rows_now(&self, session: SessionId, oid: Oid) -> Vec<Row> {
        let mut eyes = self.newest_eyes(session);
        eyes.command = u32::MAX;
        self.visible(eyes, oid)
            .iter()
            .map(|version| Rc::clone(&version.values))
            .collect()
    }

    fn no_nulls(&self, session: SessionId, table: &Table, column: usize) -> Result<()> {
        if self
            .rows_now(session, table.oid)
            .iter()
            .any(|row| row[column] == Value::Null)
        {
            let message = format!(
                "column \"{}\" of relation \"{}\" contains null values",
                table.columns[column].name, table.name
            );
            return Err(PgError::new("23502", message));
        }
        Ok(())
    }

    fn add_index(
        &mut self,
        session: SessionId,
        table: &Rc<Table>,
        index: Index,
        not_null: bool,
    ) -> Result<()> {
        if index.unique {
            let types = table.types(&index.columns);
            let mut rows = Vec::new();
            for row in self.rows_now(session, table.oid) {
                if self.in_index(session, table, &index, &row)? {
                    rows.push(row);
                }
            }
            for (at, row) in rows.iter().enumerate() {
                let same =
                    |other: &Row| {
                        index.columns.iter().zip(&types).all(|(column, type_)| {
                            values::equal(type_, &other[*column], &row[*column])
                        })
                    };
                if rows[..at].iter().any(same) {
                    let mut error = violation(table, &index, row);
                    error.message = format!("could not create unique index \"{}\"", index.name);
                    error.detail = error
                        .detail
                        .map(|detail| detail.replace("already exists", "is duplicated"));
                    return Err(error);
                }
            }
            // All versions are in it.
            let number = table.unique().count() + 1;
            let heap = self.heap_mut(session, table.oid)?;
            let places: Vec<_> = heap.versions.iter().map(|version| version.place).collect();
            for place in places {
                if let Some(version) = heap.get_mut(place) {
                    version.entered = version.entered.max(number);
                }
            }
        }
        self.change_table(session, table.oid, |table| {
            if not_null {
                for column in &index.columns {
                    table.columns[*column].not_null = true;
                }
            }
            table.indexes.push(index);
            Ok(())
        })
    }

    fn create_index(
        &mut self,
        session: SessionId,
        running: &mut Running,
        create: &CreateIndex,
    ) -> Result<()> {
        let table = Rc::clone(self.db(session).find(&create.table, session, 0)?);
        if let Some(name) = &create.name
            && self.db(session).taken(name)
        {
            if create.if_not_exists {
                running
                    .output
                    .notice(format_args!("relation \"{name}\" already exists, skipping"));
                return Ok(());
            }
            return Err(exists(name));
        }
        let (mut columns, mut mentions, mut parts) = (Vec::new(), BTreeSet::new(), Vec::new());
        let mut plain = true;
        for expr in create.columns.iter().chain(&create.filter) {
            let mut unknown = None;
            walk(expr, &mut |expr| {
                if let Expr::Column { name, .. } = expr {
                    match table.column(name) {
                        Some(column) => {
                            mentions.insert(column);
                        }
                        None => unknown = Some(Rc::clone(name)),
                    }
                }
            });
            if let Some(name) = unknown {
                return Err(PgError::new(
                    "42703",
                    format!("column \"{name}\" does not exist"),
                ));
            }
        }
        for expr in &create.columns {
            match expr {
                Expr::Column {
                    table: None, name, ..
                } => {
                    columns.extend(table.column(name));
                    parts.push(Rc::clone(name));
                }
                Expr::Call(call) => {
                    plain = false;
                    parts.push(Rc::clone(&call.name));
                }
                _ => {
                    plain = false;
                    parts.push("expr".into());
                }
            }
        }
        if !plain {
            if create.unique {
                return Err(PgError::unsupported("a unique index on an expression"));
            }
            columns.clear();
        }
        let name = match &create.name {
            Some(name) => Rc::clone(name),
            None => {
                let mut all = vec![&*table.name];
                all.extend(parts.iter().map(|part| &**part));
                self.db(session).free_name(&all, "idx", &|_| false)
            }
        };
        let index = Index {
            oid: self.next_oid(session),
            name,
            columns,
            mentions: mentions.into_iter().collect(),
            filter: create.filter.clone(),
            unique: create.unique,
            primary: false,
            constraint: false,
            deferral: Deferral::default(),
        };
        if let Some(filter) = &index.filter {
            crate::planner::index_filter(filter, &table, self.db(session), session)?;
        }
        self.add_index(session, &table, index, false)
    }

    fn drop_table(
        &mut self,
        session: SessionId,
        table: &Rc<Table>,
        names: &[Name],
        cascade: bool,
    ) -> Result<Vec<String>> {
        let others: Vec<Rc<Table>> = children(self.db(session), table.oid, session);
        let mut dropped = Vec::new();
        for child in others {
            if child.oid == table.oid || names.contains(&child.name) {
                continue;
            }
            if !cascade {
                let message = format!(
                    "cannot drop table {} because other objects depend on it",
                    table.name
                );
                let constraint = child
                    .foreign
                    .iter()
                    .find(|foreign| foreign.parent == table.oid);
                let detail = format!(
                    "constraint {} on table {} depends on table {}",
                    constraint.map_or("", |foreign| &*foreign.name),
                    child.name,
                    table.name
                );
                let hint = "Use DROP ... CASCADE to drop the dependent objects too.";
                return Err(PgError::new("2BP01", message).detail(detail).hint(hint));
            }
            let parent = table.oid;
            for foreign in child.foreign.iter().filter(|f| f.parent == parent) {
                dropped.push(format!(
                    "drop cascades to constraint {} on table {}",
                    foreign.name, child.name
                ));
            }
            self.change_table(session, child.oid, |child| {
                child.foreign.retain(|foreign| foreign.parent != parent);
                Ok(())
            })?;
        }
        let owned: Vec<Sequence> = self
            .db(session)
            .sequences
            .values()
            .filter(|sequence| sequence.owner == Some(table.oid))
            .cloned()
            .collect();
        for sequence in owned {
            self.drop_sequence(session, sequence);
        }
        self.change_table(session, table.oid, |table| {
            table.dropped_by = Some(session);
            Ok(())
        })?;
        Ok(dropped)
    }

    fn truncate(
        &mut self,
        session: SessionId,
        running: &mut Running,
        names: &[Name],
        restart: bool,
        cascade: bool,
    ) -> Result<()> {
        let mut oids = Vec::new();
        for name in names {
            oids.push(self.db(session).find(name, session, 0)?.oid);
        }
        let mut at = 0;
        while at < oids.len() {
            for child in children(self.db(session), oids[at], session) {
                if oids.contains(&child.oid) {
                    continue;
                }
                if !cascade {
                    let message = "cannot truncate a table referenced in a foreign key constraint";
                    let parent = self.table(session, oids[at])?;
                    let detail =
                        format!("Table \"{}\" references \"{}\".", child.name, parent.name);
                    return Err(PgError::new("0A000", message).detail(detail));
                }
                running.output.notice(format_args!(
                    "truncate cascades to table \"{}\"",
                    child.name
                ));
                oids.push(child.oid);
            }
            at += 1;
        }
        for oid in oids {
            self.change_table(session, oid, |_| Ok(()))?;
            self.db_mut(session).heaps.insert(oid, Rc::default());
            if restart {
                for sequence in Rc::make_mut(&mut self.db_mut(session).sequences).values_mut() {
                    if sequence.owner == Some(oid) {
                        sequence.next = sequence.start;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes all rows anew, each changed in the same way.
    fn rewrite(
        &mut self,
        session: SessionId,
        oid: Oid,
        change: impl Fn(&mut Vec<Value>),
    ) -> Result<()> {
        let heap: &mut Heap = self.heap_mut(session, oid)?;
        let places: Vec<_> = heap.versions.iter().map(|version| version.place).collect();
        for place in places {
            if let Some(version) = heap.get_mut(place) {
                let mut values = version.values.to_vec();
                change(&mut values);
                version.values = values.into();
            }
        }
        Ok(())
    }

    fn alter(
        &mut self,
        session: SessionId,
        running: &mut Running,
        oid: Oid,
        action: &Alter,
    ) -> Result<()> {
        let table = self.table(session, oid)?;
        match action {
            Alter::Nothing => Ok(()),
            Alter::AddConstraint(constraint) => self.add_constraint(session, oid, constraint),
            Alter::AddColumn {
                column,
                constraints,
                if_not_exists,
            } => {
                if table.column(&column.name).is_some() {
                    let message = format!(
                        "column \"{}\" of relation \"{}\" already exists",
                        column.name, table.name
                    );
                    if *if_not_exists {
                        running.output.notice(format_args!("{message}, skipping"));
                        return Ok(());
                    }
                    return Err(PgError::new("42701", message));
                }
                if table.columns.len() >= COLUMNS {
                    return Err(PgError::new("54011", "too many columns for a playground"));
                }
                let info = self.column_info(session, &table.name, oid, column);
                let (not_null, sequence) = (info.not_null, info.sequence);
                self.change_table(session, oid, |table| {
                    table.columns.push(info);
                    Ok(())
                })?;
                let table = self.table(session, oid)?;
                let defaults = crate::planner::defaults(&table, self.db(session), session)?;
                let value = match defaults.last() {
                    Some(crate::plan::Default::Value(value)) => value.clone(),
                    _ if sequence.is_some() || !self.rows_now(session, oid).is_empty() => {
                        return Err(PgError::unsupported(
                            "adding a column whose default is computed",
                        ));
                    }
                    _ => Value::Null,
                };
                if not_null && value == Value::Null && !self.rows_now(session, oid).is_empty() {
                    let message = format!(
                        "column \"{}\" of relation \"{}\" contains null values",
                        column.name, table.name
                    );
                    return Err(PgError::new("23502", message));
                }
                self.rewrite(session, oid, |row| row.push(value.clone()))?;
                for constraint in constraints {
                    self.add_constraint(session, oid, constraint)?;
                }
                Ok(())
            }
            Alter::DropColumn { name, if_exists } => {
                let Some(column) = table.column(name) else {
                    let error = no_column(&table.name, name);
                    return if *if_exists {
                        running
                            .output
                            .notice(format_args!("{}, skipping", error.message));
                        Ok(())
                    } else {
                        Err(error)
                    };
                };
                let used = children(self.db(session), oid, session)
                    .iter()
                    .flat_map(|child| child.foreign.clone())
                    .any(|foreign| foreign.parent == oid && foreign.referenced.contains(&column));
                let mut in_check = false;
                for check in &table.checks {
                    walk(&check.expr, &mut |expr| {
                        in_check |=
                            matches!(expr, Expr::Column { name: other, .. } if other == name);
                    });
                }
                if used || in_check {
                    return Err(PgError::unsupported(
                        "dropping a column that a constraint mentions",
                    ));
                }
                let down = |at: &mut usize| {
                    if *at > column {
                        *at -= 1;
                    }
                };
                self.change_table(session, oid, |table| {
                    table.columns.remove(column);
                    table
                        .indexes
                        .retain(|index| !index.mentions.contains(&column));
                    for index in &mut table.indexes {
                        index.columns.iter_mut().for_each(down);
                        index.mentions.iter_mut().for_each(down);
                    }
                    table
                        .foreign
                        .retain(|foreign| !foreign.columns.contains(&column));
                    for foreign in &mut table.foreign {
                        foreign.columns.iter_mut().for_each(down);
                    }
                    Ok(())
                })?;
                let others: Vec<Oid> = children(self.db(session), oid, session)
                    .iter()
                    .map(|child| child.oid)
                    .collect();
                for child in others {
                    self.change_table(session, child, |child| {
                        for foreign in child
                            .foreign
                            .iter_mut()
                            .filter(|foreign| foreign.parent == oid)
                        {
                            foreign.referenced.iter_mut().for_each(down);
                        }
                        Ok(())
                    })?;
                }
                self.rewrite(session, oid, |row| {
                    row.remove(column);
                })
            }
            Alter::DropConstraint { name, if_exists } => {
                let known = table.checks.iter().any(|check| check.name == *name)
                    || table.foreign.iter().any(|foreign| foreign.name == *name)
                    || table
                        .indexes
                        .iter()
                        .any(|index| index.constraint && index.name == *name);
                if !known {
                    let message = format!(
                        "constraint \"{name}\" of relation \"{}\" does not exist",
                        table.name
                    );
                    if *if_exists {
                        running.output.notice(format_args!("{message}, skipping"));
                        return Ok(());
                    }
                    return Err(PgError::new("42704", message));
                }
                self.change_table(session, oid, |table| {
                    table.checks.retain(|check| check.name != *name);
                    table.foreign.retain(|foreign| foreign.name != *name);
                    table
                        .indexes
                        .retain(|index| !index.constraint || index.name != *name);
                    Ok(())
                })
            }
            Alter::SetDefault { column, default } => {
                let at = table
                    .column(column)
                    .ok_or_else(|| no_column(&table.name, column))?;
                self.change_table(session, oid, |table| {
                    table.columns[at].default.clone_from(default);
                    table.columns[at].sequence = None;
                    Ok(())
                })?;
                let table = self.table(session, oid)?;
                crate::planner::defaults(&table, self.db(session), session).map(|_| ())
            }
            Alter::SetNotNull { column, not_null } => {
                let at = table
                    .column(column)
                    .ok_or_else(|| no_column(&table.name, column))?;
                if *not_null {
                    self.no_nulls(session, &table, at)?;
                }
                self.change_table(session, oid, |table| {
                    table.columns[at].not_null = *not_null;
                    Ok(())
                })
            }
            Alter::RenameTable(name) => {
                if self.db(session).taken(name) {
                    return Err(exists(name));
                }
                self.change_table(session, oid, |table| {
                    table.name = Rc::clone(name);
                    Ok(())
                })
            }
            Alter::RenameColumn { from, to } => {
                let at = table.column(from).ok_or_else(|| {
                    PgError::new("42703", format!("column \"{from}\" does not exist"))
                })?;
                if table.column(to).is_some() {
                    let message = format!(
                        "column \"{to}\" of relation \"{}\" already exists",
                        table.name
                    );
                    return Err(PgError::new("42701", message));
                }
                if !table.checks.is_empty()
                    || table.indexes.iter().any(|index| index.filter.is_some())
                {
                    return Err(PgError::unsupported(
                        "renaming a column of a table with CHECK constraints",
                    ));
                }
                self.change_table(session, oid, |table| {
                    table.columns[at].name = Rc::clone(to);
                    Ok(())
                })
            }
        }
    }

    /// CREATE TABLE … AS: the query's rows become the table's.
    pub(crate) fn fill(
        &mut self,
        session: SessionId,
        running: &mut Running,
        oid: Oid,
    ) -> Result<Flow> {
        let xid = self.xid(session);
        let command = self.tx(session).command;
        let rows = std::mem::take(&mut running.output.rows);
        running.output.tag = format!("SELECT {}", rows.len());
        running.output.columns = Rc::default();
        for row in rows {
            let place =
                self.heap_mut(session, oid)?
                    .add(row.into(), xid, command, None, usize::MAX);
            self.touch(session, oid, place);
        }
        self.tx_mut(session).command += 1;
        Ok(Flow::Done)
    }
}

/// The tables with a foreign key to one.
fn children(db: &Database, parent: Oid, session: SessionId) -> Vec<Rc<Table>> {
    db.tables
        .values()
        .filter(|table| {
            table.known_to(session) && table.foreign.iter().any(|foreign| foreign.parent == parent)
        })
        .cloned()
        .collect()
}

fn find_index(db: &Database, name: &str) -> Option<(Rc<Table>, Index)> {
    db.tables.values().find_map(|table| {
        table
            .indexes
            .iter()
            .find(|index| &*index.name == name)
            .map(|index| (Rc::clone(table), index.clone()))
    })
}
