//! The engine as every visit loads it.

// What the worker calls is in there.
use lockstep_worker as _;

fn main() {}
