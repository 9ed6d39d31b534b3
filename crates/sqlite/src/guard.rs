//! What untrusted SQL may do, and what a statement's compilation tells about it.
//!
//! SQLite asks the authorizer about everything that a statement is going to do. The answer keeps the
//! database in its box; the questions are the statement's [`Footprint`].

use std::rc::Rc;

use rusqlite::ffi;

/// Bounds on what one statement may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Steps of SQLite's virtual machine that a statement may take.
    pub operations: u64,
    /// Bytes in a string, a blob or a row.
    pub value_bytes: usize,
    /// Bytes in a statement's text.
    pub sql_bytes: usize,
    /// Rows in a result.
    pub result_rows: usize,
    /// Bytes in a result, counting values only.
    pub result_bytes: usize,
    /// Bytes that it may take of SQLite's heap, besides what is there already.
    pub heap_bytes: usize,
    /// Pages of 4096 bytes in a database file.
    pub database_pages: u32,
    /// Bytes in temporary files: sorting, temporary tables, recursive queries.
    pub temporary_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            operations: 5_000_000,
            value_bytes: 1_000_000,
            sql_bytes: 200_000,
            result_rows: 100_000,
            result_bytes: 16_000_000,
            heap_bytes: 64_000_000,
            database_pages: 4096,
            temporary_bytes: 32_000_000,
        }
    }
}

/// How a statement takes part in transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Ordinary,
    Begin,
    Commit,
    Rollback,
    Savepoint(Box<str>),
    Release(Box<str>),
    RollbackTo(Box<str>),
}

/// What a statement does, as its compilation tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footprint {
    pub(crate) kind: Kind,
    /// Tables it reads.
    pub(crate) reads: Vec<Rc<str>>,
    /// Names of tables, or of queries, none of whose columns it reads: `count(*)`.
    pub(crate) mentions: Vec<Rc<str>>,
    /// Tables it inserts into, triggers included.
    pub(crate) inserts: Vec<Rc<str>>,
    /// Tables it deletes from, triggers included.
    pub(crate) deletes: Vec<Rc<str>>,
    /// It inserts, updates or deletes rows of an ordinary table.
    pub(crate) writes: bool,
    /// It changes the schema or the header.
    pub(crate) beyond_rows: bool,
    /// It may change rows that no hook tells.
    pub(crate) unseen_rows: bool,
    /// It uses the connection's temporary schema.
    pub(crate) temporary: bool,
    /// It changes how the connection behaves.
    pub(crate) session: bool,
    /// It writes `sqlite_sequence` itself.
    pub(crate) sequence: bool,
    /// It uses a function that makes one value of several rows.
    pub(crate) aggregates: bool,
    /// `PRAGMA busy_timeout`, with what it sets.
    pub(crate) busy_timeout: Option<Option<u32>>,
}

/// What to answer SQLite.
pub(crate) enum Verdict {
    Allow,
    /// The pragma does nothing here, without an error.
    Ignore,
    Deny(String),
}

/// Pragmas that only tell something.
const TELLING: &[&str] = &[
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "foreign_key_list",
    "foreign_key_check",
    "database_list",
    "collation_list",
    "page_count",
    "freelist_count",
    "data_version",
    "integrity_check",
    "quick_check",
    "wal_checkpoint",
];

/// Pragmas that may be asked but not set.
const ASKED_ONLY: &[&str] = &[
    "locking_mode",
    "page_size",
    "encoding",
    "schema_version",
    "auto_vacuum",
    "max_page_count",
];

/// Pragmas that change how the connection behaves.
const SESSION: &[&str] = &[
    "foreign_keys",
    "defer_foreign_keys",
    "recursive_triggers",
    "ignore_check_constraints",
    "case_sensitive_like",
    "reverse_unordered_selects",
    "query_only",
    "wal_autocheckpoint",
    "legacy_alter_table",
];

/// Pragmas that change the database's header.
const HEADER: &[&str] = &["user_version", "application_id"];

/// Pragmas for speed, which have no meaning here.
const TUNING: &[&str] = &[
    "synchronous",
    "cache_size",
    "cache_spill",
    "mmap_size",
    "temp_store",
    "threads",
    "journal_size_limit",
    "read_uncommitted",
    "shrink_memory",
    "analysis_limit",
];

/// Tables of SQLite's own that tell of its inside or reach behind the tables.
const HIDDEN_TABLES: &[&str] = &[
    "sqlite_dbpage",
    "dbstat",
    "sqlite_stmt",
    "bytecode",
    "tables_used",
];

/// Functions that one of the two SQLites has and the other has not, or that leave the database.
const HIDDEN_FUNCTIONS: &[&str] = &[
    "load_extension",
    "fts3_tokenizer",
    "soundex",
    "sqlite_offset",
];

/// Functions that make one value of several rows. (`max(a, b)` does not, but has the name of one that does.)
const AGGREGATES: &[&str] = &[
    "avg",
    "count",
    "group_concat",
    "json_group_array",
    "json_group_object",
    "jsonb_group_array",
    "jsonb_group_object",
    "max",
    "min",
    "string_agg",
    "sum",
    "total",
];

fn listed(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_schema_table(name: &str) -> bool {
    [
        "sqlite_master",
        "sqlite_schema",
        "sqlite_temp_master",
        "sqlite_temp_schema",
    ]
    .contains(&name)
}

/// How the names of SQLite's own tables begin.
pub(crate) const INTERNAL: &[u8] = b"sqlite_";

/// Tables of SQLite's own that hold no rows of the scenario's.
pub(crate) fn is_internal_table(name: &str) -> bool {
    name.as_bytes().starts_with(INTERNAL)
}

pub(crate) fn note(list: &mut Vec<Rc<str>>, name: &str) {
    if !list.iter().any(|known| &**known == name) {
        list.push(Rc::from(name));
    }
}

impl Footprint {
    /// Answers one question of SQLite's and notes what it tells.
    ///
    /// `first` and `second` are the action's arguments, `schema` is `main` or `temp`, `journal` the
    /// journal mode.
    pub(crate) fn judge(
        &mut self,
        action: i32,
        first: Option<&str>,
        second: Option<&str>,
        schema: Option<&str>,
        journal: &str,
    ) -> Verdict {
        let name = first.unwrap_or_default();
        if schema == Some("temp") {
            self.temporary = true;
        }
        match action {
            ffi::SQLITE_SELECT | ffi::SQLITE_RECURSIVE => {}
            ffi::SQLITE_READ => {
                if listed(HIDDEN_TABLES, name) {
                    return Verdict::Deny(format!("table {name} is not available here"));
                }
                match schema {
                    Some("main") if !is_internal_table(name) => note(&mut self.reads, name),
                    None => note(&mut self.mentions, name),
                    _ => {}
                }
            }
            ffi::SQLITE_INSERT | ffi::SQLITE_UPDATE | ffi::SQLITE_DELETE => {
                if is_schema_table(name) {
                    // Only statements that change the schema get here: `writable_schema` is off.
                    self.beyond_rows = true;
                } else {
                    self.writes = true;
                    self.sequence |= name == "sqlite_sequence";
                    self.unseen_rows |= name.starts_with("sqlite_stat");
                    if action == ffi::SQLITE_INSERT {
                        note(&mut self.inserts, name);
                    } else if action == ffi::SQLITE_DELETE && schema == Some("main") {
                        note(&mut self.deletes, name);
                    }
                }
            }
            ffi::SQLITE_TRANSACTION => {
                self.kind = match name {
                    "BEGIN" => Kind::Begin,
                    "COMMIT" => Kind::Commit,
                    _ => Kind::Rollback,
                };
            }
            ffi::SQLITE_SAVEPOINT => {
                let savepoint = second.unwrap_or_default().into();
                self.kind = match name {
                    "BEGIN" => Kind::Savepoint(savepoint),
                    "RELEASE" => Kind::Release(savepoint),
                    _ => Kind::RollbackTo(savepoint),
                };
            }
            ffi::SQLITE_PRAGMA => return self.judge_pragma(name, second, journal),
            ffi::SQLITE_FUNCTION => {
                let function = second.unwrap_or_default();
                if listed(HIDDEN_FUNCTIONS, function) {
                    return Verdict::Deny(format!("function {function}() is not available here"));
                }
                self.aggregates |= listed(AGGREGATES, function);
            }
            ffi::SQLITE_ATTACH => {
                return Verdict::Deny("ATTACH is not available here: one file a connection".into());
            }
            ffi::SQLITE_DETACH => {
                return Verdict::Deny("DETACH is not available here: one file a connection".into());
            }
            ffi::SQLITE_CREATE_VTABLE | ffi::SQLITE_DROP_VTABLE => {
                return Verdict::Deny("virtual tables are not available here".into());
            }
            ffi::SQLITE_CREATE_TEMP_INDEX
            | ffi::SQLITE_CREATE_TEMP_TABLE
            | ffi::SQLITE_CREATE_TEMP_TRIGGER
            | ffi::SQLITE_CREATE_TEMP_VIEW
            | ffi::SQLITE_DROP_TEMP_INDEX
            | ffi::SQLITE_DROP_TEMP_TABLE
            | ffi::SQLITE_DROP_TEMP_TRIGGER
            | ffi::SQLITE_DROP_TEMP_VIEW => {
                self.temporary = true;
                self.beyond_rows = true;
            }
            // All others create, drop, alter, reindex or analyze.
            _ => self.beyond_rows = true,
        }
        Verdict::Allow
    }

    fn judge_pragma(&mut self, name: &str, argument: Option<&str>, journal: &str) -> Verdict {
        if listed(TELLING, name) {
            Verdict::Allow
        } else if name.eq_ignore_ascii_case("busy_timeout") {
            let milliseconds = |text: &str| text.trim().parse::<i64>().unwrap_or(0).max(0);
            self.busy_timeout = Some(argument.map(|text| milliseconds(text) as u32));
            Verdict::Ignore
        } else if name.eq_ignore_ascii_case("journal_mode") {
            match argument {
                Some(mode) if !mode.eq_ignore_ascii_case(journal) => Verdict::Deny(format!(
                    "PRAGMA journal_mode cannot change the journal mode here: it is {journal}"
                )),
                _ => Verdict::Allow,
            }
        } else if name.eq_ignore_ascii_case("optimize") {
            Verdict::Ignore
        } else if listed(TUNING, name) {
            if argument.is_some() {
                Verdict::Ignore
            } else {
                Verdict::Allow
            }
        } else if listed(SESSION, name) {
            self.session |= argument.is_some();
            Verdict::Allow
        } else if listed(HEADER, name) {
            self.beyond_rows |= argument.is_some();
            Verdict::Allow
        } else if listed(ASKED_ONLY, name) {
            match argument {
                None => Verdict::Allow,
                Some(_) => Verdict::Deny(format!("PRAGMA {name} cannot be changed here")),
            }
        } else {
            Verdict::Deny(format!("PRAGMA {name} is not available here"))
        }
    }
}

/// The first word of a statement, past white space and comments.
pub(crate) fn first_word(sql: &str) -> &str {
    let rest = skip_blank(sql);
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    &rest[..length]
}

/// What follows white space, comments and semicolons.
pub(crate) fn skip_blank(sql: &str) -> &str {
    let mut rest = sql;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ';');
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else {
            return rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_is_found() {
        assert_eq!(first_word(" -- x\n/* y */ ;VACUUM;"), "VACUUM");
        assert_eq!(first_word("/* open"), "");
        assert_eq!(skip_blank("; -- end"), "");
    }
}
