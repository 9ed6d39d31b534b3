//! `cargo xtask test`: everything that must hold before a change is merged.
//!
//! The phases stop at the first that fails. The browser tests come last, so that the
//! output ends with their runner's own summary, after the native runner's.

use crate::conformance;
use crate::dist;
use crate::page;
use crate::process::{Result, quietly, run, say};
use crate::project::Project;
use crate::setup::{self, PageTools};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Runs all phases.
pub fn command(project: &Project) -> Result<()> {
    let mut times = Vec::new();
    let (tools, chromium) = phase("set-up", &mut times, || {
        let tools = setup::page(project)?;
        let chromium = setup::tests(project, &tools)?;
        Ok((tools, chromium))
    })?;
    phase("format", &mut times, || {
        run(project.cargo().args(["fmt", "--all", "--check"]))
    })?;
    phase("clippy", &mut times, || clippy(project))?;
    let summaries = phase("native tests, beside them the wasm", &mut times, || {
        std::thread::scope(|scope| {
            // One is at most times on one core. What it says is shown when it is over.
            let wasm = scope.spawn(|| {
                quietly(&mut page::trunk(project, &tools)?)?;
                quietly(&mut wasm_clippy(project, &tools)?)
            });
            let summaries = native_tests(project);
            let wasm = wasm.join().map_err(|_| "the wasm build broke off")?;
            summaries.and_then(|summaries| wasm.map(|()| summaries))
        })
    })?;
    let lockstep = phase("command line", &mut times, || command_line(project))?;
    phase("page", &mut times, || page::finish(project, &lockstep))?;
    phase("real libraries", &mut times, || {
        conformance::small_share(project, &lockstep)
    })?;
    phase("what is published", &mut times, || dist::assemble(project))?;

    say("phases so far");
    for (name, seconds) in &times {
        eprintln!("{seconds:8.1} s  {name}");
    }
    say("native tests, their runner's summaries");
    for line in &summaries {
        println!("{line}");
    }
    say("browser tests");
    run(Command::new(project.npm_program("playwright"))
        .args(["test", "--config", "tests/browser/playwright.config.js"])
        .current_dir(&project.root)
        .env("LOCKSTEP_BIN", &lockstep)
        .env("LOCKSTEP_PUBLISHED", dist::folder(project))
        .env("LOCKSTEP_CHROMIUM", &chromium.0))
}

/// Runs one phase and notes how many seconds it took.
fn phase<T>(
    name: &str,
    times: &mut Vec<(String, f64)>,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    say(name);
    let start = Instant::now();
    let result = work().map_err(|error| format!("{name}: {error}"))?;
    let seconds = start.elapsed().as_secs_f64();
    times.push((name.to_owned(), seconds));
    eprintln!("    {name}: {seconds:.1} s");
    Ok(result)
}

fn clippy(project: &Project) -> Result<()> {
    run(project
        .cargo()
        .args(["clippy", "--workspace", "--all-targets", "--locked"])
        .args(["--", "--deny", "warnings"]))
}

/// What only exists for wasm32 is only seen there. Another compiler's warnings are shown, not
/// denied: the native pass denies all of the project's own.
fn wasm_clippy(project: &Project, tools: &PageTools) -> Result<Command> {
    let mut cargo = tools.wasm_rust.cargo(project);
    cargo
        .args(["clippy", "--locked", "--target", "wasm32-unknown-unknown"])
        // The profile of the page, so that its build scripts are not run a second time.
        .args(["--profile", "web"])
        .args([
            "--no-deps",
            "--package",
            "lockstep-app",
            "--package",
            "lockstep-worker",
        ])
        .args(["--features", "lockstep-worker/postgres"]);
    tools.apply(&mut cargo, project)?;
    Ok(cargo)
}

/// Runs the native tests and collects the summary lines while showing everything.
fn native_tests(project: &Project) -> Result<Vec<String>> {
    let mut cargo = project.cargo();
    cargo
        .args(["test", "--workspace", "--locked", "--no-fail-fast"])
        .stdout(Stdio::piped());
    let mut child = cargo
        .spawn()
        .map_err(|error| format!("cargo test: {error}"))?;
    let mut summaries = Vec::new();
    let output = child.stdout.take().expect("it is piped");
    for line in BufReader::new(output).split(b'\n') {
        let line = line.map_err(|error| format!("cargo test: {error}"))?;
        let line = String::from_utf8_lossy(&line).into_owned();
        println!("{line}");
        // A package without tests has a summary, too.
        if line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed;") {
            summaries.push(line);
        }
    }
    let status = child
        .wait()
        .map_err(|error| format!("cargo test: {error}"))?;
    if status.success() {
        Ok(summaries)
    } else {
        Err(format!("`cargo test --workspace` failed ({status})"))
    }
}

/// The command line's program, which browser tests compare with: the one that the native tests have
/// built. `cargo build` would build it again, because other features are asked for there.
fn command_line(project: &Project) -> Result<PathBuf> {
    let output = project
        .cargo()
        .args(["test", "--workspace", "--locked", "--no-run"])
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo test: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo test failed ({})", output.status));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    program(&messages, "lockstep")
        .map(PathBuf::from)
        .ok_or_else(|| "cargo did not say where the program is".to_owned())
}

/// The path of the program `name`, not of its unit tests, in cargo's JSON messages, one a line.
fn program(messages: &str, name: &str) -> Option<String> {
    let name = format!("\"name\":\"{name}\"");
    let line = messages.lines().find(|line| {
        line.contains("\"kind\":[\"bin\"]")
            && line.contains(&name)
            // The last member of its profile: whether it is built as a test.
            && line.contains("\"test\":false},\"features\"")
    })?;
    let (_, rest) = line.split_once("\"executable\":\"")?;
    // JSON escapes nothing else in a path.
    Some(rest.split_once('"')?.0.replace("\\\\", "\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_in_cargos_messages() {
        let line = |name: &str, test: bool, path: &str| {
            format!(
                "{{\"target\":{{\"kind\":[\"bin\"],\"name\":\"{name}\",\"test\":true}},\
                 \"profile\":{{\"test\":{test}}},\"features\":[],\"executable\":\"{path}\"}}\n"
            )
        };
        let messages = line("other", false, "/x/other")
            + &line("lockstep", true, "/x/deps/lockstep-1")
            + &line("lockstep", false, "C:\\\\x\\\\lockstep.exe")
            + "{\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(
            program(&messages, "lockstep").as_deref(),
            Some("C:\\x\\lockstep.exe")
        );
        assert_eq!(program(&messages, "none"), None);
    }
}
