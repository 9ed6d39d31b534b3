//! Finding what the other commands need, and installing what is missing.
//!
//! Each part looks first and installs only then, so that a machine that has everything
//! waits well under a second. What cannot be had is one line that says how to get it.

mod chromium;
mod npm;
mod rust_tools;
mod wasm_rust;

use crate::process::{Result, output, prepend_path, run, say};
use crate::project::Project;
use crate::{debian, process};
use std::path::PathBuf;
use std::process::Command;

pub use chromium::Chromium;
pub use wasm_rust::WasmRust;

/// What building the page needs.
pub struct PageTools {
    /// The Rust that compiles for wasm32.
    pub wasm_rust: WasmRust,
    /// Folders with Trunk, wasm-bindgen and wasm-opt.
    folders: Vec<PathBuf>,
}

impl PageTools {
    /// Lets a program find the tools, and the cargo it starts the right Rust.
    pub fn apply(&self, command: &mut Command, project: &Project) -> Result<()> {
        let mut folders = self.folders.clone();
        if let WasmRust::Debian { programs } = &self.wasm_rust {
            folders.insert(0, programs.clone());
        }
        prepend_path(command, &folders)?;
        self.wasm_rust.apply(command);
        command.env("CARGO_TARGET_DIR", project.target.join("page"));
        Ok(())
    }
}

/// `cargo xtask setup`: everything.
pub fn command(project: &Project) -> Result<()> {
    let tools = page(project)?;
    tests(project, &tools)?;
    say("everything is installed");
    Ok(())
}

/// What building the page needs.
pub fn page(project: &Project) -> Result<PageTools> {
    npm::packages(project)?;
    let wasm_rust = WasmRust::find_or_install(project)?;
    let mut folders = rust_tools::find_or_install(project)?;
    folders.push(project.npm_program(""));
    Ok(PageTools { wasm_rust, folders })
}

/// What `test` needs besides the page: rustfmt, clippy, a browser, and a PostgreSQL where it can be had.
pub fn tests(project: &Project, tools: &PageTools) -> Result<Chromium> {
    rust_component(project, "rustfmt", "fmt", "rustfmt-web")?;
    rust_component(project, "clippy", "clippy", "rust-web-clippy")?;
    tools.wasm_rust.add_clippy()?;
    add_postgres();
    Chromium::find_or_install(project)
}

/// The server that the PostgreSQL profile is compared with. The tests say so where there is none.
fn add_postgres() {
    let there = || std::path::Path::new("/usr/lib/postgresql/15/bin/initdb").is_file();
    if there() {
        return;
    }
    let result = debian::install(&["postgresql-15"]);
    if !there() {
        let why = result.err().unwrap_or("it is not complete".to_owned());
        say(&format!(
            "PostgreSQL 15 cannot be installed here ({why}): the PostgreSQL profile is not compared with it"
        ));
    }
}

/// A part of Rust that minimal installations leave out.
fn rust_component(project: &Project, name: &str, command: &str, package: &str) -> Result<()> {
    let there = || output(project.cargo().args([command, "--version"])).is_some();
    if there() {
        return Ok(());
    }
    if process::find_program("rustup").is_some() {
        say(&format!("rustup component add {name}"));
        let _ = run(Command::new("rustup").args(["component", "add", name]));
    } else {
        let _ = debian::install(&[package]);
    }
    if there() {
        Ok(())
    } else {
        Err(format!(
            "`cargo {command}` is missing: install it with `rustup component add {name}`"
        ))
    }
}
