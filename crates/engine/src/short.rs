//! Statements in short, for a card: `UPDATE account SET balance = 90 WHERE id = 1`.

use crate::database::Value;

/// Longest text, in characters.
const MAX: usize = 120;

/// The statement without quotes and prefixes of Django's, with its parameters in place.
///
/// ```
/// use lockstep_engine::{Value, short_statement};
/// let sql = r#"SELECT "scenario_account"."id", "scenario_account"."balance" FROM "scenario_account" WHERE "scenario_account"."id" = ? LIMIT 21"#;
/// assert_eq!(
///     short_statement(sql, &[Value::Integer(1)]),
///     "SELECT id, balance FROM account WHERE id = 1 LIMIT 21"
/// );
/// ```
pub fn statement(sql: &str, params: &[Value]) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut params = params.iter();
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // A string stays as it is.
            '\'' => {
                text.push(c);
                for c in chars.by_ref() {
                    text.push(c);
                    if c == '\'' {
                        break;
                    }
                }
            }
            '"' => {
                let name: String = chars.by_ref().take_while(|c| *c != '"').collect();
                let name = name.strip_prefix("scenario_").unwrap_or(&name);
                // A column is clear without its table.
                if chars.peek() == Some(&'.') {
                    chars.next();
                } else {
                    text.push_str(name);
                }
            }
            '?' => match params.next() {
                Some(value) => text.push_str(&literal(value)),
                None => text.push('?'),
            },
            _ => text.push(c),
        }
    }
    if text.chars().count() > MAX {
        text = text.chars().take(MAX - 1).collect();
        text.push('…');
    }
    text
}

/// A value as SQL writes it.
pub fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Real(x) => x.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            use std::fmt::Write;
            bytes.iter().fold("x'".to_owned(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            }) + "'"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_with_marks_and_quotes_stay() {
        let sql = "SELECT '?', 'it''s' FROM \"scenario_tag\" WHERE \"name\" = ?";
        assert_eq!(
            statement(sql, &[Value::Text("o'k".into())]),
            "SELECT '?', 'it''s' FROM tag WHERE name = 'o''k'"
        );
        assert_eq!(statement("SELECT ?, ?", &[Value::Null]), "SELECT NULL, ?");
        assert!(statement(&"x".repeat(500), &[]).chars().count() <= MAX);
    }
}
