//! The parts of the page, one a file.

mod bad_link;
mod cell_table;
mod code;
mod controls;
mod gallery;
mod header;
mod icon;
mod lanes;
mod open_file;
mod outcome_card;
mod outcomes;
mod share;
mod shortcuts;
mod splitter;
mod strategies;
mod summary;
mod tabs;
mod task_state;
mod timeline;
mod variants;

pub use bad_link::BadLink;
pub use code::{Code, Place};
pub use controls::{Controls, Libraries};
pub use gallery::Gallery;
pub use header::Header;
pub use open_file::OpenFile;
pub use outcomes::Outcomes;
pub use share::Share;
pub use shortcuts::Shortcuts;
pub use splitter::{Split, Splitter};
pub use strategies::Strategies;
pub use summary::{Activity, Summary};
pub use tabs::{Tab, Tabs};
pub use timeline::TimelineView;
pub use variants::{Variants, family};
