//! The part of the language that is written in Python.

/// What runs in every process before anything else: the general protocols, then classes.
pub(crate) const PRELUDE: &[(&str, &str)] = &[
    ("_prelude", include_str!("prelude.py")),
    ("_prelude_classes", include_str!("classes.py")),
];

/// Modules that a program may import.
pub(crate) const MODULES: &[(&str, &str)] = &[];
