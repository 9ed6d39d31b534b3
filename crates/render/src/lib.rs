//! How a report and a trace are told to people: the sentences, which the page has too, and whole
//! accounts of an outcome in the formats of other systems ([`svg`], [`mermaid`], [`markdown`], [`html`]).
//!
//! All of it is text made from plain data: nothing here runs anything, and equal data give equal text.

pub mod decimal;
pub mod difference;
pub mod html;
pub mod lanes;
pub mod locks;
pub mod markdown;
pub mod mermaid;
pub mod step_text;
mod story;
pub mod svg;
pub mod wording;

pub use story::Story;
