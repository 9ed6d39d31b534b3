//! Scenarios in HTML: `<lockstep-playground>`, with the code of the `<pre>` before it, links and frames.

use super::claim::{Claim, Expectation, comment, embed, expectation, link};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use std::path::Path;

/// What is known while a text is read.
#[derive(Default)]
pub struct Reader {
    pub claims: Vec<Claim>,
    /// The last code block, with nothing but blanks and tags after it.
    pub code: Option<String>,
    /// What a comment said of the next link.
    pub said: Option<Expectation>,
    /// The text within a `<pre>`.
    open: Option<String>,
}

pub fn claims(text: &str, folder: &Path) -> Vec<Claim> {
    let mut reader = Reader::default();
    reader.read(text, 1, folder);
    reader.claims
}

impl Reader {
    /// Reads on. `line` is the number of the text's first line.
    pub fn read(&mut self, text: &str, line: usize, folder: &Path) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        // Scripts and styles are no markup.
        emitter.naively_switch_states(true);
        let line_at = |offset: usize| {
            let before = text.as_bytes().get(..offset).unwrap_or_default();
            line + before.iter().filter(|byte| **byte == b'\n').count()
        };
        for token in Tokenizer::new_with_emitter(text, emitter).flatten() {
            match token {
                Token::StartTag(tag) => self.tag(&tag, line_at(tag.span.start), folder),
                Token::EndTag(tag) if **tag.name == *b"pre" => {
                    // The first newline of a `<pre>` is not part of it.
                    let text = self.open.take();
                    let code = text.map(|t| t.strip_prefix('\n').unwrap_or(&t).to_owned());
                    self.code = code.or(self.code.take());
                }
                Token::String(text) => {
                    let text = String::from_utf8_lossy(&text);
                    match &mut self.open {
                        Some(open) => open.push_str(&text),
                        None if text.trim().is_empty() => {}
                        None => self.code = None,
                    }
                }
                Token::Comment(text) => {
                    self.said = comment(&String::from_utf8_lossy(&text)).or(self.said.take());
                }
                _ => {}
            }
        }
    }

    fn tag(&mut self, tag: &StartTag<usize>, line: usize, folder: &Path) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = tag.attributes.iter();
        let attributes: Vec<(String, String)> = attributes
            .map(|(name, value)| (text(name), text(value)))
            .collect();
        let get = |name: &str| {
            let found = attributes.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
        };
        let address = match &tag.name[..] {
            b"pre" => {
                self.open = Some(String::new());
                None
            }
            b"lockstep-playground" => {
                let code = self.code.take();
                self.claims
                    .push(embed(line, &attributes, code.as_deref(), folder));
                None
            }
            b"a" | b"area" => get("href"),
            b"iframe" => get("src"),
            _ => None,
        };
        if let Some(address) = address {
            let own = expectation(get("data-expect"), get("data-expect-safe"));
            self.link(line, address, own);
        }
    }

    /// A link; what a comment before it says counts if it says nothing itself.
    pub fn link(&mut self, line: usize, address: &str, own: Expectation) {
        let said = match own {
            Expectation::Runs => self.said.clone().unwrap_or(own),
            _ => own,
        };
        if let Some(claim) = link(line, address, said) {
            self.said = None;
            self.claims.push(claim);
        }
    }
}
