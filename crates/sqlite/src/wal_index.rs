//! The WAL's shared memory: the regions SQLite maps, and the few header fields we must know.
//!
//! The layout is SQLite's `WalIndexHdr`, twice 48 bytes at the start of the first region, and after it
//! 40 bytes about checkpoints (<https://www.sqlite.org/walformat.html>).

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::ptr::NonNull;

/// Bytes in a region; SQLite asks for no other size.
pub(crate) const REGION: usize = 32 * 1024;

const HEADER: usize = 48;
const CHANGE_COUNTER: usize = 8;
const FRAMES: usize = 16;
const SALT: std::ops::Range<usize> = 32..40;
const CHECKSUM: usize = 40;
/// Both copies of the header and the checkpoint information.
const FIXED: usize = 136;

/// One region, at an address of its own that SQLite keeps.
struct Region(NonNull<u8>);

const LAYOUT: Layout = match Layout::from_size_align(REGION, 8) {
    Ok(layout) => layout,
    Err(_) => panic!("a region has a valid layout"),
};

impl Region {
    fn new() -> Self {
        // SAFETY: the layout's size is not zero.
        match NonNull::new(unsafe { alloc_zeroed(LAYOUT) }) {
            Some(start) => Region(start),
            None => handle_alloc_error(LAYOUT),
        }
    }

    fn read(&self, from: usize, buffer: &mut [u8]) {
        debug_assert!(from + buffer.len() <= REGION);
        // SAFETY: in bounds; SQLite, on this same thread, is not running.
        unsafe {
            self.0
                .as_ptr()
                .add(from)
                .copy_to_nonoverlapping(buffer.as_mut_ptr(), buffer.len());
        }
    }

    fn write(&self, to: usize, bytes: &[u8]) {
        debug_assert!(to + bytes.len() <= REGION);
        // SAFETY: in bounds; SQLite, on this same thread, is not running.
        unsafe {
            self.0
                .as_ptr()
                .add(to)
                .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with the same layout.
        unsafe { dealloc(self.0.as_ptr(), LAYOUT) }
    }
}

/// The shared memory of one database.
#[derive(Default)]
pub(crate) struct WalIndex {
    regions: Vec<Region>,
}

/// A copy of a [`WalIndex`].
#[derive(Clone, Default)]
pub(crate) struct WalIndexImage(Vec<Box<[u8]>>);

impl WalIndex {
    /// The address of a region, made if `extend` says so.
    pub(crate) fn map(&mut self, index: usize, extend: bool) -> Option<NonNull<u8>> {
        while extend && self.regions.len() <= index {
            self.regions.push(Region::new());
        }
        self.regions.get(index).map(|region| region.0)
    }

    /// The header, which changes with every commit, checkpoint reset and recovery.
    pub(crate) fn header(&self) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        if let Some(first) = self.regions.first() {
            first.read(0, &mut header);
        }
        header
    }

    /// Zeroes everything, as happens when the last process that had it mapped has gone.
    pub(crate) fn clear(&mut self) {
        for region in &self.regions {
            region.write(0, &[0; REGION]);
        }
    }

    pub(crate) fn image(&self) -> WalIndexImage {
        WalIndexImage(
            self.regions
                .iter()
                .map(|region| {
                    let mut bytes = vec![0; REGION].into_boxed_slice();
                    region.read(0, &mut bytes);
                    bytes
                })
                .collect(),
        )
    }

    /// Becomes what `image` says, except for a change counter never seen before, by which connections
    /// notice that what they have cached may belong to another branch of history.
    ///
    /// `descends` says that everything since happened after the image was taken or restored.
    pub(crate) fn restore(&mut self, image: &WalIndexImage, descends: bool) {
        let Some(wanted) = image.0.first() else {
            self.clear();
            return;
        };
        let before = self.header();
        // As long as the log has only grown, what lies behind its old end is left for SQLite to clean
        // up, as it does after a writer that has died.
        let grown = descends
            && before[SALT] == wanted[SALT]
            && word(&before, FRAMES) >= word(wanted, FRAMES)
            && self.regions.len() == image.0.len();
        for (index, bytes) in image.0.iter().enumerate() {
            if self.map(index, true).is_some() && !grown {
                self.regions[index].write(0, bytes);
            }
        }
        for region in self.regions.iter().skip(image.0.len()) {
            region.write(0, &[0; REGION]);
        }
        let mut fixed = [0; FIXED];
        fixed.copy_from_slice(&wanted[..FIXED]);
        let newest = word(&before, CHANGE_COUNTER).max(word(wanted, CHANGE_COUNTER));
        stamp(&mut fixed, newest.wrapping_add(1));
        self.regions[0].write(0, &fixed);
    }
}

/// How many commits lie between two headers of the same history.
pub(crate) fn commits_between(old: &[u8; HEADER], new: &[u8; HEADER]) -> u32 {
    word(new, CHANGE_COUNTER).wrapping_sub(word(old, CHANGE_COUNTER))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_ne_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Sets the change counter in both copies of the header and renews their checksums.
fn stamp(fixed: &mut [u8; FIXED], counter: u32) {
    fixed[CHANGE_COUNTER..CHANGE_COUNTER + 4].copy_from_slice(&counter.to_ne_bytes());
    let (mut first, mut second) = (0u32, 0u32);
    for pair in (0..CHECKSUM).step_by(8) {
        first = first.wrapping_add(word(fixed, pair)).wrapping_add(second);
        second = second
            .wrapping_add(word(fixed, pair + 4))
            .wrapping_add(first);
    }
    fixed[CHECKSUM..CHECKSUM + 4].copy_from_slice(&first.to_ne_bytes());
    fixed[CHECKSUM + 4..HEADER].copy_from_slice(&second.to_ne_bytes());
    fixed.copy_within(..HEADER, HEADER);
}
