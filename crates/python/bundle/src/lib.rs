//! Puts a folder of Python modules into a Rust program, in its build script, or several into one text that a program
//! reads when it runs.
//!
//! The modules are written for Lockstep and left out of tracebacks, so nothing shows their comments, their
//! docstrings (the editor has them from the files) and the width of their indentation: these stay behind, which
//! makes the page smaller.

mod packed;
mod strip;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

pub use packed::{pack, unpack};
pub use strip::strip;

/// Writes `modules.rs` into the folder for a build's output: an expression for `include!`, of type
/// `&[(&str, &str)]`, with the dotted name and the source of each module below `folder` (within the
/// package), sorted by name. A package is named without its `__init__`.
///
/// # Errors
/// A folder or a file cannot be read or written.
pub fn bundle(folder: &str) -> io::Result<()> {
    let variable = |name| env::var_os(name).ok_or_else(|| io::Error::other(format!("no {name}")));
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join(folder);
    println!("cargo::rerun-if-changed={}", root.display());
    let modules = modules(&root)?;
    let target = Path::new(&variable("OUT_DIR")?).join("modules.rs");
    fs::write(target, format!("&{modules:?}"))
}

/// The dotted name and the source of each module below a folder, sorted by name.
///
/// # Errors
/// A folder or a file cannot be read.
pub fn modules(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut modules = Vec::new();
    collect(folder, "", &mut modules)?;
    modules.sort();
    Ok(modules)
}

fn collect(folder: &Path, package: &str, modules: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = match package {
            "" => stem.to_string(),
            package if stem == "__init__" => package.to_string(),
            package => format!("{package}.{stem}"),
        };
        if path.is_dir() && stem != "__pycache__" {
            collect(&path, &name, modules)?;
        } else if path.extension().is_some_and(|ending| ending == "py") {
            modules.push((name, strip(&fs::read_to_string(&path)?)));
        }
    }
    Ok(())
}
