//! The built-in scenarios, and the user's own.

use crate::drafts::Drafts;
use crate::services::page;
use lockstep_scenario::gallery;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct GalleryProps {
    /// The user's own work.
    pub drafts: Drafts,
    /// The address of what was open before.
    pub back: AttrValue,
    /// A draft was chosen.
    pub on_draft: Callback<u64>,
}

/// The gallery.
#[function_component]
pub fn Gallery(props: &GalleryProps) -> Html {
    html! {
        <main class="gallery">
            <p><a class="button" href={props.back.clone()}>{ "← Back to the scenario" }</a></p>
            <h2>{ "Gallery" }</h2>
            <p class="lead">{ "Races out of real code. Open one, see every outcome it can have, change it, and try what stops it." }</p>
            <ul class="gallery-cards" role="list">
                { for gallery().map(|entry| html! {
                    <li key={entry.slug}>
                        <a class="gallery-card" href={format!("#x/{}", entry.slug)}>
                            <h3>{ entry.title }</h3>
                            <p>{ entry.summary }</p>
                            if !entry.document.is_empty() {
                                <p class="document">{ entry.document }</p>
                            }
                            <pre aria-hidden="true">{ heart(entry.source) }</pre>
                        </a>
                        if entry.variants().next().is_some() {
                            <ul class="variants" aria-label={format!("Remedies for {}", entry.slug)}>
                                { for entry.variants().map(|variant| html! {
                                    <li key={variant.slug}>
                                        <a href={format!("#x/{}", variant.slug)} title={variant.summary}>{ variant.title }</a>
                                    </li>
                                }) }
                            </ul>
                        }
                    </li>
                }) }
            </ul>
            if props.drafts.iter().next().is_some() {
                <h2>{ "Your last work" }</h2>
                <p class="lead">{ "Kept in this browser only, the last ten." }</p>
                <ul class="drafts" role="list">
                    { for props.drafts.iter().map(|draft| {
                        let on_draft = props.on_draft.clone();
                        let id = draft.id;
                        let title = if draft.scenario.title.is_empty() { "Untitled scenario" } else { &draft.scenario.title };
                        html! {
                            <li key={id}>
                                <button class="draft" onclick={move |_| on_draft.emit(id)}>
                                    <b>{ title }</b>
                                    <span class="quiet">{ ago(page::now().saturating_sub(draft.saved)) }</span>
                                </button>
                            </li>
                        }
                    }) }
                </ul>
            }
        </main>
    }
}

/// The first function that is neither `setup` nor a task, or else the first task: what the race is about.
fn heart(source: &str) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let function = |line: &str| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("def ").map(str::to_owned)
    };
    let is_task = |name: &str| name.starts_with("task_");
    let is_own = |name: &str| {
        let others = ["setup", "invariant_"];
        !is_task(name) && !others.iter().any(|other| name.starts_with(other))
    };
    let find = |wanted: &dyn Fn(&str) -> bool| {
        let mut lines = lines.iter();
        lines.position(|line| function(line).is_some_and(|name| wanted(&name)))
    };
    let start = find(&is_own).or_else(|| find(&is_task)).unwrap_or(0);
    lines[start..]
        .iter()
        .take_while(|line| !line.is_empty())
        .take(7)
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
}

fn ago(ms: u64) -> String {
    let (number, unit) = match ms / 60_000 {
        0 => return "just now".to_owned(),
        minutes @ 1..60 => (minutes, "minute"),
        minutes @ 60..1_440 => (minutes / 60, "hour"),
        minutes => (minutes / 1_440, "day"),
    };
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{s} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(ago(30_000), "just now");
        assert_eq!(ago(60_000), "1 minute ago");
        assert_eq!(ago(7_200_000), "2 hours ago");
        assert_eq!(ago(300_000_000), "3 days ago");
    }

    #[test]
    fn a_card_shows_what_the_race_is_about() {
        for entry in gallery() {
            let heart = heart(entry.source);
            let starts = ["def ", "async def "].iter().any(|d| heart.starts_with(d));
            assert!(starts, "{}: {heart}", entry.slug);
        }
        let two = "import x\n\ndef task_a():\n    f()\n\nasync def f():\n    g()\n";
        assert_eq!(heart(two), "async def f():\n    g()");
        assert_eq!(
            heart("x = 1\ndef task_a():\n    g()"),
            "def task_a():\n    g()"
        );
        assert_eq!(heart(""), "");
    }
}
