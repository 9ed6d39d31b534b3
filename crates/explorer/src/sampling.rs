//! Schedules drawn at random, where there are too many to explore all.

use crate::interner::Interner;
use crate::judge::Judge;
use crate::random::Random;
use crate::{Cost, Judged, Limits, System, Task, Verdict};

/// Runs schedules that are drawn at random: at each step one of the enabled tasks, each as likely as
/// another. That is the scheduler of [`Share::probability`](crate::Share::probability). It is *not*
/// each interleaving as likely as another: a short interleaving is drawn more often than a long one.
///
/// Says nothing about outcomes that were not drawn. The same for a seed on every machine.
///
/// ```
/// use lockstep_explorer::{Limits, Sampling, Verdict, toy};
///
/// // Three tasks add one to the same variable, and not one after the other.
/// let mut sampling = Sampling::new(toy::lossy_counter(3), Limits::default(), 1_000, 7);
/// while sampling.advance(100).unwrap() {}
/// let sample = sampling.sample();
/// assert_eq!(sample.drawn, 1_000);
/// let lost = sample.outcomes.iter().filter(|drawn| drawn.verdict == Some(Verdict::Anomaly));
/// let lost: u64 = lost.map(|drawn| drawn.schedules).sum();
/// // In 84 of 90 interleavings an update is lost, but a coin at each step comes to one in 5 of 6 cases.
/// let [low, high] = lockstep_explorer::interval_95(lost, sample.drawn);
/// assert!(low < 5.0 / 6.0 && 5.0 / 6.0 < high && high < 84.0 / 90.0);
/// ```
pub struct Sampling<S: System> {
    system: S,
    judge: Judge<S>,
    limits: Limits,
    random: Random,
    /// Schedules that are still to be drawn.
    left: u64,
    drawn: u64,
    unended: u64,
    outcomes: Interner<S::Outcome>,
    /// Of each outcome, how many schedules led to it, and the simplest of them.
    found: Vec<(u64, Vec<Task>)>,
    /// The steps that the schedule being drawn has taken; `None` if it has not begun.
    schedule: Option<Vec<Task>>,
    steps: u64,
}

/// What drawing has given so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<'a, O> {
    /// How many schedules were drawn.
    pub drawn: u64,
    /// How many of them were given up at [`Limits::depth`], without an outcome.
    pub unended: u64,
    /// The outcomes, in the order in which they were first drawn.
    pub outcomes: Vec<Drawn<'a, O>>,
    /// Steps that the system has taken.
    pub steps: u64,
}

/// An outcome that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn<'a, O> {
    /// Itself.
    pub outcome: &'a O,
    /// How many of the schedules led to it.
    pub schedules: u64,
    /// What it is worth; `None` if the serial orders that decide it have not been run, or would need
    /// more steps than [`Limits::steps`].
    pub verdict: Option<Verdict>,
    /// The simplest of the schedules that led to it: fewest context switches, then shortest, then
    /// alphabetical. There may be a simpler one that was not drawn.
    pub schedule: &'a [Task],
}

impl<S: System> Sampling<S>
where
    S::Outcome: Judged,
{
    /// Nothing is drawn yet. Of the limits that of the depth holds for each schedule, that of the steps
    /// for all serial orders together.
    pub fn new(system: S, limits: Limits, schedules: u64, seed: u64) -> Self {
        Self {
            judge: Judge::new(),
            system,
            limits,
            random: Random::new(seed),
            left: schedules,
            drawn: 0,
            unended: 0,
            outcomes: Interner::default(),
            found: Vec::new(),
            schedule: None,
            steps: 0,
        }
    }

    /// Goes on for about `budget` steps of the system. Whether there is more to do.
    ///
    /// # Errors
    /// The system's own problem, if it cannot go on.
    pub fn advance(&mut self, budget: usize) -> Result<bool, S::Problem> {
        for _ in 0..budget {
            if self.left > 0 {
                self.draw_step()?;
            } else if self.judge.wants_step() && self.judge.steps < self.limits.steps {
                if self.judge.step(&mut self.system)? {
                    self.judge.judge(self.outcomes.iter());
                }
            } else {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn draw_step(&mut self) -> Result<(), S::Problem> {
        let schedule = self.schedule.get_or_insert_with(|| {
            self.system.reset();
            Vec::new()
        });
        let mut enabled = Vec::new();
        self.system.enabled(&mut enabled);
        let ended = enabled.is_empty();
        if !ended && schedule.len() < self.limits.depth {
            let task = enabled[self.random.below(enabled.len())];
            schedule.push(task);
            self.system.step(task)?;
            self.steps += 1;
            return Ok(());
        }
        self.left -= 1;
        self.drawn += 1;
        let Some(schedule) = self.schedule.take().filter(|_| ended) else {
            self.unended += 1;
            return Ok(());
        };
        let id = self.outcomes.intern(self.system.outcome()?) as usize;
        if id == self.found.len() {
            self.found.push((0, schedule.clone()));
        }
        let (count, simplest) = &mut self.found[id];
        *count += 1;
        if (Cost::of(&schedule), &schedule) < (Cost::of(simplest), simplest) {
            *simplest = schedule;
        }
        Ok(())
    }

    /// What has been drawn so far.
    pub fn sample(&self) -> Sample<'_, S::Outcome> {
        let mut outcomes = Vec::with_capacity(self.found.len());
        for (id, (count, schedule)) in self.found.iter().enumerate() {
            outcomes.push(Drawn {
                outcome: self.outcomes.get(id),
                schedules: *count,
                verdict: self.judge.verdict(id),
                schedule,
            });
        }
        Sample {
            drawn: self.drawn,
            unended: self.unended,
            outcomes,
            steps: self.steps,
        }
    }

    /// The system, in whatever state it is.
    pub fn system(&self) -> &S {
        &self.system
    }

    /// The system, to be used for something else. What is being drawn begins anew.
    pub fn system_mut(&mut self) -> &mut S {
        self.schedule = None;
        self.judge.lose();
        &mut self.system
    }
}

/// Wilson's interval, which holds a probability with 95 % confidence of which `hits` of `draws`
/// independent trials came true.
///
/// ```
/// let [low, high] = lockstep_explorer::interval_95(5, 10);
/// assert!((low - 0.2366).abs() < 1e-4 && (high - 0.7634).abs() < 1e-4);
/// // What never came true in 1,000 trials may do so once in 260.
/// assert!((lockstep_explorer::interval_95(0, 1_000)[1] - 0.0038).abs() < 1e-4);
/// assert_eq!(lockstep_explorer::interval_95(0, 0), [0.0, 1.0]);
/// ```
pub fn interval_95(hits: u64, draws: u64) -> [f64; 2] {
    /// 95 % of a normal distribution lie within so many standard deviations.
    const Z: f64 = 1.959_963_984_540_054;
    if draws == 0 {
        return [0.0, 1.0];
    }
    let (hits, draws) = (hits as f64, draws as f64);
    let center = (hits + Z * Z / 2.0) / (draws + Z * Z);
    let half = Z / (draws + Z * Z) * (hits * (draws - hits) / draws + Z * Z / 4.0).sqrt();
    // At its ends rounding would leave a little.
    let low = if hits == 0.0 { 0.0 } else { center - half };
    let high = if hits == draws { 1.0 } else { center + half };
    [low, high]
}
