//! `cargo xtask build`: the static page in `dist/`.
//!
//! Trunk builds what index.html names: the app and the worker as wasm, and the styles.
//! It does not hash the worker's files, and knows nothing of esbuild; so afterwards
//!
//! - the worker's files move into `engine-<hash>/`,
//! - `web/editor/main.js` is bundled into `editor-<hash>.js`, `web/states/main.js` into `states-<hash>.js`,
//! - and their addresses are written into index.html's `<meta name="lockstep-…">` tags.
//!
//! A file whose name has a hash never changes: a host may let browsers keep it.

use crate::process::{Result, run, say};
use crate::project::{Project, read};
use crate::setup::{self, PageTools};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What Trunk makes of the worker, in the order in which they load each other.
const ENGINE_FILES: &[&str] = &["worker_loader.js", "worker.js", "worker_bg.wasm"];

/// What a visitor loads, and how many bytes of it after gzip are meant to be enough.
const BUDGETS: &[(&str, u64)] = &[("shell", 130_000), ("editor", 150_000), ("engine", 950_000)];

/// Sets up, builds, and prints the sizes.
pub fn command(project: &Project) -> Result<()> {
    build(project, &setup::page(project)?)
}

/// Builds the page and prints the sizes.
pub fn build(project: &Project, tools: &PageTools) -> Result<()> {
    say("trunk build");
    let mut trunk = Command::new("trunk");
    trunk.arg("build").current_dir(&project.root);
    // Trunk takes any value for a flag of its own.
    trunk.env_remove("NO_COLOR");
    tools.apply(&mut trunk, project)?;
    run(&mut trunk)?;

    let dist = project.dist();
    let engine = move_engine(&dist)?;
    let editor = bundle(project, &dist, "editor")?;
    let states = bundle(project, &dist, "states")?;
    let index = dist.join("index.html");
    let page = read(&index)?;
    let page = with_meta(
        &page,
        "lockstep-worker",
        &format!("{engine}/worker_loader.js"),
    )?;
    let page = with_meta(&page, "lockstep-editor", &editor)?;
    let page = with_meta(&page, "lockstep-states", &states)?;
    write(&index, &page)?;
    print_sizes(&dist)
}

/// Moves the worker's files into a folder that is named by their content.
fn move_engine(dist: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for name in ENGINE_FILES {
        let path = dist.join(name);
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        hasher.write(&bytes);
    }
    let folder = format!("engine-{:016x}", hasher.finish());
    let target = dist.join(&folder);
    let moved = fs::create_dir(&target).and_then(|()| {
        ENGINE_FILES
            .iter()
            .try_for_each(|name| fs::rename(dist.join(name), target.join(name)))
    });
    moved.map_err(|error| format!("{}: {error}", target.display()))?;
    Ok(folder)
}

/// Bundles `web/<part>/main.js` and answers with the bundle's name.
fn bundle(project: &Project, dist: &Path, part: &str) -> Result<String> {
    let entry = format!("{part}=web/{part}/main.js");
    say(&format!("esbuild {entry}"));
    run(Command::new(project.npm_program("esbuild"))
        .current_dir(&project.root)
        .args([&entry, "--bundle", "--minify"])
        .args(["--format=esm", "--target=es2022", "--legal-comments=none"])
        .args(["--entry-names=[name]-[hash]", "--log-level=warning"])
        .arg(format!("--outdir={}", dist.display())))?;
    let mut names = file_names(dist)?;
    names.retain(|name| name.starts_with(&format!("{part}-")) && name.ends_with(".js"));
    match names.as_slice() {
        [name] => Ok(name.clone()),
        _ => Err(format!("esbuild left {} bundles in dist/", names.len())),
    }
}

/// The page with another content in one of its `<meta>` tags.
fn with_meta(page: &str, name: &str, content: &str) -> Result<String> {
    let tag = format!("<meta name=\"{name}\" content=\"");
    let missing = || format!("index.html has no `{tag}…\">`");
    let (before, rest) = page.split_once(&tag).ok_or_else(missing)?;
    let (_, after) = rest.split_once('"').ok_or_else(missing)?;
    Ok(format!("{before}{tag}{content}\"{after}"))
}

/// Prints what each part weighs, since that is what a visitor waits for.
fn print_sizes(dist: &Path) -> Result<()> {
    let mut files: Vec<(String, u64, u64)> = Vec::new();
    collect_sizes(dist, "", &mut files)?;
    files.sort();
    let kilobytes = |bytes: u64| format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100);
    println!("{:>12} {:>12}", "size", "gzip");
    for (name, size, gzipped) in &files {
        println!(
            "{:>12} {:>12}  dist/{name}",
            kilobytes(*size),
            kilobytes(*gzipped)
        );
    }
    for (part, budget) in BUDGETS {
        let gzipped: u64 = files
            .iter()
            .filter(|(name, _, _)| part_of(name) == Some(part))
            .map(|(_, _, gzipped)| gzipped)
            .sum();
        let verdict = if gzipped > *budget {
            "OVER BUDGET: "
        } else {
            ""
        };
        println!(
            "{:>25}  {part} ({verdict}at most {})",
            kilobytes(gzipped),
            kilobytes(*budget)
        );
    }
    Ok(())
}

fn part_of(name: &str) -> Option<&'static str> {
    if name.starts_with("engine-") {
        Some("engine")
    } else if name.starts_with("editor-") {
        Some("editor")
    } else if name.starts_with("app-") {
        Some("shell")
    } else {
        None
    }
}

fn collect_sizes(folder: &Path, prefix: &str, files: &mut Vec<(String, u64, u64)>) -> Result<()> {
    for name in file_names(folder)? {
        let path = folder.join(&name);
        let shown = format!("{prefix}{name}");
        if path.is_dir() {
            collect_sizes(&path, &format!("{shown}/"), files)?;
        } else {
            let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            files.push((shown, bytes.len() as u64, gzipped_size(bytes)?));
        }
    }
    Ok(())
}

fn gzipped_size(bytes: Vec<u8>) -> Result<u64> {
    let failed = |error: std::io::Error| format!("gzip: {error}");
    let mut gzip = Command::new("gzip")
        .args(["-9", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut input = gzip.stdin.take().expect("it is piped");
    // It answers while it still reads: writing and reading must not wait for each other.
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = gzip.wait_with_output().map_err(failed)?;
    writer
        .join()
        .expect("writing does not panic")
        .map_err(failed)?;
    Ok(output.stdout.len() as u64)
}

fn file_names(folder: &Path) -> Result<Vec<String>> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| {
            Ok(entry
                .map_err(failed)?
                .file_name()
                .to_string_lossy()
                .into_owned())
        })
        .collect()
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_gets_the_built_name() {
        let page = "<meta name=\"lockstep-worker\" content=\"worker_loader.js\" />\n<p>";
        assert_eq!(
            with_meta(page, "lockstep-worker", "engine-1/worker_loader.js").expect("it is there"),
            "<meta name=\"lockstep-worker\" content=\"engine-1/worker_loader.js\" />\n<p>"
        );
        assert!(with_meta(page, "lockstep-editor", "editor.js").is_err());
    }

    #[test]
    fn the_page_has_the_tags() {
        let project = Project::find().expect("there is a home folder");
        let page = read(&project.root.join("index.html")).expect("it is there");
        for name in ["lockstep-worker", "lockstep-editor", "lockstep-states"] {
            with_meta(&page, name, "x").expect("the tag is there");
        }
    }

    #[test]
    fn gzip_is_measured() {
        let size = gzipped_size(vec![b'a'; 1_000_000]).expect("gzip runs");
        assert!((20..2_000).contains(&size), "{size}");
    }
}
