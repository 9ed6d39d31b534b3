//! An outcome as Markdown: as a bug report has it (code, sentence, link), with the witness as a diagram.

use crate::mermaid;
use crate::story::{OUTCOMES, Story};
use crate::wording;
use lockstep_scenario::{Language, Report, Scenario};

/// The whole account.
pub fn render(story: &Story) -> String {
    let mut out = snippet(story.scenario, story.report, story.link);
    out.push_str("\n| outcome | interleavings | |\n| --- | ---: | --- |\n");
    for outcome in story.report.outcomes.iter().take(OUTCOMES) {
        let title = wording::title(outcome);
        out.push_str(&format!(
            "| {} {} | {} | {} |\n",
            wording::symbol(outcome.verdict),
            escape(&title),
            wording::count(story.report, outcome),
            escape(&outcome.explanation)
        ));
    }
    let left = story.report.outcomes.len().saturating_sub(OUTCOMES);
    if left > 0 {
        out.push_str(&format!("\n… and {left} more.\n"));
    }
    out.push_str(&format!("\n{}:\n", escape(&story.outcome_title())));
    let diagram = mermaid::render(story);
    out.push_str(&format!("\n```mermaid\n{diagram}```\n"));
    out
}

/// As short as a bug report wants it: the code, the settings, the sentence, the link.
pub fn snippet(scenario: &Scenario, report: &Report, link: Option<&str>) -> String {
    let headline = wording::headline(report);
    let fence = fence(&scenario.source);
    let language = match scenario.language {
        Language::Python => "python",
        Language::Spec => "sql",
    };
    let mut out = format!(
        "**{}** {}.\n\n{fence}{language}\n{}\n{fence}\n",
        escape(&headline.figure),
        escape(&headline.rest),
        scenario.source.trim_end()
    );
    let settings = crate::story::settings(scenario);
    if !settings.is_empty() {
        out.push_str(&format!("\nSettings: {}.\n", escape(&settings)));
    }
    if let Some(link) = link {
        out.push_str(&format!("\n[See every interleaving in Lockstep]({link})\n"));
    }
    out
}

/// A fence longer than any in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// Text without markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_longer_than_those_in_the_code() {
        assert_eq!(fence("print(1)"), "```");
        assert_eq!(fence("'''````'''"), "`````");
    }

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(escape("a_b | <c>*"), "a\\_b \\| &lt;c&gt;\\*");
    }
}
