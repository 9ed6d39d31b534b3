//! How a scenario is run. Flags of the command line, fields of a link, attributes of an
//! embed and controls of the page have the same names and values: [`SETTINGS`] lists them.

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// Most copies of one task that a run may have.
const MAX_COPIES: u32 = 16;

/// Longest busy timeout: an hour of virtual time, in milliseconds.
const MAX_BUSY_TIMEOUT: u32 = 3_600_000;

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// The values' names, as flags and links write them; the default first.
            pub const VALUES: &'static [&'static str] = &[$($text),+];

            /// The values, in the same order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name that flags and links use.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value with this name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

choice! {
    /// The database behind the connections.
    DatabaseKind {
        /// The real SQLite.
        #[default]
        Sqlite = "sqlite",
        /// The PostgreSQL profile.
        Postgres = "postgres",
    }
}
choice! {
    /// Isolation level of `atomic()` blocks; only the PostgreSQL profile has more than one.
    Isolation {
        /// PostgreSQL's default.
        #[default]
        ReadCommitted = "read-committed",
        /// Snapshot isolation.
        RepeatableRead = "repeatable-read",
        /// Serializable snapshot isolation.
        Serializable = "serializable",
    }
}
choice! {
    /// Whom the PostgreSQL profile's deadlock detector ends.
    DeadlockVictim {
        /// The one whose wait closes the circle.
        #[default]
        Closer = "closer",
        /// Any member of the circle: on a real server it is the one whose timer ends first.
        Any = "any",
    }
}
choice! {
    /// Who goes on first where the PostgreSQL profile lets several go on at once.
    WakeOrder {
        /// Those who have waited longest.
        #[default]
        Queue = "queue",
        /// Anyone, where the server has no queue: on a real one the operating system decides.
        Any = "any",
    }
}
choice! {
    /// SQLite's journal mode.
    Journal {
        /// The rollback journal: readers and a committing writer exclude each other.
        #[default]
        Delete = "delete",
        /// Write-ahead log: readers see a snapshot, one writer at a time.
        Wal = "wal",
    }
}
choice! {
    /// How `atomic()` begins a transaction on SQLite (Django's `transaction_mode`).
    Begin {
        /// No lock until the first statement.
        #[default]
        Deferred = "deferred",
        /// The write lock at once.
        Immediate = "immediate",
        /// No other connection may even read (rollback journal).
        Exclusive = "exclusive",
    }
}
choice! {
    /// What the plain `def` tasks share.
    Concurrency {
        /// Nothing: each has its own memory and connection.
        #[default]
        Processes = "processes",
        /// Module globals; each has its own connection.
        Threads = "threads",
    }
}
choice! {
    /// How Django's connections follow async tasks.
    DjangoVersion {
        /// One per thread; in an event loop one per context, so that child tasks share what their parent has
        /// open. Guarded against async use.
        #[default]
        Five = "5",
        /// One per async task, guarded.
        Three = "3",
        /// One per thread, no guard.
        Two = "2",
    }
}
choice! {
    /// Which release of the `databases` package.
    DatabasesVersion {
        /// State kept per task.
        #[default]
        Since09 = "0.9",
        /// Before pull request 546: the `Transaction` instance is shared state.
        Before08 = "0.7",
    }
}

/// How a scenario is run; see [`SETTINGS`] for what each means.
///
/// What is read from a link or a message is checked by [`Settings::set`], like any other.
///
/// ```
/// use lockstep_scenario::{Journal, Settings};
/// let settings: Settings = serde_json::from_str(r#"{"journal": "wal", "copies": {"a": 2}}"#).unwrap();
/// assert_eq!((settings.journal, settings.copies["a"]), (Journal::Wal, 2));
/// assert!(serde_json::from_str::<Settings>(r#"{"copies": {"a": 99}}"#).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "SETTINGS documents them, for users too")]
pub struct Settings {
    pub database: DatabaseKind,
    pub isolation: Isolation,
    pub deadlock_victim: DeadlockVictim,
    pub wake_order: WakeOrder,
    pub journal: Journal,
    pub begin: Begin,
    /// Milliseconds of virtual time.
    pub busy_timeout: u32,
    pub concurrency: Concurrency,
    /// A [`crate::Strategy`]'s id.
    pub strategy: String,
    /// Copies per task name; a task not named has one.
    pub copies: BTreeMap<String, u32>,
    pub django: DjangoVersion,
    pub databases: DatabasesVersion,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            database: DatabaseKind::default(),
            isolation: Isolation::default(),
            deadlock_victim: DeadlockVictim::default(),
            wake_order: WakeOrder::default(),
            journal: Journal::default(),
            begin: Begin::default(),
            busy_timeout: 5000,
            concurrency: Concurrency::default(),
            strategy: "as-written".to_owned(),
            copies: BTreeMap::new(),
            django: DjangoVersion::default(),
            databases: DatabasesVersion::default(),
        }
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ByName)
    }
}

/// Reads settings from a map. What is not in it has its default; what only a later version knows is left out.
struct ByName;

impl<'de> Visitor<'de> for ByName {
    type Value = Settings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("settings by their names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Settings, A::Error> {
        let mut settings = Settings::default();
        while let Some(name) = map.next_key::<String>()? {
            let known = SETTINGS.iter().find(|info| info.name == name);
            let Some(info) = known else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let mut set = |value: &str| settings.set(info.name, value).map_err(A::Error::custom);
            match info.values {
                SettingValues::OneOf(_) | SettingValues::Strategy => {
                    set(&map.next_value::<String>()?)?;
                }
                SettingValues::Milliseconds { .. } => set(&map.next_value::<u32>()?.to_string())?,
                SettingValues::Copies { .. } => {
                    for (task, n) in map.next_value::<BTreeMap<String, u32>>()? {
                        set(&format!("{task}={n}"))?;
                    }
                }
            }
        }
        Ok(settings)
    }
}

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingValues {
    /// One of these; the first is the default.
    OneOf(&'static [&'static str]),
    /// A whole number from 0.
    Milliseconds {
        /// Used when nothing is said.
        default: u32,
        /// The largest that is accepted.
        max: u32,
    },
    /// A strategy's id.
    Strategy,
    /// `task=N`, for any number of tasks.
    Copies {
        /// The largest N that is accepted.
        max: u32,
    },
}

/// One setting: its name everywhere, its title on the page, and a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingInfo {
    /// Flag (with `--`), link field and embed attribute.
    pub name: &'static str,
    /// The control's label.
    pub title: &'static str,
    /// One sentence for people who have not met it.
    pub help: &'static str,
    /// What it may be.
    pub values: SettingValues,
}

/// Every setting, in the order in which they are shown.
pub const SETTINGS: &[SettingInfo] = &[
    SettingInfo {
        name: "database",
        title: "Database",
        help: "What stands behind the connections.",
        values: SettingValues::OneOf(DatabaseKind::VALUES),
    },
    SettingInfo {
        name: "isolation",
        title: "Isolation",
        help: "PostgreSQL only: what a transaction may see of the others.",
        values: SettingValues::OneOf(Isolation::VALUES),
    },
    SettingInfo {
        name: "deadlock-victim",
        title: "Deadlock victim",
        help: "PostgreSQL only: who gets the error when tasks wait in a circle. closer: whoever closes it. any: each of them, explored one after the other.",
        values: SettingValues::OneOf(DeadlockVictim::VALUES),
    },
    SettingInfo {
        name: "wake-order",
        title: "Wake order",
        help: "PostgreSQL only: who goes on first when one step lets several go on. queue: in the order in which they came. any: each order that the server leaves open.",
        values: SettingValues::OneOf(WakeOrder::VALUES),
    },
    SettingInfo {
        name: "journal",
        title: "Journal",
        help: "delete: a commit waits for readers. wal: readers keep their snapshot while one task writes.",
        values: SettingValues::OneOf(Journal::VALUES),
    },
    SettingInfo {
        name: "begin",
        title: "Begin",
        help: "When atomic() takes its lock: at the first statement (deferred), at once for writing (immediate), or for itself alone (exclusive).",
        values: SettingValues::OneOf(Begin::VALUES),
    },
    SettingInfo {
        name: "busy-timeout",
        title: "Busy timeout",
        help: "How many milliseconds a statement waits for a lock before \"database is locked\"; 0 fails at once. A timeout in the code (sqlite3.connect(timeout=), Database(url, timeout=), OPTIONS) goes before it.",
        values: SettingValues::Milliseconds {
            default: 5000,
            max: MAX_BUSY_TIMEOUT,
        },
    },
    SettingInfo {
        name: "concurrency",
        title: "Concurrency",
        help: "processes: each task has its own memory. threads: they share module globals.",
        values: SettingValues::OneOf(Concurrency::VALUES),
    },
    SettingInfo {
        name: "strategy",
        title: "Strategy",
        help: "What protects each task, without an edit of the code.",
        values: SettingValues::Strategy,
    },
    SettingInfo {
        name: "copies",
        title: "Copies",
        help: "How many of a task run at once.",
        values: SettingValues::Copies { max: MAX_COPIES },
    },
    SettingInfo {
        name: "django",
        title: "Django",
        help: "How connections follow async tasks: 2 one per thread; 3 one per async task, with a guard; 5 a child task shares its parent's, with a guard.",
        values: SettingValues::OneOf(DjangoVersion::VALUES),
    },
    SettingInfo {
        name: "databases",
        title: "databases",
        help: "Release of the databases package: 0.7 shares a transaction's state between tasks, 0.9 does not.",
        values: SettingValues::OneOf(DatabasesVersion::VALUES),
    },
];

impl Settings {
    /// Sets one setting by its name, as a flag, a link or an embed's attribute says it.
    ///
    /// # Errors
    /// A sentence that says what the setting may be, if there is no such name or value.
    ///
    /// ```
    /// let mut settings = lockstep_scenario::Settings::default();
    /// settings.set("busy-timeout", "0").unwrap();
    /// settings.set("copies", "alice=3").unwrap();
    /// assert_eq!(settings.busy_timeout, 0);
    /// assert_eq!(settings.copies["alice"], 3);
    /// assert!(settings.set("journal", "off").unwrap_err().contains("delete, wal"));
    /// ```
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        fn one_of<T>(
            name: &str,
            value: &str,
            parsed: Option<T>,
            all: &[&str],
        ) -> Result<T, String> {
            parsed.ok_or_else(|| format!("{name} is one of {}, not {value:?}", all.join(", ")))
        }
        match name {
            "database" => {
                let parsed = DatabaseKind::parse(value);
                self.database = one_of(name, value, parsed, DatabaseKind::VALUES)?;
            }
            "isolation" => {
                let parsed = Isolation::parse(value);
                self.isolation = one_of(name, value, parsed, Isolation::VALUES)?;
            }
            "deadlock-victim" => {
                let parsed = DeadlockVictim::parse(value);
                self.deadlock_victim = one_of(name, value, parsed, DeadlockVictim::VALUES)?;
            }
            "wake-order" => {
                let parsed = WakeOrder::parse(value);
                self.wake_order = one_of(name, value, parsed, WakeOrder::VALUES)?;
            }
            "journal" => {
                self.journal = one_of(name, value, Journal::parse(value), Journal::VALUES)?;
            }
            "begin" => self.begin = one_of(name, value, Begin::parse(value), Begin::VALUES)?,
            "busy-timeout" => {
                self.busy_timeout = value
                    .parse()
                    .ok()
                    .filter(|ms| *ms <= MAX_BUSY_TIMEOUT)
                    .ok_or_else(|| {
                        format!(
                            "busy-timeout is a number of milliseconds from 0 to {MAX_BUSY_TIMEOUT}, not {value:?}"
                        )
                    })?;
            }
            "concurrency" => {
                let parsed = Concurrency::parse(value);
                self.concurrency = one_of(name, value, parsed, Concurrency::VALUES)?;
            }
            "strategy" => {
                if crate::strategy(value).is_none() {
                    let ids: Vec<_> = crate::STRATEGIES.iter().map(|s| s.id).collect();
                    return Err(format!(
                        "strategy is one of {}, not {value:?}",
                        ids.join(", ")
                    ));
                }
                value.clone_into(&mut self.strategy);
            }
            "copies" => {
                let (task, count) = value
                    .split_once('=')
                    .and_then(|(task, n)| Some((task, n.parse::<u32>().ok()?)))
                    .filter(|(task, n)| !task.is_empty() && (1..=MAX_COPIES).contains(n))
                    .ok_or_else(|| {
                        format!("copies is TASK=N with N from 1 to {MAX_COPIES}, not {value:?}")
                    })?;
                if count == 1 {
                    self.copies.remove(task);
                } else {
                    self.copies.insert(task.to_owned(), count);
                }
            }
            "django" => {
                self.django = one_of(
                    name,
                    value,
                    DjangoVersion::parse(value),
                    DjangoVersion::VALUES,
                )?;
            }
            "databases" => {
                let parsed = DatabasesVersion::parse(value);
                self.databases = one_of(name, value, parsed, DatabasesVersion::VALUES)?;
            }
            _ => {
                let names: Vec<_> = SETTINGS.iter().map(|s| s.name).collect();
                return Err(format!(
                    "there is no setting {name:?}; there are {}",
                    names.join(", ")
                ));
            }
        }
        Ok(())
    }

    /// A setting's value as [`Settings::set`] takes it (`copies`: of the first task; empty if none).
    pub fn get(&self, name: &str) -> Option<String> {
        Some(match name {
            "database" => self.database.as_str().to_owned(),
            "isolation" => self.isolation.as_str().to_owned(),
            "deadlock-victim" => self.deadlock_victim.as_str().to_owned(),
            "wake-order" => self.wake_order.as_str().to_owned(),
            "journal" => self.journal.as_str().to_owned(),
            "begin" => self.begin.as_str().to_owned(),
            "busy-timeout" => self.busy_timeout.to_string(),
            "concurrency" => self.concurrency.as_str().to_owned(),
            "strategy" => self.strategy.clone(),
            "copies" => self
                .copies
                .iter()
                .next()
                .map(|(task, n)| format!("{task}={n}"))
                .unwrap_or_default(),
            "django" => self.django.as_str().to_owned(),
            "databases" => self.databases.as_str().to_owned(),
            _ => return None,
        })
    }

    /// The same without the strategies that only say how `atomic` begins (`immediate` and `exclusive`
    /// are `atomic` with a setting), and without what is for other databases only. What is equal then
    /// runs the same.
    ///
    /// ```
    /// let mut one = lockstep_scenario::Settings::default();
    /// one.set("strategy", "immediate").unwrap();
    /// let mut other = lockstep_scenario::Settings::default();
    /// other.set("strategy", "atomic").unwrap();
    /// other.set("begin", "immediate").unwrap();
    /// assert_eq!(one.plain(), other);
    /// ```
    #[must_use]
    pub fn plain(&self) -> Settings {
        let mut plain = self.clone();
        if matches!(&self.strategy[..], "immediate" | "exclusive") {
            plain.begin = Begin::parse(&self.strategy).unwrap_or(self.begin);
            "atomic".clone_into(&mut plain.strategy);
        }
        // What only the other database asks for.
        let default = Settings::default();
        match self.database {
            DatabaseKind::Sqlite => {
                plain.isolation = default.isolation;
                plain.deadlock_victim = default.deadlock_victim;
                plain.wake_order = default.wake_order;
            }
            DatabaseKind::Postgres => {
                plain.journal = default.journal;
                plain.begin = default.begin;
                plain.busy_timeout = default.busy_timeout;
            }
        }
        plain
    }

    /// Checks what a program could have put into the fields beyond what their types allow.
    ///
    /// # Errors
    /// A sentence naming the first setting that is out of range.
    pub fn validate(&self) -> Result<(), String> {
        let mut copy = Settings::default();
        copy.set("busy-timeout", &self.busy_timeout.to_string())?;
        copy.set("strategy", &self.strategy)?;
        for (task, n) in &self.copies {
            copy.set("copies", &format!("{task}={n}"))?;
        }
        Ok(())
    }
}

/// Writes only the settings that differ from the default, to keep links short.
pub(crate) fn serialize_differing<S: Serializer>(
    settings: &Settings,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let default = Settings::default();
    let mut map = serializer.serialize_map(None)?;
    macro_rules! differing {
        ($($field:ident as $name:literal),+ $(,)?) => {
            // A field that is missing here does not compile.
            let Settings { $($field),+ } = settings;
            $(if *$field != default.$field {
                map.serialize_entry($name, $field)?;
            })+
        };
    }
    differing!(
        database as "database",
        isolation as "isolation",
        deadlock_victim as "deadlock-victim",
        wake_order as "wake-order",
        journal as "journal",
        begin as "begin",
        busy_timeout as "busy-timeout",
        concurrency as "concurrency",
        strategy as "strategy",
        copies as "copies",
        django as "django",
        databases as "databases",
    );
    map.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_setting_can_be_read_and_set_to_each_of_its_values() {
        for info in SETTINGS {
            let mut settings = Settings::default();
            let before = settings
                .get(info.name)
                .expect("listed settings can be read");
            match info.values {
                SettingValues::OneOf(values) => {
                    assert_eq!(values[0], before, "the first value is the default");
                    for value in values {
                        settings.set(info.name, value).unwrap();
                        assert_eq!(settings.get(info.name).as_deref(), Some(*value));
                    }
                }
                SettingValues::Milliseconds { default, max } => {
                    assert_eq!(default.to_string(), before);
                    settings.set(info.name, &max.to_string()).unwrap();
                    assert!(settings.set(info.name, &(max + 1).to_string()).is_err());
                }
                SettingValues::Strategy => {
                    for strategy in crate::STRATEGIES {
                        settings.set(info.name, strategy.id).unwrap();
                    }
                }
                SettingValues::Copies { max } => {
                    settings.set(info.name, &format!("a={max}")).unwrap();
                    assert!(settings.set(info.name, &format!("a={}", max + 1)).is_err());
                    settings.set(info.name, "a=1").unwrap();
                    assert_eq!(settings, Settings::default());
                }
            }
        }
    }
}
