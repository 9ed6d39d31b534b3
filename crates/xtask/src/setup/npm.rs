//! The npm packages: the editor, its bundler, wasm-opt and Playwright.

use crate::debian;
use crate::process::{Result, find_program, output, run, say};
use crate::project::{Project, read};
use std::fs;
use std::process::Command;

/// The oldest Node that the packages run on.
const NODE: u32 = 18;

/// Sees to it that node_modules is what package-lock.json says.
pub fn packages(project: &Project) -> Result<()> {
    node()?;
    // npm empties node_modules before it installs, and the stamp with it.
    let stamp = project
        .root
        .join("node_modules/.lockstep-package-lock.json");
    let lock = read(&project.root.join("package-lock.json"))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("npm ci");
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&project.root)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

fn node() -> Result<()> {
    let there = || node_fits() && find_program("npm").is_some();
    if there() {
        return Ok(());
    }
    let installed = debian::install(&["nodejs", "npm"]);
    if there() {
        return Ok(());
    }
    Err(format!(
        "Node.js {NODE} or newer with npm is missing: install it from https://nodejs.org (Debian: {})",
        installed
            .err()
            .unwrap_or("its Node.js is too old".to_owned())
    ))
}

fn node_fits() -> bool {
    output(Command::new("node").arg("--version"))
        .as_deref()
        .and_then(|version| version.strip_prefix('v')?.split('.').next()?.parse().ok())
        .is_some_and(|major: u32| major >= NODE)
}
