//! A session of plain SQL: the program of a process that sends fixed steps, whatever it is answered.

use crate::database::{Failure, Finished, Value};
use crate::ending::is_refusal;
use crate::processes::{Answer, Connect, Effect, Pending, Raised, Statement};
use crate::report::typed_json;
use lockstep_python::{FrameView, Span};
use lockstep_scenario::Problem;
use serde_json::Value as Json;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Most bytes of results that a session may hold: every state that is met remembers them.
const MAX_RESULTS: usize = 1_000_000;

/// What a session does.
pub struct Script {
    /// Tells it from the other scripts of its world.
    pub number: usize,
    /// Its one connection.
    pub connect: Rc<Connect>,
    /// In order.
    pub steps: Vec<ScriptStep>,
    /// Whether an error is the end of it. A task goes on with its next step, as a person would who
    /// types statements; a setup does not.
    pub strict: bool,
    /// Whether its own setup has left a transaction open.
    pub in_transaction: bool,
}

/// Whether a transaction is open after these statements, if none was before and none of them fails.
pub fn leaves_transaction(statements: &[&str]) -> bool {
    statements.iter().fold(false, |open, sql| {
        let word = sql.split_whitespace().next().unwrap_or_default();
        match word.to_ascii_uppercase().as_str() {
            "BEGIN" | "START" => true,
            "COMMIT" | "END" | "ABORT" => false,
            // One to a savepoint goes on.
            "ROLLBACK" => open && sql.to_ascii_uppercase().contains(" TO "),
            _ => open,
        }
    })
}

/// A step: the statements that are sent as one.
pub struct ScriptStep {
    /// Its name in the file.
    pub name: Rc<str>,
    /// Where its SQL stands.
    pub line: u32,
    /// At least one; all but the first follow the one before without a scheduling point between.
    pub statements: Vec<Rc<Statement>>,
    /// Whether the statements are one transaction if none is open: what the server does with a text of
    /// several statements (PostgreSQL's documentation, 55.2.2.1).
    pub together: bool,
}

impl ScriptStep {
    /// A step of these statements. An empty step sends an empty statement: it is a step, too.
    pub fn new(name: &str, line: u32, statements: &[&str], together: bool) -> Self {
        let begins = |sql: &&str| {
            let word = sql.split_whitespace().next().unwrap_or_default();
            ["BEGIN", "START"]
                .iter()
                .any(|begin| word.eq_ignore_ascii_case(begin))
        };
        let together = together && statements.len() > 1 && !statements.first().is_some_and(begins);
        let statements = if statements.is_empty() {
            &[""]
        } else {
            statements
        };
        ScriptStep {
            name: name.into(),
            line,
            together,
            statements: statements
                .iter()
                .enumerate()
                .map(|(index, sql)| plain(sql, index > 0))
                .collect(),
        }
    }
}

fn plain(sql: &str, follows: bool) -> Rc<Statement> {
    Rc::new(Statement {
        handle: 0,
        sql: sql.to_owned(),
        params: Vec::new(),
        follows,
    })
}

/// What a step came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepEnd {
    /// Of each statement that gives rows.
    pub results: Vec<ResultSet>,
    /// Rows inserted, updated or deleted.
    pub changes: i64,
    /// What the database said besides.
    pub notices: Vec<Notice>,
    /// How many statements have ended, and how many results there were before the last one's.
    statements: usize,
    before_last: usize,
    /// Why it went no further.
    pub error: Option<Failure>,
}

/// What the database said besides a statement's result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Notice {
    /// With its severity.
    pub text: String,
    /// How many of the step's results are told before it; `None` if it is told before the step is. A server sends the
    /// end of a statement together with what it says next, and libpq hands out what is said first.
    pub after: Option<usize>,
}

/// Rows under their column names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultSet {
    pub columns: Vec<String>,
    /// Names of the columns' types, where the database has types of its own.
    pub types: Vec<&'static str>,
    pub rows: Vec<Vec<Value>>,
}

impl StepEnd {
    /// Takes a statement's end in; whether the step can go on.
    pub fn add(&mut self, finished: &Finished) -> bool {
        let before = self.results.len();
        let goes_on = match finished {
            Finished::Failed(failure) => {
                self.error = Some(failure.clone());
                false
            }
            Finished::Done(done) => {
                self.changes += done.rowcount.max(0);
                let after = (self.statements > 1).then_some(self.before_last);
                let notices = done.notices.iter().cloned();
                self.notices
                    .extend(notices.map(|text| Notice { text, after }));
                if !done.columns.is_empty() {
                    self.results.push(ResultSet {
                        columns: done.columns.clone(),
                        types: done.types.clone(),
                        rows: done.rows.clone(),
                    });
                }
                true
            }
        };
        self.statements += 1;
        self.before_last = before;
        goes_on
    }

    /// All results' rows, one after the other; `None` if no statement gives rows.
    pub fn rows(&self) -> Option<Vec<Vec<Json>>> {
        let json = |result: &ResultSet| -> Vec<Vec<Json>> {
            let value = |(column, value)| typed_json(value, result.types.get(column));
            let rows = result.rows.iter();
            rows.map(|row| row.iter().enumerate().map(value).collect())
                .collect()
        };
        (!self.results.is_empty()).then(|| self.results.iter().flat_map(json).collect())
    }

    /// In a report: the rows, or the code it failed with.
    fn json(&self) -> Json {
        match &self.error {
            Some(failure) => failure.code.clone().into(),
            None => self.rows().unwrap_or_default().into_iter().collect(),
        }
    }

    fn hash(&self, hasher: &mut impl Hasher) {
        self.changes.hash(hasher);
        self.results.len().hash(hasher);
        for result in &self.results {
            result.columns.hash(hasher);
            result.rows.len().hash(hasher);
            for row in &result.rows {
                crate::hash::values(row, hasher);
            }
        }
        for notice in &self.notices {
            notice.hash(hasher);
        }
        if let Some(failure) = &self.error {
            (&failure.code, &failure.message).hash(hasher);
        }
    }
}

/// About how many bytes a result takes.
fn size_of_result(finished: &Finished) -> usize {
    let Finished::Done(done) = finished else {
        return 0;
    };
    let values = done.rows.iter().flatten();
    let bytes = values.map(|value| match value {
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
        Value::Null | Value::Integer(_) | Value::Real(_) => 0,
    });
    bytes.map(|bytes| bytes + size_of::<Value>()).sum()
}

/// Of a transaction around the statements of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Implicit {
    /// There is none.
    None,
    /// It is being begun.
    Begins,
    /// Statements run in it.
    Open,
    /// It is being ended.
    Ends,
}

/// A session at some point of its script.
#[derive(Clone)]
pub struct Session {
    script: Rc<Script>,
    connected: bool,
    /// The steps that have ended.
    ended: Vec<Rc<StepEnd>>,
    /// Of the step that goes on: how many statements have ended, and what they came to.
    statement: usize,
    so_far: StepEnd,
    /// Whether its connection has a transaction open.
    in_transaction: bool,
    /// Where it stands in a transaction that only holds a step's statements together.
    implicit: Implicit,
    /// Bytes of all results.
    bytes: usize,
}

impl Session {
    /// At its beginning.
    pub fn new(script: &Rc<Script>) -> Self {
        Session {
            script: Rc::clone(script),
            connected: false,
            ended: Vec::new(),
            statement: 0,
            so_far: StepEnd::default(),
            in_transaction: script.in_transaction,
            implicit: Implicit::None,
            bytes: 0,
        }
    }

    /// What its steps came to, in order, as far as they have ended.
    pub fn ended(&self) -> &[Rc<StepEnd>] {
        &self.ended
    }

    /// The step it stands at.
    pub fn step(&self) -> Option<&ScriptStep> {
        self.script.steps.get(self.ended.len())
    }

    /// The step it stands at as a frame, for people.
    pub fn frame(&self) -> Option<FrameView> {
        let last = self.script.steps.len().checked_sub(1)?;
        let step = &self.script.steps[self.ended.len().min(last)];
        Some(FrameView {
            file: "".into(),
            function: Rc::clone(&step.name),
            span: Span {
                line: step.line,
                ..Span::default()
            },
            internal: false,
            locals: Vec::new(),
        })
    }

    /// In a report: each step's rows, or the code it failed with.
    pub fn json(&self) -> Vec<Json> {
        self.ended.iter().map(|end| end.json()).collect()
    }

    /// Whether the database refused a step because of the other sessions.
    pub fn refused(&self) -> bool {
        let errors = self.ended.iter().filter_map(|end| end.error.as_ref());
        errors
            .into_iter()
            .any(|failure| is_refusal(&[failure.class.to_owned()], &failure.message))
    }

    /// Whether a step failed.
    pub fn failed(&self) -> bool {
        self.ended.iter().any(|end| end.error.is_some())
    }

    /// Goes on with an answer: what it does next, and what it does outside before that.
    ///
    /// # Errors
    /// If its results become too large.
    pub fn advance(&mut self, answer: &Answer) -> Result<(Pending, Vec<Effect>), Problem> {
        let mut effects = Vec::new();
        if !self.connected {
            self.connected = true;
            effects.push(Effect::Connect(Rc::clone(&self.script.connect)));
        }
        if let (Answer::Statement(finished, in_transaction), Some(step)) = (answer, self.step()) {
            let (statements, line) = (step.statements.len(), step.line);
            self.in_transaction = *in_transaction;
            self.bytes += size_of_result(finished);
            if self.bytes > MAX_RESULTS {
                return Err(Problem {
                    message: format!(
                        "The results of this session are larger than {} KB. Ask for fewer rows, or for shorter ones.",
                        MAX_RESULTS / 1000
                    ),
                    line: Some(line),
                    column: None,
                });
            }
            match self.implicit {
                Implicit::Begins => self.implicit = Implicit::Open,
                Implicit::Ends => {
                    // Only what it says about a failure counts.
                    if let (Finished::Failed(_), None) = (&**finished, &self.so_far.error) {
                        self.so_far.add(finished);
                    }
                    self.end_step();
                }
                Implicit::None | Implicit::Open => {
                    if self.script.strict {
                        // Of a setup libpq hands out what its last statement gave.
                        self.so_far.results.clear();
                    }
                    let goes_on = self.so_far.add(finished);
                    self.statement += 1;
                    if let (false, true, Finished::Failed(failure)) =
                        (goes_on, self.script.strict, &**finished)
                    {
                        return Ok((self.raised(failure), effects));
                    }
                    if !goes_on || self.statement == statements {
                        if self.implicit == Implicit::Open && self.in_transaction {
                            self.implicit = Implicit::Ends;
                            let end = if goes_on { "COMMIT" } else { "ROLLBACK" };
                            return Ok((Pending::Statement(plain(end, true)), effects));
                        }
                        self.end_step();
                    }
                }
            }
        }
        Ok((self.pending(), effects))
    }

    fn end_step(&mut self) {
        self.ended.push(Rc::new(std::mem::take(&mut self.so_far)));
        self.statement = 0;
        self.implicit = Implicit::None;
    }

    /// What it does next.
    fn pending(&mut self) -> Pending {
        let Some(step) = self.step() else {
            return Pending::Returned(Json::from(self.json()).to_string().into());
        };
        let statement = &step.statements[self.statement];
        if self.statement > 0 {
            return Pending::Statement(Rc::clone(statement));
        }
        match self.implicit {
            Implicit::Open => Pending::Statement(plain(&statement.sql, true)),
            _ if step.together && !self.in_transaction => {
                self.implicit = Implicit::Begins;
                Pending::Statement(plain("BEGIN", false))
            }
            _ => Pending::Statement(Rc::clone(statement)),
        }
    }

    fn raised(&self, failure: &Failure) -> Pending {
        Pending::Raised(Rc::new(Raised {
            class: failure.class.to_owned(),
            classes: vec![failure.class.to_owned()],
            message: failure.message.clone(),
            traceback: String::new(),
            line: self.step().map(|step| step.line),
            column: None,
        }))
    }

    /// All that its future depends on.
    pub fn hash(&self, hasher: &mut impl Hasher) {
        self.script.number.hash(hasher);
        self.connected.hash(hasher);
        self.statement.hash(hasher);
        self.implicit.hash(hasher);
        self.in_transaction.hash(hasher);
        self.ended.len().hash(hasher);
        for end in &self.ended {
            StepEnd::hash(end, hasher);
        }
        self.so_far.hash(hasher);
    }
}
