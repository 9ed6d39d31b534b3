//! What the page compares: a scenario under another strategy, or on another database.

use crate::{DatabaseKind, Isolation, Settings};
use serde::{Deserialize, Serialize};

/// Settings that are compared with each other; the others stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// A [`crate::Strategy`]'s id.
    pub strategy: String,
    /// The database.
    pub database: DatabaseKind,
    /// Its isolation level, where it has more than one: otherwise the default.
    pub isolation: Isolation,
}

impl Variant {
    /// The one that these settings are.
    pub fn of(settings: &Settings) -> Self {
        Variant {
            strategy: settings.strategy.clone(),
            database: settings.database,
            isolation: match settings.database {
                DatabaseKind::Sqlite => Isolation::default(),
                DatabaseKind::Postgres => settings.isolation,
            },
        }
    }

    /// Every database at each of its isolation levels.
    pub fn databases() -> Vec<(DatabaseKind, Isolation)> {
        let levels = Isolation::ALL.iter();
        let sqlite = (DatabaseKind::Sqlite, Isolation::default());
        let postgres = levels.map(|level| (DatabaseKind::Postgres, *level));
        [sqlite].into_iter().chain(postgres).collect()
    }

    /// Makes settings this variant.
    pub fn apply(&self, settings: &mut Settings) {
        settings.strategy.clone_from(&self.strategy);
        settings.database = self.database;
        settings.isolation = self.isolation;
    }
}
