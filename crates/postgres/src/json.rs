//! Texts of `json` and `jsonb`: checked as the server checks them, and a `jsonb` as the server prints it.

use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::error::PgError;

/// Deeper texts are not read.
const DEEPEST: usize = 500;

/// A `jsonb` tidied: the last of equal keys, shorter keys first, one space after `,` and `:`.
pub(crate) fn tidied(text: &str) -> Result<String, PgError> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0).filter(|_| {
        reader.space();
        reader.rest.is_empty()
    });
    value.ok_or_else(|| PgError::new("22P02", "invalid input syntax for type json"))
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, what: &str) -> Option<()> {
        self.space();
        self.rest = self.rest.strip_prefix(what)?;
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<String> {
        self.space();
        match self.rest.chars().next()? {
            _ if depth > DEEPEST => None,
            '{' => {
                let mut members = BTreeMap::new();
                self.items("{", "}", |reader| {
                    let key = reader.string()?;
                    reader.take(":")?;
                    let value = reader.value(depth + 1)?;
                    members.insert((key.len(), key), value);
                    Some(())
                })?;
                let members = members.iter();
                let members = members.map(|((_, key), value)| format!("{}: {value}", quoted(key)));
                Some(format!("{{{}}}", members.collect::<Vec<_>>().join(", ")))
            }
            '[' => {
                let mut items = Vec::new();
                self.items("[", "]", |reader| {
                    items.push(reader.value(depth + 1)?);
                    Some(())
                })?;
                Some(format!("[{}]", items.join(", ")))
            }
            '"' => self.string().map(|text| quoted(&text)),
            _ => {
                let end = self
                    .rest
                    .find(|char: char| !(char.is_ascii_alphanumeric() || "+-.".contains(char)));
                let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
                self.rest = rest;
                match word {
                    "true" | "false" | "null" => Some(word.into()),
                    _ => number(word),
                }
            }
        }
    }

    fn items(
        &mut self,
        open: &str,
        close: &str,
        mut item: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.take(open)?;
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            if self.take(close).is_some() {
                return Some(());
            }
            self.take(",")?;
        }
    }

    fn string(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::new();
        loop {
            let end = self
                .rest
                .find(|char| char == '"' || char == '\\' || char < ' ')?;
            text.push_str(&self.rest[..end]);
            let mark = self.rest.as_bytes()[end];
            self.rest = &self.rest[end + 1..];
            match mark {
                b'"' => return Some(text),
                b'\\' => text.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let char = self.rest.chars().next()?;
        self.rest = &self.rest[char.len_utf8()..];
        Some(match char {
            '"' | '\\' | '/' => char,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.digits()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high).filter(|char| *char != '\0');
                }
                self.rest = self.rest.strip_prefix("\\u")?;
                let low = self.digits()?.checked_sub(0xdc00)?;
                return char::from_u32(0x10000 + ((high - 0xd800) << 10) + low);
            }
            _ => return None,
        })
    }

    fn digits(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        u32::from_str_radix(digits, 16).ok()
    }
}

/// As `numeric` prints it; one with more digits than the profile's `numeric` has stays as it is.
fn number(word: &str) -> Option<String> {
    let digits = word.strip_prefix('-').unwrap_or(word).as_bytes();
    let whole = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if whole == 0 || (whole > 1 && digits[0] == b'0') || word.ends_with('.') {
        return None;
    }
    word.parse::<f64>().ok()?;
    Some(Decimal::parse(word).map_or_else(|| word.into(), |number| number.to_string()))
}

/// A string as `json` has it.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for char in text.chars() {
        let short = match char {
            '"' | '\\' => char,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            char if char < ' ' => {
                json.push_str(&format!("\\u{:04x}", char as u32));
                continue;
            }
            char => {
                json.push(char);
                continue;
            }
        };
        json.push('\\');
        json.push(short);
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jsonb_is_tidied_as_by_the_server() {
        for (text, expected) in [
            (
                r#"{"theme":"dark", "n" : 1,"deep":{"b":[1,2.50,[]],"a":{}},"n":2}"#,
                r#"{"n": 2, "deep": {"a": {}, "b": [1, 2.50, []]}, "theme": "dark"}"#,
            ),
            (
                r#" [true,false , null,-0.5,1e2,1E-2] "#,
                "[true, false, null, -0.5, 100, 0.01]",
            ),
            (r#""\u00e9\n\ud83d\ude00\/\"""#, r#""é\n😀/\"""#),
            ("12345678901234567890", "12345678901234567890"),
        ] {
            assert_eq!(tidied(text).as_deref(), Ok(expected));
        }
        for text in [
            "", "{", "{1:2}", "[1,]", "nul", "01", "1.", "'a'", "1 2", "\"\\x\"", "NaN",
        ] {
            assert_eq!(tidied(text).unwrap_err().sqlstate, "22P02", "{text}");
        }
        assert!(tidied(&"[".repeat(100_000)).is_err());
    }
}
