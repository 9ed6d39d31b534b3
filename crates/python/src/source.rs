//! The source text before it is parsed: where its lines are, and whether it is nested too
//! deeply for anything that walks it recursively.

use crate::source_error::{SourceError, SourceErrorKind};

/// Nesting that the parser and the compiler accept: brackets, blocks and chained operators together.
const MAX_DEPTH: usize = 250;
/// Bytes of one source text.
const MAX_SOURCE: usize = 2 << 20;

/// From byte offsets to lines and columns.
pub struct LineIndex<'a> {
    source: &'a str,
    starts: Vec<u32>,
}

impl<'a> LineIndex<'a> {
    /// Find the lines of a source text.
    pub fn new(source: &'a str) -> Self {
        let mut starts = vec![0];
        let bytes = source.as_bytes();
        for (i, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i as u32 + 1);
            }
        }
        LineIndex { source, starts }
    }

    /// Line and column (in characters), both from 1, of a byte offset.
    pub fn place(&self, offset: u32) -> (u32, u32) {
        let offset = offset.min(self.source.len() as u32);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let start = self.starts[line] as usize;
        let text = self.source.get(start..offset as usize).unwrap_or("");
        (line as u32 + 1, text.chars().count() as u32 + 1)
    }
}

/// One open bracket (or the line itself): an upper bound of how deep the tree below it can get.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Operators since the last comma.
    operators: usize,
    /// The deepest closed bracket since the last comma.
    deepest: usize,
    /// The most that a whole segment between commas came to.
    worst: usize,
    /// What the open levels around this one come to.
    around: usize,
}

impl Level {
    fn total(&self) -> usize {
        self.worst.max(self.operators + self.deepest)
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Code,
    /// Inside an f-string: quote character and whether it is tripled.
    Text(u8, bool),
}

/// Refuse source that is too long or nested too deeply, before anything recursive sees it.
/// Counts brackets, indentation and operators without parsing; strings and comments are skipped.
pub fn check_depth(source: &str) -> Result<(), SourceError> {
    let refuse = |offset: usize, message: &str| {
        let (line, column) = LineIndex::new(source).place(offset as u32);
        Err(SourceError {
            line,
            column,
            message: message.to_string(),
            kind: SourceErrorKind::Refused,
        })
    };
    if source.len() > MAX_SOURCE {
        return refuse(0, "the source is too long; split it or shorten it");
    }
    const DEEP: &str = "too deeply nested; give parts of it names of their own";
    let bytes = source.as_bytes();
    let mut levels = vec![Level::default()];
    let mut modes = vec![Mode::Code];
    // Which levels were opened by an f-string's `{`.
    let mut fields = vec![false];
    let mut base = 0usize;
    let mut indents: Vec<usize> = vec![0];
    let mut line_start = true;
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        if let Mode::Text(quote, triple) = *modes.last().unwrap_or(&Mode::Code) {
            match byte {
                b'\\' => i += 2,
                b'{' if bytes.get(i + 1) == Some(&b'{') => i += 2,
                b'{' => {
                    modes.push(Mode::Code);
                    let around = levels.last().map_or(0, |l| l.around + l.total());
                    levels.push(Level {
                        around,
                        ..Level::default()
                    });
                    fields.push(true);
                    i += 1;
                }
                b'\n' if !triple => {
                    modes.pop();
                }
                _ if byte == quote => {
                    if !triple {
                        modes.pop();
                        i += 1;
                    } else if bytes[i..].starts_with(&[quote; 3]) {
                        modes.pop();
                        i += 3;
                    } else {
                        i += 1;
                    }
                }
                _ => i += 1,
            }
            if levels.len() > MAX_DEPTH {
                return refuse(i.min(source.len()), DEEP);
            }
            continue;
        }
        if line_start && levels.len() == 1 {
            let mut width = 0;
            let mut at = i;
            while let Some(space @ (b' ' | b'\t' | b'\x0c')) = bytes.get(at) {
                width = if *space == b'\t' {
                    width / 8 * 8 + 8
                } else {
                    width + 1
                };
                at += 1;
            }
            if !matches!(bytes.get(at), None | Some(b'\n' | b'\r' | b'#')) {
                while indents.last().is_some_and(|&last| last > width) {
                    indents.pop();
                }
                if indents.last().is_none_or(|&last| last < width) {
                    indents.push(width);
                }
                base = indents.len();
                if base > 100 {
                    return refuse(
                        at,
                        "too many levels of indentation; move inner blocks into functions",
                    );
                }
            }
            line_start = false;
            i = at;
            continue;
        }
        let top = levels.len() - 1;
        match byte {
            b'#' => {
                while i < bytes.len() && bytes[i] != b'\n' {
                    i += 1;
                }
                continue;
            }
            b'\n' => {
                line_start = true;
                if levels.len() == 1 {
                    levels[0] = Level::default();
                }
            }
            b'(' | b'[' | b'{' => {
                levels[top].operators += 1;
                let around = levels.last().map_or(0, |l| l.around + l.total());
                levels.push(Level {
                    around,
                    ..Level::default()
                });
                fields.push(false);
                modes.push(Mode::Code);
            }
            b')' | b']' | b'}' if levels.len() > 1 => {
                let closed = levels.pop().unwrap_or_default();
                fields.pop();
                modes.pop();
                let parent = levels.len() - 1;
                levels[parent].deepest = levels[parent].deepest.max(closed.total() + 1);
            }
            b',' | b';' => {
                let level = &mut levels[top];
                level.worst = level.total();
                level.operators = 0;
                level.deepest = 0;
            }
            b':' if fields[top] => {
                // The format spec of an f-string field is text again, up to its own fields.
                let quote = modes.iter().rev().find_map(|mode| match mode {
                    Mode::Text(quote, triple) => Some((*quote, *triple)),
                    Mode::Code => None,
                });
                let (quote, triple) = quote.unwrap_or((b'"', false));
                i += 1;
                let mut open = 0usize;
                while i < bytes.len() {
                    match bytes[i] {
                        b'{' => open += 1,
                        b'}' if open == 0 => break,
                        b'}' => open -= 1,
                        b'\n' if !triple => break,
                        other if other == quote => break,
                        _ => {}
                    }
                    if open > 2 {
                        return refuse(i, DEEP);
                    }
                    i += 1;
                }
                continue;
            }
            b'"' | b'\'' => {
                let mut start = i;
                while start > 0 && bytes[start - 1].is_ascii_alphabetic() && i - start < 2 {
                    start -= 1;
                }
                let prefix = &bytes[start..i];
                let formatted = prefix
                    .iter()
                    .any(|b| matches!(b, b'f' | b'F' | b't' | b'T'));
                let triple = bytes[i..].starts_with(&[byte; 3]);
                i += if triple { 3 } else { 1 };
                if formatted {
                    modes.push(Mode::Text(byte, triple));
                    continue;
                }
                while i < bytes.len() {
                    match bytes[i] {
                        b'\\' => i += 1,
                        b'\n' if !triple => break,
                        other if other == byte => {
                            if !triple {
                                i += 1;
                                break;
                            }
                            if bytes[i..].starts_with(&[byte; 3]) {
                                i += 3;
                                break;
                            }
                        }
                        _ => {}
                    }
                    i += 1;
                }
                continue;
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'.' | b'<'
            | b'>' | b'=' | b'!' => {
                levels[top].operators += 1;
            }
            b'a'..=b'z' => {
                let start = i;
                while i < bytes.len() && (bytes[i].is_ascii_alphanumeric() || bytes[i] == b'_') {
                    i += 1;
                }
                let word = &bytes[start..i];
                let boundary = start == 0
                    || !(bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'_');
                if boundary
                    && matches!(
                        word,
                        b"not"
                            | b"lambda"
                            | b"if"
                            | b"else"
                            | b"await"
                            | b"and"
                            | b"or"
                            | b"for"
                            | b"yield"
                            | b"in"
                    )
                {
                    levels[top].operators += 1;
                }
                // A string prefix is handled where the quote is.
                let depth = base + levels.len() + levels.last().map_or(0, |l| l.around + l.total());
                if depth > MAX_DEPTH {
                    return refuse(start, DEEP);
                }
                continue;
            }
            _ => {}
        }
        if base + levels.len() + levels.last().map_or(0, |l| l.around + l.total()) > MAX_DEPTH {
            return refuse(i, DEEP);
        }
        i += 1;
    }
    Ok(())
}
