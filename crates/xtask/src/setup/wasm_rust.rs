//! A Rust, and a C compiler, for wasm32-unknown-unknown.
//!
//! The usual way is rustup's target. Where Rust's release server cannot be reached there
//! may still be Debian's packages: their Rust has the sources of the standard library but
//! no build of it for wasm32, so cargo builds that too (half a minute, once). Cargo calls
//! this unstable; it is told to allow it for this build only.

use crate::debian;
use crate::process::{Result, find_program, output, run_for, say};
use crate::project::Project;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const TARGET: &str = "wasm32-unknown-unknown";

/// How long `rustup target add` may take: it loads some 20 MB.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// Debian's Rust for building browsers, with what linking for wasm32 needs.
const PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
    "clang",
];

/// Only needed for tests.
const CLIPPY_PACKAGE: &str = "rust-web-clippy";
const CLIPPY: &[&str] = &["cargo-clippy", "clippy-driver"];

/// The programs that must all be Debian's when one of them is.
const PROGRAMS: &[&str] = &[
    "cargo",
    "rustc",
    "rustdoc",
    "cargo-clippy",
    "clippy-driver",
    "rust-lld",
];

/// A Rust that compiles for wasm32.
pub enum WasmRust {
    /// The one that runs us, with rustup's target.
    Own,
    /// Debian's in /usr/bin, and the standard library from its sources.
    Debian {
        /// A folder with links to its programs, to be first on PATH: /usr/bin itself
        /// holds too much else.
        programs: PathBuf,
    },
}

impl WasmRust {
    /// What is there already, else rustup's target, else Debian's packages.
    pub fn find_or_install(project: &Project) -> Result<WasmRust> {
        let rust = match WasmRust::find(project)? {
            Some(rust) => rust,
            None => WasmRust::install(project)?,
        };
        c_compiler()?;
        Ok(rust)
    }

    fn find(project: &Project) -> Result<Option<WasmRust>> {
        if own_has_target() {
            return Ok(Some(WasmRust::Own));
        }
        if !debian_has_all() {
            return Ok(None);
        }
        let programs = project.cache.join("debian-rust");
        link_programs(&programs).map_err(|error| format!("{}: {error}", programs.display()))?;
        Ok(Some(WasmRust::Debian { programs }))
    }

    fn install(project: &Project) -> Result<WasmRust> {
        let by_rustup = if find_program("rustup").is_some() {
            say(&format!("rustup target add {TARGET}"));
            let mut command = Command::new("rustup");
            command
                .args(["target", "add", TARGET])
                .env("RUSTUP_MAX_RETRIES", "1");
            run_for(&mut command, RUSTUP_LIMIT)
        } else {
            Err("rustup is not installed".to_owned())
        };
        if by_rustup.is_ok() && own_has_target() {
            return Ok(WasmRust::Own);
        }
        say("no wasm32 target from rustup: trying Debian's packages");
        let by_debian = debian::install(PACKAGES);
        if let Some(rust) = WasmRust::find(project)? {
            return Ok(rust);
        }
        let reason = |result: Result<()>| result.err().unwrap_or("it is not complete".to_owned());
        Err(format!(
            "Rust's {TARGET} target is missing; install it with `rustup target add {TARGET}` \
             (rustup: {}; Debian: {})",
            reason(by_rustup),
            reason(by_debian)
        ))
    }

    /// Lets the cargo that a command starts compile for wasm32.
    pub fn apply(&self, command: &mut Command) {
        if let WasmRust::Debian { .. } = self {
            // What the cargo that runs us left there belongs to another Rust.
            for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
                command.env_remove(variable);
            }
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        }
    }

    /// The cargo that compiles for wasm32. The caller still applies the settings.
    pub fn cargo(&self, project: &Project) -> Command {
        match self {
            WasmRust::Own => project.cargo(),
            WasmRust::Debian { programs } => {
                let mut command = Command::new(programs.join("cargo"));
                command.current_dir(&project.root);
                command
            }
        }
    }

    /// Sees to it that this Rust has clippy. The one that runs us already has.
    pub fn add_clippy(&self) -> Result<()> {
        let WasmRust::Debian { programs } = self else {
            return Ok(());
        };
        if !CLIPPY.iter().all(|name| programs.join(name).exists()) {
            debian::install(&[CLIPPY_PACKAGE])?;
            link_programs(programs).map_err(|error| format!("{}: {error}", programs.display()))?;
        }
        Ok(())
    }
}

fn own_has_target() -> bool {
    output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .and_then(|folder| fs::read_dir(folder).ok())
        .is_some_and(|files| {
            files
                .flatten()
                .any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
        })
}

/// Whether Debian's Rust is there, new enough, and with the sources of std.
fn debian_has_all() -> bool {
    let Some(version) = output(Command::new("/usr/bin/rustc").arg("--version")) else {
        return false;
    };
    let Some(sysroot) = output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])) else {
        return false;
    };
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml");
    new_enough(&version)
        && sources.is_file()
        && Path::new("/usr/bin/cargo").is_file()
        && Path::new("/usr/bin/rust-lld").is_file()
}

/// Whether `rustc --version` names at least the workspace's `rust-version`.
fn new_enough(version: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        text.split(['.', '-', ' '])
            .map_while(|part| part.parse().ok())
            .collect()
    };
    let version = version.trim_start_matches("rustc ");
    numbers(version) >= numbers(env!("CARGO_PKG_RUST_VERSION"))
}

/// Links to Debian's programs, made afresh if one is missing.
#[cfg(unix)]
fn link_programs(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for program in PROGRAMS {
        let (link, original) = (folder.join(program), Path::new("/usr/bin").join(program));
        if original.exists() && !link.exists() {
            // Another xtask may have made it in between.
            match std::os::unix::fs::symlink(original, link) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(error);
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// There is no Debian without Unix.
#[cfg(not(unix))]
fn link_programs(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// SQLite is C: it needs a clang that knows wasm32, whichever the Rust.
fn c_compiler() -> Result<()> {
    let there = || {
        output(Command::new("clang").arg("--print-targets"))
            .is_some_and(|targets| targets.contains("wasm32"))
    };
    if there() {
        return Ok(());
    }
    let installed = debian::install(&["clang"]);
    if there() {
        return Ok(());
    }
    Err(format!(
        "no `clang` that compiles for wasm32 is on PATH (SQLite needs it): install LLVM's clang \
         and put it first on PATH; Apple's cannot (Debian: {})",
        installed.err().unwrap_or("installed, but unfit".to_owned())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(new_enough(
            "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"
        ));
        assert!(new_enough("rustc 1.100.0-nightly (x 2027-01-01)"));
        assert!(new_enough("rustc 2.0.0"));
        assert!(!new_enough("rustc 1.63.0"));
        assert!(!new_enough("rustc 1.9.0"));
        assert!(!new_enough("bash 5"));
    }
}
