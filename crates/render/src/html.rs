//! An outcome as a piece of HTML without a script, to stand in any page, feed or PDF: the code, the sentence, the
//! outcomes, and the witness as a picture.

use crate::story::{OUTCOMES, Story};
use crate::svg::{self, escape};
use crate::wording;
use lockstep_scenario::Language;

/// One `figure` element.
pub fn render(story: &Story) -> String {
    let language = match story.scenario.language {
        Language::Python => "python",
        Language::Spec => "sql",
    };
    let mut out = String::from("<figure class=\"lockstep-static\">\n");
    out.push_str(&format!(
        "<pre><code class=\"language-{language}\">{}</code></pre>\n",
        escape(story.scenario.source.trim_end())
    ));
    let settings = story.settings();
    if !settings.is_empty() {
        out.push_str(&format!("<p>Settings: {}.</p>\n", escape(&settings)));
    }
    out.push_str(&svg::render(story));
    out.push_str("<table>\n<thead><tr><th>Outcome</th><th>Interleavings</th><th>How it comes about</th></tr></thead>\n<tbody>\n");
    for outcome in story.report.outcomes.iter().take(OUTCOMES) {
        out.push_str(&format!(
            "<tr><td>{} {}</td><td>{}</td><td>{}</td></tr>\n",
            wording::symbol(outcome.verdict),
            escape(&wording::title(outcome)),
            wording::count(story.report, outcome),
            escape(&outcome.explanation)
        ));
    }
    out.push_str("</tbody>\n</table>\n");
    let left = story.report.outcomes.len().saturating_sub(OUTCOMES);
    if left > 0 {
        out.push_str(&format!("<p>… and {left} more.</p>\n"));
    }
    out.push_str(&format!("<figcaption>{}", escape(&story.headline())));
    if let Some(link) = story.link {
        out.push_str(&format!(
            " <a href=\"{}\">See every interleaving in Lockstep</a>",
            escape(link)
        ));
    }
    out.push_str("</figcaption>\n</figure>\n");
    out
}
