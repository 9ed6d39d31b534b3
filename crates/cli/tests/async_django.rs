//! Django's asynchronous names, its guard, and whose connection is whose in async tasks. What the real
//! Django does with these programs was seen with 2.2.28, 4.2 (asgiref 3.7.2) and 5.2 (asgiref 3.13.0).

mod common;

use common::lockstep;
use serde_json::{Value as Json, json};

const START: &str = r#"
import asyncio, os
from asgiref.sync import async_to_sync, sync_to_async
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection, connections, models, transaction

class Account(models.Model):
    balance = models.IntegerField()

def setup():
    Account.objects.create(id=1, balance=100)
"#;

fn check(tasks: &str, args: &[&str]) -> Json {
    let arguments = [&["check", "-", "--format", "json"], args].concat();
    let (_, out, err) = lockstep(&arguments, &format!("{START}{tasks}"));
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"))
}

/// What a task returned or raised in the only outcome that there is, reached by one interleaving.
fn only(report: &Json, task: &str) -> String {
    assert_eq!(report["interleavings"], "1", "{report:#}");
    let result = &report["outcomes"][0]["tasks"][task];
    match result["status"].as_str().unwrap() {
        "returned" => result["value"].as_str().unwrap().to_owned(),
        _ => format!(
            "{}: {}",
            result["type"].as_str().unwrap(),
            result["message"].as_str().unwrap()
        ),
    }
}

#[test]
fn all_tasks_of_a_loop_share_one_thread_for_synchronous_code() {
    // First come, first served: both read before one writes. CPython gives 80 each time.
    let report = check(
        "
async def withdraw(amount):
    account = await Account.objects.aget(id=1)
    account.balance -= amount
    await account.asave()
async def task_a():
    await withdraw(10)
async def task_b():
    await withdraw(20)
",
        &[],
    );
    assert_eq!(report["interleavings"], "1");
    let outcome = &report["outcomes"][0];
    assert_eq!(outcome["tables"]["account"][0]["balance"], 80);
    assert_eq!(outcome["anomalies"], json!(["lost update"]));
    assert_eq!(outcome["witness"], json!(["a", "b", "a", "b"]));
}

#[test]
fn a_composite_call_is_not_interrupted_in_that_thread() {
    // SELECT, BEGIN, INSERT, COMMIT of one, then the SELECT of the other.
    let report = check(
        "
async def task_a():
    return (await Account.objects.aget_or_create(balance=7))[1]
async def task_b():
    return (await Account.objects.aget_or_create(balance=7))[1]
",
        &[],
    );
    assert_eq!(
        (only(&report, "a"), only(&report, "b")),
        ("True".into(), "False".into())
    );
    assert_eq!(
        report["outcomes"][0]["witness"],
        json!(["a", "a", "a", "a", "b"])
    );
}

#[test]
fn every_asynchronous_name_does_what_its_synchronous_one_does() {
    let report = check(
        "
async def task_a():
    objects = Account.objects
    seen = [await objects.acount(), await objects.filter(balance=1).aexists()]
    new = await objects.acreate(id=2, balance=5)
    seen.append((await objects.aupdate_or_create(defaults={'balance': 6}, id=2))[1])
    await new.arefresh_from_db()
    seen.append(new.balance)
    seen.append(await objects.filter(id=2).aupdate(balance=models.F('balance') + 1))
    seen.append([(await objects.order_by('id').afirst()).id, (await objects.order_by('id').alast()).id])
    seen.append([a.balance async for a in objects.order_by('id')])
    seen.append([a.id async for a in objects.order_by('-id').aiterator()])
    seen.append(sorted(await objects.ain_bulk([1, 2])))
    seen.append(await objects.aaggregate(total=models.Sum('balance')))
    await objects.abulk_create([Account(id=3, balance=1)])
    seen.append(await objects.acontains(new))
    await new.adelete()
    seen.append((await objects.filter(id=3).adelete())[0])
    try:
        await objects.aget(id=2)
    except Account.DoesNotExist as error:
        seen.append(str(error))
    return seen
",
        &[],
    );
    assert_eq!(
        only(&report, "a"),
        "[1, False, False, 6, 1, [1, 2], [100, 7], [2, 1], [1, 2], {'total': 107}, True, 1, \
         'Account matching query does not exist.']"
    );
}

#[test]
fn synchronous_names_are_refused_in_an_event_loop() {
    let refusal = "You cannot call this from an async context - use a thread or sync_to_async.";
    let tasks = "
async def task_read():
    return Account.objects.count()
async def task_block():
    with transaction.atomic():
        return 'entered'
async def task_thread():
    return await sync_to_async(Account.objects.count)()
";
    for django in ["3", "5"] {
        let report = check(tasks, &["--django", django]);
        for task in ["read", "block"] {
            assert_eq!(
                only(&report, task),
                format!("SynchronousOnlyOperation: {refusal}")
            );
        }
        assert_eq!(only(&report, "thread"), "1");
    }
    let report = check(tasks, &["--django", "2"]);
    let found = ["read", "block", "thread"].map(|task| only(&report, task));
    assert_eq!(found, ["1", "'entered'", "1"]);
    let allowed = format!("os.environ['DJANGO_ALLOW_ASYNC_UNSAFE'] = 'true'\n{tasks}");
    let report = check(&allowed, &["--django", "5"]);
    let found = ["read", "block", "thread"].map(|task| only(&report, task));
    assert_eq!(found, ["1", "'entered'", "1"]);
}

#[test]
fn each_release_has_its_own_answer_to_whose_a_connection_is() {
    // How many connections two sibling tasks have, whether they are the parent's, and the thread's.
    let tasks = "
os.environ['DJANGO_ALLOW_ASYNC_UNSAFE'] = 'true'
async def mine():
    found = id(connections['default'])
    await asyncio.sleep(0)
    return found
async def siblings(parent_first):
    if parent_first:
        connections['default']
    found = await asyncio.gather(mine(), mine())
    return len(set(found)), id(connections['default']) in found
def task_a():
    of_thread = id(connections['default'])
    async def same():
        return id(connections['default']) == of_thread
    return asyncio.run(siblings(False)), asyncio.run(siblings(True)), asyncio.run(same())
";
    let of = |django| only(&check(tasks, &["--django", django]), "a");
    assert_eq!(of("2"), "((1, True), (1, True), True)");
    assert_eq!(of("3"), "((2, False), (2, False), False)");
    assert_eq!(of("5"), "((2, False), (1, True), False)");
}

#[test]
fn an_asynchronous_call_from_a_block_comes_back_to_its_thread() {
    let tasks = "
async def inner():
    try:
        Account.objects.count()
    except SynchronousOnlyOperation:
        pass
    await Account.objects.acreate(balance=1)
    here = await sync_to_async(lambda: connection.in_atomic_block)()
    there = await sync_to_async(lambda: connection.in_atomic_block, thread_sensitive=False)()
    return here, there, await Account.objects.acount()
def task_sync():
    with transaction.atomic():
        return async_to_sync(inner)()
";
    assert_eq!(only(&check(tasks, &[]), "sync"), "(True, False, 2)");
    let tasks = tasks.replace(
        "def task_sync():
    with transaction.atomic():
        return async_to_sync(inner)()",
        "async def task_async():
    return await sync_to_async(lambda: async_to_sync(inner)())()",
    );
    assert_eq!(only(&check(&tasks, &[]), "async"), "(False, False, 2)");
}

#[test]
fn what_would_never_end_is_refused() {
    let report = check(
        "
async def inner():
    return await Account.objects.acount()
async def task_same_thread():
    async_to_sync(inner)()
async def task_one_thread_twice():
    await sync_to_async(lambda: asyncio.run(inner()))()
async def task_not_synchronous():
    sync_to_async(inner)
",
        &[],
    );
    let found = ["same_thread", "one_thread_twice", "not_synchronous"].map(|t| only(&report, t));
    assert_eq!(
        found,
        [
            "RuntimeError: You cannot use AsyncToSync in the same thread as an async event loop - \
             just await the async function directly.",
            "RuntimeError: Single thread executor already being used, would deadlock",
            "TypeError: sync_to_async can only be applied to sync functions.",
        ]
    );
}
