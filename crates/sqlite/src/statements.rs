//! Where one statement ends and the next begins.

/// The statements of a text, in order, without the semicolons between them. What holds nothing but white
/// space and comments is no statement.
///
/// As SQLite's own `sqlite3_complete` sees it: a semicolon in a string, a name in quotes, a comment or the
/// body of a trigger ends nothing.
///
/// ```
/// let sql = "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END; -- one;\n SELECT ';'; ;";
/// let found = lockstep_sqlite::statements(sql);
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[1], "-- one;\n SELECT ';'");
/// ```
pub fn statements(sql: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut state = State::Start;
    let mut start = 0;
    let mut at = 0;
    while at < sql.len() {
        let (token, length) = token(&sql[at..]);
        let after = state.after(&token);
        if token == Token::Semicolon && after == State::Start {
            if state != State::Start {
                found.push(sql[start..at].trim());
            }
            start = at + length;
        }
        state = after;
        at += length;
    }
    if state != State::Start {
        found.push(sql[start..].trim());
    }
    found
}

/// Whether one of these words stands in a text, outside of strings, names in quotes and comments.
pub(crate) fn has_word(sql: &str, words: &[&str]) -> bool {
    let mut at = 0;
    while at < sql.len() {
        let (token, length) = token(&sql[at..]);
        if let Token::Word(found) = token
            && words.iter().any(|word| found.eq_ignore_ascii_case(word))
        {
            return true;
        }
        at += length;
    }
    false
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Nothing of a statement yet.
    Start,
    /// In one that a semicolon ends.
    Plain,
    /// After EXPLAIN: what is explained may be a trigger.
    Explain,
    /// After CREATE: perhaps a trigger.
    Create,
    /// In a trigger.
    Trigger,
    /// In a trigger, after a semicolon.
    TriggerSemicolon,
    /// In a trigger, after a semicolon and END.
    TriggerEnd,
}

impl State {
    fn after(self, token: &Token) -> State {
        let is =
            |word: &str| matches!(token, Token::Word(found) if found.eq_ignore_ascii_case(word));
        match (self, token) {
            (state, Token::Blank) => state,
            (State::Trigger | State::TriggerSemicolon, Token::Semicolon) => State::TriggerSemicolon,
            (_, Token::Semicolon) => State::Start,
            (State::Start | State::Explain, _) if is("create") => State::Create,
            (State::Start, _) if is("explain") => State::Explain,
            (State::Explain, _)
                if !["explain", "temp", "temporary", "trigger", "end"]
                    .into_iter()
                    .any(is) =>
            {
                State::Explain
            }
            (State::Create, _) if is("temp") || is("temporary") => State::Create,
            (State::Create, _) if is("trigger") => State::Trigger,
            (State::Start | State::Explain | State::Create | State::Plain, _) => State::Plain,
            (State::TriggerSemicolon, _) if is("end") => State::TriggerEnd,
            (State::Trigger | State::TriggerSemicolon | State::TriggerEnd, _) => State::Trigger,
        }
    }
}

#[derive(PartialEq)]
enum Token<'a> {
    Blank,
    Semicolon,
    Word(&'a str),
    Other,
}

/// The first token of a text that is not empty, and its length in bytes.
fn token(sql: &str) -> (Token<'_>, usize) {
    let bytes = sql.as_bytes();
    // To where a mark ends, that mark included; to the end of the text if it is missing.
    let until = |begin: usize, mark: &str| {
        let end = sql.get(begin..).and_then(|rest| rest.find(mark));
        end.map_or(sql.len(), |end| begin + end + mark.len())
    };
    match bytes[0] {
        b';' => (Token::Semicolon, 1),
        b if is_space(b) => (Token::Blank, length_while(bytes, is_space)),
        b'-' if bytes.get(1) == Some(&b'-') => (Token::Blank, until(2, "\n")),
        b'/' if bytes.get(1) == Some(&b'*') => (Token::Blank, until(2, "*/")),
        b'\'' => (Token::Other, until(1, "'")),
        b'"' => (Token::Other, until(1, "\"")),
        b'`' => (Token::Other, until(1, "`")),
        b'[' => (Token::Other, until(1, "]")),
        b if is_of_word(b) => {
            let length = length_while(bytes, is_of_word);
            (Token::Word(&sql[..length]), length)
        }
        _ => (Token::Other, 1),
    }
}

fn length_while(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| wanted(**byte)).count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// Bytes above 127 belong to words: a word never ends within a character.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 128
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    fn complete(sql: &str) -> bool {
        let text = std::ffi::CString::new(sql).unwrap();
        crate::connection::initialize();
        // SAFETY: the text ends with a zero byte.
        unsafe { ffi::sqlite3_complete(text.as_ptr()) != 0 }
    }

    #[test]
    fn statements_end_where_sqlite_says() {
        const WORDS: &[&str] = &[
            ";",
            ";",
            ";",
            " ",
            "\n",
            "create",
            "TRIGGER",
            "temp",
            "explain",
            "end",
            "END",
            "'a;'",
            "\"b;\"",
            "[c;]",
            "`d;`",
            "-- e;\n",
            "/* f; */",
            "/",
            "-",
            "select",
            "x",
            "é",
            "(",
            "query plan ",
        ];
        let mut random = 7u64;
        for _ in 0..20_000 {
            let mut sql = String::new();
            for _ in 0..12 {
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                sql.push_str(WORDS[(random >> 33) as usize % WORDS.len()]);
                sql.push(' ');
            }
            // A text is cut after each semicolon that makes what came before complete.
            let mut expected = Vec::new();
            let mut start = 0;
            for (end, _) in sql.match_indices(';') {
                let part = &sql[start..=end];
                if complete(part) {
                    expected.push(part[..part.len() - 1].trim());
                    start = end + 1;
                }
            }
            expected.push(sql[start..].trim());
            let blank = |part: &str| {
                let mut rest = part;
                while !rest.is_empty() {
                    let (token, length) = token(rest);
                    if token != Token::Blank && token != Token::Semicolon {
                        return false;
                    }
                    rest = &rest[length..];
                }
                true
            };
            expected.retain(|part| !blank(part));
            assert_eq!(statements(&sql), expected, "{sql}");
        }
    }

    #[test]
    fn open_ends_are_ends() {
        for sql in [
            "'a;",
            "\"a;",
            "[a;",
            "`a;",
            "select /* a;",
            "create trigger a begin b; ",
        ] {
            assert_eq!(statements(sql), [sql.trim()]);
        }
        assert!(statements(" ; -- a;\n /* b; */ ; ").is_empty());
        assert!(statements("").is_empty());
    }
}
