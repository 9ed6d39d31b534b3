//! The engine as every visit loads it.

fn main() {
    lockstep_worker::serve();
}
