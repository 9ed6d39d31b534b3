//! What SQLite asks of its host in the browser: time and randomness, both without any source outside.
//!
//! Statements never get here: their time and randomness come from the store (see `vfs` and `hooks`).
//! What remains are salts and the like inside SQLite, whose values nobody sees.

use std::cell::Cell;
use std::ffi::c_int;

use crate::calendar::Date;
use crate::vfs::next_random;

thread_local! {
    static RANDOM: Cell<u64> = const { Cell::new(0) };
}

fn fill(buffer: *mut u8, length: usize) {
    let mut state = RANDOM.get();
    // SAFETY: the caller gives `length` writable bytes.
    let bytes = unsafe { std::slice::from_raw_parts_mut(buffer, length) };
    for chunk in bytes.chunks_mut(8) {
        let word = next_random(&mut state).to_le_bytes();
        chunk.copy_from_slice(&word[..chunk.len()]);
    }
    RANDOM.set(state);
}

#[unsafe(no_mangle)]
extern "C" fn rust_sqlite_wasm_host_sleep(_seconds: u64, _nanoseconds: u32) {}

#[unsafe(no_mangle)]
unsafe extern "C" fn rust_sqlite_wasm_host_random(buffer: *mut u8, length: usize) -> usize {
    fill(buffer, length);
    length
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rust_sqlite_wasm_host_fill_entropy(buffer: *mut u8, length: usize) -> c_int {
    fill(buffer, length);
    0
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rust_sqlite_wasm_host_epoch_timestamp_in_ms(out: *mut i64) -> c_int {
    // SAFETY: the caller gives a place for the answer.
    unsafe { *out = 0 };
    0
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rust_sqlite_wasm_host_localtime(seconds: i64, out: *mut c_int) -> c_int {
    let date = Date::at(seconds);
    let fields = [
        date.year,
        date.month,
        date.day,
        date.hour,
        date.minute,
        date.second,
        date.weekday,
        date.yearday,
        0,
        0,
    ];
    // SAFETY: the caller gives room for a `LocalTime`: these ten numbers.
    unsafe { out.copy_from_nonoverlapping(fields.as_ptr(), fields.len()) };
    0
}
