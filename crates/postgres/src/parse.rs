//! The parser: of PostgreSQL's grammar (`gram.y`) what the profile can do right; the rest is refused.
//!
//! It is our own because the row locks' four strengths, `LOCK TABLE` and `SET CONSTRAINTS` are what this crate
//! is about, and because whatever it does not know must be an error, never skipped.

use std::rc::Rc;

use crate::api::Level;
use crate::ast::*;
use crate::error::PgError;
use crate::lex::{Kind, Token, tokens};
use crate::types::Type;

/// How deep expressions and queries may nest.
const DEPTH: usize = 60;
/// How many operators, joins or set operations may follow one another without brackets: each one lies in the next.
const CHAIN: usize = 250;

/// Words that end an alias without `AS`, or that cannot be a column.
const RESERVED: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "cross",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "left",
    "like",
    "ilike",
    "limit",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "similar",
    "tablesample",
    "some",
    "table",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "when",
    "where",
    "window",
    "with",
    "set",
    "values",
    "between",
    "conflict",
    "over",
    "filter",
];

/// Reserved for aliases only.
const NO_RESERVED_NAME: &[&str] = &[
    "set", "values", "between", "conflict", "over", "filter", "isnull", "notnull",
];

type Result<T> = std::result::Result<T, PgError>;

/// The statement that a text holds.
pub(crate) fn parse(sql: &str) -> Result<Statement> {
    let mut parser = Parser {
        sql,
        tokens: tokens(sql)?,
        at: 0,
        depth: 0,
    };
    let statement = parser.statement()?;
    while parser.sign(";") {}
    if parser.kind() != &Kind::End {
        return Err(parser.unexpected());
    }
    Ok(statement)
}

/// A position in bytes, as the server counts it: in characters.
pub(crate) fn character(sql: &str, byte: usize) -> usize {
    sql.char_indices()
        .take_while(|(at, _)| at + 1 < byte)
        .count()
        + 1
}

struct Parser<'a> {
    sql: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn kind(&self) -> &Kind {
        &self.tokens[self.at].kind
    }

    fn ahead(&self, by: usize) -> &Kind {
        &self.tokens[(self.at + by).min(self.tokens.len() - 1)].kind
    }

    /// Where the next token begins, counted from 1.
    fn here(&self) -> usize {
        self.tokens[self.at].start + 1
    }

    fn advance(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    fn unexpected(&self) -> PgError {
        let token = &self.tokens[self.at];
        if token.kind == Kind::End {
            return PgError::new("42601", "syntax error at end of input").at(self.sql.len() + 1);
        }
        let text = &self.sql[token.start..token.end];
        PgError::new("42601", format!("syntax error at or near \"{text}\"")).at(token.start + 1)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.kind(), Kind::Word(found) if &**found == word)
    }

    fn ahead_is_word(&self, by: usize, word: &str) -> bool {
        matches!(self.ahead(by), Kind::Word(found) if &**found == word)
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.advance();
        }
        found
    }

    /// All of these words, or none.
    fn words(&mut self, words: &[&str]) -> bool {
        let found = words
            .iter()
            .enumerate()
            .all(|(by, word)| self.ahead_is_word(by, word));
        if found {
            for _ in words {
                self.advance();
            }
        }
        found
    }

    fn expect_word(&mut self, word: &str) -> Result<()> {
        if self.word(word) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.kind(), Kind::Sign(found) if *found == sign)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, sign: &str) -> Result<()> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= DEPTH {
            return Err(PgError::new("54001", "stack depth limit exceeded"));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    fn bounded(&self, chain: usize) -> Result<()> {
        if chain > CHAIN {
            return Err(PgError::new("54001", "stack depth limit exceeded"));
        }
        Ok(())
    }

    /// A name: quoted, or a word that is not reserved.
    fn name(&mut self) -> Result<Name> {
        match self.kind() {
            Kind::Quoted(name) => {
                let name = Rc::clone(name);
                self.advance();
                Ok(name)
            }
            Kind::Word(name)
                if !RESERVED.contains(&&**name) || NO_RESERVED_NAME.contains(&&**name) =>
            {
                let name = Rc::clone(name);
                self.advance();
                Ok(name)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Any word: what may follow `AS`.
    fn label(&mut self) -> Result<Name> {
        match self.kind() {
            Kind::Word(name) | Kind::Quoted(name) => {
                let name = Rc::clone(name);
                self.advance();
                Ok(name)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// `name` or `public.name`.
    fn relation(&mut self) -> Result<Name> {
        let name = self.name()?;
        if !self.is_sign(".") {
            return Ok(name);
        }
        self.advance();
        if &*name != "public" {
            return Err(PgError::unsupported(format_args!("schema \"{name}\"")));
        }
        self.name()
    }

    fn names(&mut self) -> Result<Vec<Name>> {
        let mut names = vec![self.relation()?];
        while self.sign(",") {
            names.push(self.relation()?);
        }
        Ok(names)
    }

    /// `(a, b)`, if there is one.
    fn optional_names(&mut self) -> Result<Vec<Name>> {
        let mut names = Vec::new();
        if self.sign("(") {
            loop {
                names.push(self.name()?);
                if !self.sign(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        Ok(names)
    }

    fn alias(&mut self) -> Result<Option<Name>> {
        if self.word("as") {
            return self.label().map(Some);
        }
        match self.kind() {
            Kind::Quoted(_) => self.label().map(Some),
            Kind::Word(word) if !RESERVED.contains(&&**word) => self.label().map(Some),
            _ => Ok(None),
        }
    }

    fn integer(&mut self) -> Result<i64> {
        let negative = self.sign("-");
        let _ = !negative && self.sign("+");
        let Kind::Number(text) = self.kind() else {
            return Err(self.unexpected());
        };
        let number: i64 = text.parse().map_err(|_| self.unexpected())?;
        self.advance();
        Ok(if negative { -number } else { number })
    }

    fn boolean_word(&mut self) -> Option<bool> {
        if self.word("true") {
            return Some(true);
        }
        self.word("false").then_some(false)
    }

    // Statements.

    fn statement(&mut self) -> Result<Statement> {
        while self.sign(";") {}
        let Kind::Word(word) = self.kind() else {
            return match self.kind() {
                Kind::End => Ok(Statement::Empty),
                Kind::Sign("(") => self.select().map(Statement::Select),
                _ => Err(self.unexpected()),
            };
        };
        match &*Rc::clone(word) {
            "select" | "values" | "table" => self.select().map(Statement::Select),
            "with" => self.with_statement(),
            "insert" => self.insert(Vec::new()),
            "update" => self.update(Vec::new()),
            "delete" => self.delete(Vec::new()),
            "begin" => {
                self.advance();
                let _ = self.word("work") || self.word("transaction");
                Ok(Statement::Begin(self.modes()?, "BEGIN"))
            }
            "start" => {
                self.advance();
                self.expect_word("transaction")?;
                Ok(Statement::Begin(self.modes()?, "START TRANSACTION"))
            }
            "commit" | "end" => {
                self.advance();
                if self.is_word("prepared") {
                    return Err(PgError::unsupported("COMMIT PREPARED"));
                }
                let _ = self.word("work") || self.word("transaction");
                Ok(Statement::Commit {
                    chain: self.chain()?,
                })
            }
            "rollback" | "abort" => {
                self.advance();
                if self.is_word("prepared") {
                    return Err(PgError::unsupported("ROLLBACK PREPARED"));
                }
                let _ = self.word("work") || self.word("transaction");
                if self.word("to") {
                    self.word("savepoint");
                    return self.name().map(Statement::RollbackTo);
                }
                Ok(Statement::Rollback {
                    chain: self.chain()?,
                })
            }
            "savepoint" => {
                self.advance();
                self.name().map(Statement::Savepoint)
            }
            "release" => {
                self.advance();
                self.word("savepoint");
                self.name().map(Statement::Release)
            }
            "set" => self.set(),
            "show" => {
                self.advance();
                if self.words(&["transaction", "isolation", "level"]) {
                    return Ok(Statement::Show("transaction_isolation".into()));
                }
                if self.words(&["time", "zone"]) {
                    return Ok(Statement::Show("timezone".into()));
                }
                self.setting_name().map(Statement::Show)
            }
            "reset" => {
                self.advance();
                if self.word("all") {
                    return Ok(Statement::Reset("all".into()));
                }
                self.setting_name().map(Statement::Reset)
            }
            "lock" => self.lock(),
            "create" => self.create(),
            "drop" => self.drop(),
            "alter" => self.alter(),
            "truncate" => self.truncate(),
            "declare" => self.declare(),
            "fetch" | "move" => {
                let moves = self.is_word("move");
                self.advance();
                self.fetch(moves)
            }
            "close" => {
                self.advance();
                if self.word("all") {
                    return Ok(Statement::Close(None));
                }
                self.name().map(|name| Statement::Close(Some(name)))
            }
            "analyze" | "analyse" => self.maintain("ANALYZE"),
            "vacuum" => self.maintain("VACUUM"),
            "comment" => self.ignore("COMMENT"),
            "grant" => self.ignore("GRANT"),
            "revoke" => self.ignore("REVOKE"),
            "checkpoint" => self.ignore("CHECKPOINT"),
            "discard" => {
                self.advance();
                let _ = self.word("plans") || self.word("temp");
                if self.word("all") {
                    return Ok(Statement::Reset("all".into()));
                }
                Ok(Statement::Nothing("DISCARD"))
            }
            word @ ("explain" | "copy" | "prepare" | "execute" | "deallocate" | "listen"
            | "notify" | "unlisten" | "do" | "call" | "merge" | "reindex" | "cluster"
            | "refresh" | "import" | "load" | "security" | "reassign") => {
                Err(PgError::unsupported(word.to_uppercase()))
            }
            _ => Err(self.unexpected()),
        }
    }

    /// `VACUUM` and `ANALYZE`, which make no difference here: options and tables.
    fn maintain(&mut self, tag: &'static str) -> Result<Statement> {
        self.advance();
        if self.sign("(") {
            while !self.sign(")") {
                if self.kind() == &Kind::End {
                    return Err(self.unexpected());
                }
                self.advance();
            }
        }
        while ["full", "freeze", "verbose", "analyze", "analyse"]
            .iter()
            .any(|option| self.word(option))
        {}
        if matches!(self.kind(), Kind::End | Kind::Sign(";")) {
            return Ok(Statement::Nothing(tag));
        }
        loop {
            self.relation()?;
            if self.sign("(") {
                self.names()?;
                self.expect(")")?;
            }
            if !self.sign(",") {
                return Ok(Statement::Nothing(tag));
            }
        }
    }

    /// What makes no difference here, whatever it says.
    fn ignore(&mut self, tag: &'static str) -> Result<Statement> {
        while !matches!(self.kind(), Kind::End | Kind::Sign(";")) {
            self.advance();
        }
        Ok(Statement::Nothing(tag))
    }

    fn chain(&mut self) -> Result<bool> {
        if !self.word("and") {
            return Ok(false);
        }
        let no = self.word("no");
        self.expect_word("chain")?;
        Ok(!no)
    }

    fn modes(&mut self) -> Result<Modes> {
        let mut modes = Modes::default();
        loop {
            if self.words(&["isolation", "level"]) {
                modes.level = Some(self.level()?);
            } else if self.words(&["read", "only"]) {
                modes.read_only = Some(true);
            } else if self.words(&["read", "write"]) {
                modes.read_only = Some(false);
            } else if self.word("deferrable") {
                modes.deferrable = Some(true);
            } else if self.words(&["not", "deferrable"]) {
                modes.deferrable = Some(false);
            } else {
                return Ok(modes);
            }
            self.sign(",");
        }
    }

    fn level(&mut self) -> Result<Level> {
        if self.word("serializable") {
            Ok(Level::Serializable)
        } else if self.words(&["repeatable", "read"]) {
            Ok(Level::RepeatableRead)
        } else if self.words(&["read", "committed"]) || self.words(&["read", "uncommitted"]) {
            Ok(Level::ReadCommitted)
        } else {
            Err(self.unexpected())
        }
    }

    fn setting_name(&mut self) -> Result<Name> {
        let mut name = self.label()?.to_string();
        while self.sign(".") {
            name.push('.');
            name.push_str(&self.label()?);
        }
        Ok(name.to_ascii_lowercase().into())
    }

    fn set(&mut self) -> Result<Statement> {
        self.advance();
        if self.word("transaction") {
            if self.is_word("snapshot") {
                return Err(PgError::unsupported("SET TRANSACTION SNAPSHOT"));
            }
            return self.modes().map(Statement::SetTransaction);
        }
        if self.words(&["session", "characteristics", "as", "transaction"]) {
            return self.modes().map(Statement::SessionCharacteristics);
        }
        if self.word("constraints") {
            let names = if self.word("all") {
                Vec::new()
            } else {
                self.names()?
            };
            let deferred = self.word("deferred");
            if !deferred {
                self.expect_word("immediate")?;
            }
            return Ok(Statement::SetConstraints { names, deferred });
        }
        let local = self.word("local");
        let _ = !local && self.word("session");
        let name = if self.words(&["time", "zone"]) {
            "timezone".into()
        } else {
            let name = self.setting_name()?;
            if !self.sign("=") {
                self.expect_word("to")?;
            }
            name
        };
        let mut value = String::new();
        loop {
            match self.kind().clone() {
                Kind::Word(word) if value.is_empty() && &*word == "default" => {
                    self.advance();
                    return Ok(Statement::Set {
                        name,
                        value: None,
                        local,
                    });
                }
                Kind::Word(text) | Kind::Quoted(text) | Kind::Text(text) | Kind::Number(text) => {
                    value.push_str(&text)
                }
                Kind::Sign("-") => value.push('-'),
                _ => return Err(self.unexpected()),
            }
            let minus = self.is_sign("-");
            self.advance();
            if minus {
                continue;
            }
            if !self.sign(",") {
                break;
            }
            value.push_str(", ");
        }
        Ok(Statement::Set {
            name,
            value: Some(value.into()),
            local,
        })
    }

    fn lock(&mut self) -> Result<Statement> {
        self.advance();
        self.word("table");
        let mut tables = Vec::new();
        loop {
            self.word("only");
            let at = self.here();
            tables.push((self.relation()?, at));
            self.sign("*");
            if !self.sign(",") {
                break;
            }
        }
        let mut mode = TableMode::AccessExclusive;
        if self.word("in") {
            mode = self.table_mode()?;
            self.expect_word("mode")?;
        }
        let nowait = self.word("nowait");
        Ok(Statement::Lock {
            tables,
            mode,
            nowait,
        })
    }

    fn table_mode(&mut self) -> Result<TableMode> {
        for (words, mode) in [
            (&["access", "share"][..], TableMode::AccessShare),
            (&["row", "share"], TableMode::RowShare),
            (&["row", "exclusive"], TableMode::RowExclusive),
            (
                &["share", "update", "exclusive"],
                TableMode::ShareUpdateExclusive,
            ),
            (&["share", "row", "exclusive"], TableMode::ShareRowExclusive),
            (&["share"], TableMode::Share),
            (&["exclusive"], TableMode::Exclusive),
            (&["access", "exclusive"], TableMode::AccessExclusive),
        ] {
            if self.words(words) {
                return Ok(mode);
            }
        }
        Err(self.unexpected())
    }

    fn declare(&mut self) -> Result<Statement> {
        self.advance();
        let name = self.name()?;
        loop {
            if self.words(&["no", "scroll"]) || self.word("asensitive") || self.word("insensitive")
            {
                continue;
            }
            if self.is_word("scroll") || self.is_word("binary") {
                return Err(PgError::unsupported("a cursor with SCROLL or BINARY"));
            }
            break;
        }
        self.expect_word("cursor")?;
        let hold = self.words(&["with", "hold"]);
        let _ = !hold && self.words(&["without", "hold"]);
        self.expect_word("for")?;
        let select = Box::new(self.select()?);
        Ok(Statement::Declare { name, hold, select })
    }

    fn fetch(&mut self, moves: bool) -> Result<Statement> {
        let mut count = FetchCount::Forward(1);
        if self.word("next") {
        } else if self.word("forward") {
            if self.word("all") {
                count = FetchCount::All;
            } else if matches!(self.kind(), Kind::Number(_)) {
                count = FetchCount::Forward(self.integer()?.unsigned_abs());
            }
        } else if self.word("all") {
            count = FetchCount::All;
        } else if matches!(self.kind(), Kind::Number(_)) {
            count = FetchCount::Forward(self.integer()?.unsigned_abs());
        } else if ["prior", "first", "last", "absolute", "relative", "backward"]
            .iter()
            .any(|word| self.is_word(word))
            || self.is_sign("-")
        {
            return Err(PgError::unsupported(
                "a cursor that goes anywhere but forward",
            ));
        }
        let _ = self.word("from") || self.word("in");
        Ok(Statement::Fetch {
            name: self.name()?,
            count,
            moves,
        })
    }

    fn truncate(&mut self) -> Result<Statement> {
        self.advance();
        self.word("table");
        let mut tables = Vec::new();
        loop {
            self.word("only");
            tables.push(self.relation()?);
            self.sign("*");
            if !self.sign(",") {
                break;
            }
        }
        let restart = self.words(&["restart", "identity"]);
        let _ = !restart && self.words(&["continue", "identity"]);
        let cascade = self.cascade();
        Ok(Statement::Truncate {
            tables,
            restart,
            cascade,
        })
    }

    fn cascade(&mut self) -> bool {
        let cascade = self.word("cascade");
        let _ = !cascade && self.word("restrict");
        cascade
    }

    fn if_exists(&mut self) -> bool {
        self.words(&["if", "exists"])
    }

    fn if_not_exists(&mut self) -> bool {
        self.words(&["if", "not", "exists"])
    }

    fn drop(&mut self) -> Result<Statement> {
        self.advance();
        let Kind::Word(word) = self.kind().clone() else {
            return Err(self.unexpected());
        };
        self.advance();
        let concurrently = &*word == "index" && self.word("concurrently");
        match &*word {
            "table" => {
                let if_exists = self.if_exists();
                let names = self.names()?;
                Ok(Statement::DropTable {
                    names,
                    if_exists,
                    cascade: self.cascade(),
                })
            }
            "index" => {
                let if_exists = self.if_exists();
                let names = self.names()?;
                self.cascade();
                Ok(match concurrently {
                    true => Statement::Concurrently("DROP INDEX"),
                    false => Statement::DropIndex { names, if_exists },
                })
            }
            "sequence" => {
                let if_exists = self.if_exists();
                let names = self.names()?;
                self.cascade();
                Ok(Statement::DropSequence { names, if_exists })
            }
            "function" | "view" | "type" | "domain" | "trigger" | "schema" | "extension"
            | "materialized" | "rule" | "procedure" | "role" | "user" | "database" | "policy"
            | "owned" => Err(PgError::unsupported(format_args!(
                "DROP {}",
                word.to_uppercase()
            ))),
            _ => {
                self.at -= 1;
                Err(self.unexpected())
            }
        }
    }

    fn create(&mut self) -> Result<Statement> {
        self.advance();
        if self.is_word("temp")
            || self.is_word("temporary")
            || self.is_word("local")
            || self.is_word("global")
        {
            return Err(PgError::unsupported("a temporary table"));
        }
        self.word("unlogged");
        if self.word("table") {
            return self.create_table();
        }
        let unique = self.word("unique");
        if self.word("index") {
            return self.create_index(unique);
        }
        if unique {
            return Err(self.unexpected());
        }
        if self.word("sequence") {
            let if_not_exists = self.if_not_exists();
            let name = self.relation()?;
            let (start, increment) = self.sequence_options()?;
            return Ok(Statement::CreateSequence {
                name,
                if_not_exists,
                start: start.unwrap_or(1),
                increment,
            });
        }
        if self.words(&["extension"]) {
            return self.ignore("CREATE EXTENSION");
        }
        match self.kind() {
            Kind::Word(word) => Err(PgError::unsupported(format_args!(
                "CREATE {}",
                word.to_uppercase()
            ))),
            _ => Err(self.unexpected()),
        }
    }

    fn sequence_options(&mut self) -> Result<(Option<i64>, i64)> {
        let (mut start, mut increment) = (None, 1);
        loop {
            if self.word("start") {
                self.word("with");
                start = Some(self.integer()?);
            } else if self.word("increment") {
                self.word("by");
                increment = self.integer()?;
                if increment <= 0 {
                    return Err(PgError::unsupported(
                        "a sequence that does not count upwards",
                    ));
                }
            } else if self.word("minvalue") || self.word("maxvalue") || self.word("cache") {
                if self.integer()? != 1 {
                    return Err(PgError::unsupported("a sequence with bounds or a cache"));
                }
            } else if self.words(&["no", "minvalue"])
                || self.words(&["no", "maxvalue"])
                || self.words(&["no", "cycle"])
            {
            } else if self.word("as") {
                self.type_name()?;
            } else if self.words(&["owned", "by"]) {
                self.name()?;
                while self.sign(".") {
                    self.name()?;
                }
            } else {
                return Ok((start, increment));
            }
        }
    }

    fn create_table(&mut self) -> Result<Statement> {
        let if_not_exists = self.if_not_exists();
        let name = self.relation()?;
        let mut table = CreateTable {
            name,
            if_not_exists,
            columns: Vec::new(),
            constraints: Vec::new(),
            select: None,
            names: Vec::new(),
        };
        let names_only = self.is_sign("(") && matches!(self.ahead(2), Kind::Sign("," | ")"));
        if self.is_word("as") || names_only {
            table.names = self.optional_names()?;
            self.expect_word("as")?;
            table.select = Some(self.select()?);
            if self.words(&["with", "no", "data"]) {
                return Err(PgError::unsupported("WITH NO DATA"));
            }
            self.words(&["with", "data"]);
            return Ok(Statement::CreateTable(Box::new(table)));
        }
        self.expect("(")?;
        if !self.sign(")") {
            loop {
                if self.starts_constraint() {
                    let constraint = self.table_constraint()?;
                    table.constraints.push(constraint);
                } else if self.is_word("like") {
                    return Err(PgError::unsupported("CREATE TABLE with LIKE"));
                } else {
                    let (column, constraints) = self.column_def()?;
                    table.columns.push(column);
                    table.constraints.extend(constraints);
                }
                if !self.sign(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        self.storage_options()?;
        for word in ["inherits", "partition", "using", "on", "tablespace"] {
            if self.is_word(word) {
                return Err(PgError::unsupported(format_args!(
                    "CREATE TABLE with {}",
                    word.to_uppercase()
                )));
            }
        }
        Ok(Statement::CreateTable(Box::new(table)))
    }

    /// `WITH (fillfactor = 70)`: without effect here.
    fn storage_options(&mut self) -> Result<()> {
        if self.word("with") {
            self.expect("(")?;
            while !self.sign(")") {
                if self.kind() == &Kind::End {
                    return Err(self.unexpected());
                }
                self.advance();
            }
        }
        Ok(())
    }

    fn starts_constraint(&self) -> bool {
        self.is_word("constraint")
            || self.is_word("primary")
            || self.is_word("unique")
            || self.is_word("check")
            || self.is_word("foreign")
            || (self.is_word("exclude")
                && (self.ahead_is_word(1, "using") || matches!(self.ahead(1), Kind::Sign("("))))
    }

    fn table_constraint(&mut self) -> Result<Constraint> {
        let name = if self.word("constraint") {
            Some(self.name()?)
        } else {
            None
        };
        if self.words(&["primary", "key"]) {
            let columns = self.index_columns()?;
            return Ok(Constraint::Primary {
                name,
                columns,
                deferral: self.deferral()?,
            });
        }
        if self.word("unique") {
            if self.is_word("nulls") {
                return Err(PgError::unsupported("UNIQUE NULLS NOT DISTINCT"));
            }
            let columns = self.index_columns()?;
            return Ok(Constraint::Unique {
                name,
                columns,
                deferral: self.deferral()?,
            });
        }
        if self.word("check") {
            return self.check(name, None);
        }
        if self.words(&["foreign", "key"]) {
            let columns = self.optional_names()?;
            self.expect_word("references")?;
            return self.references(name, columns);
        }
        if self.is_word("exclude") {
            return Err(PgError::unsupported("an exclusion constraint"));
        }
        Err(self.unexpected())
    }

    fn index_columns(&mut self) -> Result<Vec<Name>> {
        if self.is_word("using") {
            return Err(PgError::unsupported("a constraint USING INDEX"));
        }
        let columns = self.optional_names()?;
        if columns.is_empty() {
            return Err(self.unexpected());
        }
        if self.word("include") {
            self.optional_names()?;
        }
        Ok(columns)
    }

    fn check(&mut self, name: Option<Name>, column: Option<Name>) -> Result<Constraint> {
        let from = self.tokens[self.at].start;
        self.expect("(")?;
        let expr = self.expr()?;
        self.expect(")")?;
        let to = self.tokens[self.at - 1].end;
        self.words(&["no", "inherit"]);
        self.words(&["not", "valid"]);
        Ok(Constraint::Check {
            name,
            expr,
            text: self.sql[from..to].into(),
            column,
        })
    }

    fn references(&mut self, name: Option<Name>, columns: Vec<Name>) -> Result<Constraint> {
        let table = self.relation()?;
        let referenced = self.optional_names()?;
        let (mut on_delete, mut on_update) = (Action::Nothing, Action::Nothing);
        loop {
            if self.word("match") {
                if !self.word("simple") {
                    return Err(PgError::unsupported("MATCH FULL or PARTIAL"));
                }
            } else if self.words(&["on", "delete"]) {
                on_delete = self.action()?;
            } else if self.words(&["on", "update"]) {
                on_update = self.action()?;
            } else {
                break;
            }
        }
        let deferral = self.deferral()?;
        if self.words(&["not", "valid"]) {
            return Err(PgError::unsupported("a constraint that is NOT VALID"));
        }
        Ok(Constraint::Foreign {
            name,
            columns,
            table,
            referenced,
            on_delete,
            on_update,
            deferral,
        })
    }

    fn action(&mut self) -> Result<Action> {
        if self.words(&["no", "action"]) {
            Ok(Action::Nothing)
        } else if self.word("restrict") {
            Ok(Action::Restrict)
        } else if self.word("cascade") {
            Ok(Action::Cascade)
        } else if self.words(&["set", "null"]) {
            Ok(Action::SetNull)
        } else if self.words(&["set", "default"]) {
            Ok(Action::SetDefault)
        } else {
            Err(self.unexpected())
        }
    }

    fn deferral(&mut self) -> Result<Deferral> {
        let mut deferral = Deferral::default();
        loop {
            if self.word("deferrable") {
                deferral.deferrable = true;
            } else if self.words(&["not", "deferrable"]) {
                deferral.deferrable = false;
            } else if self.words(&["initially", "deferred"]) {
                deferral = Deferral {
                    deferrable: true,
                    initially_deferred: true,
                };
            } else if !self.words(&["initially", "immediate"]) {
                return Ok(deferral);
            }
        }
    }

    fn column_def(&mut self) -> Result<(ColumnDef, Vec<Constraint>)> {
        let name = self.name()?;
        let serial = match self.kind() {
            Kind::Word(word) => match &**word {
                "serial" | "serial4" => Some(Type::Int4),
                "bigserial" | "serial8" => Some(Type::Int8),
                "smallserial" | "serial2" => Some(Type::Int2),
                _ => None,
            },
            _ => None,
        };
        let type_ = match &serial {
            Some(type_) => {
                self.advance();
                type_.clone()
            }
            None => self.type_name()?,
        };
        let mut column = ColumnDef {
            name: Rc::clone(&name),
            type_,
            not_null: serial.is_some(),
            default: None,
            serial: serial.is_some(),
            identity: None,
        };
        let mut constraints = Vec::new();
        loop {
            let named = if self.word("constraint") {
                Some(self.name()?)
            } else {
                None
            };
            if self.words(&["not", "null"]) {
                column.not_null = true;
            } else if self.word("null") {
            } else if self.word("default") {
                column.default = Some(self.bare_expr()?);
            } else if self.words(&["primary", "key"]) {
                column.not_null = true;
                let columns = vec![Rc::clone(&name)];
                constraints.push(Constraint::Primary {
                    name: named,
                    columns,
                    deferral: self.deferral()?,
                });
            } else if self.word("unique") {
                let columns = vec![Rc::clone(&name)];
                constraints.push(Constraint::Unique {
                    name: named,
                    columns,
                    deferral: self.deferral()?,
                });
            } else if self.word("check") {
                constraints.push(self.check(named, Some(Rc::clone(&name)))?);
            } else if self.word("references") {
                constraints.push(self.references(named, vec![Rc::clone(&name)])?);
            } else if self.word("generated") {
                let always = self.word("always");
                if !always {
                    self.expect_word("by")?;
                    self.expect_word("default")?;
                }
                self.expect_word("as")?;
                if !self.word("identity") {
                    return Err(PgError::unsupported("a generated column"));
                }
                if self.sign("(") {
                    self.sequence_options()?;
                    self.expect(")")?;
                }
                column.identity = Some(always);
                column.not_null = true;
            } else if self.word("collate") {
                self.label()?;
            } else if named.is_some() {
                return Err(self.unexpected());
            } else {
                return Ok((column, constraints));
            }
        }
    }

    fn create_index(&mut self, unique: bool) -> Result<Statement> {
        let concurrently = self.word("concurrently");
        let if_not_exists = self.if_not_exists();
        let name = if self.is_word("on") {
            None
        } else {
            Some(self.name()?)
        };
        self.expect_word("on")?;
        self.word("only");
        let table = self.relation()?;
        if self.word("using") {
            let method = self.name()?;
            if unique && &*method != "btree" {
                return Err(PgError::unsupported("a unique index that is no btree"));
            }
        }
        self.expect("(")?;
        let mut columns = Vec::new();
        loop {
            columns.push(self.expr()?);
            if self.word("collate") {
                self.label()?;
            }
            // An operator class: varchar_pattern_ops.
            if matches!(self.kind(), Kind::Word(word) if !["asc", "desc", "nulls"].contains(&&**word))
            {
                self.advance();
            }
            let _ = self.word("asc") || self.word("desc");
            let _ = self.words(&["nulls", "first"]) || self.words(&["nulls", "last"]);
            if !self.sign(",") {
                break;
            }
        }
        self.expect(")")?;
        if self.word("include") {
            self.optional_names()?;
        }
        self.storage_options()?;
        let filter = if self.word("where") {
            Some(self.expr()?)
        } else {
            None
        };
        if concurrently {
            return Ok(Statement::Concurrently("CREATE INDEX"));
        }
        Ok(Statement::CreateIndex(Box::new(CreateIndex {
            name,
            if_not_exists,
            table,
            unique,
            columns,
            filter,
        })))
    }

    fn alter(&mut self) -> Result<Statement> {
        self.advance();
        if self.word("sequence") {
            let name = self.relation()?;
            if self.word("restart") {
                self.word("with");
                let with = if matches!(self.kind(), Kind::Number(_)) {
                    self.integer()?
                } else {
                    1
                };
                return Ok(Statement::RestartSequence { name, with });
            }
            self.sequence_options()?;
            return Ok(Statement::Nothing("ALTER SEQUENCE"));
        }
        if !self.word("table") {
            return match self.kind() {
                Kind::Word(word) => Err(PgError::unsupported(format_args!(
                    "ALTER {}",
                    word.to_uppercase()
                ))),
                _ => Err(self.unexpected()),
            };
        }
        let if_exists = self.if_exists();
        self.word("only");
        let table = self.relation()?;
        let mut actions = Vec::new();
        loop {
            actions.push(self.alter_action()?);
            if !self.sign(",") {
                break;
            }
        }
        Ok(Statement::AlterTable {
            table,
            actions,
            if_exists,
        })
    }

    fn alter_action(&mut self) -> Result<Alter> {
        if self.word("add") {
            if self.starts_constraint() {
                return self.table_constraint().map(Alter::AddConstraint);
            }
            self.word("column");
            let if_not_exists = self.if_not_exists();
            let (column, constraints) = self.column_def()?;
            return Ok(Alter::AddColumn {
                column,
                constraints,
                if_not_exists,
            });
        }
        if self.word("drop") {
            let constraint = self.word("constraint");
            let _ = !constraint && self.word("column");
            let if_exists = self.if_exists();
            let name = self.name()?;
            self.cascade();
            return Ok(if constraint {
                Alter::DropConstraint { name, if_exists }
            } else {
                Alter::DropColumn { name, if_exists }
            });
        }
        if self.word("alter") {
            self.word("column");
            let column = self.name()?;
            if self.words(&["set", "default"]) {
                return Ok(Alter::SetDefault {
                    column,
                    default: Some(self.expr()?),
                });
            }
            if self.words(&["drop", "default"]) {
                return Ok(Alter::SetDefault {
                    column,
                    default: None,
                });
            }
            if self.words(&["set", "not", "null"]) {
                return Ok(Alter::SetNotNull {
                    column,
                    not_null: true,
                });
            }
            if self.words(&["drop", "not", "null"]) {
                return Ok(Alter::SetNotNull {
                    column,
                    not_null: false,
                });
            }
            return Err(PgError::unsupported("this form of ALTER COLUMN"));
        }
        if self.word("rename") {
            if self.word("to") {
                return self.name().map(Alter::RenameTable);
            }
            if self.is_word("constraint") {
                return Err(PgError::unsupported("RENAME CONSTRAINT"));
            }
            self.word("column");
            let from = self.name()?;
            self.expect_word("to")?;
            return Ok(Alter::RenameColumn {
                from,
                to: self.name()?,
            });
        }
        if self.words(&["owner", "to"]) {
            self.label()?;
            return Ok(Alter::Nothing);
        }
        if self.words(&["set", "("])
            || (self.is_word("set") && matches!(self.ahead(1), Kind::Sign("(")))
        {
            self.advance();
            while !self.sign(")") {
                if self.kind() == &Kind::End {
                    return Err(self.unexpected());
                }
                self.advance();
            }
            return Ok(Alter::Nothing);
        }
        Err(PgError::unsupported("this form of ALTER TABLE"))
    }

    // Types.

    fn type_name(&mut self) -> Result<Type> {
        let at = self.here();
        let mut type_ = self.plain_type()?;
        loop {
            if self.sign("[") {
                if matches!(self.kind(), Kind::Number(_)) {
                    self.advance();
                }
                self.expect("]")?;
                if matches!(type_, Type::Array(_)) {
                    return Err(PgError::unsupported("an array of arrays").at(at));
                }
                type_ = Type::Array(Box::new(type_));
            } else if self.word("array") {
                type_ = Type::Array(Box::new(type_));
            } else {
                return Ok(type_);
            }
        }
    }

    fn plain_type(&mut self) -> Result<Type> {
        let at = self.here();
        let quoted = matches!(self.kind(), Kind::Quoted(_));
        let mut name = self.label()?;
        if &*name == "pg_catalog" && self.sign(".") {
            name = self.label()?;
        }
        let _ = quoted;
        let type_ = match &*name {
            "bool" | "boolean" => Type::Bool,
            "int2" | "smallint" => Type::Int2,
            "int" | "int4" | "integer" => Type::Int4,
            "int8" | "bigint" => Type::Int8,
            "float8" => Type::Float8,
            "float" => {
                self.type_lengths()?;
                Type::Float8
            }
            "double" => {
                self.expect_word("precision")?;
                Type::Float8
            }
            "numeric" | "decimal" | "dec" => {
                let lengths = self.type_lengths()?;
                let short = |at: usize| lengths.get(at).copied().unwrap_or(0) as u16;
                if lengths
                    .first()
                    .is_some_and(|precision| !(1..=1000).contains(precision))
                {
                    let message = format!(
                        "NUMERIC precision {} must be between 1 and 1000",
                        lengths[0]
                    );
                    return Err(PgError::new("22023", message).at(at));
                }
                Type::Numeric((!lengths.is_empty()).then(|| (short(0), short(1))))
            }
            "text" => Type::Text,
            "varchar" => Type::Varchar(self.type_lengths()?.first().copied()),
            "character" | "char" if self.word("varying") => {
                Type::Varchar(self.type_lengths()?.first().copied())
            }
            "timestamptz" => {
                self.type_lengths()?;
                Type::TimestampTz
            }
            "timestamp" | "time" => {
                self.type_lengths()?;
                let with = self.words(&["with", "time", "zone"]);
                let _ = !with && self.words(&["without", "time", "zone"]);
                match (&*name, with) {
                    ("timestamp", true) => Type::TimestampTz,
                    ("timestamp", false) => Type::Timestamp,
                    ("time", false) => Type::Time,
                    _ => return Err(PgError::unsupported("the type time with time zone").at(at)),
                }
            }
            "date" => Type::Date,
            "interval" => {
                self.type_lengths()?;
                Type::Interval
            }
            "uuid" => Type::Uuid,
            "json" => Type::Json,
            "jsonb" => Type::Jsonb,
            "bytea" => Type::Bytea,
            "void" => Type::Void,
            "regclass" | "name" | "oid" | "char" | "character" | "bpchar" | "real" | "float4"
            | "money" | "inet" | "cidr" | "xml" | "point" | "timetz" | "bit" | "hstore"
            | "citext" | "tsvector" | "tsquery" | "int4range" | "int8range" | "tstzrange"
            | "daterange" | "numrange" => {
                return Err(PgError::unsupported(format_args!("the type {name}")).at(at));
            }
            _ => {
                return Err(
                    PgError::new("42704", format!("type \"{name}\" does not exist")).at(at),
                );
            }
        };
        Ok(type_)
    }

    fn type_lengths(&mut self) -> Result<Vec<u32>> {
        let mut lengths = Vec::new();
        if self.sign("(") {
            loop {
                let number = self.integer()?;
                lengths.push(u32::try_from(number).map_err(|_| self.unexpected())?);
                if !self.sign(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        Ok(lengths)
    }

    // Writing statements.

    fn with_statement(&mut self) -> Result<Statement> {
        let start = self.at;
        let (with, recursive) = self.with()?;
        match self.kind() {
            Kind::Word(word) if &**word == "insert" => self.insert(with),
            Kind::Word(word) if &**word == "update" => self.update(with),
            Kind::Word(word) if &**word == "delete" => self.delete(with),
            _ => {
                let _ = recursive;
                self.at = start;
                self.select().map(Statement::Select)
            }
        }
    }

    fn returning(&mut self) -> Result<Vec<Item>> {
        if self.word("returning") {
            self.items()
        } else {
            Ok(Vec::new())
        }
    }

    fn insert(&mut self, with: Vec<Cte>) -> Result<Statement> {
        self.advance();
        self.expect_word("into")?;
        let at = self.here();
        let table = self.relation()?;
        let alias = if self.word("as") {
            Some(self.name()?)
        } else {
            None
        };
        let mut columns = Vec::new();
        if self.is_sign("(")
            && !matches!(self.ahead(1), Kind::Word(word) if ["select", "values", "with"].contains(&&**word))
        {
            self.advance();
            loop {
                columns.push(self.name()?);
                if self.is_sign(".") || self.is_sign("[") {
                    return Err(PgError::unsupported("INSERT into a part of a column"));
                }
                if !self.sign(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        let mut overriding = false;
        if self.word("overriding") {
            if self.word("user") {
                return Err(PgError::unsupported("OVERRIDING USER VALUE"));
            }
            self.expect_word("system")?;
            self.expect_word("value")?;
            overriding = true;
        }
        let source = if self.words(&["default", "values"]) {
            None
        } else {
            Some(self.select()?)
        };
        let at_conflict = self.here();
        let conflict = if self.words(&["on", "conflict"]) {
            Some(self.conflict(at_conflict)?)
        } else {
            None
        };
        let returning = self.returning()?;
        Ok(Statement::Insert(Box::new(Insert {
            with,
            table,
            alias,
            columns,
            source,
            overriding,
            conflict,
            returning,
            at,
        })))
    }

    fn conflict(&mut self, at: usize) -> Result<Conflict> {
        let mut conflict = Conflict {
            columns: Vec::new(),
            filter: None,
            constraint: None,
            update: None,
            at,
        };
        if self.words(&["on", "constraint"]) {
            conflict.constraint = Some(self.name()?);
        } else if self.is_sign("(") {
            self.advance();
            loop {
                match self.expr()? {
                    Expr::Column {
                        table: None, name, ..
                    } => conflict.columns.push(name),
                    _ => return Err(PgError::unsupported("ON CONFLICT with an expression")),
                }
                if !self.sign(",") {
                    break;
                }
            }
            self.expect(")")?;
            if self.word("where") {
                conflict.filter = Some(self.expr()?);
            }
        }
        self.expect_word("do")?;
        if self.word("nothing") {
            return Ok(conflict);
        }
        self.expect_word("update")?;
        if conflict.columns.is_empty() && conflict.constraint.is_none() {
            let message =
                "ON CONFLICT DO UPDATE requires inference specification or constraint name";
            let hint = "For example, ON CONFLICT (column_name).";
            return Err(PgError::new("42601", message).hint(hint).at(at));
        }
        self.expect_word("set")?;
        let set = self.assignments()?;
        let filter = if self.word("where") {
            Some(self.expr()?)
        } else {
            None
        };
        conflict.update = Some((set, filter));
        Ok(conflict)
    }

    fn assignments(&mut self) -> Result<Vec<Assignment>> {
        let mut set = Vec::new();
        loop {
            let at = self.here();
            if self.sign("(") {
                let mut columns = Vec::new();
                loop {
                    columns.push(self.name()?);
                    if !self.sign(",") {
                        break;
                    }
                }
                self.expect(")")?;
                self.expect("=")?;
                self.word("row");
                self.expect("(")?;
                if self.is_word("select") {
                    return Err(PgError::unsupported(
                        "SET of several columns from a subquery",
                    ));
                }
                let mut values = Vec::new();
                loop {
                    values.push(self.value_or_default()?);
                    if !self.sign(",") {
                        break;
                    }
                }
                self.expect(")")?;
                if values.len() != columns.len() {
                    let message = "number of columns does not match number of values";
                    return Err(PgError::new("42601", message).at(at));
                }
                set.extend(
                    columns
                        .into_iter()
                        .zip(values)
                        .map(|(column, value)| Assignment { column, value, at }),
                );
            } else {
                let column = self.name()?;
                if self.is_sign("[") || self.is_sign(".") {
                    return Err(PgError::unsupported("SET of a part of a column"));
                }
                self.expect("=")?;
                set.push(Assignment {
                    column,
                    value: self.value_or_default()?,
                    at,
                });
            }
            if !self.sign(",") {
                return Ok(set);
            }
        }
    }

    fn value_or_default(&mut self) -> Result<Expr> {
        let at = self.here();
        if self.word("default") {
            Ok(Expr::Default { at })
        } else {
            self.expr()
        }
    }

    fn update(&mut self, with: Vec<Cte>) -> Result<Statement> {
        self.advance();
        self.word("only");
        let at = self.here();
        let table = self.relation()?;
        self.sign("*");
        let alias = if self.is_word("set") {
            None
        } else {
            self.alias()?
        };
        self.expect_word("set")?;
        let set = self.assignments()?;
        let from = if self.word("from") {
            self.sources()?
        } else {
            Vec::new()
        };
        let filter = self.filter()?;
        let returning = self.returning()?;
        Ok(Statement::Update(Box::new(Update {
            with,
            table,
            alias,
            set,
            from,
            filter,
            returning,
            at,
        })))
    }

    fn delete(&mut self, with: Vec<Cte>) -> Result<Statement> {
        self.advance();
        self.expect_word("from")?;
        self.word("only");
        let at = self.here();
        let table = self.relation()?;
        self.sign("*");
        let alias = self.alias()?;
        let using = if self.word("using") {
            self.sources()?
        } else {
            Vec::new()
        };
        let filter = self.filter()?;
        let returning = self.returning()?;
        Ok(Statement::Delete(Box::new(Delete {
            with,
            table,
            alias,
            using,
            filter,
            returning,
            at,
        })))
    }

    fn filter(&mut self) -> Result<Option<Expr>> {
        if !self.word("where") {
            return Ok(None);
        }
        if self.words(&["current", "of"]) {
            return Err(PgError::unsupported("WHERE CURRENT OF"));
        }
        self.expr().map(Some)
    }

    // Queries.

    fn with(&mut self) -> Result<(Vec<Cte>, bool)> {
        if !self.word("with") {
            return Ok((Vec::new(), false));
        }
        let recursive = self.word("recursive");
        let mut with = Vec::new();
        loop {
            let name = self.name()?;
            let columns = self.optional_names()?;
            self.expect_word("as")?;
            let mut materialized = None;
            if self.word("materialized") {
                materialized = Some(true);
            } else if self.words(&["not", "materialized"]) {
                materialized = Some(false);
            }
            self.expect("(")?;
            for word in ["insert", "update", "delete"] {
                if self.is_word(word) {
                    return Err(PgError::unsupported("a WITH query that writes"));
                }
            }
            let select = self.deeper(Self::select)?;
            self.expect(")")?;
            with.push(Cte {
                name,
                columns,
                select,
                materialized,
            });
            if !self.sign(",") {
                return Ok((with, recursive));
            }
        }
    }

    fn select(&mut self) -> Result<Select> {
        let (with, recursive) = self.with()?;
        let body = self.set_operation(0)?;
        let mut select = Select {
            with,
            recursive,
            body,
            order_by: Vec::new(),
            limit: None,
            offset: None,
            locks: Vec::new(),
        };
        if self.words(&["order", "by"]) {
            select.order_by = self.order_by()?;
        }
        loop {
            if self.word("limit") {
                if !self.word("all") {
                    select.limit = Some(self.expr()?);
                }
            } else if self.word("offset") {
                select.offset = Some(self.expr()?);
                let _ = self.word("row") || self.word("rows");
            } else if self.is_word("fetch")
                && (self.ahead_is_word(1, "first") || self.ahead_is_word(1, "next"))
            {
                self.advance();
                self.advance();
                let one = self.is_word("row") || self.is_word("rows");
                select.limit = Some(if one {
                    Expr::Number("1".into())
                } else {
                    self.expr()?
                });
                if !self.word("row") && !self.word("rows") {
                    return Err(self.unexpected());
                }
                self.expect_word("only")?;
            } else if self.is_word("for") {
                let clause = self.lock_clause()?;
                select.locks.extend(clause);
            } else {
                break;
            }
        }
        // A single pair of brackets around it all changes nothing.
        if let Body::Nested(_) = &select.body
            && select.with.is_empty()
            && select.order_by.is_empty()
            && select.limit.is_none()
            && select.offset.is_none()
            && select.locks.is_empty()
            && let Body::Nested(inner) = select.body
        {
            return Ok(*inner);
        }
        Ok(select)
    }

    fn lock_clause(&mut self) -> Result<Option<LockClause>> {
        self.expect_word("for")?;
        if self.words(&["read", "only"]) {
            return Ok(None);
        }
        let mode = if self.word("update") {
            RowMode::Update
        } else if self.words(&["no", "key", "update"]) {
            RowMode::NoKeyUpdate
        } else if self.word("share") {
            RowMode::Share
        } else if self.words(&["key", "share"]) {
            RowMode::KeyShare
        } else {
            return Err(self.unexpected());
        };
        let of = if self.word("of") {
            self.names()?
        } else {
            Vec::new()
        };
        let wait = if self.word("nowait") {
            WaitPolicy::Error
        } else if self.words(&["skip", "locked"]) {
            WaitPolicy::Skip
        } else {
            WaitPolicy::Block
        };
        Ok(Some(LockClause { mode, of, wait }))
    }

    fn set_operation(&mut self, power: u8) -> Result<Body> {
        let mut left = self.deeper(Self::simple_body)?;
        let mut chain = 0;
        loop {
            chain += 4;
            self.bounded(chain)?;
            let (op, own) = if self.is_word("union") {
                ("UNION", 1)
            } else if self.is_word("except") {
                ("EXCEPT", 1)
            } else if self.is_word("intersect") {
                ("INTERSECT", 2)
            } else {
                return Ok(left);
            };
            if own <= power {
                return Ok(left);
            }
            self.advance();
            let all = self.word("all");
            let _ = !all && self.word("distinct");
            let right = self.deeper(|parser| parser.set_operation(own))?;
            left = Body::Set {
                op,
                all,
                left: Box::new(left),
                right: Box::new(right),
            };
        }
    }

    fn simple_body(&mut self) -> Result<Body> {
        if self.sign("(") {
            let select = self.deeper(Self::select)?;
            self.expect(")")?;
            return Ok(Body::Nested(Box::new(select)));
        }
        if self.word("values") {
            let mut rows = Vec::new();
            loop {
                self.expect("(")?;
                let mut row = Vec::new();
                loop {
                    row.push(self.value_or_default()?);
                    if !self.sign(",") {
                        break;
                    }
                }
                self.expect(")")?;
                rows.push(row);
                if !self.sign(",") {
                    return Ok(Body::Values(rows));
                }
            }
        }
        if self.word("table") {
            self.word("only");
            let at = self.here();
            let name = self.relation()?;
            let items = vec![Item::Star { table: None, at }];
            let from = vec![From::Table {
                name,
                alias: None,
                columns: Vec::new(),
                at,
            }];
            return Ok(Body::Query(Box::new(Query {
                items,
                from,
                ..Query::default()
            })));
        }
        self.expect_word("select")?;
        let mut query = Query::default();
        if self.word("distinct") {
            if self.word("on") {
                self.expect("(")?;
                query.distinct_on = self.exprs()?;
                self.expect(")")?;
            } else {
                query.distinct = true;
            }
        } else {
            self.word("all");
        }
        let empty =
            matches!(self.kind(), Kind::End | Kind::Sign(";" | ")")) || self.is_word("from");
        if !empty {
            query.items = self.items()?;
        }
        if self.is_word("into") {
            return Err(PgError::unsupported("SELECT INTO"));
        }
        if self.word("from") {
            query.from = self.sources()?;
        }
        query.filter = self.filter()?;
        if self.words(&["group", "by"]) {
            for word in ["grouping", "rollup", "cube"] {
                if self.is_word(word) {
                    return Err(PgError::unsupported("GROUPING SETS"));
                }
            }
            query.group_by = self.exprs()?;
        }
        if self.word("having") {
            query.having = Some(self.expr()?);
        }
        if self.is_word("window") {
            return Err(PgError::unsupported("a named WINDOW"));
        }
        Ok(Body::Query(Box::new(query)))
    }

    fn items(&mut self) -> Result<Vec<Item>> {
        let mut items = Vec::new();
        loop {
            let at = self.here();
            if self.sign("*") {
                items.push(Item::Star { table: None, at });
            } else if matches!(self.kind(), Kind::Word(_) | Kind::Quoted(_))
                && self.ahead(1) == &Kind::Sign(".")
                && self.ahead(2) == &Kind::Sign("*")
            {
                let table = self.label()?;
                self.advance();
                self.advance();
                items.push(Item::Star {
                    table: Some(table),
                    at,
                });
            } else {
                let expr = self.expr()?;
                items.push(Item::Expr {
                    expr,
                    alias: self.alias()?,
                });
            }
            if !self.sign(",") {
                return Ok(items);
            }
        }
    }

    fn order_by(&mut self) -> Result<Vec<Order>> {
        let mut orders = Vec::new();
        loop {
            let expr = self.expr()?;
            if self.is_word("using") {
                return Err(PgError::unsupported("ORDER BY … USING"));
            }
            let descending = self.word("desc");
            let _ = !descending && self.word("asc");
            let mut nulls_first = None;
            if self.word("nulls") {
                nulls_first = Some(self.word("first"));
                if nulls_first == Some(false) {
                    self.expect_word("last")?;
                }
            }
            orders.push(Order {
                expr,
                descending,
                nulls_first,
            });
            if !self.sign(",") {
                return Ok(orders);
            }
        }
    }

    fn sources(&mut self) -> Result<Vec<From>> {
        let mut list = Vec::new();
        loop {
            list.push(self.joined()?);
            if !self.sign(",") {
                return Ok(list);
            }
        }
    }

    fn joined(&mut self) -> Result<From> {
        let mut left = self.deeper(Self::source)?;
        let mut chain = 0;
        loop {
            chain += 4;
            self.bounded(chain)?;
            let natural = self.word("natural");
            let kind = if self.words(&["cross", "join"]) {
                "CROSS"
            } else if self.word("join") || self.words(&["inner", "join"]) {
                "INNER"
            } else if self.words(&["left", "join"]) || self.words(&["left", "outer", "join"]) {
                "LEFT"
            } else if self.words(&["right", "join"]) || self.words(&["right", "outer", "join"]) {
                "RIGHT"
            } else if self.words(&["full", "join"]) || self.words(&["full", "outer", "join"]) {
                "FULL"
            } else if natural {
                return Err(self.unexpected());
            } else {
                return Ok(left);
            };
            let right = self.deeper(Self::source)?;
            let (mut on, mut using) = (None, Vec::new());
            if kind != "CROSS" && !natural {
                if self.word("using") {
                    using = self.optional_names()?;
                } else {
                    self.expect_word("on")?;
                    on = Some(self.expr()?);
                }
            }
            left = From::Join {
                kind,
                left: Box::new(left),
                right: Box::new(right),
                on,
                using,
                natural,
            };
        }
    }

    fn source(&mut self) -> Result<From> {
        let lateral = self.word("lateral");
        if self.is_sign("(") {
            let mut inner = 1;
            while self.ahead(inner) == &Kind::Sign("(") {
                inner += 1;
            }
            let query = ["select", "values", "with", "table"]
                .iter()
                .any(|word| self.ahead_is_word(inner, word));
            self.advance();
            if !query {
                let join = self.deeper(Self::joined)?;
                self.expect(")")?;
                return Ok(join);
            }
            let select = Box::new(self.deeper(Self::select)?);
            self.expect(")")?;
            let at = self.here();
            let Some(alias) = self.alias()? else {
                let hint = "For example, FROM (SELECT ...) [AS] foo.";
                return Err(PgError::new("42601", "subquery in FROM must have an alias")
                    .hint(hint)
                    .at(at));
            };
            let columns = self.optional_names()?;
            return Ok(From::Select {
                select,
                alias,
                columns,
                lateral,
            });
        }
        self.word("only");
        let at = self.here();
        if matches!(self.kind(), Kind::Word(_)) && self.ahead(1) == &Kind::Sign("(") {
            let name = self.label()?;
            let Expr::Call(call) = self.call(name, at)? else {
                return Err(self.unexpected());
            };
            let ordinality = self.words(&["with", "ordinality"]);
            let alias = self.alias()?;
            let columns = self.optional_names()?;
            return Ok(From::Function {
                call: *call,
                alias,
                columns,
                ordinality,
            });
        }
        let name = if self.is_word("pg_catalog") || self.is_word("information_schema") {
            return Err(PgError::unsupported("the system catalogue").at(at));
        } else {
            self.relation()?
        };
        self.sign("*");
        let alias = self.alias()?;
        let columns = if alias.is_some() {
            self.optional_names()?
        } else {
            Vec::new()
        };
        if self.is_word("tablesample") {
            return Err(PgError::unsupported("TABLESAMPLE"));
        }
        Ok(From::Table {
            name,
            alias,
            columns,
            at,
        })
    }

    // Expressions.

    fn exprs(&mut self) -> Result<Vec<Expr>> {
        let mut exprs = vec![self.expr()?];
        while self.sign(",") {
            exprs.push(self.expr()?);
        }
        Ok(exprs)
    }

    fn expr(&mut self) -> Result<Expr> {
        self.deeper(|parser| parser.binding(0))
    }

    /// Without `NOT`, `IS`, `AND`: what a column's DEFAULT may be, before NOT NULL.
    fn bare_expr(&mut self) -> Result<Expr> {
        self.deeper(|parser| parser.binding(7))
    }

    /// An expression whose operators bind more tightly than `power`.
    fn binding(&mut self, power: u8) -> Result<Expr> {
        let mut left = self.prefix()?;
        let mut chain = 0;
        loop {
            chain += 1;
            self.bounded(chain)?;
            let at = self.here();
            let Some((op, own)) = self.infix() else {
                return Ok(left);
            };
            if own <= power {
                return Ok(left);
            }
            left = self.deeper(|parser| parser.after(left, op, own, at))?;
        }
    }

    /// The operator that comes next, with its power: PostgreSQL's table of operator precedence.
    fn infix(&self) -> Option<(&'static str, u8)> {
        Some(match self.kind() {
            Kind::Sign(sign) => match *sign {
                "=" | "<" | ">" | "<=" | ">=" | "<>" | "!=" => (*sign, 5),
                "+" | "-" => (*sign, 8),
                "*" | "/" | "%" => (*sign, 9),
                "^" => (*sign, 10),
                "[" => (*sign, 14),
                "::" => (*sign, 15),
                "||" | "->" | "->>" | "#>" | "#>>" | "@>" | "<@" | "&&" | "~" | "~*" | "!~"
                | "!~*" | "|" | "&" | "#" | "<<" | ">>" | "?" | "?|" | "?&" | "~~" | "!~~"
                | "~~*" | "!~~*" => (*sign, 7),
                _ => return None,
            },
            Kind::Word(word) => match &**word {
                "or" => ("or", 1),
                "and" => ("and", 2),
                "is" => ("is", 4),
                "isnull" => ("isnull", 4),
                "notnull" => ("notnull", 4),
                "between" => ("between", 6),
                "in" => ("in", 6),
                "like" => ("like", 6),
                "ilike" => ("ilike", 6),
                "similar" => ("similar", 6),
                "not" => match self.ahead(1) {
                    Kind::Word(next)
                        if ["between", "in", "like", "ilike", "similar"].contains(&&**next) =>
                    {
                        ("not", 6)
                    }
                    _ => return None,
                },
                "collate" => ("collate", 12),
                "at" if self.ahead_is_word(1, "time") => ("at", 11),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn after(&mut self, left: Expr, op: &'static str, own: u8, at: usize) -> Result<Expr> {
        self.advance();
        let boxed = Box::new;
        Ok(match op {
            "or" => Expr::Or(boxed(left), boxed(self.binding(own)?)),
            "and" => Expr::And(boxed(left), boxed(self.binding(own)?)),
            "isnull" => Expr::IsNull {
                expr: boxed(left),
                not: false,
            },
            "notnull" => Expr::IsNull {
                expr: boxed(left),
                not: true,
            },
            "is" => {
                let not = self.word("not");
                if self.word("null") {
                    Expr::IsNull {
                        expr: boxed(left),
                        not,
                    }
                } else if let Some(is) = self.boolean_word() {
                    Expr::IsBool {
                        expr: boxed(left),
                        is: Some(is),
                        not,
                    }
                } else if self.word("unknown") {
                    Expr::IsBool {
                        expr: boxed(left),
                        is: None,
                        not,
                    }
                } else if self.words(&["distinct", "from"]) {
                    Expr::IsDistinct {
                        left: boxed(left),
                        right: boxed(self.binding(own)?),
                        not,
                        at,
                    }
                } else {
                    return Err(self.unexpected());
                }
            }
            "not" => {
                let Kind::Word(word) = self.kind().clone() else {
                    return Err(self.unexpected());
                };
                self.advance();
                return self.predicate(left, &word, true, at);
            }
            "between" | "in" | "like" | "ilike" | "similar" => {
                return self.predicate(left, op, false, at);
            }
            "collate" => {
                self.label()?;
                left
            }
            "at" => return Err(PgError::unsupported("AT TIME ZONE").at(at)),
            "[" => {
                let index = self.expr()?;
                if self.is_sign(":") {
                    return Err(PgError::unsupported("a slice of an array").at(at));
                }
                self.expect("]")?;
                Expr::Index(boxed(left), boxed(index))
            }
            "::" => Expr::Cast {
                expr: boxed(left),
                to: self.type_name()?,
                at,
            },
            "~~" => return self.like(left, false, false, at),
            "~~*" => return self.like(left, true, false, at),
            "!~~" => return self.like(left, false, true, at),
            "!~~*" => return self.like(left, true, true, at),
            _ => {
                let op = if op == "!=" { "<>" } else { op };
                let some = self.word("any") || self.word("some");
                if some || self.is_word("all") {
                    let all = !some && self.word("all");
                    self.expect("(")?;
                    let expr =
                        if self.is_word("select") || self.is_word("values") || self.is_word("with")
                        {
                            let select = Box::new(self.deeper(Self::select)?);
                            Expr::AnySelect {
                                op,
                                left: boxed(left),
                                select,
                                all,
                                at,
                            }
                        } else {
                            let array = boxed(self.expr()?);
                            Expr::AnyArray {
                                op,
                                left: boxed(left),
                                array,
                                all,
                                at,
                            }
                        };
                    self.expect(")")?;
                    return Ok(expr);
                }
                Expr::Binary {
                    op,
                    left: boxed(left),
                    right: boxed(self.binding(own)?),
                    at,
                }
            }
        })
    }

    fn like(&mut self, left: Expr, ignore_case: bool, not: bool, at: usize) -> Result<Expr> {
        let pattern = Box::new(self.binding(6)?);
        let escape = if self.word("escape") {
            Some(Box::new(self.binding(6)?))
        } else {
            None
        };
        Ok(Expr::Like {
            expr: Box::new(left),
            pattern,
            escape,
            ignore_case,
            not,
            at,
        })
    }

    fn predicate(&mut self, left: Expr, word: &str, not: bool, at: usize) -> Result<Expr> {
        match word {
            "between" => {
                self.word("asymmetric");
                if self.is_word("symmetric") {
                    return Err(PgError::unsupported("BETWEEN SYMMETRIC").at(at));
                }
                let low = Box::new(self.binding(6)?);
                self.expect_word("and")?;
                let high = Box::new(self.binding(6)?);
                Ok(Expr::Between {
                    expr: Box::new(left),
                    low,
                    high,
                    not,
                    at,
                })
            }
            "in" => {
                self.expect("(")?;
                let expr = Box::new(left);
                let found =
                    if self.is_word("select") || self.is_word("values") || self.is_word("with") {
                        Expr::InSelect {
                            expr,
                            select: Box::new(self.deeper(Self::select)?),
                            not,
                            at,
                        }
                    } else {
                        Expr::In {
                            expr,
                            list: self.exprs()?,
                            not,
                            at,
                        }
                    };
                self.expect(")")?;
                Ok(found)
            }
            "like" => self.like(left, false, not, at),
            "ilike" => self.like(left, true, not, at),
            _ => Err(PgError::unsupported("SIMILAR TO").at(at)),
        }
    }

    fn prefix(&mut self) -> Result<Expr> {
        let at = self.here();
        let kind = self.kind().clone();
        match kind {
            Kind::Number(text) => {
                self.advance();
                Ok(Expr::Number(text))
            }
            Kind::Text(text) => {
                self.advance();
                Ok(Expr::Text(text))
            }
            Kind::Param(number) => {
                self.advance();
                Ok(Expr::Param(number))
            }
            Kind::Sign("-") => {
                self.advance();
                let inner = self.deeper(|parser| parser.binding(13))?;
                Ok(match inner {
                    Expr::Number(text) if !text.starts_with('-') => {
                        Expr::Number(format!("-{text}").into())
                    }
                    inner => Expr::Negate(Box::new(inner)),
                })
            }
            Kind::Sign("+") => {
                self.advance();
                self.deeper(|parser| parser.binding(13))
            }
            Kind::Sign("(") => self.bracketed(),
            Kind::Quoted(_) => self.column_or_call(),
            Kind::Word(word) => self.word_expr(&word, at),
            _ => Err(self.unexpected()),
        }
    }

    fn bracketed(&mut self) -> Result<Expr> {
        self.advance();
        if self.is_word("select") || self.is_word("values") || self.is_word("with") {
            let select = Box::new(self.deeper(Self::select)?);
            self.expect(")")?;
            return Ok(Expr::Scalar(select));
        }
        let mut exprs = self.exprs()?;
        self.expect(")")?;
        match exprs.len() {
            1 => Ok(exprs.remove(0)),
            _ => Ok(Expr::Row(exprs)),
        }
    }

    fn word_expr(&mut self, word: &str, at: usize) -> Result<Expr> {
        match word {
            "null" => {
                self.advance();
                Ok(Expr::Null)
            }
            "true" | "false" => {
                self.advance();
                Ok(Expr::Bool(word == "true"))
            }
            "not" => {
                self.advance();
                let inner = self.deeper(|parser| parser.binding(3))?;
                Ok(Expr::Not(Box::new(inner)))
            }
            "case" => self.case(),
            "cast" => {
                self.advance();
                self.expect("(")?;
                let expr = Box::new(self.expr()?);
                self.expect_word("as")?;
                let to = self.type_name()?;
                self.expect(")")?;
                Ok(Expr::Cast { expr, to, at })
            }
            "exists" if self.ahead(1) == &Kind::Sign("(") => {
                self.advance();
                self.advance();
                let select = Box::new(self.deeper(Self::select)?);
                self.expect(")")?;
                Ok(Expr::Exists(select))
            }
            "array" => {
                self.advance();
                if self.is_sign("(") {
                    return Err(PgError::unsupported("ARRAY of a subquery").at(at));
                }
                self.expect("[")?;
                let items = if self.is_sign("]") {
                    Vec::new()
                } else {
                    self.exprs()?
                };
                self.expect("]")?;
                Ok(Expr::Array(items))
            }
            "row" if self.ahead(1) == &Kind::Sign("(") => {
                self.advance();
                self.advance();
                let exprs = self.exprs()?;
                self.expect(")")?;
                Ok(Expr::Row(exprs))
            }
            "current_timestamp" | "current_date" | "current_time" | "localtimestamp"
            | "localtime" | "current_user" | "session_user" | "user" | "current_catalog"
            | "current_schema"
                if self.ahead(1) != &Kind::Sign("(") =>
            {
                self.advance();
                Ok(self.plain_call(word, Vec::new(), at))
            }
            "interval" | "timestamp" | "timestamptz" | "date" | "time" | "uuid" | "numeric"
            | "bool" | "boolean" | "int" | "integer" | "bigint" | "text" | "json" | "jsonb"
            | "bytea"
                if matches!(self.ahead(1), Kind::Text(_))
                    // `timestamp with time zone '…'`.
                    || self.ahead_is_word(2, "time")
                        && self.ahead_is_word(3, "zone")
                        && matches!(self.ahead(4), Kind::Text(_)) =>
            {
                let to = self.plain_type()?;
                let Kind::Text(text) = self.kind().clone() else {
                    return Err(self.unexpected());
                };
                self.advance();
                Ok(Expr::Cast {
                    expr: Box::new(Expr::Text(text)),
                    to,
                    at,
                })
            }
            "extract" if self.ahead(1) == &Kind::Sign("(") => {
                self.advance();
                self.advance();
                let field = match self.kind().clone() {
                    Kind::Text(text) => {
                        self.advance();
                        text
                    }
                    _ => self.label()?,
                };
                self.expect_word("from")?;
                let from = self.expr()?;
                self.expect(")")?;
                Ok(self.plain_call("extract", vec![Expr::Text(field), from], at))
            }
            "substring" if self.ahead(1) == &Kind::Sign("(") => self.substring(at),
            "position" if self.ahead(1) == &Kind::Sign("(") => {
                self.advance();
                self.advance();
                let what = self.binding(6)?;
                self.expect_word("in")?;
                let within = self.expr()?;
                self.expect(")")?;
                Ok(self.plain_call("position", vec![within, what], at))
            }
            "overlay" if self.ahead(1) == &Kind::Sign("(") => {
                self.advance();
                self.advance();
                let mut args = vec![self.expr()?];
                if self.word("placing") {
                    args.push(self.expr()?);
                    self.expect_word("from")?;
                    args.push(self.expr()?);
                    if self.word("for") {
                        args.push(self.expr()?);
                    }
                } else if self.sign(",") {
                    args.extend(self.exprs()?);
                }
                self.expect(")")?;
                Ok(self.plain_call("overlay", args, at))
            }
            "trim" if self.ahead(1) == &Kind::Sign("(") => {
                self.advance();
                self.advance();
                let name = if self.word("leading") {
                    "ltrim"
                } else if self.word("trailing") {
                    "rtrim"
                } else {
                    self.word("both");
                    "btrim"
                };
                let mut args = Vec::new();
                if !self.word("from") {
                    args = self.exprs()?;
                    if self.word("from") {
                        args.insert(0, self.expr()?);
                    }
                } else {
                    args.push(self.expr()?);
                }
                self.expect(")")?;
                Ok(self.plain_call(name, args, at))
            }
            "left" | "right" if self.ahead(1) == &Kind::Sign("(") => {
                let name = self.label()?;
                self.call(name, at)
            }
            _ => self.column_or_call(),
        }
    }

    fn plain_call(&self, name: &str, args: Vec<Expr>, at: usize) -> Expr {
        Expr::Call(Box::new(Call {
            name: name.into(),
            args,
            star: false,
            distinct: false,
            order_by: Vec::new(),
            filter: None,
            over: None,
            at,
        }))
    }

    fn substring(&mut self, at: usize) -> Result<Expr> {
        self.advance();
        self.advance();
        let mut args = vec![self.expr()?];
        if self.sign(",") {
            args.extend(self.exprs()?);
        } else {
            let from = if self.word("from") {
                self.expr()?
            } else {
                Expr::Number("1".into())
            };
            args.push(from);
            if self.word("for") {
                args.push(self.expr()?);
            }
        }
        self.expect(")")?;
        Ok(self.plain_call("substring", args, at))
    }

    fn case(&mut self) -> Result<Expr> {
        self.advance();
        let operand = if self.is_word("when") {
            None
        } else {
            Some(Box::new(self.expr()?))
        };
        let mut whens = Vec::new();
        while self.word("when") {
            let when = self.expr()?;
            self.expect_word("then")?;
            whens.push((when, self.expr()?));
        }
        if whens.is_empty() {
            return Err(self.unexpected());
        }
        let otherwise = if self.word("else") {
            Some(Box::new(self.expr()?))
        } else {
            None
        };
        self.expect_word("end")?;
        Ok(Expr::Case {
            operand,
            whens,
            otherwise,
        })
    }

    fn column_or_call(&mut self) -> Result<Expr> {
        let at = self.here();
        let mut name = self.name()?;
        if self.is_sign("(") {
            return self.call(name, at);
        }
        if !self.sign(".") {
            return Ok(Expr::Column {
                table: None,
                name,
                at,
            });
        }
        if &*name == "pg_catalog" || (&*name == "public" && self.ahead(1) == &Kind::Sign("(")) {
            name = self.label()?;
            return self.call(name, at);
        }
        if &*name == "public" && self.ahead(1) == &Kind::Sign(".") {
            name = self.name()?;
            self.advance();
        }
        if self.is_sign("*") {
            return Err(PgError::unsupported("a whole row as a value").at(at));
        }
        let column = self.label()?;
        Ok(Expr::Column {
            table: Some(name),
            name: column,
            at,
        })
    }

    fn call(&mut self, name: Name, at: usize) -> Result<Expr> {
        self.expect("(")?;
        let mut call = Call {
            name,
            args: Vec::new(),
            star: false,
            distinct: false,
            order_by: Vec::new(),
            filter: None,
            over: None,
            at,
        };
        if self.sign("*") {
            call.star = true;
        } else if !self.is_sign(")") {
            call.distinct = self.word("distinct");
            let _ = !call.distinct && self.word("all");
            if self.is_word("variadic") {
                return Err(PgError::unsupported("VARIADIC").at(at));
            }
            call.args = self.exprs()?;
            if self.sign("=>") || self.sign(":=") {
                return Err(PgError::unsupported("a named argument").at(at));
            }
            if self.words(&["order", "by"]) {
                call.order_by = self.order_by()?;
            }
        }
        self.expect(")")?;
        if self.is_word("within") {
            return Err(PgError::unsupported("WITHIN GROUP").at(at));
        }
        if self.is_word("filter") && self.ahead(1) == &Kind::Sign("(") {
            self.advance();
            self.advance();
            self.expect_word("where")?;
            call.filter = Some(self.expr()?);
            self.expect(")")?;
        }
        if self.word("over") {
            if !self.sign("(") {
                return Err(PgError::unsupported("a named WINDOW").at(at));
            }
            let mut window = Window {
                partition_by: Vec::new(),
                order_by: Vec::new(),
            };
            if self.words(&["partition", "by"]) {
                window.partition_by = self.exprs()?;
            }
            if self.words(&["order", "by"]) {
                window.order_by = self.order_by()?;
            }
            if !self.is_sign(")") {
                return Err(PgError::unsupported("a frame of a window").at(at));
            }
            self.expect(")")?;
            call.over = Some(window);
        }
        Ok(Expr::Call(Box::new(call)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Server, Value};

    /// What is too deep is an error, whatever it is made of; what is just not too deep can be evaluated.
    #[test]
    fn no_statement_is_too_deep() {
        let mut server = Server::new(Config::default()).unwrap();
        let session = server.connect("x").unwrap();
        let mut run = |sql: &str| server.execute(session, sql, &[]).result.unwrap();
        let sum = run(&format!("SELECT 1{}", " + 1".repeat(200))).unwrap();
        assert_eq!(sum.rows, [[Value::Integer(201)]]);
        let and = run(&format!("SELECT 1 = 1{}", " AND 2 = 2".repeat(200))).unwrap();
        assert_eq!(and.rows, [[Value::Integer(1)]]);
        for sql in [
            format!("SELECT 1{}", " + 1".repeat(40_000)),
            format!("SELECT {}1{}", "(".repeat(40_000), ")".repeat(40_000)),
            format!("SELECT {}1", "- ".repeat(40_000)),
            format!("SELECT {}true", "NOT ".repeat(40_000)),
            format!("SELECT 1{}", " UNION SELECT 1".repeat(5_000)),
            format!("SELECT 1 FROM a{}", " CROSS JOIN a".repeat(5_000)),
            format!("{}1{}", "SELECT (".repeat(5_000), ")".repeat(5_000)),
            format!("SELECT 1{}", "::int".repeat(10_000)),
            format!("SELECT {}1 END", "CASE WHEN true THEN ".repeat(5_000)),
        ] {
            assert_eq!(run(&sql).unwrap_err().sqlstate, "54001", "{}", &sql[..40]);
        }
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for (sql, code) in [
            ("SELEC 1", "42601"),
            ("SELECT 1 FROM", "42601"),
            ("EXPLAIN SELECT 1", "0A000"),
            ("CREATE VIEW v AS SELECT 1", "0A000"),
            ("SELECT a FROM t TABLESAMPLE x", "0A000"),
            ("LOCK TABLE t IN STRONG MODE", "42601"),
            ("SELECT 1; SELECT 2", "42601"),
        ] {
            assert_eq!(parse(sql).unwrap_err().sqlstate, code, "{sql}");
        }
    }
}
