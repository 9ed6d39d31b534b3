//! The sentences that the page says about a report.

use crate::decimal::{group, percent};
use lockstep_scenario::{ENDLESS, Outcome, Report, TaskResult, Verdict, sum_of_counts};

/// The sentence above everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The part that is set off: `66 of 70`, `Safe`.
    pub figure: String,
    /// The rest.
    pub rest: String,
    /// Whether something goes wrong.
    pub bad: bool,
}

impl Headline {
    /// Both parts as one sentence: `66 of 70 interleavings lose an update.`
    pub fn sentence(&self) -> String {
        format!("{} {}.", self.figure, self.rest)
    }
}

/// What a report comes to, in one sentence.
pub fn headline(report: &Report) -> Headline {
    let bad = || report.outcomes.iter().filter(|o| o.verdict.is_bad());
    let so_far = if report.complete { "" } else { " so far" };
    if report.interleavings == ENDLESS {
        return endless(
            report,
            bad().map(|o| o.share).sum(),
            what_they_do(bad(), false),
        );
    }
    let total = group(&report.interleavings);
    if bad().next().is_some() {
        let count = sum_of_counts(bad().map(|o| o.interleavings.as_str()));
        return Headline {
            figure: format!("{} of {total}", group(&count)),
            rest: format!(
                "interleavings {}{so_far}",
                what_they_do(bad(), count == "1")
            ),
            bad: true,
        };
    }
    let rest = match (report.complete, report.interleavings.as_str()) {
        (true, "1") => "in the only interleaving".to_owned(),
        (true, _) => format!("in all {total} interleavings"),
        (false, _) => format!("in {total} interleavings so far"),
    };
    Headline {
        figure: "Safe".to_owned(),
        rest,
        bad: false,
    }
}

/// Where loops make interleavings endless in number, a share of them has no meaning, but the
/// probability has: it stands in `share`.
fn endless(report: &Report, share: f64, what: &str) -> Headline {
    let bad = share > 0.0;
    let so_far = if report.complete { "" } else { " so far" };
    Headline {
        figure: if bad {
            percent(share)
        } else {
            "Safe".to_owned()
        },
        rest: if bad {
            format!("of endlessly many interleavings {what}{so_far}")
        } else {
            format!("in all interleavings, endlessly many{so_far}")
        },
        bad,
    }
}

/// How many of a report's interleavings end in an outcome.
pub fn count(report: &Report, outcome: &Outcome) -> String {
    if report.interleavings == ENDLESS {
        return "endlessly many ways".to_owned();
    }
    format!(
        "{} of {}",
        group(&outcome.interleavings),
        group(&report.interleavings)
    )
}

/// A verb for the bad outcomes: their anomaly, if they agree on one.
fn what_they_do<'a>(bad: impl Iterator<Item = &'a Outcome>, one: bool) -> &'static str {
    let mut name: Option<&str> = None;
    for outcome in bad {
        let this = match (outcome.verdict, outcome.anomalies.as_slice()) {
            (Verdict::Deadlock, _) => "deadlock",
            (_, [only]) => only.as_str(),
            _ => return if one { "goes wrong" } else { "go wrong" },
        };
        if name.is_some_and(|name| name != this) {
            return if one { "goes wrong" } else { "go wrong" };
        }
        name = Some(this);
    }
    let (many, single) = match name {
        Some("lost update") => ("lose an update", "loses an update"),
        Some("duplicate insert") => ("insert a row twice", "inserts a row twice"),
        Some("write skew") => ("end in write skew", "ends in write skew"),
        Some("read skew") => ("read a mix of old and new", "reads a mix of old and new"),
        Some("phantom") => ("miss a new row", "misses a new row"),
        Some("dirty write") => ("overwrite uncommitted rows", "overwrites uncommitted rows"),
        Some("deadlock") => ("end in a deadlock", "ends in a deadlock"),
        _ => ("go wrong", "goes wrong"),
    };
    if one { single } else { many }
}

/// Beside results that contain such a statement: see [`Report::may_abort_more`].
pub const MAY_ABORT_MORE: &str = "At serializable the real server may refuse other transactions here: some of these statements are tracked less exactly.";

/// What the headline leaves out: refusals, and how much was explored.
pub fn remark(report: &Report) -> String {
    let refused = sum_of_counts(
        report
            .outcomes
            .iter()
            .filter(|o| o.verdict == Verdict::Aborted)
            .map(|o| o.interleavings.as_str()),
    );
    let outcomes = match report.outcomes.len() {
        1 => "One outcome".to_owned(),
        n => format!("{n} outcomes"),
    };
    if refused == "0" {
        return format!("{outcomes}.");
    }
    let these = if refused == ENDLESS {
        "some of them".to_owned()
    } else if refused == report.interleavings {
        "all".to_owned()
    } else {
        group(&refused)
    };
    format!(
        "{outcomes}. In {these} the database refuses a task: its tables stay right, and a retry cures it."
    )
}

/// How much work a report took.
pub fn effort(report: &Report) -> String {
    let time = if report.wall_ms >= 1000.0 {
        format!("{:.1} s", report.wall_ms / 1000.0)
    } else if report.wall_ms >= 10.0 {
        format!("{:.0} ms", report.wall_ms)
    } else {
        format!("{:.1} ms", report.wall_ms)
    };
    format!(
        "{} states, {} steps, {time}",
        group(&report.states.to_string()),
        group(&report.steps.to_string())
    )
}

/// A verdict's sign, never the only sign.
pub fn symbol(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Serializable => "✓",
        Verdict::Aborted => "↺",
        Verdict::Deadlock => "∞",
        Verdict::Anomaly => "✗",
    }
}

/// What a verdict means, for those who meet it for the first time.
pub fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Serializable => "As if the tasks had run one after the other.",
        Verdict::Aborted => "The database refused a task; the rest is as if it had never run.",
        Verdict::Deadlock => "Nothing can go on: tasks wait for each other.",
        Verdict::Anomaly => "No order of the tasks, one after the other, gives this.",
    }
}

/// An outcome's name: its anomalies, else its verdict.
pub fn title(outcome: &Outcome) -> String {
    let mut name = if outcome.anomalies.is_empty() {
        match outcome.verdict {
            Verdict::Serializable => "one after the other".to_owned(),
            Verdict::Aborted => "refused".to_owned(),
            other => other.as_str().to_owned(),
        }
    } else {
        outcome.anomalies.join(", ")
    };
    // Names of anomalies are ASCII; tables of all other letters would be a tenth of the page's data.
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// What became of a task; `None` if it just returned nothing.
pub fn result(result: &TaskResult) -> Option<String> {
    match result {
        TaskResult::Returned { value, .. } if value == "None" => None,
        TaskResult::Returned { value, .. } => Some(format!("returned {value}")),
        TaskResult::Raised { class, message } if message.is_empty() => {
            Some(format!("raised {class}"))
        }
        TaskResult::Raised { class, message } => Some(format!("raised {class}: {message}")),
        TaskResult::Waiting { what } => {
            let what = what.strip_prefix("waits for ").unwrap_or(what);
            Some(format!("waits for {what}, for ever"))
        }
        TaskResult::Unstarted => Some("did not run".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lockstep_scenario::Settings;

    fn outcome(count: &str, verdict: Verdict, anomalies: &[&str]) -> Outcome {
        Outcome {
            multiplicity: None,
            interleavings: count.to_owned(),
            share: 0.0,
            probability: 0.0,
            verdict,
            anomalies: anomalies.iter().map(|a| (*a).to_owned()).collect(),
            explanation: String::new(),
            marked: Vec::new(),
            tables: Default::default(),
            tasks: Default::default(),
            invariants: Default::default(),
            witness: Vec::new(),
        }
    }

    fn report(total: &str, complete: bool, outcomes: Vec<Outcome>) -> Report {
        Report {
            lockstep: 1,
            file: String::new(),
            settings: Settings::default(),
            tasks: Vec::new(),
            complete,
            may_abort_more: false,
            interleavings: total.to_owned(),
            states: 0,
            steps: 0,
            wall_ms: 0.0,
            outcomes,
        }
    }

    fn said(report: &Report) -> String {
        let headline = headline(report);
        format!("{} {}", headline.figure, headline.rest)
    }

    #[test]
    fn the_headline_says_what_goes_wrong() {
        use Verdict::{Aborted, Anomaly, Deadlock, Serializable};
        let lost = outcome("66", Anomaly, &["lost update"]);
        let fine = outcome("4", Serializable, &[]);
        let mut some = report("70", true, vec![lost.clone(), fine.clone()]);
        assert_eq!(said(&some), "66 of 70 interleavings lose an update");
        some.complete = false;
        assert_eq!(said(&some), "66 of 70 interleavings lose an update so far");
        some.outcomes.push(outcome("1", Deadlock, &[]));
        assert_eq!(said(&some), "67 of 70 interleavings go wrong so far");
        let one = report("1134", true, vec![outcome("1", Anomaly, &["lost update"])]);
        assert_eq!(said(&one), "1 of 1,134 interleavings loses an update");
        let unnamed = report("8", true, vec![outcome("8", Anomaly, &[])]);
        assert_eq!(said(&unnamed), "8 of 8 interleavings go wrong");
        let mut safe = report("12", true, vec![fine, outcome("8", Aborted, &[])]);
        assert_eq!(said(&safe), "Safe in all 12 interleavings");
        assert!(remark(&safe).contains("In 8 the database refuses"));
        safe.complete = false;
        assert_eq!(said(&safe), "Safe in 12 interleavings so far");
        let mut loops = report("∞", true, vec![outcome("∞", Anomaly, &[])]);
        loops.outcomes[0].share = 0.25;
        assert_eq!(said(&loops), "25% of endlessly many interleavings go wrong");
        assert_eq!(
            said(&report("1", true, vec![])),
            "Safe in the only interleaving"
        );
    }
}
