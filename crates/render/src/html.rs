//! An outcome as a piece of HTML without a script, to stand in any page, feed or PDF: the code, the sentence, the
//! outcomes, and the witness as a picture.

use crate::story::{OUTCOMES, Story, differing};
use crate::svg::{self, escape};
use crate::wording;
use lockstep_scenario::{Language, Scenario};

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

/// What puts a scenario into a page of documentation, with the playground that is published in the folder `base`:
/// a built-in one by its slug, another one with its code.
pub fn embed(scenario: &Scenario, slug: Option<&str>, base: &str) -> String {
    let script = format!("<script src=\"{}embed.js\"></script>\n", escape(base));
    if let Some(slug) = slug {
        let slug = escape(slug);
        return format!(
            "<lockstep-playground scenario=\"{slug}\"></lockstep-playground>\n{script}"
        );
    }
    let mut attributes = String::new();
    let mut copies = Vec::new();
    for (name, value) in differing(&scenario.settings) {
        match name {
            "copies" => copies.push(value),
            _ => attributes.push_str(&format!(" {name}=\"{}\"", escape(&value))),
        }
    }
    if !copies.is_empty() {
        attributes.push_str(&format!(" copies=\"{}\"", escape(&copies.join(" "))));
    }
    if scenario.language == Language::Spec {
        attributes.push_str(" language=\"spec\"");
    }
    format!(
        "<pre><code>{}</code></pre>\n<lockstep-playground{attributes}></lockstep-playground>\n{script}",
        escape(scenario.source.trim_end())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embed_says_what_differs() {
        let mut scenario = Scenario::python("", "x = '<b>'\n");
        for (name, value) in [("journal", "wal"), ("copies", "a=2"), ("copies", "b=3")] {
            scenario.settings.set(name, value).expect("it is a setting");
        }
        assert_eq!(
            embed(&scenario, None, "https://example.org/"),
            "<pre><code>x = '&lt;b&gt;'</code></pre>\n\
             <lockstep-playground journal=\"wal\" copies=\"a=2 b=3\"></lockstep-playground>\n\
             <script src=\"https://example.org/embed.js\"></script>\n"
        );
        assert_eq!(
            embed(&scenario, Some("transfer"), "./"),
            "<lockstep-playground scenario=\"transfer\"></lockstep-playground>\n<script src=\"./embed.js\"></script>\n"
        );
    }
}
