//! The plain data that every part of Lockstep shares: what a scenario is, how it is set
//! up, what comes out of it, and how it travels in a link.
//!
//! Nothing here runs anything. The page, the worker, the command line and the engine all
//! speak in these types, so their JSON is a contract (see each type's documentation).

mod ahead;
mod comparison;
mod count;
mod gallery;
mod glance;
mod link;
mod named;
mod open_request;
mod permutation;
mod problem;
mod protocol;
mod random_runs;
mod report;
mod rest;
mod sample;
mod server;
mod settings;
mod shard;
mod spec;
mod state_graph;
mod strategy;
mod trace;
mod variant;

pub use ahead::{Ahead, Remaining};
pub use comparison::{Cell, Comparison, Part, Summary, Verdicts};
pub use count::{ENDLESS, sum_of_counts};
pub use gallery::{GalleryEntry, gallery, gallery_entry, hermitage};
pub use glance::{GalleryCard, Glance, Shares};
pub use link::{
    Link, LinkError, LinkTarget, Place, Recorded, decode_link, encode_link, encode_schedule,
    outcome_mark,
};
pub use named::{outcome_name, outcome_name_in, outcome_names};
pub use open_request::OpenRequest;
pub use permutation::{PermutationRun, StepRun, StepRunStatus};
pub use problem::Problem;
pub use protocol::{Request, Response};
pub use random_runs::{RandomRun, RandomRuns};
pub use report::{Outcome, Report, Row, Tables, TaskResult, Verdict};
pub use rest::Rest;
pub use sample::{Sample, SampledOutcome};
pub use server::{
    EndedElsewhere, LockView, RowView, ServerView, SnapshotView, VersionView, WaitView,
};
pub use settings::{
    Begin, Concurrency, DatabaseKind, DatabasesVersion, DeadlockVictim, DjangoVersion, Isolation,
    Journal, SETTINGS, SettingInfo, SettingValues, Settings, WakeOrder,
};
pub use shard::{Shard, ShardOf, ShardOutcome};
pub use spec::{
    Marker, PermutationStep, Spec, SpecPermutation, SpecSession, SpecStep, SqlBlock, StepPlace,
};
pub use state_graph::{State, StateGraph};
pub use strategy::{STRATEGIES, Strategy, strategy};
pub use trace::{
    ConnectionView, Frame, RowChange, Statement, Step, StepError, StepStatus, TaskStatus, TaskView,
    Trace, View,
};
pub use variant::Variant;

use serde::{Deserialize, Serialize};

/// One Python file plus settings: what a link carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Shown above the page; empty is allowed.
    #[serde(default)]
    pub title: String,
    /// The file itself.
    pub source: String,
    /// What `source` is written in.
    #[serde(default)]
    pub language: Language,
    /// Only what differs from the default is written.
    #[serde(default, serialize_with = "settings::serialize_differing")]
    pub settings: Settings,
}

impl Scenario {
    /// A Python scenario with default settings.
    pub fn python(title: impl Into<String>, source: impl Into<String>) -> Self {
        Scenario {
            title: title.into(),
            source: source.into(),
            language: Language::Python,
            settings: Settings::default(),
        }
    }
}

/// What a scenario is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// A Python file with `setup`, `task_*` and `invariant_*`.
    #[default]
    Python,
    /// A file of PostgreSQL's isolationtester.
    Spec,
}
