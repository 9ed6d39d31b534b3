//! The libraries that a scenario can import, as Python source.
//!
//! Everything here is Python written for Lockstep: Django's application side and the
//! drivers below it, each behaving (statement by statement, error by error) as the real
//! library does. The sources run in Lockstep's own VM, and in CPython for the tests.
//! They reach the world through one function only, `_host.call(name, *args)`, which
//! whoever runs them provides; `README.md` in this crate lists the calls.

static MODULES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/modules.rs"));

/// All modules: dotted name and source, sorted by name.
///
/// A package is listed under its own name with the source of its `__init__.py`. Module
/// `_host` is not among them: the engine provides it.
pub fn modules() -> &'static [(&'static str, &'static str)] {
    MODULES
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn count_sources(folder: &Path) -> usize {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                if path.is_dir() {
                    count_sources(&path)
                } else {
                    usize::from(path.extension().is_some_and(|ending| ending == "py"))
                }
            })
            .sum()
    }

    #[test]
    fn every_source_is_listed_once_and_in_order() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
        assert_eq!(modules().len(), count_sources(&folder));
        assert!(modules().windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn every_package_of_a_module_is_a_module() {
        for (name, _) in modules() {
            if let Some((package, _)) = name.rsplit_once('.') {
                let mut all = modules().iter();
                assert!(
                    all.any(|(known, _)| *known == package),
                    "{name} has no package {package}"
                );
            }
        }
    }
}
