//! The source text before it is parsed: where its lines are, and whether it is nested too
//! deeply for anything that walks it recursively.

use std::cell::Cell;

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};

use crate::source_error::{SourceError, SourceErrorKind};

/// Nesting that the parser and the compiler accept: brackets, blocks and chained operators together.
const MAX_DEPTH: usize = 250;
/// Blocks in blocks.
const MAX_INDENTATION: usize = 100;
/// Bytes of one source text.
const MAX_SOURCE: usize = 2 << 20;

/// From byte offsets to lines and columns.
pub struct LineIndex<'a> {
    source: &'a str,
    starts: Vec<u32>,
    /// The offset asked for last and its column, so that the next one is not counted from the
    /// start of a long line.
    last: Cell<(u32, u32)>,
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
        LineIndex {
            source,
            starts,
            last: Cell::new((0, 1)),
        }
    }

    /// Line and column (in characters), both from 1, of a byte offset.
    pub fn place(&self, offset: u32) -> (u32, u32) {
        let offset = offset.min(self.source.len() as u32);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let start = self.starts[line];
        let chars = |from: u32, to: u32| {
            let text = self.source.get(from as usize..to as usize);
            text.unwrap_or("").chars().count() as u32
        };
        let column = match self.last.get() {
            (last, column) if last >= start && last <= offset => column + chars(last, offset),
            (last, column) if last > offset && last - offset < offset - start => {
                // Only if it is on the same line.
                match self.starts.get(line + 1) {
                    Some(&next) if next <= last => 1 + chars(start, offset),
                    _ => column - chars(offset, last),
                }
            }
            _ => 1 + chars(start, offset),
        };
        self.last.set((offset, column));
        (line as u32 + 1, column)
    }
}

/// One open bracket or f-string (or the line itself): an upper bound of how deep the tree below it
/// can get.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Operators and keywords since the last comma.
    operators: usize,
    /// `lambda`s whose parameters have not ended: their commas separate nothing else.
    lambdas: usize,
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

const TOO_LONG: &str = "the source is too long; split it or shorten it";
const TOO_DEEP: &str = "too deeply nested; give parts of it names of their own";
const TOO_INDENTED: &str = "too many levels of indentation; move inner blocks into functions";

/// Refuse source that is too long or nested too deeply, before anything recursive sees it.
///
/// # Errors
/// With the place from which on it is too deep.
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
        return refuse(0, TOO_LONG);
    }
    let Some(message) = too_deep(source) else {
        return Ok(());
    };
    // Tokens do not tell where they are: the place is the end of the longest start of the source
    // that is not too deep.
    let (mut fine, mut deep) = (0, source.len());
    while deep - fine > 1 {
        let middle = source.floor_char_boundary(fine.midpoint(deep));
        if middle == fine {
            break;
        }
        match too_deep(&source[..middle]) {
            Some(_) => deep = middle,
            None => fine = middle,
        }
    }
    refuse(fine, message)
}

/// Count brackets, indentation, operators and keywords by tokens, without parsing.
fn too_deep(source: &str) -> Option<&'static str> {
    let mut lexer = lexer::lex(source, Mode::Module);
    let mut levels = vec![Level::default()];
    let mut indentation = 0usize;
    loop {
        let token = lexer.next_token();
        let top = levels.len() - 1;
        let level = &mut levels[top];
        match token {
            TokenKind::EndOfFile => return None,
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => {
                level.operators += 1;
                let around = level.around + level.total();
                levels.push(Level {
                    around,
                    ..Level::default()
                });
            }
            TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd => {
                if let Some(closed) = levels.pop_if(|_| top > 0) {
                    let level = &mut levels[top - 1];
                    level.deepest = level.deepest.max(closed.total() + 1);
                }
            }
            TokenKind::Comma | TokenKind::Semi => {
                if level.lambdas == 0 {
                    level.worst = level.total();
                    level.operators = 0;
                    level.deepest = 0;
                }
            }
            TokenKind::Newline => {
                levels.clear();
                levels.push(Level::default());
            }
            TokenKind::Indent => indentation += 1,
            TokenKind::Dedent => indentation = indentation.saturating_sub(1),
            TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringMiddle
            | TokenKind::TStringMiddle
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline => {}
            // All others are operators and keywords.
            TokenKind::Lambda => {
                level.operators += 1;
                level.lambdas += 1;
            }
            TokenKind::Colon => {
                level.operators += 1;
                level.lambdas = level.lambdas.saturating_sub(1);
            }
            _ => level.operators += 1,
        }
        if indentation > MAX_INDENTATION {
            return Some(TOO_INDENTED);
        }
        let depth = levels.last().map_or(0, |l| l.around + l.total());
        if indentation + levels.len() + depth > MAX_DEPTH {
            return Some(TOO_DEEP);
        }
    }
}
