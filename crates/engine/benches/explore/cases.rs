//! What is measured: transfers of money by a few tasks at once, as a scenario and as bare statements.

use lockstep_scenario::{DatabaseKind, Scenario};

/// Tasks that each read some accounts, one statement each, and then write them.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// How many tasks there are.
    pub tasks: usize,
    /// How many accounts each of them reads and writes.
    pub accounts: usize,
    /// Is each task in a transaction, or does every statement commit by itself?
    pub transaction: bool,
    /// Which database Lockstep runs it on.
    pub database: DatabaseKind,
}

/// One statement of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    Begin,
    Get { account: usize },
    Save { account: usize },
    Commit,
}

impl Case {
    /// So many tasks, each with a statement to read and one to write so many accounts.
    pub const fn new(tasks: usize, accounts: usize) -> Self {
        Self {
            tasks,
            accounts,
            transaction: false,
            database: DatabaseKind::Sqlite,
        }
    }

    /// The same with a transaction around each task.
    pub const fn in_transactions(self) -> Self {
        Self {
            transaction: true,
            ..self
        }
    }

    /// The same on the PostgreSQL profile.
    pub const fn on_postgres(self) -> Self {
        Self {
            database: DatabaseKind::Postgres,
            ..self
        }
    }

    /// The statements that a task sends if all goes well.
    pub fn statements(self) -> Vec<Statement> {
        let accounts = 0..self.accounts;
        let mut statements: Vec<_> = accounts
            .clone()
            .map(|account| Statement::Get { account })
            .chain(accounts.map(|account| Statement::Save { account }))
            .collect();
        if self.transaction {
            statements.insert(0, Statement::Begin);
            statements.push(Statement::Commit);
        }
        statements
    }

    /// `2 × 4`, and how it commits.
    pub fn title(self) -> String {
        let how = match self.transaction {
            true => "each task in a transaction",
            false => "every statement commits",
        };
        format!("{} × {}, {how}", self.tasks, self.statements().len())
    }

    /// An account's row.
    pub fn id(account: usize) -> i64 {
        account as i64 + 1
    }

    /// How much of the money this task moves.
    pub fn amount(task: usize) -> i64 {
        10 * (task as i64 + 1)
    }

    /// What an account holds in the beginning.
    pub fn opening(account: usize) -> i64 {
        if account == 0 { 100 } else { 0 }
    }

    /// What a task adds to an account: it takes from the first and gives the same to each of the others.
    pub fn change(self, account: usize, amount: i64) -> i64 {
        match account {
            0 => -amount * (self.accounts as i64 - 1).max(1),
            _ => amount,
        }
    }

    /// The same as the gallery's transfer, for this many tasks and accounts.
    pub fn scenario(self) -> Scenario {
        let mut source = "\
from django.db import models

class BankAccount(models.Model):
    balance = models.IntegerField()

def setup():
"
        .to_owned();
        let mut line = |text: String| source += &format!("{text}\n");
        let accounts = 0..self.accounts;
        for account in accounts.clone() {
            let (id, balance) = (Self::id(account), Self::opening(account));
            line(format!(
                "    BankAccount.objects.create(id={id}, balance={balance})"
            ));
        }
        line("def transfer(amount):".to_owned());
        for id in accounts.clone().map(Self::id) {
            line(format!(
                "    account_{id} = BankAccount.objects.get(id={id})"
            ));
        }
        for account in accounts.clone() {
            let (id, times) = (Self::id(account), self.change(account, 1));
            line(format!("    account_{id}.balance += {times} * amount"));
        }
        for id in accounts.map(Self::id) {
            line(format!("    account_{id}.save()"));
        }
        for task in 0..self.tasks {
            line(format!("def task_{}():", task + 1));
            line(format!("    transfer({})", Self::amount(task)));
        }
        if self.accounts > 1 {
            line("def invariant_money_is_conserved():".to_owned());
            line(
                "    assert sum(account.balance for account in BankAccount.objects.all()) == 100"
                    .to_owned(),
            );
        }
        let mut scenario = Scenario::python("transfer", &source);
        let mut set = |name, value| {
            scenario
                .settings
                .set(name, value)
                .expect("it is a setting's value");
        };
        set("busy-timeout", "0");
        set("database", self.database.as_str());
        if self.transaction {
            set("strategy", "atomic");
        }
        scenario
    }

    /// Every order of the tasks' steps, if none of them fails.
    pub fn schedules(self) -> Vec<Vec<usize>> {
        fn extend(left: &mut [usize], path: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
            if left.iter().all(|left| *left == 0) {
                all.push(path.clone());
            }
            for task in 0..left.len() {
                if left[task] > 0 {
                    left[task] -= 1;
                    path.push(task);
                    extend(left, path, all);
                    path.pop();
                    left[task] += 1;
                }
            }
        }
        let mut all = Vec::new();
        let mut left = vec![self.statements().len(); self.tasks];
        extend(&mut left, &mut Vec::new(), &mut all);
        all
    }
}
