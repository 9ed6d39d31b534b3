//! The sentence on an anomaly names the row that it is about.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{Scenario, Verdict};

const TWO_ROWS: &str = r#"
from django.db import models, transaction

class Account(models.Model):
    balance = models.IntegerField()
    open = models.BooleanField(default=True)

def setup():
    Account.objects.create(id=1, balance=0)
    Account.objects.create(id=2, balance=100)

def withdraw(amount):
    account = Account.objects.get(id=2)
    account.balance -= amount
    with transaction.atomic():
        Account.objects.filter(id=1).update(balance=models.F("balance") + 1)
        account.save()

def task_alice():
    withdraw(10)

def task_bob():
    withdraw(20)
"#;

#[test]
fn of_several_rows_written_at_once_the_one_that_was_read_is_named() {
    let scenario = Scenario::python("two rows", TWO_ROWS);
    let mut check = Check::new(&scenario, "two_rows.py", Limits::default()).unwrap();
    while check.advance(10_000).unwrap() == CheckState::Running {}
    let report = check.report().unwrap();
    let lost: Vec<_> = report
        .outcomes
        .iter()
        .filter(|outcome| outcome.verdict == Verdict::Anomaly)
        .collect();
    assert_eq!(lost.len(), 2);
    for outcome in lost {
        assert_eq!(outcome.anomalies, ["lost update"]);
        let sentence = &outcome.explanation;
        assert!(
            sentence.contains("balance 100 of account row 2"),
            "{sentence}"
        );
        assert!(!sentence.contains("row 1"), "{sentence}");
    }
}
