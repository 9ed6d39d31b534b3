//! Tasks of Celery: sent by one process, taken by another some time later.

mod common;

use common::lockstep;
use serde_json::Value as Json;

/// What `lockstep check` says about a scenario that begins with [`START`].
fn check(tasks: &str, args: &[&str]) -> Json {
    let arguments = [&["check", "-", "--format", "json"], args].concat();
    let (_, out, err) = lockstep(&arguments, &format!("{START}{tasks}"));
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"))
}

const START: &str = r#"
from celery import Celery, Task, shared_task, signature
from celery.exceptions import MaxRetriesExceededError, Retry, TimeoutError
from django.db import OperationalError, models, transaction

app = Celery("shop", backend="rpc://")

class Data(models.Model):
    name = models.CharField(max_length=50)

@app.task
def rename(pk, name="new"):
    data = Data.objects.get(pk=pk)
    data.name = name
    data.save()
"#;

/// Of each outcome: count, verdict, and how each task ended, the names in it as they are shown.
fn ends(report: &Json) -> Vec<(String, String, String)> {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    for outcome in report["outcomes"].as_array().unwrap() {
        let tasks = outcome["tasks"].as_object().unwrap();
        let ends: Vec<_> = tasks
            .iter()
            .map(|(name, end)| match end["status"].as_str() {
                Some("returned") => format!("{name}={}", text(&end["value"])),
                Some("raised") => format!("{name}:{}", text(&end["type"])),
                other => format!("{name}?{}", other.unwrap_or_default()),
            })
            .collect();
        all.push((
            text(&outcome["interleavings"]),
            text(&outcome["verdict"]),
            ends.join(" "),
        ));
    }
    all.sort();
    all
}

fn expect(tasks: &str, args: &[&str], expected: &[(&str, &str, &str)]) -> Json {
    let report = check(tasks, args);
    let found = ends(&report);
    let found: Vec<_> = found
        .iter()
        .map(|(count, verdict, ends)| (&count[..], &verdict[..], &ends[..]))
        .collect();
    assert_eq!(found, expected, "{report:#}");
    report
}

/// What one task returns that runs alone.
fn value(body: &str) -> String {
    let body = body.replace('\n', "\n    ");
    let report = check(&format!("def task_a():\n    {body}\n"), &[]);
    assert_eq!(
        report["outcomes"].as_array().unwrap().len(),
        1,
        "{report:#}"
    );
    let end = &report["outcomes"][0]["tasks"]["a"];
    assert_eq!(end["status"], "returned", "{report:#}");
    end["value"].as_str().unwrap().to_owned()
}

#[test]
fn a_worker_can_come_before_the_commit() {
    let report = expect(
        "
def task_view():
    with transaction.atomic():
        data = Data.objects.create(name='Dummy')
        rename.delay(data.pk)
",
        &["--busy-timeout", "0"],
        &[
            ("1", "anomaly", "view=None view.1:DoesNotExist"),
            ("1", "serializable", "view=None view.1=None"),
        ],
    );
    assert_eq!(report["tasks"], serde_json::json!(["view"]));
    let witness = serde_json::json!(["view", "view", "view.1", "view"]);
    assert_eq!(report["outcomes"][1]["witness"], witness);
}

#[test]
fn after_the_commit_there_is_what_the_worker_wants() {
    for call in [
        "transaction.on_commit(lambda: rename.delay(data.pk))",
        "transaction.on_commit(rename.s(data.pk).delay)",
        "rename.delay_on_commit(data.pk)",
        "rename.apply_async_on_commit((data.pk,), {'name': 'x'})",
    ] {
        let task = format!(
            "
def task_view():
    with transaction.atomic():
        data = Data.objects.create(name='Dummy')
        {call}
    return Data.objects.filter(name='Dummy').count()
"
        );
        // Only in a serial order that has the worker at its end does the view find the old name.
        expect(
            &task,
            &[],
            &[
                ("1", "anomaly", "view=0 view.1=None"),
                ("2", "serializable", "view=1 view.1=None"),
            ],
        );
    }
}

#[test]
fn what_is_rolled_back_sends_nothing_on_commit() {
    let task = "
def task_view():
    try:
        with transaction.atomic():
            data = Data.objects.create(name='Dummy')
            rename.CALL(data.pk)
            raise ValueError
    except ValueError:
        pass
";
    let on_commit = task.replace("CALL", "delay_on_commit");
    expect(&on_commit, &[], &[("1", "serializable", "view=None")]);
    let report = check(&task.replace("CALL", "delay"), &[]);
    for outcome in report["outcomes"].as_array().unwrap() {
        assert_eq!(outcome["tasks"]["view.1"]["type"], "DoesNotExist");
    }
}

#[test]
fn a_sent_task_has_a_place_of_its_own_in_serial_orders() {
    // Between a view and its worker others may run: whatever comes of that is no anomaly.
    let report = check(
        "
def setup():
    Data.objects.create(name='')
@app.task
def append(letter):
    with transaction.atomic():
        data = Data.objects.get()
        data.name += letter
        data.save()
def task_alice():
    append.delay('a')
def task_bob():
    append.delay('b')
def task_carol():
    append('c')
",
        &["--begin", "immediate"],
    );
    let mut names = Vec::new();
    for outcome in report["outcomes"].as_array().unwrap() {
        assert_eq!(outcome["verdict"], "serializable", "{outcome:#}");
        names.push(
            outcome["tables"]["data"][0]["name"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    names.sort();
    assert_eq!(names, ["abc", "acb", "bac", "bca", "cab", "cba"]);
}

#[test]
fn a_refused_worker_is_a_refused_task() {
    let tasks = "
def setup():
    Data.objects.create(name='')
@app.task(OPTIONS)
def append(letter):
    with transaction.atomic():
        data = Data.objects.get()
        data.name += letter
        data.save()
def task_alice():
    append.delay('a')
def task_bob():
    append('b')
";
    let verdicts = |report: &Json| {
        let mut all: Vec<_> = report["outcomes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|o| o["verdict"].as_str().unwrap().to_owned())
            .collect();
        all.sort();
        all.dedup();
        all
    };
    let plain = check(&tasks.replace("OPTIONS", ""), &["--busy-timeout", "0"]);
    assert_eq!(verdicts(&plain), ["aborted", "serializable"]);
    // Tried again later it comes through; bob, whom nobody tries again, can still be refused.
    let again = tasks.replace(
        "OPTIONS",
        "autoretry_for=(OperationalError,), retry_backoff=True",
    );
    let again = check(&again, &["--busy-timeout", "0"]);
    for outcome in again["outcomes"].as_array().unwrap() {
        assert_eq!(
            outcome["tasks"]["alice.1"]["status"], "returned",
            "{outcome:#}"
        );
    }
}

#[test]
fn a_task_can_ask_for_another_try() {
    let report = expect(
        "
import time
@shared_task(bind=True, max_retries=2, default_retry_delay=30)
def patient(self, pk):
    try:
        return (Data.objects.get(pk=pk).name, self.request.retries)
    except Data.DoesNotExist as missing:
        raise self.retry(exc=missing)
def task_view():
    start = time.time()
    patient.delay(1)
    time.sleep(45)
    Data.objects.create(name='late')
def task_other():
    patient.apply_async([7], countdown=5)
",
        &[],
        &[(
            "1",
            "anomaly",
            "view=None other=None other.1:DoesNotExist view.1=('late', 2)",
        )],
    );
    assert_eq!(report["complete"], true);
}

#[test]
fn a_worker_closes_djangos_connection_after_each_try() {
    // What the first try has left open on its connection is rolled back, and the second one has a new one.
    let tasks = "
from django.db import connection
@app.task(bind=True, default_retry_delay=1)
def careless(self):
    with connection.cursor() as cursor:
        cursor.execute('PRAGMA foreign_keys')
        keys = cursor.fetchone()[0]
        cursor.execute('PRAGMA foreign_keys = OFF')
    names = sorted(Data.objects.values_list('name', flat=True))
    if self.request.retries == 0:
        transaction.set_autocommit(False)
        Data.objects.create(name='never')
        raise self.retry()
    return names, keys, transaction.get_autocommit()
def task_view():
    careless.delay()
def task_eager():
    transaction.set_autocommit(True)
    connection.ensure_connection()
    handle = connection.connection
    rename.apply((99,))
    return connection.connection is handle
";
    let report = check(tasks, &["--busy-timeout", "0"]);
    for outcome in report["outcomes"].as_array().unwrap() {
        assert_eq!(
            outcome["tasks"]["view.1"]["value"], "([], 1, True)",
            "{report:#}"
        );
        // Called here and now it runs on the connection of whoever called it.
        assert_eq!(outcome["tasks"]["eager"]["value"], "True", "{report:#}");
    }
}

#[test]
fn get_waits_for_the_result() {
    let tasks = "
@app.task
def add(x, y):
    Data.objects.count()
    return {'sum': x + y}
class Refused(Exception):
    pass
@app.task
def fail(code):
    Data.objects.count()
    raise Refused('no', code)
@app.task
def nest():
    return add.delay(1, 2).get()
def outcome(result, **options):
    try:
        return result.get(**options)
    except Exception as error:
        return type(error).__name__, error.args
";
    let value = |body: &str| {
        let report = check(&format!("{tasks}def task_a():\n    return {body}\n"), &[]);
        let outcomes = report["outcomes"].as_array().unwrap();
        assert_eq!(outcomes.len(), 1, "{report:#}");
        assert_eq!(outcomes[0]["verdict"], "serializable", "{report:#}");
        let value = &outcomes[0]["tasks"]["a"]["value"];
        value
            .as_str()
            .unwrap_or_else(|| panic!("{report:#}"))
            .to_owned()
    };
    assert_eq!(value("outcome(add.delay(1, y=2))"), "{'sum': 3}");
    assert_eq!(value("outcome(fail.delay(3))"), "('Refused', ('no', 3))");
    assert_eq!(
        value("outcome(add.apply_async((1, 2), countdown=20), timeout=10)"),
        "('TimeoutError', ('The operation timed out.',))"
    );
    assert_eq!(
        value("outcome(add.apply_async((1, 2), countdown=5), timeout=10)"),
        "{'sum': 3}"
    );
    assert!(value("outcome(nest.delay())").contains("Never call result.get() within a task!"));
    assert!(
        value("outcome(Celery('other', set_as_current=False).send_task('scenario.add', (1, 2)))")
            .contains("No result backend is configured.")
    );
}

#[test]
fn tasks_are_called_and_refused_as_in_celery() {
    // As Celery 5.7 answers.
    let what = |call: &str| {
        value(&format!(
            "
def plain(x, y=2): return x + y
def later(self, n): raise self.retry(exc=KeyError(n))
def never(self): raise self.retry()
plain = app.task(plain)
later = app.task(bind=True, max_retries=1)(later)
never = app.task(bind=True, max_retries=0)(never)
try:
    return {call}
except BaseException as error:
    return f'{{type(error).__name__}}: {{error}}'"
        ))
    };
    for (call, expected) in [
        (
            "plain.name, plain(1), plain.max_retries, plain.default_retry_delay",
            "('scenario.plain', 3, 3, 180)",
        ),
        (
            "plain.delay()",
            "\"TypeError: plain() missing 1 required positional argument: 'x'\"",
        ),
        (
            "plain.delay(1, 2, 3)",
            "'TypeError: plain() takes from 1 to 2 positional arguments but 3 were given'",
        ),
        (
            "plain.delay(x=1, z=2)",
            "\"TypeError: plain() got an unexpected keyword argument 'z'\"",
        ),
        (
            "plain.delay(object())",
            "'EncodeError: Object of type object is not JSON serializable'",
        ),
        (
            "plain.delay({1, 2})",
            "'EncodeError: Object of type set is not JSON serializable'",
        ),
        (
            "plain.apply_async('ab')",
            "'TypeError: task args must be a list or tuple'",
        ),
        (
            "later.delay()",
            "\"TypeError: later() missing 1 required positional argument: 'n'\"",
        ),
        ("later(1)", "'KeyError: 1'"),
        ("never()", "'Retry: Task can be retried'"),
        (
            "str(plain.s(1, y=3)), plain.s(1, y=3)()",
            "('scenario.plain(1, y=3)', 4)",
        ),
        ("plain.apply((1,)).get()", "3"),
        ("later.apply((1,)).state", "'FAILURE'"),
        ("later.apply((1,)).get()", "'KeyError: 1'"),
        ("later.request.retries, later.request.id", "(0, None)"),
        (
            "len(signature('scenario.rename').clone((1,)).task.app.tasks) > 3",
            "True",
        ),
    ] {
        assert_eq!(what(call), expected, "{call}");
    }
    assert!(
        what("never.apply().get()")
            .starts_with("\"MaxRetriesExceededError: Can't retry scenario.never[")
    );
    assert_eq!(
        value(
            "app.conf.task_always_eager = True\nData.objects.create(id=1, name='a')\nreturn rename.delay(1).state"
        ),
        "'SUCCESS'"
    );
}

#[test]
fn messages_are_json() {
    let report = check(
        "
import datetime, decimal, uuid
@app.task
def show(*args):
    Data.objects.count()
    return repr(args)
def task_a():
    values = (1, 2), {1: 2}, datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3), decimal.Decimal('1.50'), uuid.UUID(int=3)
    return show.delay(*values).get()
",
        &[],
    );
    let expected = "\"([1, 2], {'1': 2}, datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 0), Decimal('1.50'), UUID('00000000-0000-0000-0000-000000000003'))\"";
    assert_eq!(report["outcomes"][0]["tasks"]["a"]["value"], expected);
}

#[test]
fn a_worker_has_a_memory_of_its_own() {
    expect(
        "
seen = []
@app.task
def note(text):
    seen.append(text)
    Data.objects.count()
    return list(seen)
def task_a():
    seen.append('a')
    return note.delay('w').get() + note.delay('v').get() + seen
",
        &[],
        &[("1", "serializable", "a=['w', 'v', 'a'] a.1=['w'] a.2=['v']")],
    );
}

#[test]
fn what_cannot_be_sent_is_said() {
    for (tasks, message) in [
        (
            "def setup():\n    rename.delay(1)\ndef task_a(): pass\n",
            "setup() sends a message that no worker takes",
        ),
        (
            "@app.task\ndef again():\n    again.delay()\ndef task_a():\n    again.delay()\n",
            "More than 64 tasks appear",
        ),
        (
            "def invariant_sends():\n    rename.delay(1)\ndef task_a(): pass\n",
            "invariant_sends() sends a message",
        ),
    ] {
        let (status, _, err) = lockstep(&["check", "-"], &format!("{START}{tasks}"));
        assert_eq!(status, 2, "{err}");
        assert!(err.contains(message), "{err}");
    }
}

#[test]
fn threads_send_messages_too() {
    expect(
        "
def task_view():
    with transaction.atomic():
        data = Data.objects.create(name='Dummy')
        rename.delay(data.pk)
",
        &["--concurrency", "threads", "--busy-timeout", "0"],
        &[
            ("1", "anomaly", "view=None view.1:DoesNotExist"),
            ("1", "serializable", "view=None view.1=None"),
        ],
    );
}

#[test]
fn a_schedule_names_what_was_sent() {
    let scenario = format!(
        "{START}
def task_view():
    with transaction.atomic():
        rename.delay(Data.objects.create(name='Dummy').pk)
"
    );
    let schedule = "view,view,view.1,view";
    let arguments = ["run", "-", "--format", "json", "--schedule", schedule];
    let (_, out, err) = lockstep(&arguments, &scenario);
    let trace: Json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"));
    assert_eq!(trace["tasks"], serde_json::json!(["view", "view.1"]));
    assert_eq!(trace["outcome"]["verdict"], "anomaly");
    let short = trace["steps"][2]["short"].as_str().unwrap();
    assert!(short.starts_with("SELECT"), "{short}");
}
