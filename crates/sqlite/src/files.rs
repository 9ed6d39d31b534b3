//! The in-memory files of one store: databases with their journals, logs and lock tables.

use crate::hash::Hasher;
use std::rc::Rc;

use crate::ConnId;
use crate::locks::{Held, Lock, LockTable, LockTransition, Mask, Request};
use crate::pages::Pages;
use crate::wal_index::{WalIndex, WalIndexImage};

/// Where a database's change counter stands: in its first page, twice, and in nothing else.
const CHANGE_COUNTER: usize = 24;
const VERSION_VALID_FOR: usize = 92;

/// One database file and what belongs to it.
#[derive(Default)]
pub(crate) struct Database {
    pub(crate) main: Pages,
    pub(crate) journal: Option<Pages>,
    pub(crate) wal: Option<Pages>,
    pub(crate) wal_index: WalIndex,
    pub(crate) locks: LockTable,
    /// The highest change counter that this file ever had, in any branch of history.
    highest_counter: u32,
    /// Counts writes to any of its files, so that restoring what is there already costs nothing.
    writes: u64,
    /// The image last restored or taken, and `writes` at that time.
    at_image: Option<(u64, u64)>,
}

/// A frozen copy of a database file.
#[derive(Clone)]
pub(crate) struct DatabaseImage {
    serial: u64,
    main: Pages,
    wal: Option<Pages>,
    wal_index: WalIndexImage,
}

impl Database {
    fn image(&mut self, serial: u64) -> DatabaseImage {
        self.at_image = Some((serial, self.writes));
        DatabaseImage {
            serial,
            main: self.main.clone(),
            wal: self.wal.clone(),
            wal_index: if self.locks.wal {
                self.wal_index.image()
            } else {
                WalIndexImage::default()
            },
        }
    }

    /// Goes back to an image. Whether anything had changed since.
    fn restore(&mut self, image: &DatabaseImage, spare: &mut Vec<Rc<[u8]>>) -> bool {
        if self.at_image == Some((image.serial, self.writes)) {
            return false;
        }
        self.main.assign(&image.main, spare);
        if let Some(journal) = self.journal.take() {
            journal.discard(spare);
        }
        match (&mut self.wal, &image.wal) {
            (Some(own), Some(wanted)) => own.assign(wanted, spare),
            (own, wanted) => own.clone_from(wanted),
        }
        if self.locks.wal {
            let descends = self
                .at_image
                .is_some_and(|(serial, _)| serial == image.serial);
            self.wal_index.restore(&image.wal_index, descends);
        }
        // Two branches of history can give different content the same change counter, by which
        // connections judge their page caches. A number that no branch ever had makes them look again.
        if self.main.len() > 0 {
            self.highest_counter += 1;
            for place in [CHANGE_COUNTER, VERSION_VALID_FOR] {
                self.main.put_u32(place, self.highest_counter, spare);
            }
        }
        self.writes += 1;
        self.at_image = Some((image.serial, self.writes));
        true
    }
}

/// Which file of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Main,
    Journal,
    Wal,
}

/// A request that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) slot: usize,
    pub(crate) request: Request,
}

/// All files of a store, and what its VFS needs besides.
#[derive(Default)]
pub(crate) struct Files {
    databases: Vec<Database>,
    /// Pages to reuse.
    pub(crate) spare: Vec<Rc<[u8]>>,
    /// For whom the next database file is opened.
    pub(crate) opening: Opening,
    /// Lock transitions since the last statement began, while `recording`.
    pub(crate) transitions: Vec<LockTransition>,
    pub(crate) recording: bool,
    /// The last refused request.
    pub(crate) refused: Option<Refusal>,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    /// State of the random numbers that SQLite asks the VFS for.
    pub(crate) random: u64,
    /// Where the random numbers of statements start from, and how many streams of them have begun.
    pub(crate) seed: u64,
    pub(crate) streams: u64,
    /// Bytes that temporary files may still take.
    pub(crate) temporary_room: usize,
    /// A process that dies when this many more VFS calls have been made.
    pub(crate) dies_after: Option<u32>,
    /// The process that is running has died: nothing it does has any effect.
    pub(crate) running_dead: bool,
}

/// For whom a database file is opened.
#[derive(Clone, Copy, Default)]
pub(crate) struct Opening {
    pub(crate) connection: ConnId,
    pub(crate) observer: bool,
    /// The entry in the lock table that it got.
    pub(crate) slot: usize,
}

impl Files {
    /// Where the next stream of random numbers starts from.
    pub(crate) fn begin_random(&mut self) -> u64 {
        let mut seed = Hasher::new(self.seed);
        seed.word(self.streams);
        self.streams += 1;
        seed.finish() as u64
    }

    /// Makes room for one more database and returns its number.
    pub(crate) fn add(&mut self) -> usize {
        self.databases.push(Database::default());
        self.databases.len() - 1
    }

    pub(crate) fn len(&self) -> usize {
        self.databases.len()
    }

    pub(crate) fn database(&self, number: usize) -> &Database {
        &self.databases[number]
    }

    pub(crate) fn database_mut(&mut self, number: usize) -> &mut Database {
        &mut self.databases[number]
    }

    /// A database's file, if it exists.
    pub(crate) fn file(&self, number: usize, kind: Kind) -> Option<&Pages> {
        let database = self.databases.get(number)?;
        match kind {
            Kind::Main => Some(&database.main),
            Kind::Journal => database.journal.as_ref(),
            Kind::Wal => database.wal.as_ref(),
        }
    }

    /// Creates a file that does not exist yet.
    pub(crate) fn create(&mut self, number: usize, kind: Kind) {
        let database = &mut self.databases[number];
        match kind {
            Kind::Main => {}
            Kind::Journal => drop(database.journal.get_or_insert_default()),
            Kind::Wal => drop(database.wal.get_or_insert_default()),
        }
    }

    /// Deletes a file; whether it was there.
    pub(crate) fn delete(&mut self, number: usize, kind: Kind) -> bool {
        let Some(database) = self.databases.get_mut(number) else {
            return false;
        };
        database.writes += 1;
        let pages = match kind {
            Kind::Main => return false,
            Kind::Journal => database.journal.take(),
            Kind::Wal => database.wal.take(),
        };
        pages.map(|pages| pages.discard(&mut self.spare)).is_some()
    }

    pub(crate) fn write(&mut self, number: usize, kind: Kind, data: &[u8], offset: usize) {
        let database = &mut self.databases[number];
        database.writes += 1;
        let pages = match kind {
            Kind::Main => &mut database.main,
            Kind::Journal => database.journal.get_or_insert_default(),
            Kind::Wal => database.wal.get_or_insert_default(),
        };
        pages.write(data, offset, &mut self.spare);
        if kind == Kind::Main && offset <= CHANGE_COUNTER {
            let counter = pages.get_u32(CHANGE_COUNTER);
            database.highest_counter = database.highest_counter.max(counter);
        }
    }

    pub(crate) fn truncate(&mut self, number: usize, kind: Kind, length: usize) {
        let database = &mut self.databases[number];
        database.writes += 1;
        let pages = match kind {
            Kind::Main => Some(&mut database.main),
            Kind::Journal => database.journal.as_mut(),
            Kind::Wal => database.wal.as_mut(),
        };
        if let Some(pages) = pages {
            pages.truncate(length, &mut self.spare);
        }
    }

    /// Runs `change` on a lock table and records the transition that it makes of `slot`'s level.
    fn watched<R>(
        &mut self,
        number: usize,
        slot: usize,
        change: impl FnOnce(&mut LockTable) -> R,
    ) -> R {
        let locks = &mut self.databases[number].locks;
        if !self.recording || locks.is_observer(slot) {
            return change(locks);
        }
        let from = locks.shown(slot);
        let result = change(locks);
        let to = locks.shown(slot);
        if from != to {
            self.transitions.push(LockTransition {
                connection: locks.connection(slot),
                from,
                to,
            });
        }
        result
    }

    pub(crate) fn lock(&mut self, number: usize, slot: usize, level: Lock) -> bool {
        let granted = self.watched(number, slot, |locks| locks.lock(slot, level));
        if !granted {
            self.refused = Some(Refusal {
                slot,
                request: Request::File(level),
            });
        }
        granted
    }

    pub(crate) fn unlock(&mut self, number: usize, slot: usize, level: Lock) {
        self.watched(number, slot, |locks| locks.unlock(slot, level));
    }

    pub(crate) fn wal_lock(
        &mut self,
        number: usize,
        slot: usize,
        locks: Mask,
        exclusive: bool,
    ) -> bool {
        let granted = self.watched(number, slot, |table| table.wal_lock(slot, locks, exclusive));
        if !granted {
            self.refused = Some(Refusal {
                slot,
                request: Request::Wal { locks, exclusive },
            });
        }
        granted
    }

    pub(crate) fn wal_unlock(&mut self, number: usize, slot: usize, locks: Mask) {
        self.watched(number, slot, |table| table.wal_unlock(slot, locks));
    }

    pub(crate) fn keep_locks(&mut self, number: usize, slot: usize) {
        self.databases[number].locks.keep(slot);
    }

    pub(crate) fn drop_kept_locks(&mut self, number: usize, slot: usize) {
        if !self.databases[number].locks.keeps(slot) {
            return;
        }
        self.watched(number, slot, |locks| locks.keep_no_more(slot));
    }

    /// What a connection holds.
    pub(crate) fn holds(&self, number: usize, slot: usize) -> Held {
        self.databases[number].locks.holds(slot)
    }

    /// The process behind `slot` dies.
    pub(crate) fn die(&mut self, number: usize, slot: usize) {
        self.watched(number, slot, |locks| locks.die(slot));
        let database = &mut self.databases[number];
        if !database.locks.is_in_use() {
            // Nobody is left who has the shared memory mapped: the next process starts it anew.
            database.wal_index.clear();
        }
    }

    /// A frozen copy of one database.
    pub(crate) fn image(&mut self, number: usize, serial: u64) -> DatabaseImage {
        self.databases[number].image(serial)
    }

    /// Puts one database back. Whether anything had changed.
    pub(crate) fn restore(&mut self, number: usize, image: &DatabaseImage) -> bool {
        self.databases[number].restore(image, &mut self.spare)
    }
}
