//! The same statements through bare rusqlite: one connection a task, every schedule run from its
//! beginning.

use crate::cases::{Case, Statement};
use rusqlite::{CachedStatement, Connection, OpenFlags};
use std::collections::HashMap;
use std::path::Path;

const GET: &str = "SELECT id, balance FROM bankaccount WHERE id = ? LIMIT 21";
const SAVE: &str = "UPDATE bankaccount SET balance = ? WHERE id = ?";

/// Connections, and how far each task is.
pub struct Tasks {
    case: Case,
    statements: Vec<Statement>,
    connections: Vec<Connection>,
    tasks: Vec<Task>,
}

#[derive(Clone, Default)]
struct Task {
    /// How many statements it has sent.
    sent: usize,
    /// What it has read, by account.
    balances: Vec<i64>,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum End {
    Returned,
    /// A statement failed; in a transaction a rollback is still to be sent.
    Failed {
        rolled_back: bool,
    },
}

/// What all tasks have come to: who returned, and what the accounts hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    returned: Vec<bool>,
    balances: Vec<i64>,
}

/// How many schedules lead to each outcome.
pub type Counts = HashMap<Outcome, u64>;

impl Tasks {
    /// Every statement that commits by itself: in memory. Transactions meet each other's locks, and those
    /// of SQLite's memory files are not those of files: in `folder`.
    pub fn new(case: Case, folder: &Path) -> rusqlite::Result<Self> {
        let flags = OpenFlags::default() | OpenFlags::SQLITE_OPEN_URI;
        let name = match case.transaction {
            true => folder.join("bare.sqlite").display().to_string(),
            false => format!("file:/bare-{}-{}?vfs=memdb", case.tasks, case.accounts),
        };
        let mut connections = Vec::new();
        for _ in 0..case.tasks {
            let connection = Connection::open_with_flags(&name, flags)?;
            connection.busy_timeout(std::time::Duration::ZERO)?;
            connection.execute_batch("PRAGMA synchronous = OFF")?;
            connections.push(connection);
        }
        connections[0].execute_batch(
            "DROP TABLE IF EXISTS bankaccount;
             CREATE TABLE bankaccount (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)",
        )?;
        for account in 0..case.accounts {
            connections[0].execute(
                "INSERT INTO bankaccount VALUES (?, ?)",
                (Case::id(account), Case::opening(account)),
            )?;
        }
        Ok(Self {
            case,
            statements: case.statements(),
            connections,
            tasks: Vec::new(),
        })
    }

    /// The initial rows, and no task has begun.
    pub fn reset(&mut self) -> rusqlite::Result<()> {
        let task = Task {
            balances: vec![0; self.case.accounts],
            ..Task::default()
        };
        self.tasks.clear();
        self.tasks.resize(self.case.tasks, task);
        self.connections[0]
            .prepare_cached("UPDATE bankaccount SET balance = CASE id WHEN 1 THEN 100 ELSE 0 END")?
            .execute([])?;
        Ok(())
    }

    /// Has this task nothing more to send?
    pub fn is_over(&self, task: usize) -> bool {
        match self.tasks[task].end {
            None => false,
            Some(End::Returned) => true,
            Some(End::Failed { rolled_back }) => rolled_back,
        }
    }

    /// Sends the task's next statement.
    pub fn step(&mut self, number: usize) -> rusqlite::Result<()> {
        let task = &mut self.tasks[number];
        let connection = &self.connections[number];
        if task.end.is_some() {
            if !connection.is_autocommit() {
                connection.prepare_cached("ROLLBACK")?.execute([])?;
            }
            task.end = Some(End::Failed { rolled_back: true });
            return Ok(());
        }
        let statement = self.statements[task.sent];
        task.sent += 1;
        let get = |mut get: CachedStatement<'_>, account: usize| {
            get.query_row([Case::id(account)], |row| {
                let _: i64 = row.get(0)?;
                row.get(1)
            })
        };
        let sent = match statement {
            Statement::Begin => connection
                .prepare_cached("BEGIN")
                .and_then(|mut begin| begin.execute([])),
            Statement::Get { account } => connection
                .prepare_cached(GET)
                .and_then(|prepared| get(prepared, account))
                .map(|balance| {
                    task.balances[account] = balance;
                    1
                }),
            Statement::Save { account } => {
                let change = self.case.change(account, Case::amount(number));
                let balance = task.balances[account] + change;
                connection
                    .prepare_cached(SAVE)
                    .and_then(|mut save| save.execute((balance, Case::id(account))))
            }
            Statement::Commit => connection
                .prepare_cached("COMMIT")
                .and_then(|mut commit| commit.execute([])),
        };
        match sent {
            Ok(_) if task.sent == self.statements.len() => task.end = Some(End::Returned),
            Ok(_) => {}
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
                task.end = Some(End::Failed {
                    rolled_back: !self.case.transaction,
                });
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// What the tasks have come to.
    pub fn outcome(&self) -> rusqlite::Result<Outcome> {
        let mut all =
            self.connections[0].prepare_cached("SELECT balance FROM bankaccount ORDER BY id")?;
        let balances = all.query_map([], |row| row.get(0))?;
        Ok(Outcome {
            returned: (self.tasks.iter())
                .map(|task| task.end == Some(End::Returned))
                .collect(),
            balances: balances.collect::<rusqlite::Result<_>>()?,
        })
    }
}

/// Runs all schedules, each from its beginning.
pub fn run(tasks: &mut Tasks) -> rusqlite::Result<Counts> {
    let mut counts = Counts::new();
    // The schedule, and with each task those after it that could have gone on in its place.
    let mut schedule: Vec<(usize, Vec<usize>)> = Vec::new();
    loop {
        tasks.reset()?;
        for (task, _) in &schedule {
            tasks.step(*task)?;
        }
        loop {
            let mut ready = (0..tasks.case.tasks).filter(|task| !tasks.is_over(*task));
            let Some(task) = ready.next() else { break };
            schedule.push((task, ready.rev().collect()));
            tasks.step(task)?;
        }
        *counts.entry(tasks.outcome()?).or_default() += 1;
        while let Some((task, others)) = schedule.last_mut() {
            if let Some(other) = others.pop() {
                *task = other;
                break;
            }
            schedule.pop();
        }
        if schedule.is_empty() {
            return Ok(counts);
        }
    }
}
