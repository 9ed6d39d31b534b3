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
                            <pre aria-hidden="true">{ heart(entry.source) }</pre>
                        </a>
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

/// The first function that is neither `setup` nor a task: what the race is about.
fn heart(source: &str) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let own = |line: &&str| {
        line.starts_with("def ")
            && !["def setup", "def task_", "def invariant_"]
                .iter()
                .any(|other| line.starts_with(other))
    };
    let start = lines.iter().position(own).unwrap_or(0);
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
            assert!(
                heart.starts_with("def ") && !heart.contains("task_"),
                "{}: {heart}",
                entry.slug
            );
        }
        assert_eq!(heart(""), "");
    }
}
