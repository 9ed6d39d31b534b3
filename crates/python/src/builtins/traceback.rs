//! The lines of tracebacks: where an exception passed, with the source and carets below it.

use std::rc::Rc;

use ruff_python_ast::{Expr, Mod, Stmt};
use ruff_python_parser::{Mode, ParseOptions};
use ruff_text_size::Ranged;

use super::Registry;
use crate::compile::code::Span;
use crate::object::Kind;
use crate::value::Value;

pub(super) fn register(r: &mut Registry) {
    r.machine("_trace_entries", |p, a| {
        // `[(file, line, function, source line, carets)]`, outermost first.
        let [exception] = a.exactly(p, "_trace_entries")?;
        let entries = match exception {
            Value::Ref(r) => match p.heap.kind(r) {
                Kind::Exception(e) => e.traceback.clone(),
                Kind::Traceback(entries) => entries.clone(),
                _ => Rc::default(),
            },
            _ => Rc::default(),
        };
        let mut rows = Vec::new();
        for entry in entries.iter().rev() {
            let code = p.codes[entry.code as usize].code.clone();
            let span = code.span(entry.pc as usize);
            let line = code
                .source
                .lines()
                .nth(span.line.saturating_sub(1) as usize);
            let line = line.unwrap_or("");
            let row = [
                p.str(&code.file),
                Value::Int(i64::from(span.line)),
                p.str(&code.name),
                p.str(line.trim()),
                p.string(carets(line, span)),
            ];
            rows.push(p.tuple(&row));
        }
        Ok(crate::vm::Out::Value(p.list(rows)))
    });
}

/// What CPython 3.11 writes below a source line (of which it strips the indentation): `^^^`, or
/// `~~^~~` around an operator and `~^^^` around a subscript; nothing if that were the whole line.
fn carets(line: &str, span: Span) -> String {
    let line = line.trim_end();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let length = line.chars().count();
    let start = (span.column as usize).saturating_sub(1);
    let mut end = (span.end_column as usize).saturating_sub(1);
    let mut operator = None;
    if span.line == span.end_line {
        let segment: String = line.chars().take(end).skip(start).collect();
        operator = operator_in(&segment);
    } else {
        end = length;
    }
    if start < indent || end <= start || (end - start == length - indent && operator.is_none()) {
        return String::new();
    }
    let mut text = " ".repeat(start - indent);
    let (plain, from, to) = match operator {
        Some((from, to)) => ('~', start + from, start + to),
        None => ('^', end, end),
    };
    text.extend((start..end).map(|at| if (from..to).contains(&at) { '^' } else { plain }));
    text
}

/// Where in an expression its operator is, or the brackets of its subscript: in characters.
fn operator_in(segment: &str) -> Option<(usize, usize)> {
    let parsed = ruff_python_parser::parse_unchecked(segment, ParseOptions::from(Mode::Module));
    if !parsed.errors().is_empty() {
        return None;
    }
    let Mod::Module(module) = parsed.into_syntax() else {
        return None;
    };
    let [Stmt::Expr(statement)] = &module.body[..] else {
        return None;
    };
    let bytes = segment.as_bytes();
    let space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let (from, to) = match statement.value.as_ref() {
        Expr::BinOp(op) => {
            let right = op.right.start().to_usize();
            let mut from = op.left.end().to_usize();
            while from < right && (space(from) || (bytes[from] == b')' && from + 1 < right)) {
                from += 1;
            }
            let double = from + 1 < right && !space(from + 1);
            (from, from + 1 + usize::from(double))
        }
        Expr::Subscript(subscript) => {
            let mut from = subscript.value.end().to_usize();
            while from < bytes.len() && bytes[from] != b'[' {
                from += 1;
            }
            let mut to = subscript.slice.end().to_usize() + 1;
            while to < bytes.len() && bytes[to] != b']' {
                to += 1;
            }
            (from, (to + 1).min(bytes.len()))
        }
        _ => return None,
    };
    let characters = |at: usize| segment.get(..at).map(|text| text.chars().count());
    Some((characters(from)?, characters(to)?))
}
