//! Words and signs of a statement, as the server's scanner (`scan.l`) finds them.

use std::rc::Rc;

use crate::error::PgError;

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A word, in lower case; it may be a keyword.
    Word(Rc<str>),
    /// A quoted name.
    Quoted(Rc<str>),
    /// A string.
    Text(Rc<str>),
    /// A number as written.
    Number(Rc<str>),
    /// `$1`.
    Param(usize),
    /// An operator or a sign.
    Sign(&'static str),
    /// The end.
    End,
}

/// A token, with its place in the statement in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Longest first.
const SIGNS: &[&str] = &[
    "!~~*", "->>", "#>>", "!~~", "~~*", "!~*", "::", "<=", ">=", "<>", "!=", "||", "->", "#>",
    "@>", "<@", "!~", "~*", "~~", "&&", ":=", "=>", "?|", "?&", "<<", ">>", "(", ")", "[", "]",
    ",", ";", "+", "-", "*", "/", "%", "^", "<", ">", "=", ".", ":", "~", "|", "&", "#", "?", "!",
    "@",
];

fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn goes_on(byte: u8) -> bool {
    starts_word(byte) || byte.is_ascii_digit() || byte == b'$'
}

/// The tokens of a text, with an [`Kind::End`] at its end.
pub(crate) fn tokens(sql: &str) -> Result<Vec<Token>, PgError> {
    let bytes = sql.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        at = skip_blank(sql, at)?;
        let start = at;
        let Some(&byte) = bytes.get(at) else {
            tokens.push(Token {
                kind: Kind::End,
                start,
                end: start,
            });
            return Ok(tokens);
        };
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        let kind = if byte == b'\'' {
            let (text, end) = quoted(sql, at, b'\'', "unterminated quoted string")?;
            at = end;
            Kind::Text(text.into())
        } else if (byte == b'E' || byte == b'e') && next == b'\'' {
            let (text, end) = escaped(sql, at + 1)?;
            at = end;
            Kind::Text(text.into())
        } else if byte == b'"' {
            let (text, end) = quoted(sql, at, b'"', "unterminated quoted identifier")?;
            at = end;
            if text.is_empty() {
                return Err(PgError::new("42601", "zero-length delimited identifier").at(start + 1));
            }
            Kind::Quoted(text.into())
        } else if byte == b'$' && next.is_ascii_digit() {
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            let number = sql[start + 1..at]
                .parse()
                .ok()
                .filter(|number| *number <= 65535);
            Kind::Param(
                number.ok_or_else(|| {
                    PgError::new("42P02", "there is no such parameter").at(start + 1)
                })?,
            )
        } else if byte == b'$' {
            let (text, end) = dollar_quoted(sql, at)?;
            at = end;
            Kind::Text(text.into())
        } else if byte.is_ascii_digit() || (byte == b'.' && next.is_ascii_digit()) {
            at = number_end(bytes, at);
            Kind::Number(sql[start..at].into())
        } else if starts_word(byte) {
            while bytes.get(at).is_some_and(|byte| goes_on(*byte)) {
                at += 1;
            }
            Kind::Word(sql[start..at].to_ascii_lowercase().into())
        } else if let Some(sign) = SIGNS.iter().find(|sign| sql[at..].starts_with(**sign)) {
            at += sign.len();
            Kind::Sign(sign)
        } else {
            let sign: String = sql[at..].chars().take(1).collect();
            return Err(
                PgError::new("42601", format!("syntax error at or near \"{sign}\"")).at(start + 1),
            );
        };
        tokens.push(Token {
            kind,
            start,
            end: at,
        });
    }
}

fn number_end(bytes: &[u8], mut at: usize) -> usize {
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    at = digits(at);
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1) != Some(&b'.') {
        at = digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        if bytes.get(at + 1 + sign).is_some_and(u8::is_ascii_digit) {
            at = digits(at + 1 + sign);
        }
    }
    at
}

/// Past white space and comments.
fn skip_blank(sql: &str, mut at: usize) -> Result<usize, PgError> {
    let bytes = sql.as_bytes();
    loop {
        let rest = &bytes[at.min(bytes.len())..];
        if rest.first().is_some_and(u8::is_ascii_whitespace) || rest.first() == Some(&0x0b) {
            at += 1;
        } else if rest.starts_with(b"--") {
            at += rest
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap_or(rest.len());
        } else if rest.starts_with(b"/*") {
            at = comment_end(bytes, at)?;
        } else {
            return Ok(at);
        }
    }
}

fn comment_end(bytes: &[u8], start: usize) -> Result<usize, PgError> {
    let (mut at, mut depth) = (start, 0);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Ok(at);
            }
        } else {
            at += 1;
        }
    }
    Err(PgError::new("42601", "unterminated /* comment").at(start + 1))
}

fn quoted(sql: &str, start: usize, quote: u8, error: &str) -> Result<(String, usize), PgError> {
    let bytes = sql.as_bytes();
    let mut text = String::new();
    let mut from = start + 1;
    loop {
        let Some(length) = bytes[from..].iter().position(|byte| *byte == quote) else {
            let near = &sql[start..];
            return Err(
                PgError::new("42601", format!("{error} at or near \"{near}\"")).at(start + 1),
            );
        };
        text.push_str(&sql[from..from + length]);
        from += length + 1;
        if bytes.get(from) != Some(&quote) {
            return Ok((text, from));
        }
        text.push(char::from(quote));
        from += 1;
    }
}

/// `E'…'`, with C's escapes.
fn escaped(sql: &str, start: usize) -> Result<(String, usize), PgError> {
    let mut text = String::new();
    let mut chars = sql[start + 1..].char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '\'' if chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
                text.push('\'');
            }
            '\'' => return Ok((text, start + 1 + at + 1)),
            '\\' => match chars.next().map(|(_, char)| char) {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some('b') => text.push('\u{8}'),
                Some('f') => text.push('\u{c}'),
                Some(char @ ('\\' | '\'' | '"')) => text.push(char),
                _ => {
                    return Err(
                        PgError::unsupported("this escape sequence in a string").at(start + 1 + at)
                    );
                }
            },
            char => text.push(char),
        }
    }
    Err(PgError::new(
        "42601",
        format!(
            "unterminated quoted string at or near \"{}\"",
            &sql[start..]
        ),
    )
    .at(start + 1))
}

/// `$tag$ … $tag$`.
fn dollar_quoted(sql: &str, start: usize) -> Result<(String, usize), PgError> {
    let error = || PgError::new("42601", "syntax error at or near \"$\"").at(start + 1);
    let length = sql[start + 1..].find('$').ok_or_else(error)?;
    let tag = &sql[start..start + length + 2];
    if !tag[1..tag.len() - 1]
        .bytes()
        .all(|byte| goes_on(byte) && byte != b'$')
    {
        return Err(error());
    }
    let from = start + tag.len();
    let length = sql[from..].find(tag).ok_or_else(|| {
        PgError::new(
            "42601",
            format!(
                "unterminated dollar-quoted string at or near \"{}\"",
                &sql[start..]
            ),
        )
        .at(start + 1)
    })?;
    Ok((sql[from..from + length].into(), from + length + tag.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(sql: &str) -> Vec<Kind> {
        tokens(sql)
            .unwrap()
            .into_iter()
            .map(|token| token.kind)
            .collect()
    }

    #[test]
    fn names_strings_numbers_and_signs() {
        let expected = [
            Kind::Word("select".into()),
            Kind::Quoted("A\"b".into()),
            Kind::Sign("."),
            Kind::Word("x".into()),
            Kind::Sign("::"),
            Kind::Word("text".into()),
            Kind::Sign(","),
            Kind::Text("it's".into()),
            Kind::Number("1.5e3".into()),
            Kind::Param(12),
            Kind::Text("a\nb".into()),
            Kind::Text(" ' ".into()),
            Kind::End,
        ];
        let sql = "SELECT \"A\"\"b\".X::text, 'it''s' /* a /* b */ */ 1.5e3 -- c\n $12 E'a\\nb' $x$ ' $x$";
        assert_eq!(kinds(sql), expected);
    }

    #[test]
    fn what_never_ends_is_an_error() {
        for sql in ["'a", "\"a", "/* a", "$x$ a", "E'a"] {
            assert_eq!(tokens(sql).unwrap_err().sqlstate, "42601", "{sql}");
        }
    }
}
