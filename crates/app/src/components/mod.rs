//! The parts of the page, one a file.

mod all_states;
mod arrows;
mod at_random;
mod bad_link;
mod by_hand;
mod cell_table;
mod code;
mod controls;
mod gallery;
mod header;
mod icon;
mod lanes;
mod outcome_card;
mod outcomes;
mod schedule_tabs;
mod share;
mod sight;
mod step_row;
mod summary;
mod tabs;
mod task_state;
mod timeline;

pub use bad_link::BadLink;
pub use code::{Code, Place};
pub use controls::Controls;
pub use gallery::Gallery;
pub use header::Header;
pub use outcomes::Outcomes;
pub use share::Share;
pub use summary::{Activity, Summary};
pub use tabs::{Tab, Tabs};
pub use timeline::TimelineView;
