//! The built-in scenarios, and the user's own.

use super::OpenFile;
use crate::decimal::{group, percent};
use crate::drafts::Drafts;
use crate::services::cards::{Card, Loaded};
use crate::services::page;
use crate::wording;
use lockstep_scenario::{DatabaseKind, Glance, Language, Scenario, Verdict};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct GalleryProps {
    /// The built-in ones; nothing while they load.
    pub cards: Option<Loaded>,
    /// The user's own work.
    pub drafts: Drafts,
    /// The address of what was open before.
    pub back: AttrValue,
    /// A draft was chosen.
    pub on_draft: Callback<u64>,
    /// A file was opened.
    pub on_file: Callback<Scenario>,
}

/// The gallery.
#[function_component]
pub fn Gallery(props: &GalleryProps) -> Html {
    let search = use_state(String::new);
    let topic = use_state(|| None::<&'static str>);
    let document = use_state(|| None::<&'static str>);
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| {
            search.set(event.target_unchecked_into::<HtmlInputElement>().value())
        }
    };
    html! {
        <main class="gallery">
            <p class="gallery-top">
                <a class="button" href={props.back.clone()}>{ "← Back to the scenario" }</a>
                <OpenFile on_open={props.on_file.clone()} />
            </p>
            <h2>{ "Gallery" }</h2>
            <p class="lead">{ "Races out of real code. Open one, see every outcome it can have, change it, and try what stops it." }</p>
            <p class="lead">
                { "Which anomalies can SQLite's transactions let happen? " }
                <a href="./hermitage.html">{ "Hermitage's table" }</a>{ " says it of ten." }
            </p>
            <div class="filters" role="search">
                <input type="search" aria-label="Search the gallery" placeholder="Search: a word of the code, the title or the source"
                    value={(*search).clone()} {oninput} />
                { chips("Topics", TOPICS.into_iter().map(|name| (name, name)), &topic) }
                { chips("Source documents", DOCUMENTS.into_iter(), &document) }
            </div>
            { match &props.cards {
                None => html! { <p class="lead">{ "Loading …" }</p> },
                Some(Err(why)) => html! {
                    <p class="warn" role="alert">{ "The built-in scenarios could not be loaded (" }{ why }{ "). Load the page again." }</p>
                },
                Some(Ok(cards)) => found(cards, &search, *topic, *document),
            } }
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

/// Those that fit what is looked for: a scenario also by what its variants say.
fn found(cards: &[Card], search: &str, topic: Option<&str>, document: Option<&str>) -> Html {
    let variants = |card: &Card| {
        let slug = card.slug.clone();
        let all = cards.iter();
        all.filter(move |other| other.parent.as_deref() == Some(&slug))
    };
    let fits: Vec<&Card> = cards
        .iter()
        .filter(|card| card.parent.is_none())
        .filter(|card| topic.is_none_or(|topic| topic_of(&card.scenario) == topic))
        .filter(|card| document.is_none_or(|document| card.document.contains(document)))
        .filter(|card| matches(card, search) || variants(card).any(|v| matches(v, search)))
        .collect();
    if fits.is_empty() {
        return html! { <p class="lead" role="status">{ "Nothing in the gallery fits." }</p> };
    }
    html! {
        <ul class="gallery-cards" role="list" aria-label="Built-in scenarios">
            { for fits.into_iter().map(|card| html! {
                <li key={card.slug.clone()}>
                    <a class="gallery-card" href={format!("#x/{}", card.slug)}>
                        <h3>{ &card.scenario.title }</h3>
                        { glance(card).as_ref().map(bar).unwrap_or_default() }
                        <p>{ &card.summary }</p>
                        if !card.document.is_empty() {
                            <p class="document">{ &card.document }</p>
                        }
                        <pre aria-hidden="true">{ heart(&card.scenario.source) }</pre>
                    </a>
                    if variants(card).next().is_some() {
                        <ul class="variants" aria-label={format!("Remedies for {}", card.slug)}>
                            { for variants(card).map(|variant| html! {
                                <li key={variant.slug.clone()}>
                                    <a href={format!("#x/{}", variant.slug)} title={variant.summary.clone()}>
                                        { &variant.scenario.title }
                                    </a>
                                    { glance(variant).as_ref().map(worst).unwrap_or_default() }
                                </li>
                            }) }
                        </ul>
                    }
                </li>
            }) }
        </ul>
    }
}

/// What can be looked for by one press: names, and what each stands for. Another press leaves it.
fn chips(
    what: &'static str,
    names: impl Iterator<Item = (&'static str, &'static str)>,
    chosen: &UseStateHandle<Option<&'static str>>,
) -> Html {
    html! {
        <div class="topics" role="group" aria-label={what}>
            { for names.map(|(name, stands_for)| {
                let pressed = **chosen == Some(stands_for);
                let chosen = chosen.clone();
                html! {
                    <button class="topic" aria-pressed={pressed.to_string()}
                        onclick={move |_| chosen.set((!pressed).then_some(stands_for))}>{ name }</button>
                }
            }) }
        </div>
    }
}

/// Where scenarios come from: a short name, and words of the document's title.
const DOCUMENTS: [(&str, &str); 5] = [
    ("django-developers, 2006", "django-developers"),
    ("Celery post, 2016", "Guilherme Caminha"),
    ("Django ticket 31997", "Django ticket 31997"),
    ("databases pull request 546", "pull request 546"),
    ("Hermitage", "Hermitage"),
];

/// What they are about.
const TOPICS: [&str; 6] = [
    "Django",
    "Django, async",
    "PostgreSQL",
    "Celery",
    "databases",
    "SQL",
];

fn topic_of(scenario: &Scenario) -> &'static str {
    let source = &scenario.source;
    if scenario.settings.database == DatabaseKind::Postgres {
        "PostgreSQL"
    } else if scenario.language == Language::Spec {
        "SQL"
    } else if source.contains("from celery") {
        "Celery"
    } else if source.contains("from databases") || source.contains("encode/databases") {
        "databases"
    } else if source.contains("async def") {
        "Django, async"
    } else {
        "Django"
    }
}

/// Whether every word that is looked for is somewhere in it.
fn matches(card: &Card, search: &str) -> bool {
    let all = [
        &card.scenario.title,
        &card.summary,
        &card.document,
        &card.scenario.source,
    ]
    .map(|text| text.to_ascii_lowercase());
    let search = search.to_ascii_lowercase();
    let mut words = search.split_whitespace();
    words.all(|word| all.iter().any(|text| text.contains(word)))
}

/// The worst first.
const ORDER: [Verdict; 4] = [
    Verdict::Anomaly,
    Verdict::Deadlock,
    Verdict::Aborted,
    Verdict::Serializable,
];

/// What exploring it finds. The file is written along with the page: there is nothing else in it.
fn glance(card: &Card) -> Option<Glance> {
    serde_json::from_str(card.found.get()).ok()
}

fn parts(found: &Glance) -> impl Iterator<Item = (Verdict, f64)> {
    let all = ORDER.into_iter();
    let shares = found.shares;
    all.map(move |verdict| (verdict, shares.of(verdict)))
        .filter(|(_, share)| *share > 0.0)
}

fn bar(found: &Glance) -> Html {
    let words: Vec<String> = parts(found)
        .map(|(verdict, share)| format!("{} {}", percent(share), verdict.as_str()))
        .collect();
    let all = group(&found.interleavings);
    html! {
        <>
            <span class="small-bar" aria-hidden="true">
                { for parts(found).map(|(verdict, share)| html! {
                    <i class={format!("piece verdict-{}", verdict.as_str())} style={format!("flex-grow:{}", page::thousandths(share).max(1))}></i>
                }) }
            </span>
            <p class="small-legend">{ format!("{} of {all} interleavings", words.join(", ")) }</p>
        </>
    }
}

/// What a variant is worth: its worst verdict, as a sign.
fn worst(found: &Glance) -> Html {
    match parts(found).next() {
        Some((verdict, share)) => html! {
            <span class={format!("sign verdict-{}", verdict.as_str())} role="img"
                aria-label={format!("{} {}", percent(share), verdict.as_str())}>
                { wording::symbol(verdict) }
            </span>
        },
        None => Html::default(),
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
    use lockstep_scenario::{Shares, gallery};

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

    fn card(slug: &str) -> Card {
        let entry = lockstep_scenario::gallery_entry(slug).unwrap();
        let found = Glance {
            interleavings: "4".to_owned(),
            complete: true,
            shares: Shares::default(),
        };
        Card {
            slug: slug.to_owned(),
            parent: None,
            summary: entry.summary.to_owned(),
            document: entry.document.to_owned(),
            scenario: entry.scenario(),
            found: serde_json::value::to_raw_value(&found).unwrap(),
        }
    }

    #[test]
    fn what_was_found_is_read() {
        let found = glance(&card("transfer")).unwrap();
        assert_eq!(found.interleavings, "4");
    }

    #[test]
    fn all_words_are_looked_for_in_title_source_and_code() {
        let transfer = card("transfer");
        assert!(matches(&transfer, ""));
        assert!(matches(&transfer, "Money twice"));
        assert!(matches(&transfer, "django-developers 2006 bankaccount"));
        assert!(!matches(&transfer, "money celery"));
    }

    #[test]
    fn every_document_can_be_asked_for() {
        let all = || gallery().chain(lockstep_scenario::hermitage());
        let of = |words: &str, document: &str| document.contains(words);
        for (name, words) in DOCUMENTS {
            assert!(all().any(|entry| of(words, entry.document)), "{name}");
        }
        for entry in all().filter(|entry| !entry.document.is_empty()) {
            let names = DOCUMENTS.iter().filter(|(_, w)| of(w, entry.document));
            assert_eq!(names.count(), 1, "{}", entry.slug);
        }
    }

    #[test]
    fn every_topic_has_its_scenarios() {
        let topic = |slug| topic_of(&card(slug).scenario);
        assert_eq!(topic("transfer"), "Django");
        assert_eq!(topic("celery-delay"), "Celery");
        assert_eq!(topic("databases-child-task"), "databases");
        assert_eq!(topic("django-async-guard"), "Django, async");
        assert_eq!(topic("hermitage-g0"), "SQL");
        for entry in gallery() {
            assert!(TOPICS.contains(&topic(entry.slug)));
        }
    }
}
