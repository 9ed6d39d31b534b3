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
    "_sha512" = "_sha512.py",
    "abc" = "abc.py",
    "asyncio" = "asyncio.py",
    "bisect" = "bisect.py",
    "collections" = "collections.py",
    "collections.abc" = "collections_abc.py",
    "contextlib" = "contextlib.py",
    "contextvars" = "contextvars.py",
    "copy" = "copy.py",
    "dataclasses" = "dataclasses.py",
    "datetime" = "datetime.py",
    "decimal" = "decimal.py",
    "enum" = "enum.py",
    "functools" = "functools.py",
    "heapq" = "heapq.py",
    "inspect" = "inspect.py",
    "itertools" = "itertools.py",
    "json" = "json.py",
    "keyword" = "keyword.py",
    "logging" = "logging.py",
    "math" = "math.py",
    "numbers" = "numbers.py",
    "operator" = "operator.py",
    "os" = "os.py",
    "queue" = "queue.py",
    "random" = "random.py",
    "string" = "string.py",
    "sys" = "sys.py",
    "threading" = "threading.py",
    "time" = "time.py",
    "traceback" = "traceback.py",
    "types" = "types.py",
    "typing" = "typing.py",
    "uuid" = "uuid.py",
    "warnings" = "warnings.py",
}
