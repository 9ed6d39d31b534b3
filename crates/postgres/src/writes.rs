//! INSERT, UPDATE and DELETE, row by row (`nodeModifyTable.c`).

use std::collections::VecDeque;
use std::rc::Rc;

use crate::Value;
use crate::api::{SessionId, Written};
use crate::ast::{RowMode, WaitPolicy};
use crate::catalogue::Table;
use crate::error::PgError;
use crate::executor::Data;
use crate::plan::{Cell, Default as ColumnDefault, InsertPlan, Source, WritePlan};
use crate::row_locks::Got;
use crate::server::{Flow, Result, Server};
use crate::session::{
    Event, InsertWork, Inserting, RowWait, RowWrite, Running, Work, WriteWork, Writes,
};
use crate::ssi::Target;
use crate::statement::{place, serialization};
use crate::types::Type;
use crate::unique::{Taken, unique, violation};
use crate::values;
use crate::versions::{Eyes, Place, Row};

impl Server {
    // INSERT.

    pub(crate) fn begin_insert(
        &mut self,
        _session: SessionId,
        running: &mut Running,
        plan: &Rc<InsertPlan>,
    ) -> Result<Flow> {
        if let Some(returning) = &plan.returning {
            running.output.columns = Rc::clone(&returning.columns);
        }
        let mut rows = VecDeque::new();
        match &plan.source {
            Source::Values { query, rows: cells } => {
                let computed = match query {
                    Some(query) => {
                        let rows =
                            self.query(running.eyes, &running.before, query, &running.params, &[])?;
                        rows.into_iter().next().unwrap_or_default()
                    }
                    None => Vec::new(),
                };
                for cells in cells {
                    let mut row = vec![None; plan.table.columns.len()];
                    for (column, cell) in plan.columns.iter().zip(cells) {
                        row[*column] = match cell {
                            Cell::Value(value) => Some(value.clone()),
                            Cell::Computed(at) => computed.get(*at).cloned(),
                            Cell::Default => None,
                            Cell::Param(number, type_) => {
                                let value =
                                    running.params.get(number - 1).cloned().ok_or_else(|| {
                                        PgError::new(
                                            "42P02",
                                            format!("there is no parameter ${number}"),
                                        )
                                    })?;
                                Some(values::cast(&Type::Unknown, type_, value)?)
                            }
                        };
                    }
                    rows.push_back(row);
                }
            }
            Source::Select(source) => {
                if source.marks.iter().any(|mark| mark.lock.is_some()) {
                    return Err(PgError::unsupported("INSERT from a query that locks rows"));
                }
                if source
                    .outputs
                    .iter()
                    .any(|output| !matches!(output, crate::plan::Output::Plain(_)))
                {
                    return Err(PgError::unsupported("INSERT from advisory lock functions"));
                }
                let found = self.query(
                    running.eyes,
                    &running.before,
                    &source.query,
                    &running.params,
                    &[],
                )?;
                for values in found {
                    let mut row = vec![None; plan.table.columns.len()];
                    for ((column, value), from) in
                        plan.columns.iter().zip(values).zip(source.columns.iter())
                    {
                        let to = match &plan.table.columns[*column].type_ {
                            Type::Varchar(_) => Type::Varchar(None),
                            Type::Numeric(_) => Type::Numeric(None),
                            other => other.clone(),
                        };
                        row[*column] = Some(values::cast(&from.type_, &to, value)?);
                    }
                    rows.push_back(row);
                }
            }
        }
        Ok(Flow::Push(vec![Work::Insert(Box::new(InsertWork {
            plan: Rc::clone(plan),
            rows,
            current: None,
        }))]))
    }

    pub(crate) fn insert_step(
        &mut self,
        session: SessionId,
        running: &mut Running,
        mut work: Box<InsertWork>,
    ) -> Result<Flow> {
        let plan = Rc::clone(&work.plan);
        loop {
            let (values, phase) = match work.current.take() {
                Some(current) => current,
                None => {
                    let Some(given) = work.rows.pop_front() else {
                        break;
                    };
                    let values = self.complete_row(session, running, &plan, given)?;
                    let first = if plan.conflict.is_some() {
                        Inserting::Conflict
                    } else {
                        Inserting::Insert
                    };
                    (values, first)
                }
            };
            match self.insert_row(session, running, &plan, &values, phase)? {
                None => {}
                Some((next, waits)) => {
                    work.current = Some((values, next));
                    if waits {
                        return Ok(Flow::Wait(Work::Insert(work)));
                    }
                }
            }
        }
        running.output.tag = format!("INSERT 0 {}", running.output.count);
        self.tx_mut(session).command += 1;
        Ok(Flow::Done)
    }

    /// A row with its defaults, checked.
    fn complete_row(
        &mut self,
        session: SessionId,
        running: &Running,
        plan: &InsertPlan,
        given: Vec<Option<Value>>,
    ) -> Result<Row> {
        let mut row = Vec::with_capacity(given.len());
        for ((value, default), column) in given
            .into_iter()
            .zip(&plan.defaults)
            .zip(&plan.table.columns)
        {
            let value = match value {
                Some(value) => value,
                None => match default {
                    ColumnDefault::Value(value) => value.clone(),
                    ColumnDefault::Sequence(oid) => self.nextval(session, *oid)?,
                    ColumnDefault::Query(query) => {
                        let rows = self.query(running.eyes, &[], query, &[], &[])?;
                        rows.into_iter()
                            .next()
                            .and_then(|row| row.into_iter().next())
                            .unwrap_or(Value::Null)
                    }
                },
            };
            row.push(values::assign(&column.type_, value, false)?);
        }
        let row: Row = row.into();
        self.constraints(session, &plan.table, &row)?;
        Ok(row)
    }

    fn nextval(&mut self, session: SessionId, oid: crate::locks::Oid) -> Result<Value> {
        let database = self.session(session).database;
        let db = &self.state.databases[database];
        let mut around =
            self.session(session)
                .around(session, db, self.config.now, self.state.random);
        around.read_only = false;
        let value = crate::sequences::next(&mut around, oid);
        std::rc::Rc::make_mut(&mut self.state.databases[database]).sequences = around.sequences;
        self.session_mut(session).used = around.used;
        value
    }

    /// NOT NULL and CHECK (`ExecConstraints`).
    pub(crate) fn constraints(
        &mut self,
        session: SessionId,
        table: &Rc<Table>,
        row: &Row,
    ) -> Result<()> {
        let types: Vec<usize> = (0..table.columns.len()).collect();
        let failing = |table: &Table| {
            format!(
                "Failing row contains {}.",
                values::list(&table.types(&types), row)
            )
        };
        for (column, value) in table.columns.iter().zip(row.iter()) {
            if column.not_null && *value == Value::Null {
                let message = format!(
                    "null value in column \"{}\" of relation \"{}\" violates not-null constraint",
                    column.name, table.name
                );
                let mut error = PgError::new("23502", message).detail(failing(table));
                error.table = Some(table.name.to_string());
                error.column = Some(column.name.to_string());
                return Err(error);
            }
        }
        let Some(checks) = self.checks(session, table)? else {
            return Ok(());
        };
        let eyes = Eyes {
            session,
            csn: 0,
            command: 0,
        };
        let given = [(0, Rc::new(Data::Rows(vec![Rc::clone(row)])))];
        let results = self
            .query(eyes, &[], &checks.query, &[], &given)?
            .into_iter()
            .next()
            .unwrap_or_default();
        for (name, result) in checks.names.iter().zip(results) {
            if result == Value::Integer(0) {
                let message = format!(
                    "new row for relation \"{}\" violates check constraint \"{name}\"",
                    table.name
                );
                return Err(PgError::new("23514", message)
                    .detail(failing(table))
                    .constraint(&table.name, name));
            }
        }
        Ok(())
    }

    /// One row's next step; `None`: it is done. `true`: it waits.
    fn insert_row(
        &mut self,
        session: SessionId,
        running: &mut Running,
        plan: &Rc<InsertPlan>,
        values: &Row,
        phase: Inserting,
    ) -> Result<Option<(Inserting, bool)>> {
        let table = &plan.table;
        match phase {
            Inserting::Conflict => {
                let Some(conflict) = &plan.conflict else {
                    return Ok(Some((Inserting::Insert, false)));
                };
                for (number, index) in unique(table).into_iter().enumerate() {
                    let position = table
                        .indexes
                        .iter()
                        .position(|other| other.oid == index.oid);
                    let decides = conflict.arbiters.is_empty()
                        || position.is_some_and(|position| conflict.arbiters.contains(&position));
                    if !decides {
                        continue;
                    }
                    loop {
                        match self.taken(session, table, &index, number, values, None)? {
                            Taken::Free => break,
                            Taken::Perhaps(xid) => {
                                if !self.wait_for(session, xid)? {
                                    return Ok(Some((Inserting::Conflict, true)));
                                }
                            }
                            Taken::By(place) if conflict.update.is_some() => {
                                return Ok(Some((
                                    Inserting::Lock(place, RowWait::default()),
                                    false,
                                )));
                            }
                            Taken::By(place) => {
                                self.must_see(session, running.eyes, table, place)?;
                                return Ok(None);
                            }
                        }
                    }
                }
                Ok(Some((Inserting::Insert, false)))
            }
            Inserting::Lock(place, wait) => {
                self.lock_conflicting(session, running, plan, values, place, wait)
            }
            Inserting::Update(mut write) => {
                let table = Rc::clone(table);
                if self.write_row(running, &table, running.eyes, &mut write, true)? {
                    return Ok(Some((Inserting::Update(write), true)));
                }
                if let (Some((new, _)), Some(row)) = (write.written, write.new.clone()) {
                    running.output.count += 1;
                    self.note_update(session, running, &table, write.place, new);
                    self.return_row(running, plan.returning.as_ref(), &row, &[])?;
                }
                Ok(None)
            }
            Inserting::Insert => {
                self.conflict_in(session, &[Target::Table(table.oid)])?;
                let (xid, command) = (self.xid(session), running.eyes.command);
                let place = self.heap_mut(session, table.oid)?.add(
                    Rc::clone(values),
                    xid,
                    command,
                    None,
                    0,
                );
                self.touch(session, table.oid, place);
                Ok(Some((Inserting::Index(place, 0), false)))
            }
            Inserting::Index(place, mut number) => {
                let table = Rc::clone(table);
                if !self.enter_indexes(session, running, &table, place, &mut number)? {
                    return Ok(Some((Inserting::Index(place, number), true)));
                }
                running.output.count += 1;
                self.note_insert(session, running, &table, place);
                self.return_row(running, plan.returning.as_ref(), values, &[])?;
                Ok(None)
            }
        }
    }

    /// Repeatable read may not act on a row that it does not see (`ExecCheckTIDVisible`).
    fn must_see(&self, session: SessionId, eyes: Eyes, table: &Table, place: Place) -> Result<()> {
        if !self.tx(session).xact_snapshot() {
            return Ok(());
        }
        let Some(version) = self
            .heap(session, table.oid)
            .and_then(|heap| heap.get(place))
        else {
            return Ok(());
        };
        // What this very statement has inserted is no reason.
        if self.state.xacts.own(version.xmin, session) || version.visible(eyes, &self.state.xacts) {
            return Ok(());
        }
        Err(serialization("update"))
    }

    /// ON CONFLICT DO UPDATE: locks the row that is there (`ExecOnConflictUpdate`).
    fn lock_conflicting(
        &mut self,
        session: SessionId,
        running: &mut Running,
        plan: &Rc<InsertPlan>,
        values: &Row,
        mut place: Place,
        mut wait: RowWait,
    ) -> Result<Option<(Inserting, bool)>> {
        let Some(update) = plan
            .conflict
            .as_ref()
            .and_then(|conflict| conflict.update.as_ref())
        else {
            return Ok(None);
        };
        let table = &plan.table;
        let key = update.columns.iter().any(|column| table.is_key(*column));
        let mode = if key {
            RowMode::Update
        } else {
            RowMode::NoKeyUpdate
        };
        let got = self.lock_row(
            running.eyes,
            table.oid,
            &mut place,
            mode,
            WaitPolicy::Block,
            false,
            false,
            &mut wait,
        )?;
        match got {
            Got::Waits => return Ok(Some((Inserting::Lock(place, wait), true))),
            Got::Ok => {}
            Got::Invisible | Got::SelfModified => {
                let own = self
                    .heap(session, table.oid)
                    .and_then(|heap| heap.get(place))
                    .is_some_and(|version| self.state.xacts.own(version.xmin, session));
                if !own {
                    return Err(PgError::new("XX000", "attempted to lock invisible tuple"));
                }
                let message = "ON CONFLICT DO UPDATE command cannot affect row a second time";
                let hint = "Ensure that no rows proposed for insertion within the same command have duplicate \
                            constrained values.";
                return Err(PgError::new("21000", message).hint(hint));
            }
            Got::Updated | Got::Deleted | Got::WouldBlock => {
                if self.tx(session).xact_snapshot() {
                    return Err(serialization(if got == Got::Deleted {
                        "delete"
                    } else {
                        "update"
                    }));
                }
                return Ok(Some((Inserting::Conflict, false)));
            }
        }
        self.must_see(session, running.eyes, table, place)?;
        let Some(version) = self
            .heap(session, table.oid)
            .and_then(|heap| heap.get(place))
            .cloned()
        else {
            return Ok(Some((Inserting::Conflict, false)));
        };
        let given = [
            (0, Rc::new(Data::Versions(vec![Rc::clone(&version)]))),
            (1, Rc::new(Data::Rows(vec![Rc::clone(values)]))),
        ];
        let result = self.query(
            running.eyes,
            &running.before,
            &update.query,
            &running.params,
            &given,
        )?;
        let Some(result) = result
            .into_iter()
            .next()
            .filter(|row| row.first() == Some(&Value::Integer(1)))
        else {
            return Ok(None);
        };
        let mut new = version.values.to_vec();
        for (column, value) in update.columns.iter().zip(result.into_iter().skip(1)) {
            new[*column] = values::assign(&table.columns[*column].type_, value, false)?;
        }
        let write = RowWrite {
            place,
            row: Vec::new(),
            wait: RowWait::default(),
            follow: None,
            new: Some(new.into()),
            written: None,
        };
        Ok(Some((Inserting::Update(Box::new(write)), false)))
    }

    /// Shows a new version in the unique indexes, one after the other; `false`: it waits for somebody who may have
    /// its key.
    fn enter_indexes(
        &mut self,
        session: SessionId,
        running: &mut Running,
        table: &Rc<Table>,
        place: Place,
        number: &mut usize,
    ) -> Result<bool> {
        let indexes = unique(table);
        while let Some(index) = indexes.get(*number) {
            let Some(values) = self
                .heap(session, table.oid)
                .and_then(|heap| heap.get(place))
                .map(|v| Rc::clone(&v.values))
            else {
                return Ok(true);
            };
            match self.taken(session, table, index, *number, &values, Some(place))? {
                Taken::Free => {}
                _ if index.deferral.deferrable => {
                    let event = Event::Unique {
                        table: table.oid,
                        index: index.oid,
                        place,
                    };
                    if self.deferred(session, &index.name, index.deferral) {
                        self.tx_mut(session).deferred.push(event);
                    } else {
                        running.events.push_back(event);
                    }
                }
                Taken::Perhaps(xid) => {
                    if !self.wait_for(session, xid)? {
                        return Ok(false);
                    }
                    continue;
                }
                Taken::By(_) => {
                    // A serialization failure comes before the violation that it explains.
                    self.conflict_in(session, &[Target::Index(index.oid)])?;
                    return Err(violation(table, index, &values));
                }
            }
            self.conflict_in(session, &[Target::Index(index.oid)])?;
            *number += 1;
            let entered = *number;
            if let Some(version) = self.heap_mut(session, table.oid)?.get_mut(place) {
                version.entered = entered;
            }
        }
        let others: Vec<Target> = table
            .indexes
            .iter()
            .filter(|index| !index.unique)
            .map(|index| Target::Index(index.oid))
            .collect();
        if !others.is_empty() {
            self.conflict_in(session, &others)?;
        }
        Ok(true)
    }

    fn return_row(
        &mut self,
        running: &mut Running,
        returning: Option<&crate::plan::Returning>,
        row: &Row,
        others: &[Row],
    ) -> Result<()> {
        let Some(returning) = returning else {
            return Ok(());
        };
        let mut given = vec![(0, Rc::new(Data::Rows(vec![Rc::clone(row)])))];
        for (at, other) in others.iter().enumerate() {
            given.push((at + 1, Rc::new(Data::Rows(vec![Rc::clone(other)]))));
        }
        let rows = self.query(
            running.eyes,
            &running.before,
            &returning.query,
            &running.params,
            &given,
        )?;
        running.output.rows.extend(rows);
        Ok(())
    }

    // UPDATE and DELETE.

    pub(crate) fn begin_write(
        &mut self,
        _session: SessionId,
        running: &mut Running,
        plan: &Rc<WritePlan>,
    ) -> Result<Flow> {
        if let Some(returning) = &plan.returning {
            running.output.columns = Rc::clone(&returning.columns);
        }
        let stops = plan.before.iter().any(|before| before.may_abort_more);
        let references = plan.query.references.len();
        running.output.may_abort_more =
            self.may_abort_more(running.eyes.session, references, stops);
        let rows = self.query(
            running.eyes,
            &running.before,
            &plan.query,
            &running.params,
            &[],
        )?;
        let rows = rows.into_iter().map(|row| RowWrite {
            place: place(&row[0]),
            row,
            wait: RowWait::default(),
            follow: None,
            new: None,
            written: None,
        });
        Ok(Flow::Push(vec![Work::Write(Box::new(WriteWork {
            table: Rc::clone(&plan.table),
            writes: Writes::Plan(Rc::clone(plan)),
            eyes: running.eyes,
            rows: rows.collect(),
            current: None,
        }))]))
    }

    pub(crate) fn write_step(
        &mut self,
        session: SessionId,
        running: &mut Running,
        mut work: Box<WriteWork>,
    ) -> Result<Flow> {
        let (table, eyes) = (Rc::clone(&work.table), work.eyes);
        while let Some(mut row) = work.current.take().or_else(|| work.rows.pop_front()) {
            // A new value is made for the version that is there, which may be another one after a wait.
            let waits = self.write_or_follow(session, running, &work, &table, eyes, &mut row)?;
            if waits {
                work.current = Some(row);
                return Ok(Flow::Wait(Work::Write(work)));
            }
            let Some((new, _)) = row.written else {
                continue;
            };
            let returning = match &work.writes {
                Writes::Plan(plan) => {
                    running.output.count += 1;
                    plan.returning
                        .as_ref()
                        .map(|returning| (returning.clone(), Rc::clone(plan)))
                }
                Writes::Key { .. } => None,
            };
            let deletes = self.deletes(&work.writes);
            let shown = if deletes {
                let old = self
                    .heap(session, table.oid)
                    .and_then(|heap| heap.get(row.place))
                    .map(|v| Rc::clone(&v.values));
                self.note_delete(session, running, &table, row.place);
                old
            } else {
                self.note_update(session, running, &table, row.place, new);
                row.new.clone()
            };
            if let (Some((returning, plan)), Some(shown)) = (returning, shown) {
                let others: Vec<Row> = plan
                    .others
                    .iter()
                    .map(|(first, width)| Row::from(&row.row[*first..first + width]))
                    .collect();
                self.return_row(running, Some(&returning), &shown, &others)?;
            }
        }
        if let Writes::Plan(plan) = &work.writes {
            let word = if plan.set.is_some() {
                "UPDATE"
            } else {
                "DELETE"
            };
            running.output.tag = format!("{word} {}", running.output.count);
        }
        self.tx_mut(session).command += 1;
        Ok(Flow::Done)
    }

    fn deletes(&self, writes: &Writes) -> bool {
        match writes {
            Writes::Plan(plan) => plan.set.is_none(),
            Writes::Key { set, .. } => set.is_none(),
        }
    }

    /// The new values of a row, out of what SQLite said.
    fn new_values(
        &self,
        work: &WriteWork,
        table: &Table,
        old: &Row,
        row: &[Value],
    ) -> Result<Option<Row>> {
        let mut new = old.to_vec();
        match &work.writes {
            Writes::Plan(plan) => {
                let Some(set) = &plan.set else {
                    return Ok(None);
                };
                for (column, value) in set.iter().zip(&row[plan.marks.len()..]) {
                    new[*column] =
                        values::assign(&table.columns[*column].type_, value.clone(), false)?;
                }
            }
            Writes::Key { set, .. } => {
                let Some(set) = set else { return Ok(None) };
                for (column, value) in set {
                    new[*column] = value.clone();
                }
            }
        }
        Ok(Some(new.into()))
    }

    fn write_or_follow(
        &mut self,
        session: SessionId,
        running: &mut Running,
        work: &WriteWork,
        table: &Rc<Table>,
        eyes: Eyes,
        row: &mut RowWrite,
    ) -> Result<bool> {
        loop {
            if let Some(mode) = row.follow {
                let mut place = row.place;
                let got = self.lock_row(
                    eyes,
                    table.oid,
                    &mut place,
                    mode,
                    WaitPolicy::Block,
                    false,
                    true,
                    &mut row.wait,
                )?;
                match got {
                    Got::Waits => return Ok(true),
                    Got::Ok => {}
                    _ => return Ok(false),
                }
                row.follow = None;
                row.place = place;
                if !self.check_again(running, work, eyes, row)? {
                    return Ok(false);
                }
            }
            if row.new.is_none() && row.written.is_none() && !self.deletes(&work.writes) {
                let version = self
                    .heap(session, table.oid)
                    .and_then(|heap| heap.get(row.place))
                    .cloned();
                let Some(version) = version else {
                    return Ok(false);
                };
                row.new = self.new_values(work, table, &version.values, &row.row)?;
            }
            let first = row.wait.members.is_none() && !row.wait.queued;
            if self.write_row(running, table, eyes, row, first)? {
                return Ok(true);
            }
            if row.follow.is_none() {
                return Ok(false);
            }
        }
    }

    /// Whether the newest version of a row still is one to be written, and with which values (`EvalPlanQual`).
    fn check_again(
        &mut self,
        running: &Running,
        work: &WriteWork,
        eyes: Eyes,
        row: &mut RowWrite,
    ) -> Result<bool> {
        row.new = None;
        match &work.writes {
            Writes::Plan(plan) => {
                let mut places: Vec<Place> = plan
                    .marks
                    .iter()
                    .map(|mark| place(&row.row[mark.place]))
                    .collect();
                places[0] = row.place;
                let given = self.given(eyes, &plan.marks, &places);
                let rows =
                    self.query(eyes, &running.before, &plan.query, &running.params, &given)?;
                let Some(again) = rows.into_iter().next() else {
                    return Ok(false);
                };
                row.row = again;
                Ok(true)
            }
            Writes::Key {
                columns, values, ..
            } => {
                let version = self
                    .heap(eyes.session, work.table.oid)
                    .and_then(|heap| heap.get(row.place));
                let types = work.table.types(columns);
                Ok(version.is_some_and(|version| {
                    let same = |((column, type_), value): ((&usize, &Type), &Value)| {
                        values::equal(type_, &version.values[*column], value)
                    };
                    columns.iter().zip(&types).zip(values.iter()).all(same)
                }))
            }
        }
    }

    /// Writes one row, if nobody has it; `true`: it waits. `row.follow` says if there is a newer version to be
    /// looked at first, `row.written` that it has been done.
    fn write_row(
        &mut self,
        running: &mut Running,
        table: &Rc<Table>,
        eyes: Eyes,
        row: &mut RowWrite,
        first: bool,
    ) -> Result<bool> {
        let session = eyes.session;
        if row.written.is_none() {
            // CHECK comes before the row's lock.
            if first && let Some(new) = row.new.clone() {
                self.constraints(session, table, &new)?;
            }
            let old = self
                .heap(session, table.oid)
                .and_then(|heap| heap.get(row.place))
                .cloned();
            let Some(old) = old else { return Ok(false) };
            let changed = |column: &usize| {
                row.new.as_ref().is_none_or(|new| {
                    let type_ = &table.columns[*column].type_;
                    values::compare(type_, &new[*column], &old.values[*column]).is_ne()
                })
            };
            let all: Vec<usize> = (0..table.columns.len()).collect();
            let key = row.new.is_none()
                || all
                    .iter()
                    .any(|column| table.is_key(*column) && changed(column));
            let mode = if key {
                RowMode::Update
            } else {
                RowMode::NoKeyUpdate
            };
            match self.reserve(eyes, table.oid, row.place, mode, &mut row.wait)? {
                Got::Waits => return Ok(true),
                Got::Ok => {}
                Got::Updated | Got::Deleted if self.tx(session).xact_snapshot() => {
                    let deleted = self
                        .heap(session, table.oid)
                        .and_then(|heap| heap.get(row.place))
                        .is_none_or(|version| version.next.is_none());
                    return Err(serialization(if deleted { "delete" } else { "update" }));
                }
                Got::Updated => {
                    row.follow = Some(mode);
                    return Ok(false);
                }
                Got::Deleted | Got::WouldBlock | Got::Invisible | Got::SelfModified => {
                    return Ok(false);
                }
            }
            self.conflict_in_row(session, table.oid, row.place)?;
            let Some(new) = row.new.clone() else {
                self.delete_version(eyes, table.oid, row.place)?;
                row.written = Some((row.place, usize::MAX));
                return Ok(false);
            };
            let hot = !all
                .iter()
                .any(|column| table.is_indexed(*column) && changed(column));
            let entered = if hot { usize::MAX } else { 0 };
            let place = self.update_version(eyes, table.oid, row.place, mode, new, entered)?;
            row.written = Some((place, entered));
        }
        if let Some((place, mut number)) = row.written {
            if number != usize::MAX
                && !self.enter_indexes(session, running, table, place, &mut number)?
            {
                row.written = Some((place, number));
                return Ok(true);
            }
            row.written = Some((place, usize::MAX));
        }
        Ok(false)
    }

    // What follows from a written row.

    fn observe(
        &mut self,
        session: SessionId,
        table: &Table,
        row: u64,
        before: Option<Row>,
        after: Option<Row>,
    ) {
        if self.config.observe {
            let key = table.key().into();
            self.observed.written.push(Written {
                session,
                table: Rc::clone(&table.name),
                row,
                before,
                after,
                key,
            });
        }
    }

    fn note_insert(
        &mut self,
        session: SessionId,
        running: &mut Running,
        table: &Rc<Table>,
        place: Place,
    ) {
        let version = self
            .heap(session, table.oid)
            .and_then(|heap| heap.get(place))
            .cloned();
        let Some(version) = version else { return };
        self.observe(
            session,
            table,
            version.row,
            None,
            Some(Rc::clone(&version.values)),
        );
        self.child_events(session, running, table, None, place);
    }

    fn note_update(
        &mut self,
        session: SessionId,
        running: &mut Running,
        table: &Rc<Table>,
        place: Place,
        new: Place,
    ) {
        let heap = self.heap(session, table.oid);
        let (Some(before), Some(after)) = (
            heap.and_then(|heap| heap.get(place)).cloned(),
            heap.and_then(|heap| heap.get(new)).cloned(),
        ) else {
            return;
        };
        self.observe(
            session,
            table,
            after.row,
            Some(Rc::clone(&before.values)),
            Some(Rc::clone(&after.values)),
        );
        self.parent_events(session, running, table, &before.values, Some(&after.values));
        self.child_events(session, running, table, Some(&before), new);
    }

    fn note_delete(
        &mut self,
        session: SessionId,
        running: &mut Running,
        table: &Rc<Table>,
        place: Place,
    ) {
        let version = self
            .heap(session, table.oid)
            .and_then(|heap| heap.get(place))
            .cloned();
        let Some(version) = version else { return };
        self.observe(
            session,
            table,
            version.row,
            Some(Rc::clone(&version.values)),
            None,
        );
        self.parent_events(session, running, table, &version.values, None);
    }
}
