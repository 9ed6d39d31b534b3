//! Through all schedules, depth first, each state once.

use crate::graph::{Graph, Node, OutcomeId};
use crate::interner::Interner;
use crate::part::Cut;
use crate::walk::Walk;
use crate::{
    Figures, Limit, Limits, MAX_TASKS, Progress, System, Tally, Task, TaskSet, Waits, Witnesses,
};

/// Walks through all schedules of a system, in slices as long as the caller likes.
///
/// What has been found can be asked for at any time: while it runs, counts are exact for what has
/// been explored, so "at least" for the whole.
///
/// ```
/// use lockstep_explorer::{Exploration, Limits, Progress, toy};
///
/// let mut exploration = Exploration::new(toy::counters(3, 4), Limits::default());
/// while exploration.advance(100) == Progress::Running {
///     // Here a worker posts what it has, or is cancelled.
///     let so_far = exploration.tally();
///     assert!(so_far.interleavings.to_f64() <= 34_650.0);
/// }
/// assert_eq!(exploration.tally().interleavings.to_string(), "34650");
/// assert_eq!(exploration.figures().states, 125);
///
/// // By hand: what can still happen after these steps?
/// let node = exploration.graph().follow(&[0, 1, 1, 0, 2, 2, 2]).unwrap();
/// assert_eq!(exploration.tally_from(node).interleavings.to_string(), "30");
/// ```
pub struct Exploration<S: System> {
    system: S,
    walk: Walk<S>,
    /// The nodes on the path.
    frames: Vec<Frame>,
    graph: Graph,
    seen: Interner<S::Key>,
    /// Which schedules are explored, if not all.
    pub(crate) cut: Option<Cut<S::Key>>,
    outcomes: Interner<S::Outcome>,
    limits: Limits,
    progress: Progress,
    problem: Option<S::Problem>,
    steps: u64,
    edges: usize,
    deepest: usize,
    ready: Vec<Task>,
}

/// A node on the path.
struct Frame {
    node: Node,
    /// How many of its steps have been started on.
    started: u8,
    /// Its steps that lead where the one before leads, since the tasks that take them are twins.
    like_before: u64,
}

/// Where a step has led.
enum Arrival {
    /// To a state that is already known, or to the end of a run.
    Known(Node),
    /// To a state that has to be explored from here.
    New(Node),
    /// To a state for which there is no room.
    NoRoom(Limit),
    /// Where another part goes on.
    Elsewhere,
}

impl<S: System> Exploration<S> {
    /// Nothing is explored yet.
    pub fn new(system: S, limits: Limits) -> Self {
        let progress = if system.tasks() > MAX_TASKS {
            Progress::OverBudget(Limit::Tasks)
        } else {
            Progress::Running
        };
        Self {
            system,
            walk: Walk::symmetric(),
            frames: Vec::new(),
            graph: Graph::default(),
            seen: Interner::default(),
            cut: None,
            outcomes: Interner::default(),
            limits,
            progress,
            problem: None,
            steps: 0,
            edges: 0,
            deepest: 0,
            ready: Vec::new(),
        }
    }

    /// Explores on for `budget` steps of the system, replayed ones included. If that is not enough
    /// to come back to where it was, it takes those too, and one new step: it always gets on.
    pub fn advance(&mut self, budget: usize) -> Progress {
        let mut left = budget;
        let edges = self.edges;
        while self.progress == Progress::Running && budget > 0 && (left > 0 || self.edges == edges)
        {
            left = left.saturating_sub(1);
            match self.one_step() {
                Ok(Progress::Running) => {}
                Ok(Progress::Complete) => {
                    self.progress = Progress::Complete;
                    if self.cut.is_none() {
                        // From here on everything is asked of the graph.
                        self.seen = Interner::default();
                    }
                }
                Ok(ended) => self.progress = ended,
                Err(problem) => {
                    self.problem = Some(problem);
                    self.progress = Progress::Problem;
                }
            }
        }
        self.progress
    }

    /// Takes one step of the system, a new or a replayed one.
    fn one_step(&mut self) -> Result<Progress, S::Problem> {
        if self.frames.is_empty() {
            if !self.graph.is_empty() {
                return Ok(Progress::Complete);
            }
            self.walk.approach(&mut self.system)?;
            match self.arrive()? {
                Arrival::New(_) => return Ok(Progress::Running),
                Arrival::Known(_) | Arrival::Elsewhere => return Ok(Progress::Complete),
                Arrival::NoRoom(limit) => return Ok(Progress::OverBudget(limit)),
            }
        }
        let (slot, task) = loop {
            let Some(frame) = self.frames.last_mut() else {
                return Ok(Progress::Complete);
            };
            let slots = self.graph.slots(frame.node);
            let slot = slots.start + usize::from(frame.started);
            if slot < slots.end {
                if frame.like_before >> frame.started & 1 == 0 {
                    break (slot, self.graph.task(slot));
                }
                frame.started += 1;
                self.edges += 1;
                self.graph.repeat(slot - 1);
                continue;
            }
            self.frames.pop();
            self.walk.retreat(self.frames.len().saturating_sub(1));
        };
        if self.steps >= self.limits.steps {
            return Ok(Progress::OverBudget(Limit::Steps));
        }
        if !self.walk.approach(&mut self.system)? {
            self.steps += 1;
            return Ok(Progress::Running);
        }
        let top = self.frames.len() - 1;
        #[cfg(debug_assertions)]
        self.same_as_before(top);
        self.walk.descend(&mut self.system, task)?;
        self.steps += 1;
        let (blocked, after) = (self.system.blocked(), self.system.number_after(task));
        self.deepest = self.deepest.max(self.walk.depth());
        // A new frame may be pushed on top of this one.
        self.frames[top].started += 1;
        match self.arrive()? {
            Arrival::New(node) => self.graph.set_target(slot, node, after, blocked),
            Arrival::Known(node) => {
                self.graph.set_target(slot, node, after, blocked);
                self.walk.retreat(top);
            }
            Arrival::Elsewhere => {
                self.walk.retreat(top);
                return Ok(Progress::Running);
            }
            Arrival::NoRoom(limit) => {
                self.frames[top].started -= 1;
                self.walk.retreat(top);
                return Ok(Progress::OverBudget(limit));
            }
        }
        self.edges += 1;
        Ok(Progress::Running)
    }

    /// Makes the system's current state a node.
    fn arrive(&mut self) -> Result<Arrival, S::Problem> {
        let key = self.system.key();
        if let Some(node) = self.find(&key) {
            return Ok(Arrival::Known(node));
        }
        self.ready.clear();
        self.system.enabled(&mut self.ready);
        let depth = self.walk.depth();
        if let Some(cut) = &mut self.cut
            && cut.is_elsewhere(depth, &key, self.ready.is_empty())
        {
            return Ok(Arrival::Elsewhere);
        }
        if let Some(limit) = self.no_room() {
            return Ok(Arrival::NoRoom(limit));
        }
        if self.ready.is_empty() {
            let outcome = self.system.outcome()?;
            let outcome = self.outcomes.intern(outcome);
            self.graph.push_end(outcome);
            return Ok(Arrival::Known(self.intern(key)));
        }
        let node = self.intern(key);
        let waiting = self.waiting();
        self.graph.push_node(&self.ready, waiting);
        let mut like_before = 0;
        for (at, pair) in self.ready.windows(2).enumerate() {
            like_before |= u64::from(self.system.twins(pair[0], pair[1])) << (at + 1);
        }
        self.frames.push(Frame {
            node,
            started: 0,
            like_before,
        });
        if self.ready.len() > 1 {
            self.walk.mark(&mut self.system);
        }
        Ok(Arrival::New(node))
    }

    /// The current state's node, if it has one. Where all schedules are not explored it has one for each
    /// number of steps down to the cut, and one for all below.
    fn find(&self, key: &S::Key) -> Option<Node> {
        match &self.cut {
            Some(cut) if cut.is_above(self.walk.depth()) => cut.find(self.walk.depth(), key),
            _ => self.seen.find(key),
        }
    }

    /// Gives the current state, which has none, the next node.
    fn intern(&mut self, key: S::Key) -> Node {
        let depth = self.walk.depth();
        match &mut self.cut {
            Some(cut) if cut.is_above(depth) => {
                let node = self.seen.push(key.clone());
                cut.note(depth, key, node);
                node
            }
            _ => self.seen.intern(key),
        }
    }

    /// How many tasks of the start can neither take a step nor have come to their end.
    fn waiting(&self) -> usize {
        let system = &self.system;
        let enabled: TaskSet = self.ready.iter().map(|&task| system.owner(task)).collect();
        (0..system.tasks())
            .filter(|&task| !enabled.contains(task) && !system.finished(task))
            .count()
    }

    /// Why one more state cannot be kept.
    fn no_room(&self) -> Option<Limit> {
        if self.graph.len() >= self.limits.states || !self.graph.has_room() {
            Some(Limit::States)
        } else if self.bytes() > self.limits.bytes {
            Some(Limit::Bytes)
        } else if !self.ready.is_empty() && self.walk.depth() >= self.limits.depth {
            Some(Limit::Depth)
        } else if self.ready.last().is_some_and(|&task| task >= MAX_TASKS) {
            Some(Limit::Tasks)
        } else {
            None
        }
    }

    /// A system that is not deterministic would give wrong results without a sign of it.
    #[cfg(debug_assertions)]
    fn same_as_before(&mut self, top: usize) {
        let key = self.system.key();
        assert!(
            self.find(&key) == Some(self.frames[top].node),
            "the system is not deterministic: the same steps have led to another state"
        );
    }

    /// Where it stands.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// What ended it, after [`Progress::Problem`].
    pub fn problem(&self) -> Option<&S::Problem> {
        self.problem.as_ref()
    }

    pub(crate) fn into_problem(self) -> Option<S::Problem> {
        self.problem
    }

    /// Gives it other limits. One that was [`Progress::OverBudget`] goes on from where it stopped.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        if matches!(self.progress, Progress::OverBudget(limit) if limit != Limit::Tasks) {
            self.progress = Progress::Running;
        }
    }

    /// The outcomes found so far; an outcome's place is its [`OutcomeId`].
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = &S::Outcome> {
        (0..self.outcomes.len()).map(|id| self.outcomes.get(id))
    }

    /// One of the outcomes found so far.
    pub fn outcome(&self, id: OutcomeId) -> Option<&S::Outcome> {
        (id < self.outcomes.len()).then(|| self.outcomes.get(id))
    }

    /// The states and steps found so far.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Counts and probabilities of all outcomes, from the initial state.
    pub fn tally(&self) -> Tally {
        self.tally_from(Graph::ROOT)
    }

    /// Counts and probabilities of all outcomes that can still come after `node`.
    pub fn tally_from(&self, node: Node) -> Tally {
        Tally::of(&self.graph, node, self.outcomes.len())
    }

    /// How much tasks wait in an interleaving, on average over all that are found.
    pub fn waits(&self) -> Option<Waits> {
        Waits::of(&self.graph)
    }

    /// For the simplest schedules to outcomes. Worth keeping if several are asked for.
    pub fn witnesses(&self) -> Witnesses<'_> {
        Witnesses::new(&self.graph)
    }

    /// How much work has been done.
    pub fn figures(&self) -> Figures {
        Figures {
            states: self.graph.len(),
            edges: self.edges,
            steps: self.steps,
            replayed: self.walk.replayed,
            restored: self.walk.restored,
            depth: self.walk.depth(),
            deepest: self.deepest,
            outcomes: self.outcomes.len(),
            bytes: self.bytes(),
            done: self.done(),
        }
    }

    fn bytes(&self) -> usize {
        self.graph.bytes() + self.seen.bytes() + self.outcomes.bytes()
    }

    fn done(&self) -> f64 {
        if self.progress == Progress::Complete {
            return 1.0;
        }
        let (mut done, mut weight) = (0.0, 1.0);
        for (place, frame) in self.frames.iter().enumerate() {
            let inside = u8::from(place + 1 < self.frames.len()); // the next frame is not done
            let part = weight / self.graph.slots(frame.node).len() as f64;
            done += part * f64::from(frame.started - inside);
            weight = part;
        }
        done
    }

    /// Of a [part](Self::part): the key of each state that it has come across, and how many steps can be taken
    /// there. A state may come more than once.
    pub fn states(&self) -> impl Iterator<Item = (&S::Key, usize)> {
        let steps = |node| self.graph.steps(node as Node).count();
        self.seen
            .iter()
            .enumerate()
            .map(move |(node, key)| (key, steps(node)))
    }

    /// The schedule that is being explored now.
    pub fn path(&self) -> Vec<Task> {
        self.walk.path().collect()
    }

    /// The system, in whatever state it is.
    pub fn system(&self) -> &S {
        &self.system
    }

    /// The system, to be used for something else. The exploration finds its way back.
    pub fn system_mut(&mut self) -> &mut S {
        self.walk.lose();
        &mut self.system
    }

    /// The system, with nothing explored any more.
    pub fn into_system(self) -> S {
        self.system
    }
}
