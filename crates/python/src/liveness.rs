//! Which locals of a code object can still be read at each instruction.

/// Live slots before each instruction.
#[derive(Debug, Default)]
pub struct Liveness {}
