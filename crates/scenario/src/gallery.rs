//! The built-in scenarios. `x/<slug>` names one wherever a file's name may stand.

use crate::Scenario;

/// A built-in scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryEntry {
    /// Its name in links: `#x/<slug>`.
    pub slug: &'static str,
    /// Shown above it.
    pub title: &'static str,
    /// Two sentences.
    pub summary: &'static str,
    /// The file.
    pub source: &'static str,
    /// Settings that differ from the default, by name: with them it shows what its title says.
    pub settings: &'static [(&'static str, &'static str)],
}

impl GalleryEntry {
    /// The scenario, with its settings.
    pub fn scenario(&self) -> Scenario {
        let mut scenario = Scenario::python(self.title, self.source);
        for (name, value) in self.settings {
            let set = scenario.settings.set(name, value);
            debug_assert!(set.is_ok(), "{}: {set:?}", self.slug);
        }
        scenario
    }
}

const GALLERY: &[GalleryEntry] = &[
    GalleryEntry {
        slug: "transfer",
        title: "Transfer money, twice at once",
        summary: "Two processes move money from account 1 to account 2 at the same moment. Each works on balances that the other one is about to change.",
        source: include_str!("../gallery/transfer.py"),
        settings: &[],
    },
    GalleryEntry {
        slug: "get-or-create",
        title: "get_or_create makes two rows",
        summary: "Two requests ask for the row of the same name and create it if it is missing. Nothing in the table forbids a second one.",
        source: include_str!("../gallery/get_or_create.py"),
        settings: &[],
    },
    GalleryEntry {
        slug: "django-async-ticket",
        title: "Async tasks in an outer transaction (Django ticket 31997)",
        summary: "Ten async tasks write inside a transaction that their parent has opened. Where each async task has a connection of its own, as in Django 3, they wait for their parent's lock and their parent for them; in Django 2 and 5 they share its connection.",
        source: include_str!("../gallery/django_async_ticket.py"),
        settings: &[("django", "3")],
    },
    GalleryEntry {
        slug: "django-async-guard",
        title: "The ORM in an async task: Django's guard",
        summary: "Three async tasks create a row: directly, in a thread by sync_to_async, and by acreate(). Django 3 and 5 refuse the first, which would block the event loop; Django 2 lets it through.",
        source: include_str!("../gallery/django_async_guard.py"),
        settings: &[],
    },
    GalleryEntry {
        slug: "django-async-workaround",
        title: "The workaround of ticket 31997: thread-local connections",
        summary: "The program of the ticket with connections that belong to the thread again. It passes in Django 2, 3 and 5, and gives up what keeps async views apart.",
        source: include_str!("../gallery/django_async_workaround.py"),
        settings: &[("django", "3")],
    },
    GalleryEntry {
        slug: "django-async-shared-connection",
        title: "Two async tasks in one transaction: why there is a guard",
        summary: "While alice's transaction awaits something, bob writes on the same connection: he writes in her transaction. She fails, and what bob was told is sent is rolled back; Django 3 and 5 refuse to begin.",
        source: include_str!("../gallery/django_async_shared_connection.py"),
        settings: &[("django", "2")],
    },
    GalleryEntry {
        slug: "django-async-await-in-block",
        title: "Sharing a connection, condition 1: no awaits inside any transaction",
        summary: "Two async tasks await within atomic(), so bob's block is a savepoint in alice's transaction and outlives it. Each ends what the other one has begun, and alice's rows are lost though her block ended well.",
        source: include_str!("../gallery/django_async_await_in_block.py"),
        settings: &[("django", "2")],
    },
    GalleryEntry {
        slug: "django-async-autocommit-off",
        title: "Sharing a connection, condition 2: autocommit is on",
        summary: "Two async views run in a transaction each, by set_autocommit(False), and have only one between them. Alice's rollback takes bob's row along, and his commit has nothing left to commit.",
        source: include_str!("../gallery/django_async_autocommit_off.py"),
        settings: &[("django", "2")],
    },
    GalleryEntry {
        slug: "django-async-parameter",
        title: "Sharing a connection, condition 3: no connection-level parameters",
        summary: "One async task switches foreign keys off for its import and awaits. The other one writes meanwhile on the same connection, and a choice without a question is stored.",
        source: include_str!("../gallery/django_async_parameter.py"),
        settings: &[("django", "2")],
    },
    GalleryEntry {
        slug: "databases-shared-transaction",
        title: "databases 0.7: two requests share one Transaction",
        summary: "Two users' requests run in one endpoint decorated with @database.transaction(). Up to 0.7 the one Transaction keeps its connection in itself, so the second request takes the first one's away; since 0.9 each has its own.",
        source: include_str!("../gallery/databases_shared_transaction.py"),
        settings: &[("databases", "0.7")],
    },
    GalleryEntry {
        slug: "databases-concurrent-tasks",
        title: "databases 0.7: the test of pull request 546",
        summary: "Concurrent tasks call one decorated function, and the test wants an answer from each. It fails with databases 0.7 and passes with 0.9.",
        source: include_str!("../gallery/databases_concurrent_tasks.py"),
        settings: &[("databases", "0.7")],
    },
    GalleryEntry {
        slug: "databases-child-task",
        title: "databases: whose connection has a child task?",
        summary: "An order's transaction starts a task that writes a log line, and then fails. In 0.7 the child inherits the connection and its line is rolled back, too; in 0.9 it has its own, and waits for the lock that its waiting parent holds.",
        source: include_str!("../gallery/databases_child_task.py"),
        settings: &[("databases", "0.7")],
    },
    GalleryEntry {
        slug: "databases-given-connection",
        title: "databases: a connection handed to child tasks",
        summary: "A parent hands its connection to two child tasks, which write in its transaction. That works in both releases, and in 0.9 it is the only way.",
        source: include_str!("../gallery/databases_given_connection.py"),
        settings: &[],
    },
    GalleryEntry {
        slug: "databases-mutated-dictionary",
        title: "A mutated dictionary in a copied context",
        summary: "Two tasks keep the connection of a shared transaction in a dictionary that a context variable holds. Contexts are copied for new tasks, but the dictionary is not: the tasks overwrite each other's connection.",
        source: include_str!("../gallery/databases_mutated_dictionary.py"),
        settings: &[],
    },
];

/// The built-in scenarios, in the order in which they are shown.
pub fn gallery() -> &'static [GalleryEntry] {
    GALLERY
}

/// The built-in scenario with this slug.
pub fn gallery_entry(slug: &str) -> Option<&'static GalleryEntry> {
    GALLERY.iter().find(|entry| entry.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_can_be_opened_and_says_what_it_is() {
        for entry in gallery() {
            let same = gallery().iter().filter(|other| other.slug == entry.slug);
            assert_eq!(same.count(), 1, "{} is taken twice", entry.slug);
            let mut settings = crate::Settings::default();
            for (name, value) in entry.settings {
                settings.set(name, value).unwrap();
            }
            assert_eq!(entry.scenario().settings, settings);
            let sentences = entry.summary.matches(". ").count() + 1;
            assert_eq!(sentences, 2, "{}: {}", entry.slug, entry.summary);
        }
    }
}
