//! The inside of a server that keeps versions of rows, at the step that is looked at: versions and who sees
//! which, locks, and who waits for whom.

use crate::difference::show;
use crate::tasks;
use lockstep_scenario::{LockView, RowView, ServerView, SnapshotView, VersionView, WaitView};
use yew::prelude::*;

/// How many rows are shown with their versions, and how many locks; the rest is counted.
const ROWS: usize = 12;
const LOCKS: usize = 16;

#[derive(PartialEq, Properties)]
pub struct ServerProps {
    /// The inside.
    pub server: ServerView,
    /// Names of all tasks, in their order.
    pub tasks: Vec<String>,
}

/// The inside of the server.
#[function_component]
pub fn Server(props: &ServerProps) -> Html {
    let server = &props.server;
    let tasks = &props.tasks;
    html! {
        <section class="server" aria-label="Inside the server">
            <div class="server-part versions">
                <h3>{ "Row versions" }</h3>
                if server.rows.is_empty() {
                    <p class="quiet">{ "Everybody sees the same: what is committed." }</p>
                }
                { for server.rows.iter().take(ROWS).map(|row| versions(row, tasks)) }
                { more(server.rows.len(), ROWS, "rows") }
            </div>
            <div class="server-part">
                <h3>{ "Transactions" }</h3>
                if server.snapshots.is_empty() {
                    <p class="quiet">{ "None is open." }</p>
                }
                <ul>{ for server.snapshots.iter().map(|snapshot| html! { <li>{ seen(snapshot, tasks) }</li> }) }</ul>
            </div>
            <div class="server-part">
                <h3>{ "Locks" }</h3>
                if server.locks.is_empty() {
                    <p class="quiet">{ "None is held." }</p>
                }
                <ul>{ for server.locks.iter().take(LOCKS).map(|lock| html! { <li>{ held(lock, tasks) }</li> }) }</ul>
                { more(server.locks.len(), LOCKS, "locks") }
            </div>
            <div class="server-part">
                <h3>{ "Who waits for whom" }</h3>
                if server.waits.is_empty() {
                    <p class="quiet">{ "Nobody waits." }</p>
                }
                <ul>{ for server.waits.iter().map(|wait| html! { <li>{ waits(wait, tasks) }</li> }) }</ul>
            </div>
        </section>
    }
}

fn versions(row: &RowView, tasks: &[String]) -> Html {
    let about = format!("{} {}", row.table, row.row);
    html! {
        <div class="versions-of" key={about.clone()}>
            <p class="version-row">{ about }</p>
            <ol>{ for row.versions.iter().map(|version| one(version, tasks)) }</ol>
        </div>
    }
}

fn one(version: &VersionView, tasks: &[String]) -> Html {
    let values: Vec<String> = version
        .values
        .iter()
        .map(|(column, value)| format!("{column} {}", show(value)))
        .collect();
    let open = version.uncommitted_by.as_ref();
    let class = classes!(
        "version",
        open.map(|by| colour(by, tasks)),
        open.is_some().then_some("open"),
        version.old.then_some("old"),
    );
    html! {
        <li {class}>
            <span class="version-values">{ values.join(", ") }</span>
            <span class="version-state">
                { match (open, &version.ended_by) {
                    (Some(by), None) => html! { <>{ "written by " }{ name(by, tasks) }{ ", not committed" }</> },
                    (Some(by), Some(_)) => html! { <>{ "written and replaced by " }{ name(by, tasks) }</> },
                    (None, Some(by)) => html! { <>{ "committed; " }{ name(by, tasks) }{ " is replacing or deleting it" }</> },
                    (None, None) if version.old => html! { "replaced or deleted since" },
                    (None, None) => html! { "committed" },
                } }
            </span>
            <span class="seen-by">
                if version.seen_by.is_empty() {
                    <span class="quiet">{ "nobody sees it" }</span>
                } else {
                    { "seen by " }{ names(&version.seen_by, tasks) }
                }
            </span>
        </li>
    }
}

fn seen(snapshot: &SnapshotView, tasks: &[String]) -> Html {
    let sees = match (snapshot.failed, snapshot.age) {
        (true, _) => "an error has ended it; only ROLLBACK is accepted".to_owned(),
        (_, Some(0)) => "its snapshot is the latest".to_owned(),
        (_, Some(1)) => "does not see the one commit since its snapshot".to_owned(),
        (_, Some(age)) => format!("does not see the {age} commits since its snapshot"),
        (_, None) if snapshot.isolation == "read committed" => {
            "each statement sees what is committed then".to_owned()
        }
        (_, None) => "takes its snapshot with its next statement".to_owned(),
    };
    html! { <>{ name(&snapshot.task, tasks) }{ ": " }{ &snapshot.isolation }<span class="quiet">{ " · " }{ sees }</span></> }
}

fn held(lock: &LockView, tasks: &[String]) -> Html {
    let verb = if lock.waits { "waits for" } else { "holds" };
    html! { <>{ name(&lock.task, tasks) }{ " " }{ verb }{ " " }<b class="mode">{ &lock.mode }</b>{ " on " }{ &lock.on }</> }
}

fn waits(wait: &WaitView, tasks: &[String]) -> Html {
    html! {
        <>{ name(&wait.task, tasks) }<span aria-hidden="true">{ " → " }</span><span class="sr">{ " waits for " }</span>
        { names(&wait.waits_for, tasks) }<span class="quiet">{ " · " }{ &wait.what }</span></>
    }
}

fn names(of: &[String], tasks: &[String]) -> Html {
    let mut parts = Vec::new();
    for (place, task) in of.iter().enumerate() {
        if place > 0 {
            parts.push(html! { ", " });
        }
        parts.push(name(task, tasks));
    }
    parts.into_iter().collect()
}

fn name(task: &str, tasks: &[String]) -> Html {
    html! { <b class={classes!("task-name", colour(task, tasks))}>{ task.to_owned() }</b> }
}

fn colour(task: &str, tasks: &[String]) -> Option<String> {
    let place = tasks.iter().position(|other| other == task)?;
    Some(tasks::colour(place).to_string())
}

fn more(all: usize, shown: usize, what: &str) -> Html {
    if all > shown {
        html! { <p class="quiet">{ format!("and {} more {what}", all - shown) }</p> }
    } else {
        Html::default()
    }
}
