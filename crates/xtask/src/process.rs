//! Running other programs, and saying so.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

/// The error is a message for the person at the terminal.
pub type Result<T> = std::result::Result<T, String>;

/// Says what is being done.
pub fn say(what: &str) {
    eprintln!("==> {what}");
}

/// Runs a program with its output shown. Fails unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", shown(command)))
    }
}

/// Runs a program and shows its output when it has ended. Fails unless it succeeds.
pub fn quietly(command: &mut Command) -> Result<()> {
    let output = command
        .output()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    let text = [output.stdout, output.stderr].concat();
    eprintln!(
        "==> {}\n{}",
        shown(command),
        String::from_utf8_lossy(&text).trim_end()
    );
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({})", shown(command), output.status))
    }
}

/// Runs a program with its output shown and ends it after `limit`.
pub fn run_for(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = command
        .spawn()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    match wait(&mut child, limit) {
        Some(true) => Ok(()),
        Some(false) => Err(format!("`{}` failed", shown(command))),
        None => Err(format!(
            "`{}` did not end within {} s",
            shown(command),
            limit.as_secs()
        )),
    }
}

/// Whether the child succeeded, or `None` if it had to be killed.
fn wait(child: &mut Child, limit: Duration) -> Option<bool> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if start.elapsed() < limit => thread::sleep(Duration::from_millis(50)),
            _ => {
                // Both fail only if it ended meanwhile.
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// What a program prints, if it exists and succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// A program on PATH.
pub fn find_program(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|path| path.is_file())
}

/// Puts folders before the others on a program's PATH.
pub fn prepend_path(command: &mut Command, folders: &[PathBuf]) -> Result<()> {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&old));
    let path = env::join_paths(all).map_err(|error| error.to_string())?;
    command.env("PATH", path);
    Ok(())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}
