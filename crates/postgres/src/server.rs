//! The server: sessions, and the steps that they take.

use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::Value;
use crate::api::*;
use crate::ast::Statement;
use crate::catalogue::{Database, Table};
use crate::deadlock::{self, Found};
use crate::error::PgError;
use crate::executor::{Data, Executor, Touched};
use crate::locks::{Answer, Locks, Oid, Owner, Tag};
use crate::parse::{character, parse};
use crate::plan::{Access, Checks, Plan, Query, Reference};
use crate::session::{Output, Running, Session, Settings, Tx, Work};
use crate::versions::{Eyes, Heap, Row};
use crate::xacts::Xacts;

pub(crate) type Result<T> = std::result::Result<T, PgError>;

/// Sessions at most.
const SESSIONS: usize = 64;
/// Texts whose parse is kept, and plans.
const CACHED: usize = 4096;

/// All that a snapshot has to bring back.
#[derive(Clone, Default)]
pub(crate) struct State {
    pub(crate) databases: Vec<Rc<Database>>,
    pub(crate) sessions: Vec<Option<Rc<Session>>>,
    pub(crate) xacts: Xacts,
    pub(crate) locks: Locks,
    /// Sessions that have got what they waited for, in order.
    pub(crate) ready: VecDeque<SessionId>,
    /// Sessions in a deadlock, one of which must be chosen to give way.
    pub(crate) cycle: Vec<SessionId>,
    pub(crate) random: u64,
    pub(crate) ssi: crate::ssi::Ssi,
    /// Tables in which there may be versions that nobody can see any more.
    pub(crate) untidy: Vec<(usize, Oid)>,
}

/// A database server with everything in it.
pub struct Server {
    pub(crate) config: Config,
    pub(crate) state: State,
    pub(crate) executor: Executor,
    pub(crate) observed: Observed,
    parsed: FxHashMap<Rc<str>, Result<Rc<Statement>>>,
    plans: FxHashMap<(usize, u64), FxHashMap<Rc<str>, Plan>>,
    checks: FxHashMap<(Oid, u64), Option<Rc<Checks>>>,
    /// Digests of catalogues, by their version.
    pub(crate) definitions: FxHashMap<(usize, u64), u128>,
    /// The last version number of a catalogue; never given twice, whatever is restored.
    versions: u64,
}

/// What brings a server back to an earlier state.
#[derive(Clone)]
pub struct Snapshot(Rc<State>);

/// How a piece of work went.
pub(crate) enum Flow {
    Done,
    /// It waits, and goes on with this.
    Wait(Work),
    /// First this is to be done (the last one first), then the rest.
    Push(Vec<Work>),
}

impl Server {
    /// An empty server.
    ///
    /// # Errors
    /// If SQLite cannot be opened.
    pub fn new(config: Config) -> Result<Server> {
        Ok(Server {
            config,
            state: State::default(),
            executor: Executor::new()?,
            observed: Observed::default(),
            parsed: FxHashMap::default(),
            plans: FxHashMap::default(),
            checks: FxHashMap::default(),
            definitions: FxHashMap::default(),
            versions: 0,
        })
    }

    /// Opens a session; the first one that names a database creates it.
    ///
    /// # Errors
    /// If there are too many sessions.
    pub fn connect(&mut self, database: &str) -> Result<SessionId> {
        let found = self
            .state
            .databases
            .iter()
            .position(|known| &*known.name == database);
        let database = match found {
            Some(at) => at,
            None => {
                self.state
                    .databases
                    .push(Rc::new(Database::new(database, self.state.databases.len())));
                self.state.databases.len() - 1
            }
        };
        let free = self
            .state
            .sessions
            .iter()
            .position(Option::is_none)
            .unwrap_or(self.state.sessions.len());
        if free >= SESSIONS {
            return Err(PgError::new("53300", "sorry, too many clients already"));
        }
        if free == self.state.sessions.len() {
            self.state.sessions.push(None);
        }
        self.state.sessions[free] = Some(Rc::new(Session {
            database,
            tx: None,
            running: None,
            settings: Settings::default(),
            cursors: Vec::new(),
            used: Rc::default(),
            waiting: None,
        }));
        Ok(free)
    }

    /// The client goes away: its transaction is rolled back, its number becomes free. Who woke?
    pub fn close(&mut self, session: SessionId) -> Vec<(SessionId, Finished)> {
        self.begin_step();
        if !self.known(session) {
            return Vec::new();
        }
        self.stop_waiting(session);
        self.session_mut(session).running = None;
        if self.session(session).tx.is_some() {
            self.abort(session);
        }
        self.release_where(session, |_, _| true);
        self.state.sessions[session] = None;
        self.settle(None).woke
    }

    /// Sends one statement and runs it to its end, or to where it must wait.
    pub fn execute(&mut self, session: SessionId, sql: &str, params: &[Value]) -> Step {
        self.begin_step();
        let fail = |error: PgError| Step {
            result: Some(Err(error)),
            woke: Vec::new(),
        };
        if !self.known(session) {
            return fail(PgError::new("08003", "connection does not exist"));
        }
        if self.session(session).running.is_some() || !self.choices().is_empty() {
            return fail(PgError::new("55000", "another statement is in progress"));
        }
        match self.start(session, sql, params) {
            Ok(running) => {
                self.session_mut(session).running = Some(running);
                self.settle(Some(session))
            }
            Err(error) => {
                let error = at_character(error, sql);
                self.fail(session);
                let mut step = self.settle(None);
                step.result = Some(Err(error));
                step
            }
        }
    }

    /// Ends a waiting statement.
    pub fn cancel(&mut self, session: SessionId, reason: Cancel) -> Step {
        self.begin_step();
        let waits = self.known(session) && self.session(session).running.is_some();
        if !waits || self.state.ready.contains(&session) {
            return Step {
                result: None,
                woke: Vec::new(),
            };
        }
        let error = match reason {
            Cancel::LockTimeout => PgError::new("55P03", "canceling statement due to lock timeout"),
            Cancel::StatementTimeout => {
                PgError::new("57014", "canceling statement due to statement timeout")
            }
            Cancel::User => PgError::new("57014", "canceling statement due to user request"),
        };
        self.state.cycle.retain(|member| *member != session);
        if self.state.cycle.len() == 1 {
            self.state.cycle.clear();
        }
        self.end_waiting(session, error)
    }

    /// Ends a waiting session's statement with an error.
    fn end_waiting(&mut self, session: SessionId, error: PgError) -> Step {
        self.stop_waiting(session);
        self.session_mut(session).running = None;
        self.fail(session);
        let mut step = self.settle(None);
        step.result = Some(Err(error));
        step
    }

    /// Milliseconds that a statement of this session may wait for a lock; `None`: for ever.
    pub fn lock_timeout(&self, session: SessionId) -> Option<u32> {
        if !self.known(session) {
            return None;
        }
        let timeout = self.session(session).settings.lock_timeout;
        (timeout > 0).then_some(timeout)
    }

    /// Whom a waiting session waits for, in order.
    pub fn blockers(&self, session: SessionId) -> Vec<SessionId> {
        self.state.locks.blockers(session)
    }

    /// Where the session's transaction stands.
    pub fn transaction(&self, session: SessionId) -> Transaction {
        if !self.known(session) {
            return Transaction::None;
        }
        match &self.session(session).tx {
            Some(tx) if tx.failed => Transaction::Failed,
            Some(tx) if tx.block => Transaction::Open {
                level: tx.level,
                read_only: tx.read_only,
            },
            _ => Transaction::None,
        }
    }

    /// Sessions of which one must be chosen before anything else: see [`Victim::Any`] and [`WakeOrder::Any`].
    pub fn choices(&self) -> Vec<SessionId> {
        if !self.state.cycle.is_empty() {
            return self.state.cycle.clone();
        }
        if self.state.ready.len() > 1 {
            self.state.ready.iter().copied().collect()
        } else {
            Vec::new()
        }
    }

    /// Chooses one of [`Server::choices`]. What happened to the chosen session is the step's `result`.
    pub fn choose(&mut self, session: SessionId) -> Step {
        self.begin_step();
        if self.state.cycle.contains(&session) {
            self.state.cycle.clear();
            return self.end_waiting(session, deadlock_error());
        }
        let Some(at) = self.state.ready.iter().position(|ready| *ready == session) else {
            return Step {
                result: None,
                woke: Vec::new(),
            };
        };
        self.state.ready.remove(at);
        self.settle(Some(session))
    }

    /// Sets the clock, in milliseconds since 1970.
    pub fn set_now(&mut self, ms: i64) {
        self.config.now = ms;
    }

    /// Whether to notice what [`Server::observed`] tells.
    pub fn set_observe(&mut self, on: bool) {
        self.config.observe = on;
    }

    /// What the last step wrote and read.
    pub fn observed(&mut self) -> Observed {
        std::mem::take(&mut self.observed)
    }

    /// What brings this state back.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(Rc::new(self.state.clone()))
    }

    /// Back to a snapshot, waiting statements included.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.state = (*snapshot.0).clone();
        self.observed = Observed::default();
    }

    /// What a SELECT finds in a database's committed content, without a trace.
    ///
    /// # Errors
    /// If the SELECT fails.
    pub fn peek(&mut self, database: &str, sql: &str, params: &[Value]) -> Result<Vec<Vec<Value>>> {
        let before = self.state.clone();
        let observed = std::mem::take(&mut self.observed);
        let observe = std::mem::replace(&mut self.config.observe, false);
        let result = self.peek_now(database, sql, params);
        self.state = before;
        self.observed = observed;
        self.config.observe = observe;
        result
    }

    fn peek_now(&mut self, database: &str, sql: &str, params: &[Value]) -> Result<Vec<Vec<Value>>> {
        let session = self.connect(database)?;
        let running = self.start(session, sql, params)?;
        if !matches!(*running.statement, Statement::Select(_)) {
            return Err(PgError::unsupported("anything but a SELECT here"));
        }
        let Some(plan) = running.stack.iter().find_map(|work| match work {
            Work::Begin(Some(Plan::Select(plan))) => Some(Rc::clone(plan)),
            _ => None,
        }) else {
            return Err(PgError::unsupported("anything but a SELECT here"));
        };
        let eyes = Eyes {
            session,
            csn: self.state.xacts.committed,
            command: 0,
        };
        let mut rows = self.query(eyes, &[], &plan.query, &running.params, &[])?;
        rows.iter_mut()
            .for_each(|row| row.truncate(plan.outputs.len()));
        Ok(rows)
    }

    // What all the other parts use.

    pub(crate) fn known(&self, session: SessionId) -> bool {
        self.state
            .sessions
            .get(session)
            .is_some_and(Option::is_some)
    }

    /// An open session. Callers have checked that it is.
    pub(crate) fn session(&self, session: SessionId) -> &Session {
        self.state.sessions[session]
            .as_ref()
            .expect("an open session")
    }

    pub(crate) fn session_mut(&mut self, session: SessionId) -> &mut Session {
        Rc::make_mut(
            self.state.sessions[session]
                .as_mut()
                .expect("an open session"),
        )
    }

    /// A session's transaction, which every statement has.
    pub(crate) fn tx(&self, session: SessionId) -> &Tx {
        self.session(session).tx.as_ref().expect("a transaction")
    }

    pub(crate) fn tx_mut(&mut self, session: SessionId) -> &mut Tx {
        self.session_mut(session)
            .tx
            .as_mut()
            .expect("a transaction")
    }

    pub(crate) fn db(&self, session: SessionId) -> &Rc<Database> {
        &self.state.databases[self.session(session).database]
    }

    pub(crate) fn db_mut(&mut self, session: SessionId) -> &mut Database {
        let database = self.session(session).database;
        Rc::make_mut(&mut self.state.databases[database])
    }

    /// Definitions have changed: plans made before are no longer good.
    pub(crate) fn changed_definitions(&mut self, database: usize) {
        self.versions += 1;
        Rc::make_mut(&mut self.state.databases[database]).version = self.versions;
    }

    pub(crate) fn heap(&self, session: SessionId, oid: Oid) -> Option<&Heap> {
        self.db(session).heaps.get(&oid).map(|heap| &**heap)
    }

    pub(crate) fn heap_mut(&mut self, session: SessionId, oid: Oid) -> Result<&mut Heap> {
        let heap = self.db_mut(session).heaps.get_mut(&oid);
        heap.map(Rc::make_mut)
            .ok_or_else(|| PgError::new("XX000", format!("could not open relation with OID {oid}")))
    }

    pub(crate) fn table(&self, session: SessionId, oid: Oid) -> Result<Rc<Table>> {
        let table = self.db(session).tables.get(&oid).cloned();
        table
            .ok_or_else(|| PgError::new("XX000", format!("could not open relation with OID {oid}")))
    }

    pub(crate) fn parse(&mut self, sql: &str) -> Result<Rc<Statement>> {
        if let Some(known) = self.parsed.get(sql) {
            return known.clone();
        }
        if sql.len() > 200_000 {
            return Err(PgError::new(
                "54000",
                "the statement is too long for a playground",
            ));
        }
        if self.parsed.len() >= CACHED {
            self.parsed.clear();
        }
        let parsed = parse(sql).map(Rc::new);
        self.parsed.insert(sql.into(), parsed.clone());
        parsed
    }

    /// The plan of a statement. Nobody else sees tables that a transaction has not committed, so plans made while
    /// there are any are not kept.
    pub(crate) fn plan(
        &mut self,
        session: SessionId,
        sql: &Rc<str>,
        statement: &Rc<Statement>,
    ) -> Result<Plan> {
        let database = self.session(session).database;
        let key = (database, self.db(session).version);
        if let Some(plan) = self.plans.get(&key).and_then(|plans| plans.get(sql)) {
            return Ok(plan.clone());
        }
        let db = self.db(session);
        let plan = crate::planner::plan(statement, db, session)?;
        let private = db
            .tables
            .values()
            .any(|table| table.created_by.is_some() || table.dropped_by.is_some());
        if !private {
            if self.plans.values().map(FxHashMap::len).sum::<usize>() >= CACHED {
                self.plans.clear();
            }
            self.plans
                .entry(key)
                .or_default()
                .insert(Rc::clone(sql), plan.clone());
        }
        Ok(plan)
    }

    pub(crate) fn checks(
        &mut self,
        session: SessionId,
        table: &Rc<Table>,
    ) -> Result<Option<Rc<Checks>>> {
        if table.checks.is_empty() {
            return Ok(None);
        }
        let key = (table.oid, self.db(session).version);
        if let Some(checks) = self.checks.get(&key) {
            return Ok(checks.clone());
        }
        let checks = crate::planner::checks(table, self.db(session), session)?.map(Rc::new);
        if self.checks.len() >= CACHED {
            self.checks.clear();
        }
        self.checks.insert(key, checks.clone());
        Ok(checks)
    }

    /// Runs a query of a session's; `given` are references that stand for these rows.
    pub(crate) fn query(
        &mut self,
        eyes: Eyes,
        before: &[Vec<Row>],
        query: &Query,
        params: &[Value],
        given: &[(usize, Rc<Data>)],
    ) -> Result<Vec<Vec<Value>>> {
        let mut data: Vec<Rc<Data>> = Vec::with_capacity(query.references.len());
        for (number, reference) in query.references.iter().enumerate() {
            if let Some((_, given)) = given.iter().find(|(at, _)| *at == number) {
                data.push(Rc::clone(given));
                continue;
            }
            data.push(match reference {
                Reference::Table { oid, access, .. } => {
                    let same = |other: &Reference| other == reference;
                    let known = query.references[..number].iter().position(same);
                    match known.filter(|at| !given.iter().any(|(number, _)| number == at)) {
                        Some(at) => Rc::clone(&data[at]),
                        None => {
                            let mut versions = self.visible(eyes, *oid);
                            // An index leads to where a row's line of updates begins.
                            if *access != Access::Scan {
                                versions.sort_by_key(|version| version.root);
                            }
                            Rc::new(Data::Versions(versions))
                        }
                    }
                }
                Reference::Locked(number) => {
                    Rc::new(Data::Rows(before.get(*number).cloned().unwrap_or_default()))
                }
                Reference::Given => Rc::new(Data::Rows(Vec::new())),
            });
        }
        let session = self.session(eyes.session);
        let database = session.database;
        let mut around = session.around(
            eyes.session,
            &self.state.databases[database],
            self.config.now,
            self.state.random,
        );
        let sequences = Rc::clone(&around.sequences);
        let used = Rc::clone(&around.used);
        let kept = data.clone();
        let result = self.executor.run(query, params, data, &mut around);
        if !Rc::ptr_eq(&sequences, &around.sequences) {
            Rc::make_mut(&mut self.state.databases[database]).sequences = around.sequences;
        }
        if !Rc::ptr_eq(&used, &around.used) {
            self.session_mut(eyes.session).used = around.used;
        }
        self.state.random = around.random;
        let (rows, touched) = result?;
        self.note_reads(eyes, query, &kept, &touched)?;
        self.watch_reads(eyes, before, query, params, &kept, &touched)?;
        Ok(rows)
    }

    /// The versions of a table that a statement sees.
    pub(crate) fn visible(&self, eyes: Eyes, oid: Oid) -> Vec<Rc<crate::versions::Version>> {
        self.heap(eyes.session, oid)
            .map_or_else(Vec::new, |heap| heap.visible(eyes, &self.state.xacts))
    }

    fn note_reads(
        &mut self,
        eyes: Eyes,
        query: &Query,
        data: &[Rc<Data>],
        touched: &[Touched],
    ) -> Result<()> {
        if !self.config.observe {
            return Ok(());
        }
        for ((reference, data), touched) in query.references.iter().zip(data).zip(touched) {
            let (Reference::Table { oid, .. }, Data::Versions(versions)) = (reference, &**data)
            else {
                continue;
            };
            if !touched.scanned {
                continue;
            }
            let table = self.table(eyes.session, *oid)?;
            let rows: Vec<u64> = versions[..touched.rows]
                .iter()
                .map(|version| version.row)
                .collect();
            let known = self
                .observed
                .read
                .iter_mut()
                .find(|read| read.session == eyes.session && read.table == table.name);
            match known {
                Some(read) => {
                    read.rows.extend(rows);
                    read.rows.sort_unstable();
                    read.rows.dedup();
                }
                None => {
                    let name = Rc::clone(&table.name);
                    self.observed.read.push(Read {
                        session: eyes.session,
                        table: name,
                        rows,
                    });
                }
            }
        }
        Ok(())
    }

    // Steps.

    fn begin_step(&mut self) {
        self.observed = Observed::default();
    }

    /// Lets a session go on, and then all whom that wakes.
    fn settle(&mut self, first: Option<SessionId>) -> Step {
        let mut step = Step {
            result: None,
            woke: Vec::new(),
        };
        let mut next = first;
        loop {
            if let Some(session) = next
                && let Some(result) = self.drive(session)
            {
                if first == Some(session) {
                    step.result = Some(result);
                } else {
                    step.woke.push((session, result));
                }
            }
            let stop = !self.state.cycle.is_empty()
                || (self.config.wake == WakeOrder::Any && self.state.ready.len() > 1);
            next = if stop {
                None
            } else {
                self.state.ready.pop_front()
            };
            if next.is_none() {
                break;
            }
        }
        self.tidy();
        step
    }

    /// Lets a session's statement go on until it ends, or waits.
    fn drive(&mut self, session: SessionId) -> Option<Finished> {
        if !self.known(session) {
            return None;
        }
        let mut running = self.session_mut(session).running.take()?;
        if let Some((tag, mode, keep)) = self.session_mut(session).waiting.take()
            && !keep
        {
            let owner = Owner::Level(self.tx(session).depth());
            self.release(session, tag, mode, owner);
        }
        match self.work(session, &mut running) {
            Ok(false) => {
                self.session_mut(session).running = Some(running);
                None
            }
            Ok(true) => {
                if let Some(error) = running.failure {
                    return Some(Err(error));
                }
                let Output {
                    columns,
                    rows,
                    count,
                    tag,
                    may_abort_more,
                    mut notices,
                } = running.output;
                if !notices.is_empty() {
                    let least = self
                        .show(session, "client_min_messages")
                        .unwrap_or_default();
                    notices.retain(|notice| match &*least {
                        "error" => false,
                        "warning" => notice.starts_with("WARNING"),
                        _ => true,
                    });
                }
                Some(Ok(Done {
                    columns,
                    rows,
                    rowcount: count,
                    tag,
                    may_abort_more,
                    notices,
                }))
            }
            Err(error) => {
                let error = at_character(error, &running.sql);
                self.fail(session);
                Some(Err(error))
            }
        }
    }

    /// `true` once the statement has ended.
    fn work(&mut self, session: SessionId, running: &mut Running) -> Result<bool> {
        while let Some(work) = running.stack.pop() {
            match self.step(session, running, work)? {
                Flow::Done => {}
                Flow::Wait(work) => {
                    running.stack.push(work);
                    return Ok(false);
                }
                Flow::Push(works) => running.stack.extend(works),
            }
        }
        Ok(true)
    }

    // Waiting.

    /// Asks for a lock; `false`: the session waits for it now, and is woken when it has got it.
    pub(crate) fn acquire(
        &mut self,
        session: SessionId,
        tag: Tag,
        mode: crate::ast::TableMode,
        owner: Owner,
        keep: bool,
    ) -> Result<bool> {
        match self.state.locks.acquire(session, tag, mode, owner, true) {
            Answer::Granted => {
                if !keep {
                    self.release(session, tag, mode, owner);
                }
                return Ok(true);
            }
            Answer::Refused | Answer::Deadlock => return Err(deadlock_error()),
            Answer::Waits => {}
        }
        match deadlock::check(&self.state.locks, session) {
            Found::Nothing => {}
            Found::Soft(orders) => {
                let mut woken = Vec::new();
                for (tag, order) in orders {
                    self.state.locks.reorder(tag, &order, &mut woken);
                }
                let granted = woken.contains(&session);
                self.wake(
                    woken
                        .into_iter()
                        .filter(|woken| *woken != session)
                        .collect(),
                );
                if granted {
                    if !keep {
                        self.release(session, tag, mode, owner);
                    }
                    return Ok(true);
                }
            }
            Found::Hard(cycle) => {
                if self.config.victim == Victim::Closer {
                    self.stop_waiting(session);
                    return Err(deadlock_error());
                }
                let mut cycle = cycle;
                cycle.sort_unstable();
                cycle.dedup();
                self.state.cycle = cycle;
            }
        }
        self.session_mut(session).waiting = Some((tag, mode, keep));
        Ok(false)
    }

    pub(crate) fn release(
        &mut self,
        session: SessionId,
        tag: Tag,
        mode: crate::ast::TableMode,
        owner: Owner,
    ) -> bool {
        let mut woken = Vec::new();
        let released = self
            .state
            .locks
            .release(session, tag, mode, owner, &mut woken);
        self.wake(woken);
        released
    }

    pub(crate) fn release_where(
        &mut self,
        session: SessionId,
        which: impl Fn(&Tag, Owner) -> bool,
    ) {
        let mut woken = Vec::new();
        self.state.locks.release_all(session, which, &mut woken);
        self.wake(woken);
    }

    fn stop_waiting(&mut self, session: SessionId) {
        let mut woken = Vec::new();
        self.state.locks.stop_waiting(session, &mut woken);
        self.wake(woken);
        self.state.ready.retain(|ready| *ready != session);
        self.session_mut(session).waiting = None;
    }

    pub(crate) fn wake(&mut self, woken: Vec<SessionId>) {
        self.state.ready.extend(woken);
    }

    // Tidying.

    /// Forgets what nobody can ask for any more, if nobody is in the middle of anything.
    fn tidy(&mut self) {
        if self.state.untidy.is_empty() || !self.state.ready.is_empty() {
            return;
        }
        let sessions = self.state.sessions.iter().flatten();
        if sessions.clone().any(|session| session.running.is_some()) {
            return;
        }
        let snapshots =
            sessions.filter_map(|session| session.tx.as_ref().and_then(|tx| tx.snapshot));
        let horizon = snapshots.min().unwrap_or(self.state.xacts.committed);
        for (database, oid) in std::mem::take(&mut self.state.untidy) {
            let Some(db) = self.state.databases.get_mut(database) else {
                continue;
            };
            if !db.heaps.contains_key(&oid) {
                continue;
            }
            let Some(heap) = Rc::make_mut(db).heaps.get_mut(&oid) else {
                continue;
            };
            let dead = |heap: &Heap| {
                heap.versions
                    .iter()
                    .any(|version| version.writer().is_some())
            };
            if dead(heap) {
                Rc::make_mut(heap).vacuum(&self.state.xacts, horizon);
                if dead(heap) {
                    self.state.untidy.push((database, oid));
                }
            }
        }
        self.state.xacts.forget(horizon);
    }
}

/// Positions are told in characters.
fn at_character(mut error: PgError, sql: &str) -> PgError {
    error.position = error
        .position
        .filter(|at| *at > 0)
        .map(|at| character(sql, at));
    error
}

pub(crate) fn deadlock_error() -> PgError {
    PgError::new("40P01", "deadlock detected").hint("See server log for query details.")
}
