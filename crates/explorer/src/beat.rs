//! Signs of life. Long work cannot be asked whether it goes on, so it says so by itself: every loop that may
//! take long beats, and whoever takes silence for death sets what a beat does. By itself it does nothing.

use std::cell::Cell;

thread_local! {
    static BEAT: Cell<fn()> = const { Cell::new(|| ()) };
}

/// Where a turn takes next to no time, it is enough to beat every so many.
pub(crate) const QUICK_TURNS: usize = 1024;

/// Sets what is done at each beat in this thread. It may come a million times a second.
pub fn on_beat(call: fn()) {
    BEAT.set(call);
}

/// Says that work goes on.
pub fn beat() {
    BEAT.get()();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_does_what_was_set() {
        thread_local! {
            static BEATS: Cell<u32> = const { Cell::new(0) };
        }
        beat();
        on_beat(|| BEATS.set(BEATS.get() + 1));
        beat();
        beat();
        assert_eq!(BEATS.get(), 2);
    }
}
