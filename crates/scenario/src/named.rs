//! Names for what the built-in scenarios can come to.

use crate::{Outcome, TaskResult, Verdict, gallery_entry};

/// What an outcome is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// This invariant fails.
    Breaks(&'static str),
    /// A task raises this.
    Raises(&'static str),
    /// An anomaly has this name.
    Anomaly(&'static str),
    /// It has this verdict.
    Verdict(Verdict),
}

use Sign::{Anomaly, Breaks, Raises};

/// By slug; variants have the names of their scenario, too. The first sign that fits counts.
#[rustfmt::skip]
const NAMES: &[(&str, Sign, &str)] = &[
    ("transfer", Breaks("money_is_conserved"), "one account lost a transfer, the other one did not"),
    ("transfer", Anomaly("lost update"), "one transfer lands on the other one's"),
    ("transfer", Sign::Verdict(Verdict::Aborted), "a transfer is refused instead of lost"),
    ("get-or-create", Breaks("one_row_a_name"), "two rows for one name"),
    ("get-or-create", Sign::Verdict(Verdict::Aborted), "a request fails instead of making a second row"),
    ("lock-order", Sign::Verdict(Verdict::Deadlock), "each waits for what the other one has locked"),
    ("lock-table", Raises("OperationalError"), "SQLite does not know LOCK TABLE"),
    ("postgres-get-or-create", Breaks("one_row_a_name"), "two rows for one name"),
    ("postgres-transfer", Breaks("money_is_conserved"), "one account lost a transfer, the other one did not"),
    ("postgres-transfer", Anomaly("lost update"), "one transfer lands on the other one's"),
    ("postgres-deadlock", Sign::Verdict(Verdict::Aborted), "each waits for what the other one has locked, and one is refused"),
    ("postgres-write-skew", Breaks("somebody_is_on_call"), "nobody is left on call"),
    ("celery-delay", Raises("DoesNotExist"), "the worker is quicker than the commit"),
    ("write-skew", Breaks("somebody_is_on_call"), "nobody is left on call"),
    ("write-skew", Sign::Verdict(Verdict::Aborted), "a doctor is refused instead of missed"),
    ("check-then-create", Breaks("an_address_has_one_user"), "two users with one address"),
    ("job-queue", Breaks("each_worker_has_a_job"), "one job for two workers"),
    ("counter", Breaks("every_view_counts"), "a view that does not count"),
    ("seat-booking", Anomaly("lost update"), "two guests on one seat"),
    ("inventory", Sign::Verdict(Verdict::Aborted), "a reader that may not become a writer"),
    ("swallowed-error", Raises("TransactionManagementError"), "the post is lost with the error"),
    ("swallowed-error", Sign::Verdict(Verdict::Aborted), "a post is refused by the other one's lock"),
    ("update-or-create", Sign::Verdict(Verdict::Aborted), "a score is refused instead of stored twice"),
    ("django-async-ticket", Raises("OperationalError"), "the tasks wait for their parent, and their parent for them"),
    ("django-async-guard", Raises("SynchronousOnlyOperation"), "Django refuses to block the event loop"),
    ("django-async-shared-connection", Breaks("what_bob_sent_is_there"), "bob writes in alice's transaction, and goes with it"),
    ("django-async-await-in-block", Breaks("all_of_alice_and_nothing_of_bob"), "each ends what the other one has begun"),
    ("django-async-autocommit-off", Breaks("what_was_committed_is_there"), "alice's rollback takes bob's row along"),
    ("django-async-parameter", Breaks("every_choice_has_its_question"), "a choice without a question"),
    ("databases-shared-transaction", Breaks("both_were_there"), "the second request takes the first one's connection away"),
    ("databases-shared-transaction", Sign::Verdict(Verdict::Anomaly), "a request fails, and yet its visit is written down"),
    ("databases-concurrent-tasks", Breaks("the_test_passes"), "the test of the pull request fails"),
    ("databases-child-task", Breaks("what_is_logged_stays"), "the child's line goes with its parent's transaction"),
    ("databases-mutated-dictionary", Sign::Verdict(Verdict::Anomaly), "one task's connection takes the other one's place"),
];

/// The slugs that have names, and the names, in order.
pub fn outcome_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().map(|(slug, _, name)| (*slug, *name))
}

/// What an outcome of the built-in scenario with this slug, or of a variant, is called, if it has a name.
pub fn outcome_name(slug: &str, outcome: &Outcome) -> Option<&'static str> {
    let parent = gallery_entry(slug).and_then(|entry| entry.parent);
    outcome_name_in(slug, parent, outcome)
}

/// The same for whoever knows of which scenario it is a variant: the page has none of the built-in
/// scenarios in its program.
pub fn outcome_name_in(
    slug: &str,
    parent: Option<&str>,
    outcome: &Outcome,
) -> Option<&'static str> {
    let mut names = NAMES.iter();
    let found = names
        .find(|(named, sign, _)| (*named == slug || Some(*named) == parent) && sign.fits(outcome));
    found.map(|(.., name)| *name)
}

impl Sign {
    fn fits(self, outcome: &Outcome) -> bool {
        match self {
            Breaks(invariant) => outcome.invariants.get(invariant) == Some(&false),
            Raises(wanted) => outcome
                .tasks
                .values()
                .any(|end| matches!(end, TaskResult::Raised { class, .. } if class == wanted)),
            Anomaly(name) => outcome.anomalies.iter().any(|anomaly| anomaly == name),
            Sign::Verdict(verdict) => outcome.verdict == verdict,
        }
    }
}
