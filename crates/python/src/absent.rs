//! Names that CPython has and this language has not, as absent.txt lists them.

use rustc_hash::FxHashMap;
use std::collections::HashSet;
use std::sync::OnceLock;

struct Absent {
    /// By name: what has it in CPython only, as `module decimal` and `class decimal.Decimal`.
    owners: FxHashMap<&'static str, Vec<&'static str>>,
    modules: HashSet<&'static str>,
}

fn absent() -> &'static Absent {
    static ABSENT: OnceLock<Absent> = OnceLock::new();
    ABSENT.get_or_init(|| {
        let mut owners: FxHashMap<_, Vec<_>> = FxHashMap::default();
        let mut modules = HashSet::new();
        let lines = include_str!("absent.txt").lines();
        let sections = lines.filter(|line| !line.starts_with('#'));
        for (section, names) in sections.filter_map(|line| line.split_once(": ")) {
            for name in names.split(' ') {
                if section == "modules" {
                    modules.insert(name);
                } else {
                    owners.entry(name).or_default().push(section);
                }
            }
        }
        Absent { owners, modules }
    })
}

/// What has this name in CPython only: `class str`, `module math`. Most names have nobody, and need no further look.
pub fn owners(name: &str) -> &'static [&'static str] {
    absent().owners.get(name).map_or(&[], Vec::as_slice)
}

/// Whether one of the [`owners`] is this module or class: `kind` is `module` or `class`, `home` the module of a class
/// that is not built in, else empty.
pub fn is_among(owners: &[&str], kind: &str, home: &str, title: &str) -> bool {
    owners.iter().any(|owner| {
        let rest = owner
            .strip_prefix(kind)
            .and_then(|rest| rest.strip_prefix(' '));
        let rest = match home {
            "" => rest,
            _ => rest
                .and_then(|rest| rest.strip_prefix(home))
                .and_then(|rest| rest.strip_prefix('.')),
        };
        rest == Some(title)
    })
}

/// Whether CPython comes with a module that is not provided here.
pub fn is_module(name: &str) -> bool {
    absent()
        .modules
        .contains(name.split('.').next().unwrap_or(name))
}
