//! absent.txt (which `absent.py` writes) is true: what it lists is not there, and is refused.

mod common;

use common::{Outcome, run};

/// The sections: `module` or `class`, its name, and the names that are absent. Those of classes without
/// a name in `builtins` are left out.
fn sections() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    const UNNAMED: &[&str] = &[
        "NoneType",
        "NotImplementedType",
        "async_generator",
        "builtin_function_or_method",
        "cell",
        "code",
        "dict_items",
        "dict_keys",
        "dict_values",
        "ellipsis",
        "function",
        "generator",
        "mappingproxy",
        "method",
        "traceback",
    ];
    let lines = include_str!("../src/absent.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .filter_map(|(section, names)| {
            let (kind, name) = section.split_once(' ')?;
            let unnamed =
                kind == "class" && (UNNAMED.contains(&name) || name.ends_with("iterator"));
            (!unnamed).then(|| (kind, name, names.split(' ').collect()))
        })
        .collect()
}

/// Imports what a section is about.
fn import(kind: &str, name: &str) -> String {
    match (kind, name.rsplit_once('.')) {
        ("class", None) => String::new(),
        ("class", Some((module, _))) => format!("import {module}\n"),
        _ => format!("import {name}\n"),
    }
}

#[test]
fn what_is_listed_is_not_there() {
    let mut program = String::new();
    for (kind, name, names) in sections() {
        let here = match kind {
            "module" => format!("dir({name})"),
            _ => format!("[n for c in {name}.__mro__ for n in vars(c)]"),
        };
        let names = names.join(" ");
        program += &import(kind, name);
        program += &format!("for n in '{names}'.split():\n  if n in {here}: print('{name}', n)\n");
    }
    let Outcome::Finished { printed } = run(&program, "absent.py") else {
        panic!("does not run to its end");
    };
    assert_eq!(printed, "", "is there: run absent.py");
}

#[test]
fn what_is_listed_cannot_be_asked_for() {
    let sections = sections();
    assert!(sections.len() > 100);
    for (kind, name, names) in sections {
        // Classes themselves can be called.
        let Some(first) = names.into_iter().find(|name| *name != "__call__") else {
            continue;
        };
        let program = format!(
            "{}try: print(getattr({name}, '{first}', None))\nexcept BaseException: print('caught')\n",
            import(kind, name)
        );
        match run(&program, "absent.py") {
            Outcome::Stopped { printed, message } => {
                assert_eq!(printed, "", "{name}.{first} was swallowed");
                let sentence = format!(".{first} is not provided here");
                assert!(message.ends_with(&sentence), "{message}");
            }
            _ => panic!("{name}.{first} is not refused"),
        }
    }
}

#[test]
fn what_cpython_has_not_either_is_an_attribute_error() {
    let program = "print(hasattr('', 'nope'), getattr(1, 'nope', 2), hasattr(print, 'nope'))\nimport math\ntry: math.nope\nexcept AttributeError as e: print(e)\n";
    let Outcome::Finished { printed } = run(program, "absent.py") else {
        panic!("does not run to its end");
    };
    assert_eq!(
        printed,
        "False 2 False\nmodule 'math' has no attribute 'nope'\n"
    );
}
