//! The built-in scenarios. `x/<slug>` names one wherever a file's name may stand.

use crate::{Language, Scenario};

/// A built-in scenario, or a variant of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryEntry {
    /// Its name in links: `#x/<slug>`.
    pub slug: &'static str,
    /// The slug of the scenario that this is a variant of: the same race with a remedy, or what is taken
    /// for one.
    pub parent: Option<&'static str>,
    /// Shown above it.
    pub title: &'static str,
    /// Two sentences.
    pub summary: &'static str,
    /// Where the code was published: title, author or place, year. Empty if it is our own.
    pub document: &'static str,
    /// The file's name.
    pub file: &'static str,
    /// The file.
    pub source: &'static str,
    /// Settings that differ from the default, by name: with them it shows what its title says.
    pub settings: &'static [(&'static str, &'static str)],
}

impl GalleryEntry {
    /// The scenario, with its settings.
    pub fn scenario(&self) -> Scenario {
        let mut scenario = Scenario::python(self.title, self.source);
        if self.file.ends_with(".spec") {
            scenario.language = Language::Spec;
        }
        for (name, value) in self.settings {
            let set = scenario.settings.set(name, value);
            debug_assert!(set.is_ok(), "{}: {set:?}", self.slug);
        }
        scenario
    }

    /// Its variants, in the order in which they are shown.
    pub fn variants(&self) -> impl Iterator<Item = &'static GalleryEntry> {
        let slug = self.slug;
        GALLERY
            .iter()
            .filter(move |entry| entry.parent == Some(slug))
    }
}

/// An entry from its file; one with `of` is a variant. Settings may follow: `; "journal" = "wal"`.
macro_rules! entry {
    ($slug:literal $(of $parent:literal)?, $file:literal, $title:literal, $summary:literal $(, $document:expr)? $(; $($name:literal = $value:literal),+)?) => {
        GalleryEntry {
            slug: $slug,
            parent: entry!(@or None $(, Some($parent))?),
            title: $title,
            summary: $summary,
            document: entry!(@or "" $(, $document)?),
            file: $file,
            source: include_str!(concat!("../gallery/", $file)),
            settings: &[$($(($name, $value)),+)?],
        }
    };
    (@or $default:expr) => { $default };
    (@or $default:expr, $given:expr) => { $given };
}

/// A thread of mails, the first of which has both its scenarios.
const THREAD: &str =
    "Database race conditions when using multiple processes, django-developers, 2006";
/// A ticket of Django's.
const TICKET: &str = "Regression in Django 3 related to ORM in async tasks (OperationalError: database is locked), Django ticket 31997, Andrey Zelenchuk, 2020";
/// A change of the package `databases`.
const PULL_REQUEST: &str = "fix: incorrect concurrent usage of connection and transaction, encode/databases pull request 546, 2023";
/// A collection of anomalies, each as the sessions that would show it.
const HERMITAGES: &str = "Hermitage: testing transaction isolation levels, Martin Kleppmann, 2014";
/// A post on Celery.
const POST: &str = "Database concurrency in Django the right way, Guilherme Caminha, 2016";

#[rustfmt::skip] // An entry has one line for its names and one for its summary.
const GALLERY: &[GalleryEntry] = &[
    entry!("transfer", "transfer.py", "Transfer money, twice at once",
        "Two processes move money from account 1 to account 2 at the same moment. Each works on balances that the other one is about to change.", THREAD),
    entry!("transfer-f-expression" of "transfer", "transfer_f_expression.py", "F() expressions",
        "The database itself adds and subtracts, in one UPDATE an account. No update is lost."),
    entry!("transfer-version-column" of "transfer", "transfer_version_column.py", "A version column",
        "Each UPDATE asks for the version that was read; if it has changed, the transfer is tried again. No update is lost."),
    entry!("transfer-compare-and-swap" of "transfer", "transfer_compare_and_swap.py", "Compare and swap",
        "Each UPDATE asks for the balance that was read, and is tried again until it finds it. No update is lost."),
    entry!("transfer-select-for-update" of "transfer", "transfer_select_for_update.py", "select_for_update()",
        "Rows are read to be changed, which locks them in other databases. SQLite has no row locks, Django leaves the words out, and nothing is better."),
    entry!("transfer-lock-file" of "transfer", "transfer_lock_file.py", "A lock file",
        "Whoever holds the file transfers, the other one waits. It helps as long as everybody asks for the same file."),
    entry!("get-or-create", "get_or_create.py", "get_or_create makes two rows",
        "Two requests ask for the row of the same name and create it if it is missing. Nothing in the table forbids a second one.", THREAD),
    entry!("get-or-create-ten-requests" of "get-or-create", "get_or_create_ten_requests.py", "As published: ten requests at once",
        "One click sends ten requests for the same name, through the view as it was published. There can be any number of rows from one to ten, and almost always there are ten."; "copies" = "request=10"),
    entry!("get-or-create-unique" of "get-or-create", "get_or_create_unique.py", "unique=True",
        "The table refuses the second row, and the loser of the race finds the winner's. There is always one row."),
    entry!("get-or-create-unique-together" of "get-or-create", "get_or_create_unique_together.py", "unique_together",
        "The table refuses the second row of the same site and name, and the loser of the race finds the winner's. There is always one row."),
    entry!("get-or-create-atomic-requests" of "get-or-create", "get_or_create_atomic_requests.py", "A transaction for each request",
        "Each request runs in a transaction, as with TransactionMiddleware. No second row is made on SQLite, but requests fail: the database is locked."),
    entry!("get-or-create-lock-file" of "get-or-create", "get_or_create_lock_file.py", "A lock file",
        "Whoever holds the file looks and creates, the other one waits. There is always one row."),
    entry!("lock-order", "lock_order.py", "User and UserProfile, locked in opposite order",
        "One request locks users and then profiles, the other profiles and then users. Each can end up waiting for the other one, for ever.", THREAD),
    entry!("lock-order-same" of "lock-order", "lock_order_same.py", "The same order everywhere",
        "Both requests lock users first. Nobody waits for somebody who waits."),
    entry!("lock-table", "lock_table.py", "LOCK TABLE, where there is no such thing",
        "A view manages its transaction by hand and locks the table first, as PostgreSQL allows. SQLite does not know the statement.", THREAD),
    entry!("postgres-get-or-create", "get_or_create.py", "get_or_create on PostgreSQL",
        "The same two requests on a database that lets both of them write. There is room between looking and creating on every database.", THREAD; "database" = "postgres"),
    entry!("postgres-lock-table" of "postgres-get-or-create", "lock_table.py", "LOCK TABLE … IN ACCESS EXCLUSIVE MODE",
        "Each request manages its transaction by hand and locks the table first, as was proposed. The second waits where it locks, and finds the row of the first.", THREAD; "database" = "postgres"),
    entry!("postgres-get-or-create-unique" of "postgres-get-or-create", "get_or_create_unique.py", "unique=True",
        "The second INSERT of the same key waits until it is known what has become of the first. Then it fails, and get_or_create finds the winner's row.", THREAD; "database" = "postgres"),
    entry!("postgres-transfer", "transfer.py", "A transaction alone, on PostgreSQL",
        "Both transfers run in a transaction, and each UPDATE waits for the other one's. At read committed, the default, it then writes over what it has not read.", THREAD; "database" = "postgres", "strategy" = "atomic"),
    entry!("postgres-transfer-for-update" of "postgres-transfer", "transfer_for_update.py", "SELECT … FOR UPDATE",
        "Rows are locked when they are read, always in the same order. The second transfer waits, and reads what the first has left.", THREAD; "database" = "postgres"),
    entry!("postgres-transfer-repeatable-read" of "postgres-transfer", "transfer.py", "REPEATABLE READ",
        "Each transfer sees the accounts as they were when it began to read. The later writer is refused, and nothing is lost.", THREAD; "database" = "postgres", "strategy" = "atomic", "isolation" = "repeatable-read"),
    entry!("postgres-transfer-serializable" of "postgres-transfer", "transfer_serializable.py", "SERIALIZABLE, tried again",
        "Whoever is refused begins again, as the manual asks of all who choose this level. Both transfers arrive.", THREAD; "database" = "postgres"),
    entry!("postgres-deadlock", "lock_order_tables.py", "User and UserProfile: LOCK TABLE in opposite order",
        "One request locks users and then profiles, the other profiles and then users. The server notices the circle and refuses one of them.", THREAD; "database" = "postgres"),
    entry!("postgres-deadlock-same-order" of "postgres-deadlock", "lock_order_tables_same.py", "The same order everywhere",
        "Both requests lock users first. One waits for the other, and nobody is refused.", THREAD; "database" = "postgres"),
    entry!("postgres-write-skew", "write_skew.py", "Doctors on call, at REPEATABLE READ",
        "Each doctor's transaction counts who is on call in a snapshot of its own and writes another row than the other one. No row is written twice, so that nobody is refused and nobody stays."; "database" = "postgres", "strategy" = "atomic", "isolation" = "repeatable-read"),
    entry!("postgres-write-skew-read-committed" of "postgres-write-skew", "write_skew.py", "READ COMMITTED",
        "Each statement sees what is committed when it begins. That is no more protection than none."; "database" = "postgres", "strategy" = "atomic"),
    entry!("postgres-write-skew-serializable" of "postgres-write-skew", "write_skew.py", "SERIALIZABLE",
        "The server notes what each transaction has read, and refuses one that makes a circle of them. Somebody stays."; "database" = "postgres", "strategy" = "atomic", "isolation" = "serializable"),
    entry!("postgres-write-skew-for-update" of "postgres-write-skew", "write_skew_for_update.py", "Lock who is counted",
        "All doctors on call are locked by whoever counts them. The second one waits, and counts anew."; "database" = "postgres"),
    entry!("postgres-job-queue", "job_queue_for_update.py", "A queue with FOR UPDATE",
        "Two workers lock the first free job. The one that has to wait finds it taken and gets the next: nobody works twice, but they stand in line."; "database" = "postgres"),
    entry!("postgres-job-queue-skip-locked" of "postgres-job-queue", "job_queue_skip_locked.py", "SKIP LOCKED",
        "A job that somebody has locked is passed over. Nobody waits, and each worker gets its own."; "database" = "postgres"),
    entry!("postgres-check-then-create", "check_then_create_unique.py", "Is this address taken? The second INSERT waits",
        "Two registrations find the address free, and both insert it. The second waits for the first one's end, and is told that the address is taken."; "database" = "postgres"),
    entry!("celery-delay", "celery_delay.py", "A Celery task that comes too early",
        "A view creates a row and sends its key to a worker, while its transaction is still open. The worker can be quicker than the commit.", POST),
    entry!("celery-delay-no-atomic-requests" of "celery-delay", "celery_delay_no_atomic_requests.py", "Without ATOMIC_REQUESTS",
        "Every statement commits at once, in all views of the project. The worker always finds the row."),
    entry!("celery-delay-non-atomic-requests" of "celery-delay", "celery_delay_non_atomic_requests.py", "non_atomic_requests",
        "This view alone has no transaction. The worker always finds the row."),
    entry!("celery-delay-on-commit" of "celery-delay", "celery_delay_on_commit.py", "on_commit()",
        "The message is sent when the transaction has committed. The worker always finds the row."),
    entry!("celery-delay-rolled-back" of "celery-delay", "celery_delay_rolled_back.py", "on_commit() in a block that is rolled back",
        "The block around on_commit() ends with an exception, the request does not. Nothing is sent."),
    entry!("write-skew", "write_skew.py", "Doctors on call",
        "Each doctor may leave if another one stays, and both ask at the same moment. Neither changes what the other one has changed, and yet nobody is left."),
    entry!("check-then-create", "check_then_create.py", "Is this address taken?",
        "Two registrations look for the address before they create the user. Between looking and creating there is room for the other one."),
    entry!("check-then-create-unique" of "check-then-create", "check_then_create_unique.py", "unique=True",
        "The table refuses the second user, and the view says so. Looking first is only kinder to the log."),
    entry!("job-queue", "job_queue.py", "A queue with SKIP LOCKED",
        "Two workers take the first free job, skipping those that are locked. SQLite has no row locks, so both can take the same."),
    entry!("job-queue-claim" of "job-queue", "job_queue_claim.py", "Claim by a conditional UPDATE",
        "A job is taken by an UPDATE that asks whether it is still free. Each worker gets its own."),
    entry!("counter", "counter.py", "Page views",
        "Three visitors each add one to the number that they have read. Some are not counted."),
    entry!("counter-f-expression" of "counter", "counter_f_expression.py", "F() expressions",
        "The database adds one. Every view counts."),
    entry!("seat-booking", "seat_booking.py", "One seat, two guests",
        "Both guests see the seat free and book it. Both are told that it is theirs."),
    entry!("seat-booking-conditional-update" of "seat-booking", "seat_booking_conditional_update.py", "Book by a conditional UPDATE",
        "One UPDATE asks whether the seat is free and takes it. Only one guest is told so."),
    entry!("inventory", "inventory.py", "A long reader that wants to write",
        "A long transaction reads the stock, and something is sold before it writes. SQLite refuses it at once, as its snapshot is too old, however long it might wait."; "journal" = "wal"),
    entry!("inventory-immediate" of "inventory", "inventory_immediate.py", "BEGIN IMMEDIATE",
        "Whoever will write says so when the transaction begins, and waits there. Nobody is refused."),
    entry!("swallowed-error", "swallowed_error.py", "An IntegrityError that is caught too far inside",
        "Two posts create the same tag, and the loser of the race catches the error inside its transaction. Django refuses every further query there, and the post is lost."),
    entry!("swallowed-error-savepoint" of "swallowed-error", "swallowed_error_savepoint.py", "An atomic() of its own",
        "What may fail is in an atomic block of its own, a savepoint. Only that is rolled back, and both posts are published."),
    entry!("update-or-create", "update_or_create.py", "update_or_create",
        "Two games record a score of the same player, and nothing in the table forbids two rows. Its own transaction protects it on SQLite, but games fail: the database is locked."),
    entry!("django-async-ticket", "django_async_ticket.py", "Async tasks in an outer transaction (Django ticket 31997)",
        "Ten async tasks write inside a transaction that their parent has opened. Where each async task has a connection of its own, as in Django 3, they wait for their parent's lock and their parent for them; in Django 2 and 5 they share its connection.", TICKET; "django" = "3"),
    entry!("django-async-guard", "django_async_guard.py", "The ORM in an async task: Django's guard",
        "Three async tasks create a row: directly, in a thread by sync_to_async, and by acreate(). Django 3 and 5 refuse the first, which would block the event loop; Django 2 lets it through.", TICKET),
    entry!("django-async-workaround", "django_async_workaround.py", "The workaround of ticket 31997: thread-local connections",
        "The program of the ticket with connections that belong to the thread again. It passes in Django 2, 3 and 5, and gives up what keeps async views apart.", TICKET; "django" = "3"),
    entry!("django-async-shared-connection", "django_async_shared_connection.py", "Two async tasks in one transaction: why there is a guard",
        "While alice's transaction awaits something, bob writes on the same connection: he writes in her transaction. She fails, and what bob was told is sent is rolled back; Django 3 and 5 refuse to begin.", TICKET; "django" = "2"),
    entry!("django-async-await-in-block", "django_async_await_in_block.py", "Sharing a connection, condition 1: no awaits inside any transaction",
        "Two async tasks await within atomic(), so bob's block is a savepoint in alice's transaction and outlives it. Each ends what the other one has begun, and alice's rows are lost though her block ended well.", TICKET; "django" = "2"),
    entry!("django-async-autocommit-off", "django_async_autocommit_off.py", "Sharing a connection, condition 2: autocommit is on",
        "Two async views run in a transaction each, by set_autocommit(False), and have only one between them. Alice's rollback takes bob's row along, and his commit has nothing left to commit.", TICKET; "django" = "2"),
    entry!("django-async-parameter", "django_async_parameter.py", "Sharing a connection, condition 3: no connection-level parameters",
        "One async task switches foreign keys off for its import and awaits. The other one writes meanwhile on the same connection, and a choice without a question is stored.", TICKET; "django" = "2"),
    entry!("databases-shared-transaction", "databases_shared_transaction.py", "databases 0.7: two requests share one Transaction",
        "Two users' requests run in one endpoint decorated with @database.transaction(). Up to 0.7 the one Transaction keeps its connection in itself, so the second request takes the first one's away; since 0.9 each has its own.", PULL_REQUEST; "databases" = "0.7"),
    entry!("databases-concurrent-tasks", "databases_concurrent_tasks.py", "databases 0.7: the test of pull request 546",
        "Concurrent tasks call one decorated function, and the test wants an answer from each. It fails with databases 0.7 and passes with 0.9.", PULL_REQUEST; "databases" = "0.7"),
    entry!("databases-child-task", "databases_child_task.py", "databases: whose connection has a child task?",
        "An order's transaction starts a task that writes a log line, and then fails. In 0.7 the child inherits the connection and its line is rolled back, too; in 0.9 it has its own, and waits for the lock that its waiting parent holds.", PULL_REQUEST; "databases" = "0.7"),
    entry!("databases-given-connection", "databases_given_connection.py", "databases: a connection handed to child tasks",
        "A parent hands its connection to two child tasks, which write in its transaction. That works in both releases, and in 0.9 it is the only way.", PULL_REQUEST),
    entry!("databases-mutated-dictionary", "databases_mutated_dictionary.py", "A mutated dictionary in a copied context",
        "Two tasks keep the connection of a shared transaction in a dictionary that a context variable holds. Contexts are copied for new tasks, but the dictionary is not: the tasks overwrite each other's connection.", PULL_REQUEST),
    entry!("databases-mutated-dictionary-new-one" of "databases-mutated-dictionary", "databases_mutated_dictionary_new_one.py", "A new dictionary instead of a changed one",
        "Each task sets a new dictionary in its own context, with one entry more. Nobody sees another one's connection."),
    entry!("databases-mutated-dictionary-by-task" of "databases-mutated-dictionary", "databases_mutated_dictionary_by_task.py", "A dictionary by task instead of context variables",
        "The transaction keeps a connection for each task in a dictionary of its own. Nobody sees another one's connection, and a child task does not see its parent's."),
];

#[rustfmt::skip]
const HERMITAGE: &[GalleryEntry] = &[
    entry!("hermitage-g0", "hermitage/g0.spec", "G0: dirty write",
        "Two transactions write the same two rows. The rows could end up with one value of each.", HERMITAGES),
    entry!("hermitage-g1a", "hermitage/g1a.spec", "G1a: aborted read",
        "One transaction reads what another one writes and then takes back. What it has read has never been there.", HERMITAGES),
    entry!("hermitage-g1b", "hermitage/g1b.spec", "G1b: intermediate read",
        "One transaction reads what another one writes and then overwrites. What it has read was never meant to be seen.", HERMITAGES),
    entry!("hermitage-g1c", "hermitage/g1c.spec", "G1c: circular information flow",
        "Each of two transactions reads what the other one writes. Each would have to come first.", HERMITAGES),
    entry!("hermitage-otv", "hermitage/otv.spec", "OTV: observed transaction vanishes",
        "Two transactions write the same two rows and a third one reads them. It could see one row of each.", HERMITAGES),
    entry!("hermitage-pmp", "hermitage/pmp.spec", "PMP: predicate-many-preceders",
        "A transaction looks twice for rows that another one inserts. The second time there could be more.", HERMITAGES),
    entry!("hermitage-p4", "hermitage/p4.spec", "P4: lost update",
        "Two transactions read a row and write it. One of the updates could be lost.", HERMITAGES),
    entry!("hermitage-g-single", "hermitage/g_single.spec", "G-single: read skew",
        "A transaction reads two rows, and another one writes both in between. It could see one row before and one after.", HERMITAGES),
    entry!("hermitage-g2-item", "hermitage/g2_item.spec", "G2-item: write skew",
        "Two transactions read both rows, and each writes another one. Neither could have come first.", HERMITAGES),
    entry!("hermitage-g2", "hermitage/g2.spec", "G2: anti-dependency cycle",
        "Two transactions look for rows of a kind, and each inserts one. Neither could have come first.", HERMITAGES),
];

/// The anomalies of Martin Kleppmann's Hermitage, each as the sessions that would show it.
pub fn hermitage() -> impl Iterator<Item = &'static GalleryEntry> {
    HERMITAGE.iter()
}

/// The built-in scenarios, in the order in which they are shown. Variants are not among them.
pub fn gallery() -> impl Iterator<Item = &'static GalleryEntry> {
    GALLERY.iter().filter(|entry| entry.parent.is_none())
}

/// The built-in scenario, or the variant of one, with this slug.
pub fn gallery_entry(slug: &str) -> Option<&'static GalleryEntry> {
    let mut all = GALLERY.iter().chain(HERMITAGE);
    all.find(|entry| entry.slug == slug)
}
