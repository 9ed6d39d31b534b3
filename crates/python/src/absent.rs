//! Names that CPython has and this language has not, as absent.txt lists them.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

struct Absent {
    /// By `module decimal`, `class decimal.Decimal`.
    sections: HashMap<&'static str, HashSet<&'static str>>,
    all: HashSet<&'static str>,
}

fn absent() -> &'static Absent {
    static ABSENT: OnceLock<Absent> = OnceLock::new();
    ABSENT.get_or_init(|| {
        let lines = include_str!("absent.txt").lines();
        let sections: HashMap<_, HashSet<_>> = lines
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(": "))
            .map(|(section, names)| (section, names.split(' ').collect()))
            .collect();
        let all = sections.values().flatten().copied().collect();
        Absent { sections, all }
    })
}

/// Whether anything in CPython has this name that has it not here: most names need no further look.
pub fn is_anywhere(name: &str) -> bool {
    absent().all.contains(name)
}

/// Whether a module (`module math`) or class (`class str`) has this name in CPython only.
pub fn is_absent(kind: &str, section: &str, name: &str) -> bool {
    let names = absent().sections.get(&*format!("{kind} {section}"));
    names.is_some_and(|names| names.contains(name))
}

/// Whether CPython comes with a module that is not provided here.
pub fn is_module(name: &str) -> bool {
    let modules = absent().sections.get("modules");
    modules.is_some_and(|names| names.contains(name.split('.').next().unwrap_or(name)))
}
