//! The locks that connections hold, by the names of their databases.

/// A lock that a connection can hold. They compare by how much they shut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lock {
    /// Among the locks of its database: 0 is none.
    strength: u8,
    /// The database's name for it.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The class that colours it.
    pub class: &'static str,
}

const fn lock(
    strength: u8,
    name: &'static str,
    meaning: &'static str,
    class: &'static str,
) -> Lock {
    Lock {
        strength,
        name,
        meaning,
        class,
    }
}

/// SQLite's, of a file: <https://sqlite.org/lockingv3.html>.
const SQLITE: [Lock; 4] = [
    lock(
        1,
        "SHARED",
        "reads; nobody may write the file meanwhile",
        "lock-shared",
    ),
    lock(
        2,
        "RESERVED",
        "means to write; others may still read",
        "lock-reserved",
    ),
    lock(
        3,
        "PENDING",
        "waits for the readers to leave; no new ones may come",
        "lock-pending",
    ),
    lock(
        4,
        "EXCLUSIVE",
        "writes; nobody else may read or write",
        "lock-exclusive",
    ),
];

/// PostgreSQL's, of a table, kept to the end of the transaction:
/// <https://www.postgresql.org/docs/15/explicit-locking.html>.
const POSTGRES: [Lock; 8] = [
    lock(
        1,
        "ACCESS SHARE",
        "has read a table; nobody may drop or change it meanwhile",
        "lock-shared",
    ),
    lock(
        2,
        "ROW SHARE",
        "has locked rows of a table; others may read and write the rest",
        "lock-shared",
    ),
    lock(
        3,
        "ROW EXCLUSIVE",
        "has written rows of a table; others may read, and write other rows",
        "lock-reserved",
    ),
    lock(
        4,
        "SHARE UPDATE EXCLUSIVE",
        "one at a time; others may read and write rows",
        "lock-reserved",
    ),
    lock(
        5,
        "SHARE",
        "nobody may write the table, all may read it",
        "lock-pending",
    ),
    lock(
        6,
        "SHARE ROW EXCLUSIVE",
        "one at a time, and nobody else may write the table",
        "lock-pending",
    ),
    lock(
        7,
        "EXCLUSIVE",
        "nobody else may write the table or lock rows of it",
        "lock-exclusive",
    ),
    lock(
        8,
        "ACCESS EXCLUSIVE",
        "nobody else may read or write the table",
        "lock-exclusive",
    ),
];

impl Lock {
    /// None, as SQLite calls it.
    pub const NONE: Lock = lock(0, "UNLOCKED", "holds no lock", "lock-none");

    /// The locks of a database, the weakest first.
    pub fn all(postgres: bool) -> &'static [Lock] {
        if postgres { &POSTGRES } else { &SQLITE }
    }

    /// The lock with this name.
    pub fn parse(name: &str, postgres: bool) -> Lock {
        let mut all = Lock::all(postgres).iter();
        all.find(|lock| lock.name == name)
            .copied()
            .unwrap_or(Lock::NONE)
    }

    /// Is it none?
    pub fn is_none(self) -> bool {
        self.strength == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stronger_locks_are_greater() {
        for postgres in [false, true] {
            let all = Lock::all(postgres);
            assert!(Lock::NONE < all[0] && all.is_sorted());
            for lock in all {
                assert_eq!(Lock::parse(lock.name, postgres), *lock);
            }
        }
        assert!(Lock::parse("ROW SHARE", false).is_none());
        // The same name is another lock.
        assert_ne!(
            Lock::parse("EXCLUSIVE", false),
            Lock::parse("EXCLUSIVE", true)
        );
    }
}
