//! Scenarios in Markdown: links, embeds as HTML with the code block before them, and MyST's directive
//! ```` ```{lockstep} ````.

use super::claim::{Claim, Expectation, embed};
use super::html::Reader;
use super::restructured::directive;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::path::Path;

pub fn claims(text: &str, folder: &Path) -> Vec<Claim> {
    let mut reader = Reader::default();
    // A code block that is being read: its language, its line, and its text.
    let mut block: Option<(String, usize, String)> = None;
    let line_at = |offset: usize| {
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    };
    for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
        let line = line_at(range.start);
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                block = Some((language, line, String::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                let Some((language, line, text)) = block.take() else {
                    continue;
                };
                if let Some(argument) = argument_of_directive(&language) {
                    let (mut options, body) = directive(&text);
                    if !argument.is_empty() {
                        options.push(("scenario".to_owned(), argument.to_owned()));
                    }
                    let body = (!body.trim().is_empty()).then_some(body.as_str());
                    reader.claims.push(embed(line, &options, body, folder));
                } else {
                    reader.code = Some(text);
                }
            }
            Event::Text(text) => match &mut block {
                Some((.., open)) => open.push_str(&text),
                None if text.trim().is_empty() => {}
                None => reader.code = None,
            },
            Event::Start(Tag::Link { dest_url, .. }) => {
                reader.link(line, &dest_url, Expectation::Runs);
            }
            Event::Html(html) | Event::InlineHtml(html) => reader.read(&html, line, folder),
            _ => {}
        }
    }
    reader.claims
}

/// What stands behind `{lockstep}` in a fence: a built-in scenario's name, or nothing. `None` for other blocks.
fn argument_of_directive(language: &str) -> Option<&str> {
    let rest = language.trim().strip_prefix("{lockstep}")?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}
