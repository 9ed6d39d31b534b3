//! The engine with the PostgreSQL profile in it, which is loaded when that is chosen.

// What the worker calls is in there.
use lockstep_worker as _;

fn main() {}
