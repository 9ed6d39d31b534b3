//! A witness as a sequence diagram of [Mermaid](https://mermaid.js.org/syntax/sequenceDiagram.html), which GitHub,
//! GitLab and many documentation systems draw in the reader's own theme.

use crate::step_text::{Tone, result};
use crate::story::{Story, shorten, wrap};
use lockstep_scenario::Step;
use std::fmt::Write;

/// How long a line is before it is broken.
const WIDTH: usize = 60;

/// Longest text of an arrow.
const ARROW: usize = 70;

/// More steps make a diagram that nobody can read, and that Mermaid refuses.
const STEPS: usize = 120;

/// The diagram.
pub fn render(story: &Story) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        let _ = writeln!(out, "{text}");
    };
    line("sequenceDiagram");
    let trace = story.trace;
    let participant = |name: &str| trace.tasks.iter().position(|task| task == name);
    for (number, task) in trace.tasks.iter().enumerate() {
        line(&format!("    participant t{number} as {}", escape(task)));
    }
    line("    participant db as Database");
    let all = match trace.tasks.len() {
        0 => "db".to_owned(),
        _ => "t0,db".to_owned(),
    };
    line(&format!("    Note over {all}: {}", note(&story.headline())));
    for step in trace.steps.iter().take(STEPS) {
        let Some(task) = participant(&step.task) else {
            continue;
        };
        for text in arrows(story, step, task) {
            line(&text);
        }
    }
    if let Some(left) = trace
        .steps
        .len()
        .checked_sub(STEPS)
        .filter(|left| *left > 0)
    {
        line(&format!("    Note over {all}: … and {left} more steps"));
    }
    for (task, end) in story.ends() {
        if let Some(number) = participant(task) {
            line(&format!("    Note over t{number}: {}", note(&end)));
        }
    }
    let mut ending = story.outcome_title();
    if !story.outcome.explanation.is_empty() {
        ending = format!("{ending}: {}", story.outcome.explanation);
    }
    line(&format!("    Note over {all}: {}", note(&ending)));
    out
}

/// What a step sent, and what came of it.
fn arrows(story: &Story, step: &Step, task: usize) -> Vec<String> {
    let mark = if story.is_marked(step.number) {
        "❗ "
    } else {
        ""
    };
    let short = escape(&shorten(&step.short, ARROW));
    let sent = format!("{mark}{}. {short}", step.number);
    let came = result(step);
    let text = escape(&shorten(&came.text, ARROW));
    if step.statement.is_none() {
        let said = match text.is_empty() {
            true => sent,
            false => format!("{sent}: {text}"),
        };
        return vec![format!("    Note over t{task}: {said}")];
    }
    let mut lines = vec![format!("    t{task}->>db: {sent}")];
    if !text.is_empty() {
        lines.push(match came.tone {
            Tone::Error => format!("    db--xt{task}: {text}"),
            Tone::Waits => format!("    Note over t{task}: {text}"),
            Tone::Read | Tone::Wrote | Tone::Plain => format!("    db-->>t{task}: {text}"),
        });
    }
    lines
}

/// A text of several lines.
fn note(text: &str) -> String {
    let lines = wrap(text, WIDTH);
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    lines.join("<br/>")
}

/// Text that Mermaid takes for nothing else: it knows entities by `#name;`.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '#' => escaped.push_str("#35;"),
            ';' => escaped.push_str("#59;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '&' => escaped.push_str("#amp;"),
            '"' => escaped.push_str("#quot;"),
            '`' => escaped.push_str("#96;"),
            '%' => escaped.push_str("#37;"),
            ':' => escaped.push_str("#58;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    // `end` alone would end a block.
    match escaped.trim() {
        "end" => "#101;nd".to_owned(),
        _ => escaped,
    }
}
