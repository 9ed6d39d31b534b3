//! `cargo xtask dist`: what is published, in `target/dist/`.
//!
//! - `lockstep/` is the page as any static host serves it, at any path: built files with hashes in their names, a
//!   `.gz` and a `.br` beside each that gets smaller by it, `404.html`, and `.nojekyll`, without which GitHub
//!   Pages leaves files out.
//! - `lockstep-<version>.tar.gz` is that folder.
//! - `lockstep-playground-<version>.tgz` is the npm package of `embed.js`, where `web/npm` has one.

use crate::page;
use crate::process::{Result, run, say};
use crate::project::Project;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the page and puts it together.
pub fn command(project: &Project) -> Result<()> {
    page::command(project)?;
    assemble(project)
}

/// Where the page is put.
pub fn folder(project: &Project) -> PathBuf {
    project.target.join("dist/lockstep")
}

/// Puts together what is published of the page that is built.
pub fn assemble(project: &Project) -> Result<()> {
    let target = project.target.join("dist");
    let folder = folder(project);
    let failed = |error: std::io::Error| format!("{}: {error}", target.display());
    if target.exists() {
        fs::remove_dir_all(&target).map_err(failed)?;
    }
    fs::create_dir_all(&folder).map_err(failed)?;
    copy(&project.dist(), &folder)?;
    let web = project.root.join("web/dist");
    fs::copy(web.join("404.html"), folder.join("404.html")).map_err(failed)?;
    fs::write(folder.join(".nojekyll"), "").map_err(failed)?;
    say("compressing");
    run(Command::new("node")
        .arg(web.join("compress.mjs"))
        .arg(&folder))?;
    let version = env!("CARGO_PKG_VERSION");
    let archive = format!("lockstep-{version}.tar.gz");
    say(&archive);
    run(Command::new("tar")
        .current_dir(&target)
        .args(["-czf", &archive, "lockstep"]))?;
    let package = project.root.join("web/npm");
    if package.join("package.json").is_file() {
        say("npm pack");
        run(Command::new("npm")
            .current_dir(&package)
            .args(["pack", "--silent", "--pack-destination"])
            .arg(&target))?;
    }
    println!("{}", folder.display());
    Ok(())
}

/// Copies all files below a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let failed = |error: std::io::Error| format!("{}: {error}", from.display());
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).map_err(failed)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).map_err(failed)?;
        }
    }
    Ok(())
}
