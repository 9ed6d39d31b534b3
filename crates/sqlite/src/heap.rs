//! SQLite's memory: the program's own allocator, with a bound on what one statement may take.
//!
//! SQLite's heap limit would do, but needs its statistics, which cost a lock for every allocation. Here each
//! thread counts for itself, as its stores never leave it.

use std::alloc::{Layout, alloc, dealloc, realloc};
use std::cell::Cell;
use std::ffi::{c_int, c_void};

use rusqlite::ffi;

thread_local! {
    /// Bytes that SQLite has on this thread.
    static USED: Cell<usize> = const { Cell::new(0) };
    /// How many it may have.
    static LIMIT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// From now on SQLite gets at most so many bytes more than it has, until the result is dropped.
pub(crate) fn bound(bytes: usize) -> Bound {
    LIMIT.set(USED.get().saturating_add(bytes));
    Bound
}

/// See [`bound`].
pub(crate) struct Bound;

impl Drop for Bound {
    fn drop(&mut self) {
        LIMIT.set(usize::MAX);
    }
}

/// What lies before each allocation: its size. As large as the alignment that any value may need.
const HEADER: usize = 16;

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

/// Whether there is room to grow by `more`.
fn take(more: usize) -> bool {
    let used = USED.get().saturating_add(more);
    let fits = used <= LIMIT.get();
    if fits {
        USED.set(used);
    }
    fits
}

fn give_back(bytes: usize) {
    USED.set(USED.get().saturating_sub(bytes));
}

unsafe extern "C" fn malloc(size: c_int) -> *mut c_void {
    let size = size as usize;
    let Some(layout) = layout(size).filter(|_| take(size)) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout is not empty; the header is within it.
    unsafe {
        let start = alloc(layout);
        if start.is_null() {
            give_back(size);
            return std::ptr::null_mut();
        }
        start.cast::<usize>().write(size);
        start.add(HEADER).cast()
    }
}

/// # Safety
/// `memory` must come from [`malloc`] or [`resize`].
unsafe fn start_of(memory: *mut c_void) -> (*mut u8, usize) {
    unsafe {
        let start = memory.cast::<u8>().sub(HEADER);
        (start, start.cast::<usize>().read())
    }
}

unsafe extern "C" fn free(memory: *mut c_void) {
    if memory.is_null() {
        return;
    }
    // SAFETY: SQLite frees what it was given, once.
    unsafe {
        let (start, size) = start_of(memory);
        give_back(size);
        if let Some(layout) = layout(size) {
            dealloc(start, layout);
        }
    }
}

unsafe extern "C" fn resize(memory: *mut c_void, size: c_int) -> *mut c_void {
    // SAFETY: SQLite resizes what it was given; the new size is not 0.
    unsafe {
        let (start, before) = start_of(memory);
        let size = size as usize;
        let (Some(old), Some(new)) = (layout(before), layout(size)) else {
            return std::ptr::null_mut();
        };
        if !take(size.saturating_sub(before)) {
            return std::ptr::null_mut();
        }
        let start = realloc(start, old, new.size());
        if start.is_null() {
            give_back(size.saturating_sub(before));
            return std::ptr::null_mut();
        }
        give_back(before.saturating_sub(size));
        start.cast::<usize>().write(size);
        start.add(HEADER).cast()
    }
}

unsafe extern "C" fn size_of_memory(memory: *mut c_void) -> c_int {
    if memory.is_null() {
        return 0;
    }
    // SAFETY: SQLite asks about what it was given.
    unsafe { start_of(memory).1 as c_int }
}

unsafe extern "C" fn round_up(size: c_int) -> c_int {
    size.saturating_add(7) & !7
}

unsafe extern "C" fn init(_: *mut c_void) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn shut_down(_: *mut c_void) {}

/// Makes SQLite use these. It has no effect once SQLite runs.
pub(crate) fn install() {
    let methods = ffi::sqlite3_mem_methods {
        xMalloc: Some(malloc),
        xFree: Some(free),
        xRealloc: Some(resize),
        xSize: Some(size_of_memory),
        xRoundup: Some(round_up),
        xInit: Some(init),
        xShutdown: Some(shut_down),
        pAppData: std::ptr::null_mut(),
    };
    // SAFETY: SQLite copies the methods.
    unsafe { ffi::sqlite3_config(ffi::SQLITE_CONFIG_MALLOC, &raw const methods) };
}
