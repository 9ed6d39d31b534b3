//! SQLite's view of [`Files`]: a VFS of its own for every store.
//!
//! SQLite knows files by the names `db<number>`, `db<number>-journal` and `db<number>-wal`; anything else
//! it opens is a temporary file. No method here ever waits, reads a clock or calls SQLite.

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::ffi;

use crate::files::{Files, Kind};
use crate::locks::Lock;
use crate::pages::Pages;
use crate::wal_index::REGION;

/// A registered VFS.
pub(crate) struct Vfs {
    raw: Box<ffi::sqlite3_vfs>,
    name: CString,
    // Its address is what SQLite hands to the methods.
    _files: Rc<RefCell<Files>>,
}

impl Vfs {
    /// Registers a VFS for `files` under a name that no other store has.
    pub(crate) fn register(files: &Rc<RefCell<Files>>) -> Result<Vfs, c_int> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let serial = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = CString::new(format!("lockstep{serial}")).unwrap_or_default();
        let mut raw = Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<VfsFile>() as c_int,
            mxPathname: 64,
            pNext: std::ptr::null_mut(),
            zName: name.as_ptr(),
            pAppData: Rc::as_ptr(files).cast_mut().cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: None,
            xGetLastError: Some(last_error),
            xCurrentTimeInt64: Some(current_time),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        });
        // SAFETY: `raw` and `name` live until `drop` unregisters them.
        match unsafe { ffi::sqlite3_vfs_register(&mut *raw, 0) } {
            ffi::SQLITE_OK => Ok(Vfs {
                raw,
                name,
                _files: Rc::clone(files),
            }),
            code => Err(code),
        }
    }

    pub(crate) fn name(&self) -> &CStr {
        &self.name
    }
}

impl Drop for Vfs {
    fn drop(&mut self) {
        // SAFETY: registered in `register`; every connection that used it has been closed.
        unsafe { ffi::sqlite3_vfs_unregister(&mut *self.raw) };
    }
}

/// What SQLite holds for an open file. It begins with SQLite's own part.
#[repr(C)]
struct VfsFile {
    base: ffi::sqlite3_file,
    files: *const RefCell<Files>,
    database: usize,
    slot: usize,
    kind: Option<Kind>,
    /// A temporary file's content, `None` for a named file.
    temporary: Option<Box<Pages>>,
}

impl VfsFile {
    fn files<'a>(&self) -> &'a RefCell<Files> {
        // SAFETY: the VFS, which outlives its open files, keeps `files` alive.
        unsafe { &*self.files }
    }
}

/// The file behind SQLite's handle.
///
/// # Safety
/// `file` must be a handle that `open` has filled in.
unsafe fn file<'a>(file: *mut ffi::sqlite3_file) -> &'a mut VfsFile {
    // SAFETY: SQLite allocates `szOsFile` bytes for a handle and gives it to one method at a time.
    unsafe { &mut *file.cast::<VfsFile>() }
}

unsafe fn files<'a>(vfs: *mut ffi::sqlite3_vfs) -> &'a RefCell<Files> {
    // SAFETY: `pAppData` was set in `register` to what `_files` keeps alive.
    unsafe { &*(*vfs).pAppData.cast::<RefCell<Files>>() }
}

/// Takes `db12-journal` apart.
fn parse(name: *const c_char) -> Option<(usize, Kind)> {
    if name.is_null() {
        return None;
    }
    // From the front and byte by byte: every transaction asks whether there is a journal.
    let name = name.cast::<u8>();
    // SAFETY: SQLite's file names end with a zero byte, and no byte is read past another than what is expected.
    unsafe {
        if *name != b'd' || *name.add(1) != b'b' {
            return None;
        }
        let mut at = name.add(2);
        let digits = at;
        let mut number = 0;
        while (*at).is_ascii_digit() && number <= 9_999_999 {
            number = number * 10 + usize::from(*at - b'0');
            at = at.add(1);
        }
        if at == digits {
            return None;
        }
        let kind = match CStr::from_ptr(at.cast()).to_bytes() {
            b"" => Kind::Main,
            b"-journal" => Kind::Journal,
            b"-wal" => Kind::Wal,
            _ => return None,
        };
        Some((number, kind))
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    handle: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: `handle` is `szOsFile` bytes of uninitialised memory; until `pMethods` is set SQLite
    // takes the open for failed.
    unsafe { (*handle).pMethods = std::ptr::null() };
    let cell = unsafe { files(vfs) };
    let mut all = cell.borrow_mut();
    if all.running_dead {
        return ffi::SQLITE_IOERR;
    }
    let mut new = VfsFile {
        base: ffi::sqlite3_file { pMethods: &METHODS },
        files: cell,
        database: 0,
        slot: 0,
        kind: None,
        temporary: None,
    };
    match parse(name) {
        None => new.temporary = Some(Box::default()),
        Some((number, kind)) => {
            if kind != Kind::Main && all.file(number, kind).is_none() {
                if flags & ffi::SQLITE_OPEN_CREATE == 0 || number >= all.len() {
                    return ffi::SQLITE_CANTOPEN;
                }
                all.create(number, kind);
            } else if all.file(number, kind).is_none() {
                return ffi::SQLITE_CANTOPEN;
            }
            let opening = all.opening;
            new.database = number;
            new.kind = Some(kind);
            if kind == Kind::Main {
                let locks = &mut all.database_mut(number).locks;
                new.slot = locks.open(opening.connection, opening.observer);
                all.opening.slot = new.slot;
            } else {
                // A journal belongs to the connection that runs, whose entry is not told here; the
                // dead are recognised by `running_dead`.
                new.slot = usize::MAX;
            }
        }
    }
    // SAFETY: see above; `out_flags` may be null.
    unsafe {
        handle.cast::<VfsFile>().write(new);
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(handle: *mut ffi::sqlite3_file) -> c_int {
    let open = unsafe { file(handle) };
    let mut all = open.files().borrow_mut();
    if open.kind == Some(Kind::Main) {
        all.unlock(open.database, open.slot, Lock::Unlocked);
        all.database_mut(open.database).locks.close(open.slot);
    }
    if let Some(pages) = open.temporary.take() {
        all.temporary_room += pages.len();
        pages.discard(&mut all.spare);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    handle: *mut ffi::sqlite3_file,
    buffer: *mut c_void,
    amount: c_int,
    offset: i64,
) -> c_int {
    let open = unsafe { file(handle) };
    // SAFETY: SQLite gives a buffer of `amount` bytes.
    let buffer = unsafe { std::slice::from_raw_parts_mut(buffer.cast::<u8>(), amount as usize) };
    let complete = match &open.temporary {
        Some(pages) => pages.read(buffer, offset as usize),
        None => {
            let all = open.files().borrow();
            match open.kind.and_then(|kind| all.file(open.database, kind)) {
                Some(pages) => pages.read(buffer, offset as usize),
                None => {
                    buffer.fill(0);
                    false
                }
            }
        }
    };
    if complete {
        ffi::SQLITE_OK
    } else {
        ffi::SQLITE_IOERR_SHORT_READ
    }
}

/// Whether the process that makes this call is still alive when it has made it.
fn survives(open: &VfsFile, all: &mut Files) -> bool {
    if all.running_dead {
        return false;
    }
    match &mut all.dies_after {
        None => open.slot == usize::MAX || !all.database(open.database).locks.is_dead(open.slot),
        Some(0) => {
            all.dies_after = None;
            all.running_dead = true;
            false
        }
        Some(calls) => {
            *calls -= 1;
            true
        }
    }
}

unsafe extern "C" fn write(
    handle: *mut ffi::sqlite3_file,
    data: *const c_void,
    amount: c_int,
    offset: i64,
) -> c_int {
    let open = unsafe { file(handle) };
    // SAFETY: SQLite gives `amount` bytes.
    let data = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), amount as usize) };
    let mut all = open.files().borrow_mut();
    let offset = offset as usize;
    if let Some(pages) = &mut open.temporary {
        let growth = (offset + data.len()).saturating_sub(pages.len());
        if growth > all.temporary_room {
            return ffi::SQLITE_FULL;
        }
        all.temporary_room -= growth;
        pages.write(data, offset, &mut all.spare);
        return ffi::SQLITE_OK;
    }
    if !survives(open, &mut all) {
        return ffi::SQLITE_IOERR_WRITE;
    }
    if let Some(kind) = open.kind {
        all.write(open.database, kind, data, offset);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn truncate(handle: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let open = unsafe { file(handle) };
    let mut all = open.files().borrow_mut();
    let size = size as usize;
    if let Some(pages) = &mut open.temporary {
        let growth = size.saturating_sub(pages.len());
        if growth > all.temporary_room {
            return ffi::SQLITE_FULL;
        }
        all.temporary_room = all.temporary_room + pages.len() - size;
        pages.truncate(size, &mut all.spare);
        return ffi::SQLITE_OK;
    }
    if !survives(open, &mut all) {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    if let Some(kind) = open.kind {
        all.truncate(open.database, kind, size);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn sync(handle: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    let open = unsafe { file(handle) };
    if open.temporary.is_some() || survives(open, &mut open.files().borrow_mut()) {
        ffi::SQLITE_OK
    } else {
        ffi::SQLITE_IOERR_FSYNC
    }
}

unsafe extern "C" fn file_size(handle: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    let open = unsafe { file(handle) };
    let size = match &open.temporary {
        Some(pages) => pages.len(),
        None => {
            let all = open.files().borrow();
            let pages = open.kind.and_then(|kind| all.file(open.database, kind));
            pages.map_or(0, Pages::len)
        }
    };
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *out = size as i64 };
    ffi::SQLITE_OK
}

fn level(code: c_int) -> Lock {
    match code {
        ffi::SQLITE_LOCK_NONE => Lock::Unlocked,
        ffi::SQLITE_LOCK_SHARED => Lock::Shared,
        ffi::SQLITE_LOCK_RESERVED => Lock::Reserved,
        ffi::SQLITE_LOCK_PENDING => Lock::Pending,
        _ => Lock::Exclusive,
    }
}

unsafe extern "C" fn lock(handle: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    let open = unsafe { file(handle) };
    if open.kind != Some(Kind::Main) {
        return ffi::SQLITE_OK;
    }
    let mut all = open.files().borrow_mut();
    if !survives(open, &mut all) {
        ffi::SQLITE_IOERR_LOCK
    } else if all.lock(open.database, open.slot, level(wanted)) {
        ffi::SQLITE_OK
    } else {
        ffi::SQLITE_BUSY
    }
}

unsafe extern "C" fn unlock(handle: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    let open = unsafe { file(handle) };
    if open.kind == Some(Kind::Main) {
        let mut all = open.files().borrow_mut();
        if !all.running_dead {
            all.unlock(open.database, open.slot, level(wanted));
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(handle: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    let open = unsafe { file(handle) };
    let all = open.files().borrow();
    let locks = &all.database(open.database).locks;
    let reserved = open.kind == Some(Kind::Main) && locks.is_reserved_by_another(open.slot);
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *out = c_int::from(reserved) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(
    _handle: *mut ffi::sqlite3_file,
    _operation: c_int,
    _argument: *mut c_void,
) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_handle: *mut ffi::sqlite3_file) -> c_int {
    crate::pages::PAGE as c_int
}

unsafe extern "C" fn device_characteristics(_handle: *mut ffi::sqlite3_file) -> c_int {
    // What SQLite's unix VFS says of an ordinary file.
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    handle: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let open = unsafe { file(handle) };
    let mut all = open.files().borrow_mut();
    if size as usize != REGION || all.running_dead {
        return ffi::SQLITE_IOERR_SHMMAP;
    }
    let database = all.database_mut(open.database);
    database.locks.wal = true;
    let address = database.wal_index.map(region as usize, extend != 0);
    // SAFETY: SQLite gives a place for the answer; null says that the region does not exist yet.
    unsafe { *out = address.map_or(std::ptr::null_mut(), |address| address.as_ptr().cast()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(
    handle: *mut ffi::sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    let open = unsafe { file(handle) };
    let mut all = open.files().borrow_mut();
    let locks = (((1u16 << count) - 1) << first) as u8;
    let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        if !all.running_dead {
            all.wal_unlock(open.database, open.slot, locks);
        }
        ffi::SQLITE_OK
    } else if !survives(open, &mut all) {
        ffi::SQLITE_IOERR_SHMLOCK
    } else if all.wal_lock(open.database, open.slot, locks, exclusive) {
        ffi::SQLITE_OK
    } else {
        ffi::SQLITE_BUSY
    }
}

unsafe extern "C" fn shm_barrier(_handle: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(handle: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    let open = unsafe { file(handle) };
    let mut all = open.files().borrow_mut();
    if !all.running_dead {
        all.wal_unlock(open.database, open.slot, u8::MAX);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _sync: c_int,
) -> c_int {
    let mut all = unsafe { files(vfs) }.borrow_mut();
    if all.running_dead {
        return ffi::SQLITE_IOERR_DELETE;
    }
    match &mut all.dies_after {
        None => {}
        Some(0) => {
            all.dies_after = None;
            all.running_dead = true;
            return ffi::SQLITE_IOERR_DELETE;
        }
        Some(calls) => *calls -= 1,
    }
    match parse(name) {
        Some((number, kind)) if all.delete(number, kind) => ffi::SQLITE_OK,
        _ => ffi::SQLITE_IOERR_DELETE_NOENT,
    }
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _flags: c_int,
    out: *mut c_int,
) -> c_int {
    let all = unsafe { files(vfs) }.borrow();
    let pages = parse(name).and_then(|(number, kind)| all.file(number, kind));
    // As the unix VFS: an empty file counts as none.
    let exists = pages.is_some_and(|pages| pages.len() > 0);
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *out = c_int::from(exists) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: `name` ends with a zero byte; `out` has room for `room` bytes.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > room as usize {
            return ffi::SQLITE_CANTOPEN;
        }
        out.cast::<u8>()
            .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
    }
    ffi::SQLITE_OK
}

/// The next 64 bits of a generator (SplitMix64).
pub(crate) fn next_random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut word = *state;
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

unsafe extern "C" fn randomness(
    vfs: *mut ffi::sqlite3_vfs,
    count: c_int,
    out: *mut c_char,
) -> c_int {
    let mut all = unsafe { files(vfs) }.borrow_mut();
    // SAFETY: `out` has room for `count` bytes.
    let buffer = unsafe { std::slice::from_raw_parts_mut(out.cast::<u8>(), count as usize) };
    for chunk in buffer.chunks_mut(8) {
        let word = next_random(&mut all.random).to_le_bytes();
        chunk.copy_from_slice(&word[..chunk.len()]);
    }
    count
}

unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

unsafe extern "C" fn last_error(
    _vfs: *mut ffi::sqlite3_vfs,
    _room: c_int,
    _out: *mut c_char,
) -> c_int {
    0
}

/// Milliseconds from the beginning of the Julian calendar to 1970.
const UNIX_EPOCH: i64 = 210_866_760_000_000;

unsafe extern "C" fn current_time(vfs: *mut ffi::sqlite3_vfs, out: *mut i64) -> c_int {
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *out = UNIX_EPOCH + files(vfs).borrow().now };
    ffi::SQLITE_OK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, expected) in [
            (c"db0", Some((0, Kind::Main))),
            (c"db12-journal", Some((12, Kind::Journal))),
            (c"db3-wal", Some((3, Kind::Wal))),
            (c"db", None),
            (c"dbx", None),
            (c"db1-shm", None),
            (c"etilqs_1", None),
            (c"db99999999999", None),
        ] {
            assert_eq!(parse(name.as_ptr()), expected);
        }
        assert_eq!(parse(std::ptr::null()), None);
    }
}
