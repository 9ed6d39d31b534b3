//! Statements that are no queries (`utility.c`): transactions, parameters, cursors.

use std::rc::Rc;

use crate::Value;
use crate::api::{Column, SessionId, Transaction};
use crate::ast::{FetchCount, Modes, Name, Statement};
use crate::error::PgError;
use crate::server::{Flow, Result, Server};
use crate::session::{Running, Work};
use crate::transaction::level_name;
use crate::types::Type;

/// Parameters that may be set and make no difference.
const IGNORED: &[&str] = &[
    "client_encoding",
    "timezone",
    "datestyle",
    "intervalstyle",
    "statement_timeout",
    "application_name",
    "client_min_messages",
    "standard_conforming_strings",
    "extra_float_digits",
    "search_path",
    "synchronous_commit",
    "deadlock_timeout",
    "idle_in_transaction_session_timeout",
    "enable_seqscan",
    "enable_indexscan",
    "enable_bitmapscan",
    "enable_hashjoin",
    "enable_mergejoin",
    "enable_nestloop",
    "jit",
    "work_mem",
    "log_statement",
    "bytea_output",
    "row_security",
    "debug_print_parse",
    "session_replication_role",
    "force_parallel_mode",
    "default_transaction_deferrable",
    "enable_sort",
    "enable_material",
    "parallel_setup_cost",
];

fn shown(name: &str) -> Option<&'static str> {
    Some(match name {
        "server_version" => "15.18",
        "server_version_num" => "150018",
        "server_encoding" | "client_encoding" => "UTF8",
        "timezone" => "UTC",
        "datestyle" => "ISO, MDY",
        "intervalstyle" => "postgres",
        "standard_conforming_strings" => "on",
        "search_path" => "\"$user\", public",
        "statement_timeout" | "idle_in_transaction_session_timeout" => "0",
        "deadlock_timeout" => "1s",
        "application_name" => "",
        "client_min_messages" => "notice",
        "extra_float_digits" => "1",
        "synchronous_commit" => "on",
        "bytea_output" => "hex",
        "integer_datetimes" => "on",
        "max_connections" => "100",
        "lc_collate" | "lc_ctype" => "C",
        _ => return None,
    })
}

/// A time in milliseconds: `100`, `2s`, `1min`.
fn milliseconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let split = text
        .find(|char: char| !char.is_ascii_digit())
        .unwrap_or(text.len());
    let number: u32 = text[..split].parse().ok()?;
    let unit = match text[split..].trim() {
        "" | "ms" => 1,
        "s" => 1000,
        "min" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(unit).filter(|ms| *ms <= i32::MAX as u32)
}

fn no_chain(what: &str) -> PgError {
    PgError::new(
        "25P01",
        format!("{what} AND CHAIN can only be used in transaction blocks"),
    )
}

/// `current_setting`.
pub(crate) fn setting(around: &crate::executor::Around, name: &str) -> Option<String> {
    let settings = &around.settings;
    if let Some((_, value)) = settings.others.iter().find(|(known, _)| **known == *name) {
        return Some(value.to_string());
    }
    let on = |on: bool| if on { "on" } else { "off" }.to_owned();
    Some(match name {
        "lock_timeout" => print_milliseconds(settings.lock_timeout),
        "default_transaction_isolation" => level_name(settings.default_level).into(),
        "default_transaction_read_only" => on(settings.default_read_only),
        "transaction_isolation" => {
            level_name(around.level.unwrap_or(settings.default_level)).into()
        }
        "transaction_read_only" => on(around.read_only),
        _ => shown(name)?.into(),
    })
}

fn print_milliseconds(ms: u32) -> String {
    match ms {
        0 => "0".into(),
        ms if ms % 3_600_000 == 0 => format!("{}h", ms / 3_600_000),
        ms if ms % 60_000 == 0 => format!("{}min", ms / 60_000),
        ms if ms % 1000 == 0 => format!("{}s", ms / 1000),
        ms => format!("{ms}ms"),
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" => Some(true),
        "off" | "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

fn level(text: &str) -> Option<crate::api::Level> {
    match text.to_ascii_lowercase().as_str() {
        "serializable" => Some(crate::api::Level::Serializable),
        "repeatable read" => Some(crate::api::Level::RepeatableRead),
        "read committed" | "read uncommitted" => Some(crate::api::Level::ReadCommitted),
        _ => None,
    }
}

fn invalid(name: &str, value: &str) -> PgError {
    PgError::new(
        "22023",
        format!("invalid value for parameter \"{name}\": \"{value}\""),
    )
}

impl Server {
    pub(crate) fn utility(&mut self, session: SessionId, running: &mut Running) -> Result<Flow> {
        let statement = Rc::clone(&running.statement);
        let mut tag = |tag: &str| running.output.tag = tag.into();
        match &*statement {
            Statement::Empty => {}
            Statement::Nothing(word) => tag(word),
            Statement::Begin(modes, word) => {
                tag(word);
                if self.tx(session).block {
                    running
                        .output
                        .warning("there is already a transaction in progress");
                } else {
                    self.tx_mut(session).block = true;
                }
                self.set_modes(session, *modes)?;
            }
            Statement::Commit { chain } => {
                tag("COMMIT");
                return self.end_block(session, running, *chain);
            }
            Statement::Rollback { chain } => {
                tag("ROLLBACK");
                let block = self.session(session).tx.as_ref().is_some_and(|tx| tx.block);
                if !block {
                    if *chain {
                        return Err(no_chain("ROLLBACK"));
                    }
                    running
                        .output
                        .warning("there is no transaction in progress");
                    return Ok(Flow::Done);
                }
                let modes = self.modes(session);
                self.abort(session);
                if *chain {
                    self.begin(session, true);
                    self.set_modes(session, modes)?;
                }
            }
            Statement::Savepoint(name) => {
                tag("SAVEPOINT");
                self.require_block(session, "SAVEPOINT")?;
                if self.tx(session).subs.len() > 200 {
                    return Err(PgError::new(
                        "54000",
                        "too many savepoints for a playground",
                    ));
                }
                self.savepoint(session, name);
            }
            Statement::Release(name) => {
                tag("RELEASE");
                self.require_block(session, "RELEASE SAVEPOINT")?;
                self.release_savepoint(session, name)?;
            }
            Statement::RollbackTo(name) => {
                tag("ROLLBACK");
                if self.transaction(session) == Transaction::None {
                    let message = "ROLLBACK TO SAVEPOINT can only be used in transaction blocks";
                    return Err(PgError::new("25P01", message));
                }
                self.rollback_to(session, name)?;
            }
            Statement::SetTransaction(modes) => {
                tag("SET");
                if self.tx(session).block {
                    self.set_modes(session, *modes)?;
                } else {
                    running
                        .output
                        .warning("SET TRANSACTION can only be used in transaction blocks");
                }
            }
            Statement::SessionCharacteristics(modes) => {
                tag("SET");
                let modes = *modes;
                self.session_mut(session).set(false, |settings| {
                    settings.default_level = modes.level.unwrap_or(settings.default_level);
                    settings.default_read_only =
                        modes.read_only.unwrap_or(settings.default_read_only);
                });
            }
            Statement::Set { name, value, local } => {
                tag("SET");
                if *local && !self.tx(session).block {
                    running
                        .output
                        .warning("SET LOCAL can only be used in transaction blocks");
                } else {
                    self.set(session, name, value.as_deref(), *local)?;
                }
            }
            Statement::Reset(name) => {
                tag("RESET");
                if &**name == "all" {
                    self.session_mut(session)
                        .set(false, |settings| *settings = Default::default());
                } else {
                    self.set(session, name, None, false)?;
                }
            }
            Statement::Show(name) => {
                tag("SHOW");
                let value = self.show(session, name)?;
                running.output.columns = Rc::from([Column {
                    name: match &**name {
                        "timezone" => "TimeZone".into(),
                        "datestyle" => "DateStyle".into(),
                        "intervalstyle" => "IntervalStyle".into(),
                        _ => Rc::clone(name),
                    },
                    type_: Type::Text,
                }]);
                running.output.rows = vec![vec![Value::text(value)]];
            }
            Statement::SetConstraints { names, deferred } => {
                tag("SET CONSTRAINTS");
                return self.set_constraints(session, running, names, *deferred);
            }
            Statement::Fetch { name, count, moves } => {
                self.fetch(session, running, name, *count, *moves)?
            }
            Statement::Close(name) => {
                // It is none of those that need no snapshot (`PlannedStmtRequiresSnapshot`).
                self.snapshot_early(session);
                tag("CLOSE CURSOR");
                let cursors = &mut self.session_mut(session).cursors;
                match name {
                    None => cursors.clear(),
                    Some(name) => {
                        let found = cursors.iter().position(|cursor| cursor.name == *name);
                        let missing =
                            || PgError::new("34000", format!("cursor \"{name}\" does not exist"));
                        cursors.remove(found.ok_or_else(missing)?);
                    }
                }
            }
            _ => return self.define(session, running, &statement),
        }
        Ok(Flow::Done)
    }

    fn modes(&self, session: SessionId) -> Modes {
        let tx = self.tx(session);
        Modes {
            level: Some(tx.level),
            read_only: Some(tx.read_only),
            deferrable: Some(tx.deferrable),
        }
    }

    /// COMMIT: of a failed transaction it is a rollback.
    fn end_block(
        &mut self,
        session: SessionId,
        running: &mut Running,
        chain: bool,
    ) -> Result<Flow> {
        if !self.session(session).tx.as_ref().is_some_and(|tx| tx.block) {
            if chain {
                return Err(no_chain("COMMIT"));
            }
            running
                .output
                .warning("there is no transaction in progress");
            return Ok(Flow::Done);
        }
        if self.tx(session).failed {
            "ROLLBACK".clone_into(&mut running.output.tag);
            let modes = self.modes(session);
            self.abort(session);
            if chain {
                self.begin(session, true);
                self.set_modes(session, modes)?;
            }
            return Ok(Flow::Done);
        }
        // From here on an error ends the whole transaction.
        while let Some(name) = self
            .tx(session)
            .subs
            .get(1)
            .and_then(|sub| sub.name.clone())
        {
            self.release_savepoint(session, &name)?;
        }
        self.tx_mut(session).block = false;
        let due = self.due(session, true);
        let mut works = vec![Work::Commit { chain }];
        if !due.is_empty() {
            works.push(Work::Events {
                events: due,
                current: None,
            });
        }
        running.stack.retain(|work| !matches!(work, Work::Finish));
        Ok(Flow::Push(works))
    }

    fn set(
        &mut self,
        session: SessionId,
        name: &Name,
        value: Option<&str>,
        local: bool,
    ) -> Result<()> {
        match &**name {
            "lock_timeout" => {
                let timeout = match value {
                    None => 0,
                    Some(value) => milliseconds(value).ok_or_else(|| invalid(name, value))?,
                };
                self.session_mut(session)
                    .set(local, |settings| settings.lock_timeout = timeout);
            }
            "default_transaction_isolation" => {
                let level = match value {
                    None => crate::api::Level::ReadCommitted,
                    Some(value) => level(value).ok_or_else(|| invalid(name, value))?,
                };
                self.session_mut(session)
                    .set(local, |settings| settings.default_level = level);
            }
            "default_transaction_read_only" => {
                let on = match value {
                    None => false,
                    Some(value) => boolean(value).ok_or_else(|| invalid(name, value))?,
                };
                self.session_mut(session)
                    .set(local, |settings| settings.default_read_only = on);
            }
            "transaction_isolation" => {
                let wanted = value.unwrap_or("read committed");
                let level = Some(level(wanted).ok_or_else(|| invalid(name, wanted))?);
                self.set_modes(
                    session,
                    Modes {
                        level,
                        ..Modes::default()
                    },
                )?;
            }
            "transaction_read_only" => {
                let wanted = value.unwrap_or("off");
                let read_only = Some(boolean(wanted).ok_or_else(|| invalid(name, wanted))?);
                self.set_modes(
                    session,
                    Modes {
                        read_only,
                        ..Modes::default()
                    },
                )?;
            }
            _ if IGNORED.contains(&&**name) || name.contains('.') => {
                if &**name == "timezone"
                    && value.is_some_and(|value| !["UTC", "utc", "GMT", "0"].contains(&value))
                {
                    return Err(PgError::unsupported("a time zone other than UTC"));
                }
                if &**name == "search_path" && value.is_some_and(|value| !value.contains("public"))
                {
                    return Err(PgError::unsupported("a search path without public"));
                }
                let (name, value) = (Rc::clone(name), value.map(Name::from));
                self.session_mut(session).set(local, |settings| {
                    let others = Rc::make_mut(&mut settings.others);
                    others.retain(|(known, _)| *known != name);
                    others.extend(value.clone().map(|value| (Rc::clone(&name), value)));
                });
            }
            _ => {
                return Err(PgError::new(
                    "42704",
                    format!("unrecognized configuration parameter \"{name}\""),
                ));
            }
        }
        Ok(())
    }

    pub(crate) fn show(&self, session: SessionId, name: &str) -> Result<String> {
        let settings = &self.session(session).settings;
        if let Some((_, value)) = settings.others.iter().find(|(known, _)| &**known == name) {
            return Ok(value.to_string());
        }
        let on = |on: bool| if on { "on" } else { "off" }.to_owned();
        Ok(match name {
            "lock_timeout" => print_milliseconds(settings.lock_timeout),
            "default_transaction_isolation" => level_name(settings.default_level).into(),
            "default_transaction_read_only" => on(settings.default_read_only),
            "transaction_isolation" => level_name(self.tx(session).level).into(),
            "transaction_read_only" => on(self.tx(session).read_only),
            "transaction_deferrable" => on(self.tx(session).deferrable),
            _ => {
                let error = || {
                    PgError::new(
                        "42704",
                        format!("unrecognized configuration parameter \"{name}\""),
                    )
                };
                shown(name).ok_or_else(error)?.into()
            }
        })
    }

    fn set_constraints(
        &mut self,
        session: SessionId,
        running: &mut Running,
        names: &[Name],
        deferred: bool,
    ) -> Result<Flow> {
        if !self.tx(session).block {
            running
                .output
                .warning("SET CONSTRAINTS can only be used in transaction blocks");
            return Ok(Flow::Done);
        }
        for name in names {
            let found = self.db(session).tables.values().find_map(|table| {
                let index = table
                    .indexes
                    .iter()
                    .find(|index| index.constraint && index.name == *name);
                let foreign = table.foreign.iter().find(|foreign| foreign.name == *name);
                index
                    .map(|index| index.deferral)
                    .or(foreign.map(|foreign| foreign.deferral))
            });
            match found {
                None => {
                    return Err(PgError::new(
                        "42704",
                        format!("constraint \"{name}\" does not exist"),
                    ));
                }
                Some(deferral) if !deferral.deferrable => {
                    return Err(PgError::new(
                        "42809",
                        format!("constraint \"{name}\" is not deferrable"),
                    ));
                }
                Some(_) => {}
            }
        }
        let constraints = &mut self.tx_mut(session).constraints;
        if names.is_empty() {
            *constraints = vec![(None, deferred)];
        }
        for name in names {
            constraints.insert(0, (Some(Rc::clone(name)), deferred));
        }
        if deferred {
            return Ok(Flow::Done);
        }
        let due = self.due(session, false);
        Ok(Flow::Push(vec![Work::Events {
            events: due,
            current: None,
        }]))
    }

    fn fetch(
        &mut self,
        session: SessionId,
        running: &mut Running,
        name: &Name,
        count: FetchCount,
        moves: bool,
    ) -> Result<()> {
        let cursors = &mut self.session_mut(session).cursors;
        let cursor = cursors.iter_mut().find(|cursor| cursor.name == *name);
        let cursor = cursor
            .ok_or_else(|| PgError::new("34000", format!("cursor \"{name}\" does not exist")))?;
        let left = cursor.rows.len() - cursor.next;
        let wanted = match count {
            FetchCount::All => left,
            FetchCount::Forward(count) => usize::try_from(count).unwrap_or(left).min(left),
        };
        let rows = &cursor.rows[cursor.next..cursor.next + wanted];
        if !moves {
            running.output.rows = rows.to_vec();
            running.output.columns = Rc::clone(&cursor.columns);
        }
        cursor.next += wanted;
        running.output.count = wanted as i64;
        running.output.tag = format!("{} {wanted}", if moves { "MOVE" } else { "FETCH" });
        Ok(())
    }
}
