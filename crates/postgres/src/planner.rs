//! Makes plans out of statements.

use std::rc::Rc;

use crate::Value;
use crate::api::{Column, SessionId};
use crate::ast::*;
use crate::catalogue::{Database, Table};
use crate::error::PgError;
use crate::plan::{
    Cell, Checks, ConflictPlan, ConflictUpdate, Default, InsertPlan, Mark, Plan, Query, Returning,
    Source, WritePlan,
};
use crate::translate::{Ex, Known, Translator};
use crate::types::Type;
use crate::values::{self, Context};

type Result<T> = std::result::Result<T, PgError>;

/// The plan of a statement.
pub(crate) fn plan(statement: &Rc<Statement>, db: &Database, session: SessionId) -> Result<Plan> {
    Ok(match &**statement {
        Statement::Select(select) => {
            let mut translator = Translator::new(db, session);
            translator.may_stop = true;
            Plan::Select(Rc::new(settled(translator.select(select)?)))
        }
        Statement::Insert(insert) => Plan::Insert(Rc::new(plan_insert(insert, db, session)?)),
        Statement::Update(update) => Plan::Write(Rc::new(plan_update(update, db, session)?)),
        Statement::Delete(delete) => Plan::Write(Rc::new(plan_delete(delete, db, session)?)),
        _ => Plan::Utility,
    })
}

/// What nothing has given a type comes out as text.
pub(crate) fn settled(mut plan: crate::plan::SelectPlan) -> crate::plan::SelectPlan {
    if plan
        .columns
        .iter()
        .any(|column| column.type_ == Type::Unknown)
    {
        plan.columns = plan.columns.iter().map(settle).collect();
    }
    plan
}

fn settle(column: &Column) -> Column {
    let type_ = if column.type_ == Type::Unknown {
        Type::Text
    } else {
        column.type_.clone()
    };
    Column {
        name: Rc::clone(&column.name),
        type_,
    }
}

fn mismatch(table: &Table, column: usize, found: &Type, at: usize) -> PgError {
    let column = &table.columns[column];
    let message = format!(
        "column \"{}\" is of type {} but expression is of type {}",
        column.name,
        column.type_.name(),
        found.name()
    );
    PgError::new("42804", message)
        .hint("You will need to rewrite or cast the expression.")
        .at(at)
}

fn target(table: &Table, name: &str, at: usize) -> Result<usize> {
    table.column(name).ok_or_else(|| {
        let message = format!(
            "column \"{name}\" of relation \"{}\" does not exist",
            table.name
        );
        PgError::new("42703", message).at(at)
    })
}

/// Brings a value to a column's type. Lengths are looked at when the row is written.
fn assigned(
    translator: &mut Translator,
    table: &Table,
    column: usize,
    value: &Expr,
    at: usize,
) -> Result<Ex> {
    let ex = translator.expr(value)?;
    let type_ = table.columns[column].type_.clone();
    // An untyped literal is read as the type without its length, so that what is too long is an error.
    let wanted = match &type_ {
        Type::Varchar(_) => Type::Varchar(None),
        Type::Numeric(_) => Type::Numeric(None),
        other => other.clone(),
    };
    let found = ex.type_.clone();
    let ex = translator
        .coerce(ex, &wanted, Context::Assignment)?
        .ok_or_else(|| mismatch(table, column, &found, at))?;
    // A constant that does not fit is an error of its own, even if no row is ever written.
    if let Known::Value(value) = &ex.known {
        values::assign(&type_, value.clone(), false)?;
    }
    Ok(ex)
}

fn always_identity(table: &Table, column: usize) -> PgError {
    let name = &table.columns[column].name;
    PgError::new(
        "428C9",
        format!("cannot insert a non-DEFAULT value into column \"{name}\""),
    )
    .detail(format!(
        "Column \"{name}\" is an identity column defined as GENERATED ALWAYS."
    ))
    .hint("Use OVERRIDING SYSTEM VALUE to override.")
}

fn plan_insert(insert: &Insert, db: &Database, session: SessionId) -> Result<InsertPlan> {
    let table = Rc::clone(db.find(&insert.table, session, insert.at)?);
    let mut columns = Vec::new();
    for name in &insert.columns {
        let column = target(&table, name, insert.at)?;
        if columns.contains(&column) {
            return Err(PgError::new(
                "42701",
                format!("column \"{name}\" specified more than once"),
            )
            .at(insert.at));
        }
        columns.push(column);
    }
    let positional = insert.columns.is_empty();
    if positional {
        columns = (0..table.columns.len()).collect();
    }
    let mut before = Vec::new();
    let source = match &insert.source {
        None => {
            columns.clear();
            Source::Values {
                query: None,
                rows: vec![Vec::new()],
            }
        }
        Some(select) => {
            let plain = select.order_by.is_empty()
                && select.limit.is_none()
                && select.offset.is_none()
                && select.with.is_empty()
                && insert.with.is_empty();
            match &select.body {
                Body::Values(rows) if plain => {
                    let mut translator = Translator::new(db, session);
                    let width = rows.first().map_or(0, Vec::len);
                    fit(&mut columns, width, positional)?;
                    let (mut computed, mut planned) = (Vec::new(), Vec::new());
                    for row in rows {
                        if row.len() != width {
                            return Err(PgError::new(
                                "42601",
                                "VALUES lists must all be the same length",
                            ));
                        }
                        let mut cells = Vec::with_capacity(width);
                        for (at, expr) in row.iter().enumerate() {
                            cells.push(cell(
                                &mut translator,
                                &table,
                                columns[at],
                                expr,
                                insert,
                                &mut computed,
                            )?);
                        }
                        planned.push(cells);
                    }
                    before.clone_from(&translator.before);
                    let query = (!computed.is_empty())
                        .then(|| translator.finish(format!("SELECT {}", computed.join(", "))));
                    Source::Values {
                        query,
                        rows: planned,
                    }
                }
                _ => {
                    let mut select = select.clone();
                    let mut with = insert.with.clone();
                    with.append(&mut select.with);
                    select.with = with;
                    let plan = Translator::new(db, session).select(&select)?;
                    fit(&mut columns, plan.columns.len(), positional)?;
                    for (column, found) in columns.iter().zip(plan.columns.iter()) {
                        let wanted = &table.columns[*column].type_;
                        if values::castable(&found.type_, wanted)
                            .is_none_or(|needed| needed > Context::Assignment)
                        {
                            return Err(mismatch(&table, *column, &found.type_, insert.at));
                        }
                        if table.columns[*column].identity == Some(true) && !insert.overriding {
                            return Err(always_identity(&table, *column));
                        }
                    }
                    Source::Select(Rc::new(plan))
                }
            }
        }
    };
    let conflict = match &insert.conflict {
        Some(conflict) => Some(plan_conflict(conflict, insert, &table, db, session)?),
        None => None,
    };
    let returning = if insert.returning.is_empty() {
        None
    } else {
        let mut translator = Translator::new(db, session);
        let (source, from) = translator.table_source(&table, insert.alias.as_ref(), true);
        translator.enter(vec![source]);
        Some(returning(&mut translator, &insert.returning, &from)?)
    };
    let defaults = defaults(&table, db, session)?;
    Ok(InsertPlan {
        columns,
        source,
        defaults,
        conflict,
        returning,
        before,
        table,
    })
}

/// As many columns as there are values.
fn fit(columns: &mut Vec<usize>, width: usize, positional: bool) -> Result<()> {
    if width > columns.len() {
        return Err(PgError::new(
            "42601",
            "INSERT has more expressions than target columns",
        ));
    }
    if width < columns.len() && !positional {
        return Err(PgError::new(
            "42601",
            "INSERT has more target columns than expressions",
        ));
    }
    columns.truncate(width);
    Ok(())
}

fn cell(
    translator: &mut Translator,
    table: &Table,
    column: usize,
    expr: &Expr,
    insert: &Insert,
    computed: &mut Vec<String>,
) -> Result<Cell> {
    if matches!(expr, Expr::Default { .. }) {
        return Ok(Cell::Default);
    }
    if table.columns[column].identity == Some(true) && !insert.overriding {
        return Err(always_identity(table, column));
    }
    let ex = assigned(translator, table, column, expr, insert.at)?;
    Ok(match ex.known {
        Known::Value(value) => Cell::Value(value),
        Known::Param(number) => Cell::Param(number, ex.type_),
        _ => {
            computed.push(ex.sql);
            Cell::Computed(computed.len() - 1)
        }
    })
}

pub(crate) fn defaults(table: &Table, db: &Database, session: SessionId) -> Result<Vec<Default>> {
    let mut defaults = Vec::with_capacity(table.columns.len());
    for (at, column) in table.columns.iter().enumerate() {
        defaults.push(match (&column.sequence, &column.default) {
            (Some(sequence), _) => Default::Sequence(*sequence),
            (None, Some(expr)) => {
                let mut translator = Translator::new(db, session);
                let ex = assigned(&mut translator, table, at, expr, 0)?;
                match ex.known {
                    Known::Value(value) => Default::Value(value),
                    _ => Default::Query(translator.finish(format!("SELECT {}", ex.sql))),
                }
            }
            (None, None) => Default::Value(Value::Null),
        });
    }
    Ok(defaults)
}

fn plan_conflict(
    conflict: &Conflict,
    insert: &Insert,
    table: &Rc<Table>,
    db: &Database,
    session: SessionId,
) -> Result<ConflictPlan> {
    let mut arbiters = Vec::new();
    if let Some(name) = &conflict.constraint {
        let found = table
            .indexes
            .iter()
            .position(|index| index.constraint && index.name == *name && index.unique);
        arbiters.push(found.ok_or_else(|| {
            let message = format!(
                "constraint \"{name}\" for table \"{}\" does not exist",
                table.name
            );
            PgError::new("42704", message)
        })?);
    } else if !conflict.columns.is_empty() {
        let mut wanted = Vec::new();
        for name in &conflict.columns {
            wanted.push(table.column(name).ok_or_else(|| {
                PgError::new("42703", format!("column \"{name}\" does not exist")).at(conflict.at)
            })?);
        }
        let condition = match &conflict.filter {
            Some(filter) => Some(condition(filter, table, db, session)?),
            None => None,
        };
        for (at, index) in table.indexes.iter().enumerate() {
            let same = index.unique
                && index.columns.iter().all(|column| wanted.contains(column))
                && wanted.iter().all(|column| index.columns.contains(column));
            let implied = match &index.filter {
                None => true,
                Some(filter) => {
                    condition.is_some()
                        && condition == Some(self::condition(filter, table, db, session)?)
                }
            };
            if same && implied {
                arbiters.push(at);
            }
        }
        if arbiters.is_empty() {
            let message =
                "there is no unique or exclusion constraint matching the ON CONFLICT specification";
            return Err(PgError::new("42P10", message));
        }
    }
    if arbiters
        .iter()
        .any(|at| table.indexes[*at].deferral.deferrable)
    {
        let message = "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters";
        return Err(PgError::new("55000", message));
    }
    let update = match &conflict.update {
        None => None,
        Some((set, filter)) => {
            let mut translator = Translator::new(db, session);
            let (target_source, target_from) =
                translator.table_source(table, insert.alias.as_ref(), true);
            let (excluded, excluded_from) =
                translator.table_source(table, Some(&"excluded".into()), true);
            translator.enter(vec![target_source, excluded]);
            let condition = match filter {
                Some(filter) => translator.boolean(filter, "WHERE")?.sql,
                None => "1".into(),
            };
            let (columns, sqls) = assignments(&mut translator, table, set, db, session)?;
            let sqls: String = sqls.iter().map(|sql| format!(", {sql}")).collect();
            let query = translator.finish(format!(
                "SELECT {condition}{sqls} FROM {target_from}, {excluded_from}"
            ));
            if !translator.before.is_empty() {
                return Err(PgError::unsupported("a locking query in ON CONFLICT"));
            }
            Some(ConflictUpdate { query, columns })
        }
    };
    Ok(ConflictPlan { arbiters, update })
}

/// A condition's text, by which two that say the same are known.
fn condition(
    filter: &Expr,
    table: &Rc<Table>,
    db: &Database,
    session: SessionId,
) -> Result<String> {
    let mut translator = Translator::new(db, session);
    let (source, _) = translator.table_source(table, None, true);
    translator.enter(vec![source]);
    Ok(translator.boolean(filter, "WHERE")?.sql)
}

fn assignments(
    translator: &mut Translator,
    table: &Table,
    set: &[Assignment],
    db: &Database,
    session: SessionId,
) -> Result<(Vec<usize>, Vec<String>)> {
    let (mut columns, mut sqls) = (Vec::new(), Vec::new());
    for assignment in set {
        let column = match target(table, &assignment.column, assignment.at) {
            Ok(column) => column,
            Err(error) => {
                // What is wrong with the value comes first.
                if !matches!(assignment.value, Expr::Default { .. }) {
                    translator.expr(&assignment.value)?;
                }
                return Err(error);
            }
        };
        if columns.contains(&column) {
            let message = format!(
                "multiple assignments to same column \"{}\"",
                assignment.column
            );
            return Err(PgError::new("42601", message));
        }
        let info = &table.columns[column];
        let default = match &assignment.value {
            Expr::Default { .. } if info.sequence.is_some() => {
                return Err(PgError::unsupported(
                    "SET of a sequence's column to DEFAULT",
                ));
            }
            Expr::Default { .. } => Some(info.default.clone().unwrap_or(Expr::Null)),
            _ if info.identity == Some(true) => {
                let message = format!("column \"{}\" can only be updated to DEFAULT", info.name);
                return Err(PgError::new("428C9", message));
            }
            _ => None,
        };
        let _ = (db, session);
        let value = default.as_ref().unwrap_or(&assignment.value);
        sqls.push(assigned(translator, table, column, value, assignment.at)?.sql);
        columns.push(column);
    }
    Ok((columns, sqls))
}

fn returning(translator: &mut Translator, items: &[Item], from: &str) -> Result<Returning> {
    let items = translator.items(items)?;
    let (mut columns, mut sqls) = (Vec::new(), Vec::new());
    for (name, ex) in items {
        let ex = translator.settle(ex)?;
        columns.push(Column {
            name,
            type_: ex.type_,
        });
        sqls.push(ex.sql);
    }
    if !translator.before.is_empty() {
        return Err(PgError::unsupported("a locking query in RETURNING"));
    }
    Ok(Returning {
        query: translator.finish(format!("SELECT {} FROM {from}", sqls.join(", "))),
        columns: columns.into(),
    })
}

/// What UPDATE and DELETE have in common.
struct Write<'a> {
    with: &'a [Cte],
    table: &'a Name,
    alias: Option<&'a Name>,
    set: Option<&'a [Assignment]>,
    from: &'a [From],
    filter: Option<&'a Expr>,
    returning: &'a [Item],
    at: usize,
}

fn plan_update(update: &Update, db: &Database, session: SessionId) -> Result<WritePlan> {
    let write = Write {
        with: &update.with,
        table: &update.table,
        alias: update.alias.as_ref(),
        set: Some(&update.set),
        from: &update.from,
        filter: update.filter.as_ref(),
        returning: &update.returning,
        at: update.at,
    };
    plan_write(&write, db, session)
}

fn plan_delete(delete: &Delete, db: &Database, session: SessionId) -> Result<WritePlan> {
    let write = Write {
        with: &delete.with,
        table: &delete.table,
        alias: delete.alias.as_ref(),
        set: None,
        from: &delete.using,
        filter: delete.filter.as_ref(),
        returning: &delete.returning,
        at: delete.at,
    };
    plan_write(&write, db, session)
}

fn plan_write(write: &Write, db: &Database, session: SessionId) -> Result<WritePlan> {
    let table = Rc::clone(db.find(write.table, session, write.at)?);
    let mut translator = Translator::new(db, session);
    let (with, _) = translator.with(write.with, false)?;
    let (source, mut from) = translator.table_source(&table, write.alias, false);
    translator.enter(vec![source]);
    let more = translator.from(write.from)?;
    if !more.is_empty() {
        from = format!("{from}, {more}");
    }
    let (set, mut list) = match write.set {
        Some(set) => {
            let (columns, sqls) = assignments(&mut translator, &table, set, db, session)?;
            (Some(columns), sqls)
        }
        None => (None, Vec::new()),
    };
    let filter = match write.filter {
        Some(filter) => {
            let sql = translator.boolean(filter, "WHERE")?.sql;
            translator.index_scans(filter);
            format!(" WHERE {sql}")
        }
        None => String::new(),
    };
    let sources = translator.sources().to_vec();
    let (mut marks, mut places) = (Vec::new(), Vec::new());
    for source in &sources {
        if let Some((table, reference)) = &source.table {
            marks.push(Mark {
                reference: *reference,
                oid: table.oid,
                place: marks.len(),
                lock: None,
            });
            places.push(format!("{}.rowid", source.sql));
        }
    }
    let mut others = Vec::new();
    let first = places.len();
    if !write.returning.is_empty() {
        for source in &sources[1..] {
            others.push((first + list.len(), source.columns.len()));
            list.extend(source.columns.iter().map(|column| column.sql.to_string()));
        }
    }
    places.append(&mut list);
    let query = translator.finish(format!(
        "{with}SELECT {} FROM {from}{filter}",
        places.join(", ")
    ));
    let before = translator.before.clone();
    let returning = if write.returning.is_empty() {
        None
    } else {
        let mut translator = Translator::new(db, session);
        let (mut given, mut from) = (Vec::new(), Vec::new());
        for source in &sources {
            let (source, text) = translator.given(source);
            given.push(source);
            from.push(text);
        }
        translator.enter(given);
        Some(returning(
            &mut translator,
            write.returning,
            &from.join(", "),
        )?)
    };
    Ok(WritePlan {
        table,
        query,
        marks,
        set,
        others,
        returning,
        before,
    })
}

/// A table's CHECK constraints as one query over the row that is given.
pub(crate) fn checks(
    table: &Rc<Table>,
    db: &Database,
    session: SessionId,
) -> Result<Option<Checks>> {
    if table.checks.is_empty() {
        return Ok(None);
    }
    let mut translator = Translator::new(db, session);
    let (source, from) = translator.table_source(table, None, true);
    translator.enter(vec![source]);
    let mut sqls = Vec::new();
    for check in &table.checks {
        sqls.push(translator.boolean(&check.expr, "CHECK")?.sql);
    }
    let query = translator.finish(format!("SELECT {} FROM {from}", sqls.join(", ")));
    if query.references.len() > 1 {
        return Err(PgError::new(
            "0A000",
            "cannot use subquery in check constraint",
        ));
    }
    let names = table
        .checks
        .iter()
        .map(|check| Rc::clone(&check.name))
        .collect();
    Ok(Some(Checks { query, names }))
}

/// An index's condition as a query over the row that is given.
pub(crate) fn index_filter(
    filter: &Expr,
    table: &Rc<Table>,
    db: &Database,
    session: SessionId,
) -> Result<Query> {
    let mut translator = Translator::new(db, session);
    let (source, from) = translator.table_source(table, None, true);
    translator.enter(vec![source]);
    let filter = translator.boolean(filter, "WHERE")?.sql;
    Ok(translator.finish(format!("SELECT {filter} FROM {from}")))
}
