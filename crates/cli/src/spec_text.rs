//! Permutations of a `.spec` file as PostgreSQL's isolationtester prints them.

use lockstep_engine::{Event, ResultSet, Run, Value};
use lockstep_scenario::PermutationRun;
use std::fmt::Write;

/// How long isolationtester lets a step wait that nothing ends.
const PATIENCE: u32 = 300;

/// What is printed before the first permutation.
pub fn head(sessions: usize) -> String {
    format!("Parsed test spec with {sessions} sessions\n")
}

/// A permutation.
pub fn run(run: &Run) -> String {
    let PermutationRun { permutation, .. } = &run.result;
    let mut out = format!("\nstarting permutation: {}\n", permutation.join(" "));
    for event in &run.events {
        match event {
            Event::Rows(result) => table(&mut out, result),
            Event::Notice { session, text } => {
                let _ = writeln!(out, "{session}: {text}");
            }
            Event::Sent { step, sql, waiting } => {
                let waiting = if *waiting { " <waiting ...>" } else { "" };
                // Writing to a string cannot fail; so below.
                let _ = writeln!(out, "step {step}: {sql}{waiting}");
            }
            Event::Cancelled { step } => {
                let _ = writeln!(
                    out,
                    "isolationtester: canceling step {step} after {PATIENCE} seconds"
                );
            }
            Event::Completed { step } => {
                let _ = writeln!(out, "step {step}: <... completed>");
            }
            Event::Ended { results, error } => {
                for result in results {
                    table(&mut out, result);
                }
                if let Some(message) = error {
                    let _ = writeln!(out, "ERROR:  {message}");
                }
            }
        }
    }
    out
}

/// A result as libpq prints it for isolationtester: columns of numbers to the right, widths in bytes.
fn table(out: &mut String, result: &ResultSet) {
    let rows: Vec<Vec<String>> = result
        .rows
        .iter()
        .map(|row| {
            let cell = |(column, value)| text(value, result.types.get(column).copied());
            row.iter().enumerate().map(cell).collect()
        })
        .collect();
    let columns: Vec<(usize, bool)> = (0..result.columns.len())
        .map(|column| {
            let cells = || rows.iter().filter_map(|row| row.get(column));
            let widths = cells().chain(result.columns.get(column)).map(String::len);
            (
                widths.max().unwrap_or(0),
                cells().all(|cell| is_number(cell)),
            )
        })
        .collect();
    line(out, &columns, &result.columns);
    let dashes: Vec<String> = columns
        .iter()
        .map(|(width, _)| "-".repeat(*width))
        .collect();
    let _ = writeln!(out, "{}", dashes.join("+"));
    for row in &rows {
        line(out, &columns, row);
    }
    let plural = if rows.len() == 1 { "" } else { "s" };
    let _ = writeln!(out, "({} row{plural})\n", rows.len());
}

/// Cells, each as wide as its column and, if that is one of numbers, at its right.
fn line(out: &mut String, columns: &[(usize, bool)], cells: &[String]) {
    for (index, ((width, number), cell)) in columns.iter().zip(cells).enumerate() {
        let separator = if index == 0 { "" } else { "|" };
        let pad = " ".repeat(width.saturating_sub(cell.len()));
        let _ = match number {
            true => write!(out, "{separator}{pad}{cell}"),
            false => write!(out, "{separator}{cell}{pad}"),
        };
    }
    out.push('\n');
}

/// Does libpq take it for a number? NULL is no text at all and changes nothing.
fn is_number(cell: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b' ' | b'-');
    match cell.as_bytes() {
        [] => true,
        [first, ..] if first.eq_ignore_ascii_case(&b'e') => false,
        bytes @ [.., last] => last.is_ascii_digit() && bytes.iter().all(|byte| fits(*byte)),
    }
}

/// A `double precision` as PostgreSQL prints it.
fn shortest(x: f64) -> String {
    match x {
        _ if x.is_nan() => "NaN".to_owned(),
        _ if x.is_infinite() => if x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(),
        _ if x != 0.0 && !(1e-4..1e15).contains(&x.abs()) => {
            let text = format!("{x:e}");
            let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let sign = if exponent.starts_with('-') { '-' } else { '+' };
            format!("{digits}e{sign}{:0>2}", exponent.trim_start_matches('-'))
        }
        _ => format!("{x}"),
    }
}

/// A value as SQLite's shell shows it; one of a type of PostgreSQL's as its server does.
fn text(value: &Value, type_: Option<&str>) -> String {
    match (value, type_) {
        (Value::Integer(n), Some("bool")) => return if *n == 0 { "f" } else { "t" }.to_owned(),
        (Value::Real(x), Some(_)) => return shortest(*x),
        (Value::Blob(bytes), Some(_)) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            return format!("\\x{hex}");
        }
        _ => {}
    }
    match value {
        Value::Null => String::new(),
        Value::Integer(n) => n.to_string(),
        Value::Real(x) => format!("{x:?}"),
        Value::Text(text) => text.to_string(),
        Value::Blob(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            format!("X'{hex}'")
        }
    }
}
