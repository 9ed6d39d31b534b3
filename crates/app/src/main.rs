//! The Yew front end. Talks to the engine by messages only: it links neither SQLite nor
//! Python, so that it is small and shows at once.
//!
//! [`session`] is the page's state and its rules, without a browser; [`app`] connects it
//! with the browser ([`services`]) and shows it ([`components`]).

mod app;
mod comparison;
mod components;
mod drafts;
mod embed;
mod figure;
mod names;
mod route;
mod schedules;
mod services;
mod session;
mod shared;
mod tasks;

// The words that exports have, too.
use lockstep_render::{decimal, difference, lanes, locks, step_text, wording};

fn main() {
    yew::Renderer::<app::App>::new().render();
}
