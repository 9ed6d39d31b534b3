//! Modules that are read from a text do what those inside of the program do.

use lockstep_engine::{load_modules, trace};
use lockstep_scenario::gallery;
use std::path::Path;
use std::thread;

/// What `cargo xtask build` puts beside the page.
fn packed() -> String {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["python/modules", "django/python"];
    let modules = folders.map(|folder| python_bundle::modules(&crates.join(folder)).expect(folder));
    python_bundle::pack(&modules.concat())
}

/// One run of each built-in scenario, in a thread that has the modules from `packed`, or those of the program.
fn runs(packed: Option<String>) -> Vec<String> {
    let thread = thread::spawn(|| {
        if let Some(packed) = packed {
            load_modules(packed).expect("it is whole");
        }
        let run = |entry: &lockstep_scenario::GalleryEntry| {
            format!("{}: {:?}", entry.slug, trace(&entry.scenario(), &[]))
        };
        gallery().map(run).collect()
    });
    thread.join().expect("no panic")
}

#[test]
fn modules_from_a_text_are_those_of_the_program() {
    let (loaded, inside) = (runs(Some(packed())), runs(None));
    assert!(loaded.len() > 10);
    assert_eq!(loaded, inside);
}

#[test]
fn a_thread_has_the_modules_that_it_loaded() {
    let modules = python_bundle::unpack(packed().leak()).expect("it is whole");
    let changed: Vec<(String, String)> = modules
        .iter()
        .filter(|(name, _)| !name.starts_with("django"))
        .map(|(name, source)| ((*name).to_owned(), (*source).to_owned()))
        .collect();
    let runs = runs(Some(python_bundle::pack(&changed)));
    let transfer = runs.iter().find(|run| run.starts_with("transfer: "));
    let transfer = transfer.expect("it is in the gallery");
    assert!(
        transfer.contains("module 'django.db' is not provided"),
        "{transfer}"
    );
}

#[test]
fn a_text_that_is_not_whole_is_refused_and_explained() {
    let packed = packed();
    let half: String = packed.chars().take(packed.len() / 2).collect();
    let other = packed.replacen("def ", "def_", 1);
    for text in [half, other, String::new(), "<!doctype html>".to_owned()] {
        let problem = thread::spawn(|| load_modules(text))
            .join()
            .expect("no panic")
            .expect_err("it is not whole");
        assert!(problem.message.contains("not whole"), "{problem:?}");
    }
}
