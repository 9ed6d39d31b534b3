//! A real browser for the tests.

use crate::debian;
use crate::process::{Result, find_program, output, run, say};
use crate::project::Project;
use std::env;
use std::path::PathBuf;
use std::process::Command;

const PROGRAMS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The browser's program.
pub struct Chromium(pub PathBuf);

impl Chromium {
    /// `$CHROMIUM`, one that is installed, Debian's, or the one Playwright downloads.
    pub fn find_or_install(project: &Project) -> Result<Chromium> {
        if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
            return if path.is_file() {
                Ok(Chromium(path))
            } else {
                Err(format!("CHROMIUM={} is no file", path.display()))
            };
        }
        if let Some(chromium) = find_installed().or_else(|| find_playwrights(project)) {
            return Ok(chromium);
        }
        let by_debian = debian::install(&["chromium"]);
        if let Some(chromium) = find_installed() {
            return Ok(chromium);
        }
        say("playwright install chromium");
        let by_playwright = run(Command::new(project.npm_program("playwright"))
            .args(["install", "chromium"])
            .current_dir(&project.root));
        find_playwrights(project).ok_or_else(|| {
            let reason =
                |result: Result<()>| result.err().unwrap_or("it is not complete".to_owned());
            format!(
                "Chromium is missing: install it, or name its program in CHROMIUM \
                 (Debian: {}; Playwright: {})",
                reason(by_debian),
                reason(by_playwright)
            )
        })
    }
}

fn find_installed() -> Option<Chromium> {
    let on_path = PROGRAMS.iter().find_map(|name| find_program(name));
    on_path
        .or_else(|| Some(PathBuf::from(MAC)).filter(|path| path.is_file()))
        .map(Chromium)
}

/// The one that Playwright downloaded, if it did.
fn find_playwrights(project: &Project) -> Option<Chromium> {
    let script = "process.stdout.write(require('playwright-core').chromium.executablePath())";
    output(
        Command::new("node")
            .args(["--eval", script])
            .current_dir(&project.root),
    )
    .map(PathBuf::from)
    .filter(|path| path.is_file())
    .map(Chromium)
}
