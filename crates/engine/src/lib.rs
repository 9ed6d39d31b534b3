//! The world in which a scenario runs: tasks, connections, scheduler and virtual clock.
//!
//! [`Check`] explores every interleaving, [`Sampling`] draws some at random; [`trace`] runs one
//! schedule with everything looked at. None reads a clock, a random source or the environment.

mod anomaly;
mod any_database;
mod check;
mod database;
mod ending;
mod hash;
mod modules;
mod permutations;
#[cfg(feature = "postgres")]
mod postgres;
mod processes;
mod program;
mod report;
mod sampling;
mod session;
mod shards;
mod short;
mod sqlite;
mod tasks;
mod trace;
mod world;

pub use check::{Check, CheckState, Limits, OneByOne, trace};
pub use database::Value;
pub use lockstep_explorer::on_beat;
pub use modules::load_modules;
pub use permutations::{Event, Permutations, Run};
pub use program::warm_up;
pub use sampling::Sampling;
pub use session::ResultSet;
pub use shards::merge;
pub use short::statement as short_statement;
