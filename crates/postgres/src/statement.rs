//! Statements from their beginning to their end, one piece of work after the other (`postgres.c`, `execMain.c`).

use std::collections::VecDeque;
use std::rc::Rc;

use crate::Value;
use crate::api::{SessionId, Transaction};
use crate::ast::{Body, From, Name, Select, Statement, TableMode};
use crate::error::PgError;
use crate::executor::Data;
use crate::locks::{Answer, Oid, Owner, Tag};
use crate::ordered::Scan;
use crate::plan::{Advisory, Output as Out, Plan, SelectPlan};
use crate::row_locks::Got;
use crate::server::{Flow, Result, Server};
use crate::session::{Output, Running, SelectWork, Work, tables};
use crate::versions::{Eyes, Row, Version};

fn aborted() -> PgError {
    PgError::new(
        "25P02",
        "current transaction is aborted, commands ignored until end of transaction block",
    )
}

fn read_only(what: &str) -> PgError {
    PgError::new(
        "25006",
        format!("cannot execute {what} in a read-only transaction"),
    )
}

/// The same of a plan (`ExecCheckXactReadOnly`): only once its tables have been found and locked.
fn plan_writes(plan: &Plan) -> Option<&'static str> {
    let select = match plan {
        Plan::Insert(_) => return Some("INSERT"),
        Plan::Write(plan) if plan.set.is_some() => return Some("UPDATE"),
        Plan::Write(_) => return Some("DELETE"),
        Plan::Utility => return None,
        Plan::Select(select) => select,
    };
    let marks = std::iter::once(select).chain(&select.before);
    let mut locks = marks.flat_map(|plan| plan.marks.iter().filter_map(|mark| mark.lock));
    locks.next().map(|(mode, _)| match mode {
        crate::ast::RowMode::Update => "SELECT FOR UPDATE",
        crate::ast::RowMode::NoKeyUpdate => "SELECT FOR NO KEY UPDATE",
        crate::ast::RowMode::Share => "SELECT FOR SHARE",
        crate::ast::RowMode::KeyShare => "SELECT FOR KEY SHARE",
    })
}

/// What a statement that may not be in a read-only transaction is called in the error.
fn writes(statement: &Statement) -> Option<&'static str> {
    Some(match statement {
        Statement::CreateTable(create) if create.select.is_some() => "CREATE TABLE AS",
        Statement::CreateTable(_) => "CREATE TABLE",
        Statement::CreateIndex(_) => "CREATE INDEX",
        Statement::Concurrently(what) => what,
        Statement::CreateSequence { .. } => "CREATE SEQUENCE",
        Statement::DropTable { .. } => "DROP TABLE",
        Statement::DropIndex { .. } => "DROP INDEX",
        Statement::DropSequence { .. } => "DROP SEQUENCE",
        Statement::AlterTable { .. } => "ALTER TABLE",
        Statement::RestartSequence { .. } => "ALTER SEQUENCE",
        Statement::Truncate { .. } => "TRUNCATE TABLE",
        _ => return None,
    })
}

/// The tables that items of FROM name, in the order in which the server opens them.
fn opened_by(items: &[From], mode: TableMode, found: &mut Vec<(Name, TableMode)>) {
    for item in items {
        match item {
            From::Table { name, .. } => found.push((Rc::clone(name), mode)),
            From::Select { select, .. } => opened_by_query(select, found),
            From::Function { .. } => {}
            From::Join { left, right, .. } => {
                opened_by(std::slice::from_ref(left), mode, found);
                opened_by(std::slice::from_ref(right), mode, found);
            }
        }
    }
}

fn opened_by_query(select: &Select, found: &mut Vec<(Name, TableMode)>) {
    fn body(part: &Body, mode: TableMode, found: &mut Vec<(Name, TableMode)>) {
        match part {
            Body::Query(query) => opened_by(&query.from, mode, found),
            Body::Values(_) => {}
            Body::Nested(select) => opened_by_query(select, found),
            Body::Set { left, right, .. } => {
                body(left, mode, found);
                body(right, mode, found);
            }
        }
    }
    let mode = if select.locks.iter().any(|lock| lock.of.is_empty()) {
        TableMode::RowShare
    } else {
        TableMode::AccessShare
    };
    body(&select.body, mode, found);
}

/// The tables that a statement names, but in expressions and in WITH.
fn opened(statement: &Statement) -> Vec<(Name, TableMode)> {
    let mut found = Vec::new();
    let mut target = |name: &Name| found.push((Rc::clone(name), TableMode::RowExclusive));
    match statement {
        Statement::Select(select) => opened_by_query(select, &mut found),
        Statement::Insert(insert) => {
            target(&insert.table);
            if let Some(source) = &insert.source {
                opened_by_query(source, &mut found);
            }
        }
        Statement::Update(update) => {
            target(&update.table);
            opened_by(&update.from, TableMode::AccessShare, &mut found);
        }
        Statement::Delete(delete) => {
            target(&delete.table);
            opened_by(&delete.using, TableMode::AccessShare, &mut found);
        }
        _ => {}
    }
    found
}

impl Server {
    /// Parses a statement and makes its first plan; begins a transaction if there is none.
    pub(crate) fn start(
        &mut self,
        session: SessionId,
        sql: &str,
        params: &[Value],
    ) -> Result<Running> {
        let statement = self.parse(sql)?;
        let ends = matches!(
            &*statement,
            Statement::Commit { .. }
                | Statement::Rollback { .. }
                | Statement::RollbackTo(_)
                | Statement::Empty
        );
        if self.transaction(session) == Transaction::Failed && !ends {
            return Err(aborted());
        }
        if self.session(session).tx.is_none() {
            self.begin(session, false);
        }
        if self.tx(session).read_only
            && let Some(what) = writes(&statement)
        {
            return Err(read_only(what));
        }
        self.stands_alone(session, &statement)?;
        let sql: Rc<str> = sql.into();
        let mut running = Running {
            sql: Rc::clone(&sql),
            statement: Rc::clone(&statement),
            params: params.into(),
            stack: vec![Work::Finish],
            output: Output::default(),
            eyes: Eyes {
                session,
                csn: 0,
                command: 0,
            },
            before: Vec::new(),
            events: VecDeque::new(),
            failure: None,
        };
        match &*statement {
            Statement::Select(_)
            | Statement::Insert(_)
            | Statement::Update(_)
            | Statement::Delete(_) => {
                self.snapshot_early(session);
                let (plan, list) = match self.plan(session, &sql, &statement) {
                    Ok(plan) => {
                        let list = self.table_locks(&plan);
                        (Some(plan), list)
                    }
                    // A statement with a mistake waits for the tables that it names before it is found.
                    Err(error) => {
                        let mut list = Vec::new();
                        for (name, mode) in opened(&statement) {
                            match self.db(session).table(&name, session) {
                                Some(table) => list.push((table.oid, mode)),
                                None => break,
                            }
                        }
                        if list.is_empty() || error.sqlstate == "0A000" {
                            return Err(error);
                        }
                        list.reverse();
                        (None, list)
                    }
                };
                running.stack.push(Work::Begin(plan));
                running.stack.push(Work::Tables {
                    list,
                    nowait: false,
                });
            }
            Statement::Lock {
                tables,
                mode,
                nowait,
            } => {
                self.require_block(session, "LOCK TABLE")?;
                let mut list = Vec::new();
                for (name, at) in tables {
                    list.push((self.db(session).find(name, session, *at)?.oid, *mode));
                }
                running.stack.push(Work::Tables {
                    list,
                    nowait: *nowait,
                });
                "LOCK TABLE".clone_into(&mut running.output.tag);
                running.output.count = -1;
            }
            Statement::Declare { select, .. } => {
                self.snapshot_early(session);
                let select = Rc::new(Statement::Select((**select).clone()));
                let plan = crate::planner::plan(&select, self.db(session), session)?;
                if let Plan::Select(plan) = &plan
                    && !plan.marks.is_empty()
                {
                    return Err(PgError::unsupported("a cursor that locks rows"));
                }
                let list = self.table_locks(&plan);
                running.stack.push(Work::Declare);
                running.stack.push(Work::Begin(Some(plan)));
                running.stack.push(Work::Tables {
                    list,
                    nowait: false,
                });
            }
            _ => {
                running.output.count = -1;
                running.stack.push(Work::Utility);
                let list = self.utility_locks(session, &statement)?;
                if !list.is_empty() {
                    running.stack.push(Work::Tables {
                        list,
                        nowait: false,
                    });
                }
            }
        }
        Ok(running)
    }

    /// Refuses what may be in no transaction block (`PreventInTransactionBlock`).
    fn stands_alone(&self, session: SessionId, statement: &Statement) -> Result<()> {
        let what = match statement {
            Statement::Nothing("VACUUM") => "VACUUM".to_owned(),
            Statement::Concurrently(what) => format!("{what} CONCURRENTLY"),
            _ => return Ok(()),
        };
        if self.tx(session).block {
            let message = format!("{what} cannot run inside a transaction block");
            return Err(PgError::new("25001", message));
        }
        match statement {
            Statement::Concurrently(plain) => Err(PgError::unsupported(what).hint(format!(
                "{plain} leads to the same, but holds stronger locks meanwhile."
            ))),
            _ => Ok(()),
        }
    }

    /// Repeatable read takes its snapshot before it waits for table locks, read committed after.
    pub(crate) fn snapshot_early(&mut self, session: SessionId) {
        let csn = self.state.xacts.committed;
        let tx = self.tx_mut(session);
        tx.begun = true;
        if tx.xact_snapshot() {
            tx.snapshot.get_or_insert(csn);
        }
        self.begin_serializable(session);
    }

    /// Through which eyes a statement that begins now sees.
    pub(crate) fn eyes(&self, session: SessionId) -> Eyes {
        let tx = self.tx(session);
        Eyes {
            session,
            csn: tx.snapshot.unwrap_or(self.state.xacts.committed),
            command: tx.command,
        }
    }

    /// Through which eyes a foreign key's own queries see: the newest, and what the statement has just done.
    pub(crate) fn newest_eyes(&self, session: SessionId) -> Eyes {
        Eyes {
            session,
            csn: self.state.xacts.committed,
            command: self.tx(session).command,
        }
    }

    /// The table locks of a plan: `RowExclusiveLock` on what it writes, `RowShareLock` on what it locks rows of,
    /// `AccessShareLock` on what it reads ("Table-Level Locks" in the documentation).
    fn table_locks(&self, plan: &Plan) -> Vec<(Oid, TableMode)> {
        let mut list: Vec<(Oid, TableMode)> = Vec::new();
        let select = |plan: &SelectPlan, list: &mut Vec<(Oid, TableMode)>| {
            let locked: Vec<Oid> = plan
                .marks
                .iter()
                .filter(|mark| mark.lock.is_some())
                .map(|mark| mark.oid)
                .collect();
            for oid in tables(&plan.query.references) {
                let mode = if locked.contains(&oid) {
                    TableMode::RowShare
                } else {
                    TableMode::AccessShare
                };
                list.push((oid, mode));
            }
        };
        match plan {
            Plan::Select(plan) => {
                for before in &plan.before {
                    select(before, &mut list);
                }
                select(plan, &mut list);
            }
            Plan::Insert(plan) => {
                list.push((plan.table.oid, TableMode::RowExclusive));
                for before in &plan.before {
                    select(before, &mut list);
                }
                match &plan.source {
                    crate::plan::Source::Select(plan) => {
                        for before in &plan.before {
                            select(before, &mut list);
                        }
                        select(plan, &mut list);
                    }
                    crate::plan::Source::Values {
                        query: Some(query), ..
                    } => {
                        list.extend(
                            tables(&query.references).map(|oid| (oid, TableMode::AccessShare)),
                        );
                    }
                    crate::plan::Source::Values { .. } => {}
                }
            }
            Plan::Write(plan) => {
                list.push((plan.table.oid, TableMode::RowExclusive));
                for before in &plan.before {
                    select(before, &mut list);
                }
                let read = tables(&plan.query.references).skip(1);
                list.extend(read.map(|oid| (oid, TableMode::AccessShare)));
            }
            Plan::Utility => {}
        }
        list.reverse();
        list
    }

    /// Does one piece of work.
    pub(crate) fn step(
        &mut self,
        session: SessionId,
        running: &mut Running,
        work: Work,
    ) -> Result<Flow> {
        match work {
            Work::Tables { list, nowait } => self.lock_tables(session, list, nowait),
            Work::Begin(plan) => self.begin_plan(session, running, plan),
            Work::Main(plan) => self.main(session, running, &plan),
            Work::Select(work) => self.select_step(session, running, work),
            Work::Insert(work) => self.insert_step(session, running, work),
            Work::Write(work) => self.write_step(session, running, work),
            Work::Events { events, current } => self.events_step(session, running, events, current),
            Work::Finish => self.finish(session, running),
            Work::Utility => self.utility(session, running),
            Work::Commit { chain } => {
                let (level, read_only, deferrable) = {
                    let tx = self.tx(session);
                    (tx.level, tx.read_only, tx.deferrable)
                };
                self.check_serializable_commit(session)?;
                self.commit(session);
                if chain {
                    self.begin(session, true);
                    let tx = self.tx_mut(session);
                    (tx.level, tx.read_only, tx.deferrable) = (level, read_only, deferrable);
                }
                Ok(Flow::Done)
            }
            Work::Declare => self.declare(session, running),
            Work::Advisory {
                plan,
                rows,
                row,
                output,
                done,
            } => self.advisory_step(session, running, plan, rows, row, output, done),
            Work::Fill(oid) => self.fill(session, running, oid),
        }
    }

    fn lock_tables(
        &mut self,
        session: SessionId,
        mut list: Vec<(Oid, TableMode)>,
        nowait: bool,
    ) -> Result<Flow> {
        while let Some((oid, mode)) = list.pop() {
            let owner = Owner::Level(self.tx(session).depth());
            // The level that has it keeps it as long as is needed.
            if self.state.locks.holds(session, Tag::Table(oid), mode) {
                continue;
            }
            if nowait {
                if self
                    .state
                    .locks
                    .acquire(session, Tag::Table(oid), mode, owner, false)
                    != Answer::Granted
                {
                    let name = self.table(session, oid)?.name.to_string();
                    return Err(PgError::new(
                        "55P03",
                        format!("could not obtain lock on relation \"{name}\""),
                    ));
                }
            } else if !self.acquire(session, Tag::Table(oid), mode, owner, true)? {
                return Ok(Flow::Wait(Work::Tables { list, nowait }));
            }
        }
        Ok(Flow::Done)
    }

    fn begin_plan(
        &mut self,
        session: SessionId,
        running: &mut Running,
        plan: Option<Plan>,
    ) -> Result<Flow> {
        // While it waited for a lock, definitions may have changed.
        let statement = match &*running.statement {
            Statement::Declare { select, .. } => Rc::new(Statement::Select((**select).clone())),
            Statement::CreateTable(create) => match &create.select {
                Some(select) => Rc::new(Statement::Select(select.clone())),
                None => Rc::clone(&running.statement),
            },
            _ => Rc::clone(&running.statement),
        };
        let plan = match plan {
            Some(plan)
                if matches!(
                    *running.statement,
                    Statement::Declare { .. } | Statement::CreateTable(_)
                ) =>
            {
                plan
            }
            _ => self.plan(session, &Rc::clone(&running.sql), &statement)?,
        };
        let missing: Vec<(Oid, TableMode)> = self
            .table_locks(&plan)
            .into_iter()
            .filter(|(oid, mode)| !self.state.locks.holds(session, Tag::Table(*oid), *mode))
            .collect();
        if !missing.is_empty() {
            return Ok(Flow::Push(vec![
                Work::Begin(Some(plan)),
                Work::Tables {
                    list: missing,
                    nowait: false,
                },
            ]));
        }
        if self.tx(session).read_only
            && let Some(what) = plan_writes(&plan)
        {
            return Err(read_only(what));
        }
        self.snapshot_early(session);
        running.eyes = self.eyes(session);
        let before = match &plan {
            Plan::Select(plan) => plan.before.clone(),
            Plan::Insert(plan) => match &plan.source {
                crate::plan::Source::Select(source) => source.before.clone(),
                crate::plan::Source::Values { .. } => plan.before.clone(),
            },
            Plan::Write(plan) => plan.before.clone(),
            Plan::Utility => Vec::new(),
        };
        let mut works = vec![Work::Main(plan)];
        for plan in before.into_iter().rev() {
            works.push(Work::Select(Box::new(new_select(plan, true))));
        }
        Ok(Flow::Push(works))
    }

    fn main(&mut self, session: SessionId, running: &mut Running, plan: &Plan) -> Result<Flow> {
        match plan {
            Plan::Select(plan) => {
                running.output.columns = Rc::clone(&plan.columns);
                running.output.may_abort_more =
                    self.may_abort_more(session, plan.query.references.len(), plan.may_abort_more);
                Ok(Flow::Push(vec![Work::Select(Box::new(new_select(
                    Rc::clone(plan),
                    false,
                )))]))
            }
            Plan::Insert(plan) => self.begin_insert(session, running, plan),
            Plan::Write(plan) => self.begin_write(session, running, plan),
            Plan::Utility => Ok(Flow::Done),
        }
    }

    /// Whether the real server may abort more transactions for a query: exact are the shapes that read one table,
    /// and all of it or by an index.
    pub(crate) fn may_abort_more(
        &self,
        session: SessionId,
        references: usize,
        stops: bool,
    ) -> bool {
        self.tx(session).level == crate::api::Level::Serializable && (references > 1 || stops)
    }

    // SELECT.

    fn select_step(
        &mut self,
        session: SessionId,
        running: &mut Running,
        mut work: Box<SelectWork>,
    ) -> Result<Flow> {
        let plan = Rc::clone(&work.plan);
        let params = Rc::clone(&running.params);
        if work.mark == usize::MAX {
            // The first time.
            work.mark = 0;
            let rows = self.query(running.eyes, &running.before, &plan.query, &params, &[])?;
            if let Some(ordered) = &plan.ordered
                && ordered.limit.is_some()
                && self.serializable(session).is_some()
            {
                let limit = self.count(running, ordered.limit.as_ref())?;
                let last = rows.last().map(|row| place(&row[ordered.place]));
                let full = limit.is_some_and(|limit| rows.len() as u64 >= limit);
                let to = last.filter(|_| full);
                if limit != Some(0) {
                    let scan = Scan {
                        query: &plan.query,
                        before: &running.before,
                        params: &params,
                    };
                    self.read_along(running.eyes, scan, ordered, &mut work.left, to)?;
                }
            }
            if plan.marks.iter().all(|mark| mark.lock.is_none()) {
                work.found = rows;
                return self.end_select(session, running, *work);
            }
            work.rows = rows;
            work.limit = self.count(running, plan.limit.as_ref())?;
            work.offset = self.count(running, plan.offset.as_ref())?.unwrap_or(0);
        }
        while work.next < work.rows.len() && work.limit != Some(0) {
            if work.mark == 0 && work.places.is_empty() {
                let row = &work.rows[work.next];
                work.places = plan
                    .marks
                    .iter()
                    .map(|mark| place(&row[mark.place]))
                    .collect();
                work.moved = false;
                if let Some(ordered) = &plan.ordered {
                    let to = Some(place(&row[ordered.place]));
                    let scan = Scan {
                        query: &plan.query,
                        before: &running.before,
                        params: &params,
                    };
                    self.read_along(running.eyes, scan, ordered, &mut work.left, to)?;
                }
            }
            let mut skip = false;
            while work.mark < plan.marks.len() {
                let mark = &plan.marks[work.mark];
                let at = work.mark;
                if let Some((mode, policy)) = mark.lock
                    && work.places[at] != 0
                {
                    let mut moved = work.places[at];
                    let newest = !self.tx(session).xact_snapshot();
                    let got = self.lock_row(
                        running.eyes,
                        mark.oid,
                        &mut moved,
                        mode,
                        policy,
                        true,
                        newest,
                        &mut work.wait,
                    )?;
                    match got {
                        Got::Waits => return Ok(Flow::Wait(Work::Select(work))),
                        Got::Ok => {
                            work.moved |= moved != work.places[at];
                            work.places[at] = moved;
                        }
                        Got::Updated | Got::Deleted if self.tx(session).xact_snapshot() => {
                            return Err(serialization("update"));
                        }
                        Got::Invisible => {
                            return Err(PgError::new("XX000", "attempted to lock invisible tuple"));
                        }
                        Got::Updated | Got::Deleted | Got::WouldBlock | Got::SelfModified => {
                            skip = true;
                            break;
                        }
                    }
                }
                work.mark += 1;
            }
            let row = if skip {
                None
            } else if work.moved {
                let given = self.given(running.eyes, &plan.marks, &work.places);
                self.query(running.eyes, &running.before, &plan.query, &params, &given)?
                    .into_iter()
                    .next()
            } else {
                Some(std::mem::take(&mut work.rows[work.next]))
            };
            work.next += 1;
            work.mark = 0;
            work.places.clear();
            if let Some(row) = row {
                if work.offset > 0 {
                    work.offset -= 1;
                } else {
                    work.found.push(row);
                    work.limit = work.limit.map(|limit| limit - 1);
                }
            }
        }
        if let Some(ordered) = &plan.ordered
            && work.limit != Some(0)
        {
            let scan = Scan {
                query: &plan.query,
                before: &running.before,
                params: &params,
            };
            self.read_along(running.eyes, scan, ordered, &mut work.left, None)?;
        }
        self.end_select(session, running, *work)
    }

    fn count(
        &mut self,
        running: &Running,
        query: Option<&crate::plan::Query>,
    ) -> Result<Option<u64>> {
        let Some(query) = query else { return Ok(None) };
        let rows = self.query(running.eyes, &running.before, query, &running.params, &[])?;
        Ok(match rows.first().and_then(|row| row.first()) {
            Some(Value::Integer(count)) => u64::try_from(*count).ok(),
            _ => None,
        })
    }

    /// For a check of one row again: each mark's reference stands for the version at its place.
    pub(crate) fn given(
        &self,
        eyes: Eyes,
        marks: &[crate::plan::Mark],
        places: &[u64],
    ) -> Vec<(usize, Rc<Data>)> {
        marks
            .iter()
            .zip(places)
            .map(|(mark, place)| {
                let version = self
                    .heap(eyes.session, mark.oid)
                    .and_then(|heap| heap.get(*place))
                    .cloned();
                let versions: Vec<Rc<Version>> = version.into_iter().collect();
                (mark.reference, Rc::new(Data::Versions(versions)))
            })
            .collect()
    }

    fn end_select(
        &mut self,
        session: SessionId,
        running: &mut Running,
        work: SelectWork,
    ) -> Result<Flow> {
        let (plan, rows) = (work.plan, work.found);
        if work.inner {
            let rows = rows.into_iter().map(|mut row| {
                row.truncate(plan.columns.len());
                Row::from(row)
            });
            running.before.push(rows.collect());
            return Ok(Flow::Done);
        }
        if plan
            .outputs
            .iter()
            .any(|output| matches!(output, Out::Advisory { .. }))
        {
            return Ok(Flow::Push(vec![Work::Advisory {
                plan,
                rows,
                row: 0,
                output: 0,
                done: Vec::new(),
            }]));
        }
        let _ = session;
        running.output.count = rows.len() as i64;
        running.output.tag = format!("SELECT {}", rows.len());
        running.output.rows = rows;
        for row in &mut running.output.rows {
            row.truncate(plan.columns.len());
        }
        Ok(Flow::Done)
    }

    /// Advisory lock functions of a select list, row by row (`lockfuncs.c`).
    #[expect(clippy::too_many_arguments, reason = "the fields of its work")]
    fn advisory_step(
        &mut self,
        session: SessionId,
        running: &mut Running,
        plan: Rc<SelectPlan>,
        mut rows: Vec<Vec<Value>>,
        mut row: usize,
        mut output: usize,
        mut done: Vec<Value>,
    ) -> Result<Flow> {
        while row < rows.len() {
            while output < plan.outputs.len() {
                let value = match &plan.outputs[output] {
                    Out::Plain(at) => rows[row][*at].clone(),
                    Out::Advisory {
                        function,
                        args,
                        count,
                    } => {
                        let args = &rows[row][*args..args + count];
                        // A wait that has been granted counts as done.
                        match self.advisory(session, running, *function, args)? {
                            Some(value) => value,
                            None => {
                                done.push(Value::text(""));
                                let work = Work::Advisory {
                                    plan,
                                    rows,
                                    row,
                                    output: output + 1,
                                    done,
                                };
                                return Ok(Flow::Wait(work));
                            }
                        }
                    }
                };
                done.push(value);
                output += 1;
            }
            rows[row] = std::mem::take(&mut done);
            row += 1;
            output = 0;
        }
        running.output.count = rows.len() as i64;
        running.output.tag = format!("SELECT {}", rows.len());
        running.output.rows = rows;
        Ok(Flow::Done)
    }

    /// One call of an advisory lock function; `None`: it waits.
    fn advisory(
        &mut self,
        session: SessionId,
        running: &mut Running,
        function: Advisory,
        args: &[Value],
    ) -> Result<Option<Value>> {
        let database = self.session(session).database;
        if function.all {
            self.release_where(session, |tag, owner| {
                owner == Owner::Session && matches!(tag, Tag::Advisory { .. })
            });
            return Ok(Some(Value::text("")));
        }
        let (pair, key) = match args {
            [Value::Integer(key)] => (false, *key),
            [Value::Integer(high), Value::Integer(low)] => {
                (true, (high << 32) | (low & 0xffff_ffff))
            }
            _ => return Ok(Some(Value::Null)),
        };
        let tag = Tag::Advisory {
            database,
            pair,
            key,
        };
        let mode = if function.shared {
            TableMode::Share
        } else {
            TableMode::Exclusive
        };
        let owner = if function.transaction {
            Owner::Level(self.tx(session).depth())
        } else {
            Owner::Session
        };
        if function.unlock {
            let held = self.release(session, tag, mode, owner);
            if !held {
                let name = if function.shared {
                    "ShareLock"
                } else {
                    "ExclusiveLock"
                };
                running
                    .output
                    .warning(format_args!("you don't own a lock of type {name}"));
            }
            return Ok(Some(Value::Integer(i64::from(held))));
        }
        if function.tries {
            let granted =
                self.state.locks.acquire(session, tag, mode, owner, false) == Answer::Granted;
            return Ok(Some(Value::Integer(i64::from(granted))));
        }
        Ok(self
            .acquire(session, tag, mode, owner, true)?
            .then(|| Value::text("")))
    }

    fn declare(&mut self, session: SessionId, running: &mut Running) -> Result<Flow> {
        let Statement::Declare { name, hold, .. } = &*running.statement else {
            return Ok(Flow::Done);
        };
        if !hold {
            self.require_block(session, "DECLARE CURSOR")?;
        }
        if self
            .session(session)
            .cursors
            .iter()
            .any(|cursor| cursor.name == *name)
        {
            return Err(PgError::new(
                "42P03",
                format!("cursor \"{name}\" already exists"),
            ));
        }
        let level = self.tx(session).depth();
        let output = std::mem::take(&mut running.output);
        self.session_mut(session)
            .cursors
            .push(crate::session::Cursor {
                name: Rc::clone(name),
                hold: *hold,
                columns: output.columns,
                rows: Rc::new(output.rows),
                next: 0,
                level,
            });
        "DECLARE CURSOR".clone_into(&mut running.output.tag);
        running.output.count = -1;
        Ok(Flow::Done)
    }

    // The end.

    /// Ends a statement: first its foreign keys, then its transaction if that is all there is to it.
    fn finish(&mut self, session: SessionId, running: &mut Running) -> Result<Flow> {
        if self.session(session).tx.is_none() {
            return Ok(Flow::Done);
        }
        if !running.events.is_empty() {
            let events = std::mem::take(&mut running.events);
            return Ok(Flow::Push(vec![
                Work::Finish,
                Work::Events {
                    events,
                    current: None,
                },
            ]));
        }
        if self.tx(session).block {
            return Ok(Flow::Done);
        }
        let due = self.due(session, true);
        let mut works = vec![Work::Commit { chain: false }];
        if !due.is_empty() {
            works.push(Work::Events {
                events: due,
                current: None,
            });
        }
        Ok(Flow::Push(works))
    }
}

/// A place out of SQLite's row; 0 is no row at all.
pub(crate) fn place(value: &Value) -> u64 {
    match value {
        Value::Integer(place) => *place as u64,
        _ => 0,
    }
}

pub(crate) fn new_select(plan: Rc<SelectPlan>, inner: bool) -> SelectWork {
    SelectWork {
        plan,
        rows: Vec::new(),
        next: 0,
        mark: usize::MAX,
        places: Vec::new(),
        moved: false,
        wait: Default::default(),
        limit: None,
        offset: 0,
        found: Vec::new(),
        left: None,
        inner,
    }
}

/// 40001, because of a concurrent `what`.
pub(crate) fn serialization(what: &str) -> PgError {
    PgError::new(
        "40001",
        format!("could not serialize access due to concurrent {what}"),
    )
}

#[cfg(test)]
mod tests {
    use crate::{Config, Server};

    #[test]
    fn some_statements_may_be_in_no_transaction_block() {
        let mut server = Server::new(Config::default()).unwrap();
        let session = server.connect("x").unwrap();
        let mut run = |sql: &str| match server.execute(session, sql, &[]).result.unwrap() {
            Ok(done) => (done.tag, String::new()),
            Err(error) => (error.sqlstate.to_owned(), error.message),
        };
        run("CREATE TABLE t (id int)");
        assert_eq!(run("VACUUM t").0, "VACUUM");
        assert_eq!(run("CREATE INDEX CONCURRENTLY ON t (id)").0, "0A000");
        for (sql, what) in [
            ("VACUUM FULL t", "VACUUM"),
            (
                "CREATE INDEX CONCURRENTLY ON t (id)",
                "CREATE INDEX CONCURRENTLY",
            ),
            ("DROP INDEX CONCURRENTLY t_id", "DROP INDEX CONCURRENTLY"),
        ] {
            run("BEGIN");
            let message = format!("{what} cannot run inside a transaction block");
            assert_eq!(run(sql), ("25001".to_owned(), message));
            assert_eq!(run("SELECT 1").0, "25P02");
            run("ROLLBACK");
        }
        run("BEGIN");
        assert_eq!(run("ANALYZE t").0, "ANALYZE");
        assert_eq!(run("COMMIT").0, "COMMIT");
    }
}
