//! The engine with the PostgreSQL profile in it, which is loaded when that is chosen.

fn main() {
    lockstep_worker::serve();
}
