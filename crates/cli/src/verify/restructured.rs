//! Scenarios in reStructuredText: `.. lockstep::` with options and the scenario as its body, `.. raw:: html`, and
//! links anywhere.

use super::claim::{Claim, Expectation, comment, embed};
use super::html::Reader;
use std::path::Path;

pub fn claims(text: &str, folder: &Path) -> Vec<Claim> {
    let mut reader = Reader::default();
    let lines: Vec<&str> = text.lines().collect();
    let mut place = 0;
    while let Some(line) = lines.get(place) {
        let number = place + 1;
        place += 1;
        let indent = indent_of(line);
        let text = line.trim();
        if let Some(argument) = text.strip_prefix(".. lockstep::") {
            let body = block(&lines, &mut place, indent);
            let (mut options, code) = directive(&body);
            if !argument.trim().is_empty() {
                options.push(("scenario".to_owned(), argument.trim().to_owned()));
            }
            let code = (!code.trim().is_empty()).then_some(code.as_str());
            reader.claims.push(embed(number, &options, code, folder));
        } else if text == ".. raw:: html" {
            let first = place + 1;
            let body = block(&lines, &mut place, indent);
            reader.read(&body, first, folder);
        } else if is_code(text) {
            reader.code = Some(directive(&block(&lines, &mut place, indent)).1);
        } else if let Some(said) = text.strip_prefix(".. ").and_then(comment) {
            reader.said = Some(said);
        } else {
            if !text.is_empty() {
                reader.code = None;
            }
            for address in addresses(text) {
                reader.link(number, address, Expectation::Runs);
            }
        }
    }
    reader.claims
}

fn is_code(text: &str) -> bool {
    [".. code-block::", ".. code::", ".. sourcecode::"]
        .iter()
        .any(|name| text.starts_with(name))
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The lines from here on that are indented deeper, without their indentation.
fn block(lines: &[&str], place: &mut usize, indent: usize) -> String {
    let first = *place;
    while let Some(line) = lines.get(*place) {
        if !line.trim().is_empty() && indent_of(line) <= indent {
            break;
        }
        *place += 1;
    }
    let lines = &lines[first..*place];
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    let common = filled.map(|line| indent_of(line)).min().unwrap_or(0);
    let mut text = String::new();
    for line in lines {
        text.push_str(line.get(common..).unwrap_or_default());
        text.push('\n');
    }
    text
}

/// A directive's options and its body.
pub fn directive(block: &str) -> (Vec<(String, String)>, String) {
    let mut options = Vec::new();
    let mut rest = block;
    while let Some((line, after)) = rest.split_once('\n') {
        let option = line.strip_prefix(':').and_then(|line| line.split_once(':'));
        let Some((name, value)) = option else { break };
        if name.is_empty() || name.contains(char::is_whitespace) {
            break;
        }
        options.push((name.to_owned(), value.trim().to_owned()));
        rest = after;
    }
    let body = rest.trim_start_matches('\n').trim_end();
    (options, format!("{body}\n"))
}

/// Addresses of pages in a line of text.
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '"' | '\'' | '(' | ')'))
        .filter(|word| word.contains('#'))
}
