//! The modules that a scenario can import: inside of native programs, and in a file beside the page, which both of its
//! engines read.

use lockstep_python::Library;
use lockstep_scenario::Problem;
use std::cell::OnceCell;
use std::rc::Rc;

thread_local! {
    /// Compiled once a thread, shared by all runs in it.
    static LIBRARY: OnceCell<Rc<Library>> = const { OnceCell::new() };
}

/// What can be imported.
///
/// # Errors
/// If this is a program without modules inside, and they were not loaded.
pub fn library() -> Result<Rc<Library>, Problem> {
    LIBRARY.with(|known| {
        #[cfg(not(target_arch = "wasm32"))]
        known.get_or_init(|| library_of(Library::new(), lockstep_django::modules()));
        let missing = || Problem::new("The Python modules of the engine are not loaded.");
        known.get().cloned().ok_or_else(missing)
    })
}

/// Takes all modules from what `python_bundle` packed, and keeps them for as long as the program runs. A thread's first
/// modules stay.
///
/// # Errors
/// If that is not what was packed.
pub fn load_modules(packed: String) -> Result<(), Problem> {
    let modules = python_bundle::unpack(packed.leak())
        .ok_or_else(|| Problem::new("The file with the Python modules is not whole."))?;
    LIBRARY.with(|known| {
        known.get_or_init(|| library_of(Library::empty(), &modules));
    });
    Ok(())
}

fn library_of(mut library: Library, modules: &[(&'static str, &'static str)]) -> Rc<Library> {
    for (name, source) in modules {
        library.module(name, source);
    }
    library.module("_strategies", include_str!("strategies.py"));
    library.module("_async_strategies", include_str!("async_strategies.py"));
    library.module("_tasks", include_str!("tasks.py"));
    Rc::new(library)
}
