//! An outcome as a picture: the sentence, how the verdicts divide, and the witness in swimlanes, for where no
//! script runs: feeds, PDFs, README files. It follows the reader's light or dark theme, and names no font or
//! file from elsewhere.

use crate::decimal::percent;
use crate::difference::Side;
use crate::lanes::{self, Lane, LaneRow, Published, RowChange};
use crate::step_text::{Tone, result};
use crate::story::{Story, shorten, wrap};
use crate::wording;
use lockstep_scenario::{Glance, Step, Verdict};
use std::fmt::Write;

/// What is seen of a longer schedule.
const STEPS: usize = 200;

/// Pixels around everything.
const MARGIN: usize = 20;
/// Width of the column with the steps' numbers.
const NUMBERS: usize = 34;
/// Height of a line of a step's card.
const CARD_LINE: usize = 17;
/// Height of a line of text.
const LINE: usize = 19;
/// A letter's width, in tenths of a pixel: of the monospaced type, and about that of the other one.
const MONO: usize = 73;
const SANS: usize = 72;
/// How many letters a lane has room for: at least, and at most.
const LETTERS: std::ops::RangeInclusive<usize> = 20..=38;
/// Width of the strip that shows a lock.
const STRIP: usize = 5;

/// Light, then dark: as the page has them.
const STYLE: &str = "\
.ls-paper{fill:#faf8f3}.ls-ink{fill:#1c1e23}.ls-soft{fill:#5b5e66}.ls-line{stroke:#e3dfd4}.ls-card{fill:#fff;stroke:#c9c4b6}
.ls-mono{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}
.ls-text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
.ls-head{font:600 19px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
.ls-name{font:600 13px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
.ls-anomaly{fill:#b3261e}.ls-aborted{fill:#855b00}.ls-serializable{fill:#176b40}.ls-deadlock{fill:#6b3fa0}
.ls-marked{stroke:#b3261e;stroke-width:2}.ls-waits{stroke-dasharray:4 3}
.ls-t0{fill:#0063b1}.ls-t1{fill:#b34e00}.ls-t2{fill:#00755a}.ls-t3{fill:#a4367b}
.ls-t4{fill:#6f6200}.ls-t5{fill:#5146b8}.ls-t6{fill:#00728a}.ls-t7{fill:#8b4a3a}
.ls-lock-shared{fill:#a9c9ea}.ls-lock-reserved{fill:#edc27c}.ls-lock-pending{fill:#e39a6a}.ls-lock-exclusive{fill:#d3746b}
@media(prefers-color-scheme:dark){
.ls-paper{fill:#14161a}.ls-ink{fill:#e9e7e2}.ls-soft{fill:#a3a9b4}.ls-line{stroke:#2f343d}.ls-card{fill:#1a1d22;stroke:#454c58}
.ls-anomaly{fill:#ff8a80}.ls-aborted{fill:#e6bd5a}.ls-serializable{fill:#6fcf97}.ls-deadlock{fill:#c9a6f5}
.ls-marked{stroke:#ff8a80}
.ls-t0{fill:#64b1f8}.ls-t1{fill:#f2a155}.ls-t2{fill:#4cc9a4}.ls-t3{fill:#ee94cb}
.ls-t4{fill:#d9cb4a}.ls-t5{fill:#aaa1ff}.ls-t6{fill:#5fcbe4}.ls-t7{fill:#dd9f8d}
.ls-lock-shared{fill:#2f5f8f}.ls-lock-reserved{fill:#8a6420}.ls-lock-pending{fill:#a35a2b}.ls-lock-exclusive{fill:#b0453d}
}";

/// The picture, as one SVG element.
pub fn render(story: &Story) -> String {
    let rows = lanes::rows(story.trace);
    let steps: Vec<(&Step, &LaneRow)> = story.trace.steps.iter().zip(&rows).take(STEPS).collect();
    let letters = letters(&steps);
    let lane = letters * MONO / 10 + 24;
    let tasks = story.trace.tasks.len();
    let width = (2 * MARGIN + NUMBERS + lane * (tasks + 1)).max(560);
    let mut picture = Picture {
        out: String::new(),
        y: MARGIN,
        width,
        lane,
        letters,
    };
    picture.head(story);
    picture.lanes(story, &steps);
    picture.tables(story);
    let height = picture.y + MARGIN;
    let title = escape(story.title());
    let told = escape(&format!(
        "{} {}",
        story.headline(),
        story.outcome.explanation
    ));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{title}</title>\n<desc>{told}</desc>\n\
         <style>{STYLE}</style>\n<rect class=\"ls-paper\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>\n{}</svg>\n",
        picture.out
    )
}

/// How many letters the widest text of a lane has, within reason.
fn letters(steps: &[(&Step, &LaneRow)]) -> usize {
    let texts = steps.iter().flat_map(|(step, row)| {
        let published = row.published.iter().map(change);
        [step.short.clone(), result(step).text]
            .into_iter()
            .chain(published)
    });
    let widest = texts.map(|text| text.chars().count()).max().unwrap_or(0);
    widest.clamp(*LETTERS.start(), *LETTERS.end())
}

/// What has been drawn, from the top down.
struct Picture {
    out: String,
    /// Where the next thing begins.
    y: usize,
    width: usize,
    /// A lane's width.
    lane: usize,
    /// How many letters it has room for.
    letters: usize,
}

impl Picture {
    fn text(&mut self, x: usize, y: usize, class: &str, text: &str) {
        let text = escape(text);
        let _ = writeln!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{text}</text>"
        );
    }

    fn rect(&mut self, place: [usize; 4], class: &str, more: &str) {
        let [x, y, width, height] = place;
        let _ = writeln!(
            self.out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{class}\"{more}/>"
        );
    }

    /// Text in lines, each below the other.
    fn paragraph(&mut self, class: &str, text: &str) {
        let room = self.width - 2 * MARGIN;
        for line in wrap(text, room * 10 / SANS) {
            self.y += LINE;
            self.text(MARGIN, self.y - 5, class, &line);
        }
    }

    fn head(&mut self, story: &Story) {
        self.paragraph("ls-text ls-soft", story.title());
        let bad = wording::headline(story.report).bad;
        let class = if bad {
            "ls-head ls-anomaly"
        } else {
            "ls-head ls-serializable"
        };
        // The headline's letters are half as wide again.
        let room = (self.width - 2 * MARGIN) * 10 / (SANS * 3 / 2);
        for line in wrap(&story.headline(), room) {
            self.y += 26;
            self.text(MARGIN, self.y - 6, class, &line);
        }
        self.bar(story);
        let settings = story.settings();
        if !settings.is_empty() {
            self.paragraph("ls-text ls-soft", &format!("Settings: {settings}"));
        }
        self.y += 8;
        self.paragraph("ls-name ls-ink", &story.outcome_title());
        if !story.outcome.explanation.is_empty() {
            self.paragraph("ls-text ls-ink", &story.outcome.explanation);
        }
        self.y += 12;
    }

    /// Which part of all interleavings has which verdict.
    fn bar(&mut self, story: &Story) {
        const ALL: [Verdict; 4] = [
            Verdict::Anomaly,
            Verdict::Deadlock,
            Verdict::Aborted,
            Verdict::Serializable,
        ];
        let shares = Glance::from(story.report).shares;
        let room = self.width - 2 * MARGIN;
        let mut x = MARGIN;
        let mut words = Vec::new();
        for verdict in ALL {
            let share = shares.of(verdict);
            if share <= 0.0 {
                continue;
            }
            // A share that is there is seen.
            let width = ((share * room as f64).round() as usize).clamp(3, room);
            let width = width.min((MARGIN + room).saturating_sub(x));
            let class = format!("ls-{}", verdict.as_str());
            self.rect([x, self.y + 6, width, 12], &class, "");
            x += width;
            let (symbol, name) = (wording::symbol(verdict), verdict.as_str());
            words.push(format!("{symbol} {name} {}", percent(share)));
        }
        self.y += 22;
        self.paragraph("ls-text ls-soft", &words.join(" · "));
    }

    /// Where a lane begins.
    fn x(&self, lane: usize) -> usize {
        MARGIN + NUMBERS + lane * self.lane
    }

    fn lanes(&mut self, story: &Story, steps: &[(&Step, &LaneRow)]) {
        let tasks = &story.trace.tasks;
        self.y += LINE;
        for (number, task) in tasks.iter().enumerate() {
            let class = format!("ls-name ls-t{}", number % 8);
            let name = shorten(task, self.letters);
            self.text(self.x(number) + 10, self.y - 5, &class, &name);
        }
        self.text(
            self.x(tasks.len()) + 10,
            self.y - 5,
            "ls-name ls-soft",
            "Database",
        );
        for (step, row) in steps {
            self.step(story, step, row);
        }
        let left = story.trace.steps.len() - steps.len();
        if left > 0 {
            self.paragraph("ls-text ls-soft", &format!("… and {left} more steps"));
        }
        let ends: Vec<(usize, String)> = story
            .ends()
            .filter_map(|(name, end)| Some((tasks.iter().position(|task| task == name)?, end)))
            .collect();
        let most = ends
            .iter()
            .map(|(_, end)| wrap(end, self.letters).len())
            .max();
        for (lane, end) in &ends {
            for (number, line) in wrap(end, self.letters).iter().enumerate() {
                let y = self.y + 16 + number * LINE;
                self.text(self.x(*lane) + 10, y, "ls-mono ls-ink", line);
            }
        }
        self.y += most.unwrap_or(0) * LINE + 8;
    }

    fn step(&mut self, story: &Story, step: &Step, row: &LaneRow) {
        let came = result(step);
        let marked = story.is_marked(step.number);
        let sign = if marked { "✗ " } else { "" };
        let statement = two_lines(&format!("{sign}{}", step.short), self.letters);
        let own_lines = statement.len() + usize::from(!came.text.is_empty());
        let waits = row
            .lanes
            .iter()
            .any(|lane| lane.waits.is_some() && !lane.waits_on);
        let others = row.published.len().min(2).max(2 * usize::from(waits));
        let height = 12 + CARD_LINE * own_lines.max(others);
        let (top, bottom) = (self.y, self.y + height);
        let _ = writeln!(
            self.out,
            "<path d=\"M{MARGIN} {top}H{}\" class=\"ls-line\"/>",
            self.width - MARGIN
        );
        self.text(
            MARGIN,
            top + 20,
            "ls-mono ls-soft",
            &step.number.to_string(),
        );
        for (number, lane) in row.lanes.iter().enumerate() {
            self.lane(number, lane, number == row.actor, height);
        }
        let mut class = "ls-card".to_owned();
        if marked {
            class.push_str(" ls-marked");
        }
        if came.tone == Tone::Waits {
            class.push_str(" ls-waits");
        }
        let x = self.x(row.actor);
        self.rect(
            [x + 8, top + 3, self.lane - 12, height - 6],
            &class,
            " rx=\"4\"",
        );
        let own = format!("ls-t{}", row.actor % 8);
        self.rect([x + 8, top + 3, 3, height - 6], &own, "");
        for (number, line) in statement.iter().enumerate() {
            self.text(
                x + 16,
                top + 19 + number * CARD_LINE,
                "ls-mono ls-ink",
                line,
            );
        }
        let tone = match came.tone {
            Tone::Error => "ls-anomaly",
            Tone::Waits => "ls-aborted",
            Tone::Wrote => &own,
            Tone::Read | Tone::Plain => "ls-soft",
        };
        let text = shorten(&came.text, self.letters);
        let y = top + 19 + statement.len() * CARD_LINE;
        self.text(x + 16, y, &format!("ls-mono {tone}"), &text);
        self.published(story.trace.tasks.len(), row, &own);
        self.y = bottom;
    }

    /// A task's lock beside a step, and what it waits for if another one takes the step.
    fn lane(&mut self, number: usize, lane: &Lane, acts: bool, height: usize) {
        let x = self.x(number);
        if let Some(strip) = lanes::strongest(&lane.strips)
            && !strip.lock.is_none()
        {
            let class = format!("ls-{}", strip.lock.class);
            self.rect([x, self.y, STRIP, height], &class, "");
            if !acts {
                self.text(x + 10, self.y + 19, "ls-mono ls-soft", strip.lock.name);
            }
        }
        if let (Some(waits), false, false) = (&lane.waits, acts, lane.waits_on) {
            let waits = shorten(waits, self.letters);
            self.text(x + 10, self.y + 36, "ls-mono ls-aborted", &waits);
        }
    }

    /// What others can see from here on.
    fn published(&mut self, lane: usize, row: &LaneRow, own: &str) {
        let x = self.x(lane) + 10;
        let mut changes: Vec<String> = row.published.iter().map(change).collect();
        if changes.len() > 2 {
            let more = format!("and {} more rows", changes.len() - 1);
            changes.truncate(1);
            changes.push(more);
        }
        for (number, text) in changes.iter().enumerate() {
            let text = shorten(text, self.letters);
            self.text(
                x,
                self.y + 19 + number * CARD_LINE,
                &format!("ls-mono {own}"),
                &text,
            );
        }
    }

    /// The final tables, and what a serial order would have left.
    fn tables(&mut self, story: &Story) {
        const ROWS: usize = 12;
        for table in story.tables() {
            self.y += 8;
            self.paragraph("ls-name ls-ink", &format!("{} in the end", table.name));
            for row in table.rows.iter().take(ROWS) {
                let cells = table.columns.iter().zip(&row.cells);
                let cells = cells.map(|(column, cell)| match &cell.other {
                    None => format!("{column} {}", shorten(&cell.value, 30)),
                    Some(other) => format!(
                        "{column} {} (one after the other: {})",
                        shorten(&cell.value, 30),
                        shorten(other, 30)
                    ),
                });
                let mut text = cells.collect::<Vec<_>>().join(", ");
                let differs = row.side != Side::Both || row.cells.iter().any(|c| c.other.is_some());
                match row.side {
                    Side::Both => {}
                    Side::Actual => text.push_str(" (one after the other: no such row)"),
                    Side::Expected => text.insert_str(0, "missing: "),
                }
                let class = if differs {
                    "ls-text ls-anomaly"
                } else {
                    "ls-text ls-ink"
                };
                self.paragraph(class, &text);
            }
            let left = table.rows.len().saturating_sub(ROWS);
            if left > 0 {
                self.paragraph("ls-text ls-soft", &format!("… and {left} more rows"));
            }
        }
    }
}

/// A statement in at most two lines.
fn two_lines(text: &str, letters: usize) -> Vec<String> {
    let mut lines = wrap(text, letters);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(shorten(&rest, letters));
    }
    lines
}

/// What happened to a row, in a line.
fn change(published: &Published) -> String {
    let Published { table, key, change } = published;
    let pairs: Vec<String> = match change {
        RowChange::Inserted(cells) => {
            let cells = cells
                .iter()
                .map(|(column, value)| format!("{column} {value}"));
            cells.collect()
        }
        RowChange::Updated(cells) => cells
            .iter()
            .map(|(column, before, after)| format!("{column} {before} → {after}"))
            .collect(),
        RowChange::Deleted => vec!["deleted".to_owned()],
    };
    let new = match change {
        RowChange::Inserted(_) => "new ",
        RowChange::Updated(_) | RowChange::Deleted => "",
    };
    format!("{new}{table} {key}: {}", pairs.join(", "))
}

/// Text for SVG and HTML. XML has no characters for most controls.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
