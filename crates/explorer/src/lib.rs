//! Every interleaving of a few concurrent tasks, counted exactly.
//!
//! A [`System`] is anything that can be put into its initial state, says which of its tasks may
//! take the next step, and takes it. An [`Exploration`] walks through all its schedules. States
//! with equal keys have the same future, so each is expanded once; what remains is a graph, and
//! counts over *all* interleavings, probabilities and witnesses are computed on that graph instead
//! of being collected run by run.
//!
//! ```
//! use lockstep_explorer::{Check, Limits, Progress, Verdict, toy};
//!
//! // Two tasks add one to the same variable: read it, then write what was read plus one.
//! let mut check = Check::new(toy::lossy_counter(2), Limits::default());
//! while check.advance(1_000) == Progress::Running {}
//!
//! let report = check.report();
//! assert_eq!(report.interleavings.to_string(), "6");
//! let (fine, lost): (Vec<_>, Vec<_>) =
//!     report.outcomes.iter().partition(|found| found.verdict == Some(Verdict::Serializable));
//!
//! // One after the other: 2. There are two such outcomes, as the tasks remember what they read.
//! assert!(fine.iter().all(|found| found.outcome.variables == [2]));
//! assert_eq!(fine.len(), 2);
//!
//! // Both read before one has written: an update is lost.
//! assert_eq!(lost[0].outcome.variables, [1]);
//! assert_eq!(lost[0].verdict, Some(Verdict::Anomaly));
//! assert_eq!(lost[0].interleavings.to_string(), "4");
//! assert_eq!(check.witness(lost[0].id), Some(vec![0, 1, 1, 0]));
//! ```
//!
//! The parts, each of use alone:
//!
//! | part | what it does |
//! | --- | --- |
//! | [`System`] | what can be explored |
//! | [`Exploration`] | walks through all schedules and merges equal states, in slices |
//! | [`Graph`] | the merged states and the steps between them |
//! | [`Tally`] | counts and probabilities of outcomes from any node; tasks that go round for ever |
//! | [`Waits`] | how much tasks wait, on average |
//! | [`Witnesses`] | the simplest schedule to an outcome |
//! | [`serial_outcomes`] | what tasks do one after the other |
//! | [`Verdict`] | what that says about an outcome |
//! | [`Check`] | all of it together |
//! | [`Part`] | a part of all schedules, for other cores and machines |
//! | [`Sampling`] | schedules drawn at random, where there are too many |
//! | [`enumerate()`] | the same without merging, run by run: slow, simple, to test against |
//!
//! The crate reads no clock and no random source: it is bounded by [`Limits`], and whoever calls
//! [`Exploration::advance`] decides how long a slice takes and when to stop.

mod beat;
mod check;
mod chunks;
mod components;
mod count;
mod enumerate;
mod exploration;
mod graph;
mod interner;
mod judge;
mod limits;
mod loops;
mod part;
mod places;
mod random;
mod sampling;
mod serial;
mod system;
mod tally;
mod task_set;
pub mod toy;
mod verdict;
mod waits;
mod walk;
mod witness;

pub use beat::{beat, on_beat};
pub use check::{Check, Found, Report};
pub use count::Count;
pub use enumerate::{Enumerated, Enumeration, enumerate};
pub use exploration::Exploration;
pub use graph::{Graph, Node, OutcomeId};
pub use limits::{Figures, Limit, Limits, Progress};
pub use loops::{Loop, Round};
pub use part::Part;
pub use random::Random;
pub use sampling::{Drawn, Sample, Sampling, interval_95};
pub use serial::{Serial, SerialProgress, serial_outcomes};
pub use system::{System, Task};
pub use tally::{Share, Tally};
pub use task_set::{MAX_TASKS, TaskSet};
pub use verdict::{Judged, Verdict, verdict};
pub use waits::Waits;
pub use witness::{Cost, Witnesses};
