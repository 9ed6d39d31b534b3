//! The part of the language that is written in Python.

/// What runs in every process before anything else: the general protocols, then classes.
pub(crate) const PRELUDE: &[(&str, &str)] = &[
    ("_prelude", include_str!("prelude.py")),
    ("_prelude_classes", include_str!("classes.py")),
];

macro_rules! modules {
    ($($name:literal = $file:literal,)*) => {
        /// Modules that a program may import.
        pub(crate) const MODULES: &[(&str, &str)] = &[$(($name, include_str!(concat!("modules/", $file))),)*];
    };
}

modules! {
    "abc" = "abc.py",
    "bisect" = "bisect.py",
    "collections" = "collections.py",
    "collections.abc" = "collections_abc.py",
    "contextlib" = "contextlib.py",
    "copy" = "copy.py",
    "dataclasses" = "dataclasses.py",
    "enum" = "enum.py",
    "functools" = "functools.py",
    "heapq" = "heapq.py",
    "itertools" = "itertools.py",
    "keyword" = "keyword.py",
    "math" = "math.py",
    "operator" = "operator.py",
    "string" = "string.py",
    "types" = "types.py",
    "typing" = "typing.py",
}
