//! `cargo xtask build`: the static page in `dist/`.
//!
//! Trunk builds what index.html names: the app and the worker as wasm, and the styles.
//! It does not hash the worker's files, and knows nothing of esbuild; so afterwards
//!
//! - the Python modules, which both engines need, go into `python-<hash>.txt`,
//! - the app is split: `app-<hash>.wasm` has what shows the page, `rest-<hash>.wasm` what is loaded right after it,
//! - the worker's files move into `engine-<hash>/`, those of the one with the PostgreSQL profile in it into
//!   `engine-postgres-<hash>/`, each with `web/worker/loader.js`, which names that file,
//! - `web/editor/main.js` is bundled into `editor-<hash>.js`, `web/states/main.js` into `states-<hash>.js`,
//! - `web/embed/embed.js` becomes `embed.js`, which pages of documentation load by that name,
//! - the command line writes the built-in scenarios, with what exploring each one finds, into
//!   `gallery-<hash>.json`, and Hermitage's table into `hermitage.html`, a page of its own,
//! - `open.html` shows a scenario from another host before it is run,
//! - what the editor knows of the libraries goes into `libraries-<hash>.json`,
//! - these addresses are written into index.html's `<meta name="lockstep-…">` tags,
//! - the script that starts the page moves from index.html into `start-<hash>.js`, since the page's
//!   policy allows none inside it,
//! - and `offline.js`, the service worker, is told all of their names.
//!
//! A file whose name has a hash never changes: a host may let browsers keep it.

use crate::likeness;
use crate::process::{Result, run, say};
use crate::project::{Project, read};
use crate::setup::{self, PageTools};
use crate::split;
use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::Hasher;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a worker has, after its name, in the order in which they load each other.
const ENGINE_FILES: &[&str] = &["_loader.js", ".js", "_bg.wasm"];

/// Where the Python modules are that scenarios can import: the libraries', and the language's own.
const PYTHON: &[&str] = &["crates/django/python", "crates/python/modules"];

/// What a visitor loads, and how many bytes of it after gzip are meant to be enough.
const BUDGETS: &[(&str, u64)] = &[
    ("shell", 130_000),
    ("rest of the page", 230_000),
    ("editor", 150_000),
    ("engine", 950_000),
    ("engine with PostgreSQL", 1_300_000),
    ("Python modules", 210_000),
    ("embed", 6_000),
];

/// Which functions of the app may come with its second part, by a part of their paths: where the app goes on once that
/// part is there, what it draws only then, and what only runs when something is wrong. What they alone need comes with
/// them. What is missing here makes the first part larger, and nothing else.
const LATER: &[&str] = &[
    "<app::app::App>::begin",
    "<app::app::App>::update_later",
    "<app::app::App>::follow_session",
    "<app::app::App>::view_above",
    "<app::app::App>::view_controls",
    "<app::app::App>::view_outcomes",
    "<app::app::App>::view_timeline",
    "<app::app::App>::view_dialogs",
    "<app::app::App>::check_now",
    "<app::app::App>::stop_exploring",
    "<app::app::App>::open_for_parent",
    "<app::app::App>::fragment_of_work",
    "app::components::summary::wrong",
    "app::components::summary::headline",
    "app::components::summary::bar",
    "app::components::summary::legend",
    "app::components::summary::figures",
    "app::components::summary::under",
    "<app::services::parent::Parent>::new::{closure",
    "<app::names::Names>::of",
    "<app::session::Session>::marks",
    "lockstep_scenario::report::Outcome",
    "serde_core::de::ignored_any",
    // Nothing that the first part reads has a number with a point or an exponent.
    ">::parse_decimal",
    ">::parse_exponent",
    ">::f64_from_parts",
    "serde_json::error::make_error",
    "serde_json::error::ErrorCode as",
    "peek_invalid_type",
    "invalid_type",
    "serde_core::de::OneOf",
    "core::fmt::Debug>::fmt",
    "core::fmt::builders::",
    "core::fmt::float",
    "<f64 as core::fmt::Display>",
    "ryu::",
    "std::panicking",
    "core::str::slice_error_fail",
    "alloc::collections::btree::node::BalancingContext",
    "hashbrown::raw::RawTableInner>::rehash_in_place",
    "core::str::count",
    "vsuspense::VSuspense",
    "vportal::VPortal",
    "vraw::VRaw",
    "yew::dom_bundle::braw",
    "yew::dom_bundle::bportal",
    "yew::dom_bundle::bsuspense",
];

/// Sets up, builds, and prints the sizes.
pub fn command(project: &Project) -> Result<()> {
    let tools = setup::page(project)?;
    say("the command line, which writes the gallery");
    run(project
        .cargo()
        .args(["build", "--locked", "--package", "lockstep-cli"]))?;
    let lockstep = project.target.join("debug/lockstep");
    build(
        project,
        &tools,
        &lockstep.with_extension(env::consts::EXE_EXTENSION),
    )
}

/// Builds the page and prints the sizes. `lockstep` is the command line's program.
pub fn build(project: &Project, tools: &PageTools, lockstep: &Path) -> Result<()> {
    say("trunk build");
    run(&mut trunk(project, tools)?)?;
    finish(project, lockstep)
}

/// The first part of [`build`], the long one, which needs nothing of ours.
pub fn trunk(project: &Project, tools: &PageTools) -> Result<Command> {
    let mut trunk = Command::new("trunk");
    trunk.arg("build").current_dir(&project.root);
    // Trunk takes any value for a flag of its own.
    trunk.env_remove("NO_COLOR");
    tools.apply(&mut trunk, project)?;
    Ok(trunk)
}

/// The rest of [`build`].
pub fn finish(project: &Project, lockstep: &Path) -> Result<()> {
    let dist = project.dist();
    let python = write_python(project, &dist)?;
    let loader = read(&project.root.join("web/worker/loader.js"))?;
    write_loader(&loader, "worker", &python, &dist)?;
    write_loader(&loader, "worker-postgres", &python, &dist)?;
    let engine = move_engine(&dist, "worker", "engine")?;
    let postgres = move_engine(&dist, "worker-postgres", "engine-postgres")?;
    let editor = bundle(project, &dist, "editor")?;
    let states = bundle(project, &dist, "states")?;
    build_embed(project, &dist)?;
    let index = dist.join("index.html");
    let page = split_app(project, &read(&index)?, &dist)?;
    let page = with_meta(&page, "lockstep-worker", &engine)?;
    let page = with_meta(&page, "lockstep-worker-postgres", &postgres)?;
    let page = with_meta(&page, "lockstep-editor", &editor)?;
    let page = with_meta(&page, "lockstep-states", &states)?;
    let gallery = write_gallery(project, lockstep, &dist)?;
    let page = with_meta(&page, "lockstep-gallery", &gallery)?;
    let libraries = write_libraries(project, &dist)?;
    let page = with_meta(&page, "lockstep-libraries", &libraries)?;
    let offline = project.root.join("web/offline");
    let page = move_start(&page, &read(&offline.join("start.js"))?, &dist)?;
    write(&index, &page)?;
    let table = output_of(
        Command::new(lockstep).args(["hermitage", "--format", "html"]),
        "lockstep hermitage",
    )?;
    write_beside(project, "hermitage", &page, &dist, &[("the table", &table)])?;
    write_beside(project, "open", &page, &dist, &[])?;
    write_offline(&read(&offline.join("worker.js"))?, &dist)?;
    print_sizes(&dist)
}

/// Writes the Python modules that scenarios can import, and answers with the file's name.
fn write_python(project: &Project, dist: &Path) -> Result<String> {
    let mut modules = Vec::new();
    for folder in PYTHON {
        let folder = project.root.join(folder);
        let found = python_bundle::modules(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        modules.extend(found);
    }
    write_hashed("python", "txt", &python_bundle::pack(&modules), dist)
}

/// Writes what a worker runs first.
fn write_loader(template: &str, worker: &str, python: &str, dist: &Path) -> Result<()> {
    let text = with_constant(template, "ENGINE", &format!("\"{worker}\""))?;
    let text = with_constant(&text, "PYTHON", &format!("\"../{python}\""))?;
    write(&dist.join(format!("{worker}_loader.js")), &text)
}

/// Splits the app in two, makes both parts and their script small, and answers with the page that names them.
fn split_app(project: &Project, page: &str, dist: &Path) -> Result<String> {
    say("splitting the app");
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| format!("{path}: {error}")
    };
    let find = |end: &str| {
        let names = file_names(dist)?;
        let found = |name: &&String| name.starts_with("app-") && name.ends_with(end);
        let name = names.iter().find(found).cloned();
        name.ok_or_else(|| format!("Trunk left no app-…{end}"))
    };
    let (program, script) = (find("_bg.wasm")?, find(".js")?);
    let linked = project
        .target
        .join("page/wasm32-unknown-unknown/web/app.wasm");
    let parts = split::split(
        &fs::read(&linked).map_err(failed(&linked))?,
        &fs::read(dist.join(&program)).map_err(failed(&dist.join(&program)))?,
        comes_later,
    )?;
    let text = split::with_names(&read(&dist.join(&script))?, &parts.renamed);
    for name in [&program, &script] {
        fs::remove_file(dist.join(name)).map_err(failed(&dist.join(name)))?;
    }

    let folder = project.target.join("page/split");
    fs::create_dir_all(&folder).map_err(failed(&folder))?;
    let optimise = |from: &Path, options: &[&str], to: &Path| {
        run(Command::new(project.npm_program("wasm-opt"))
            .args(options)
            .arg(from)
            .arg("-o")
            .arg(to))
    };
    let small = |name: &str, part: &[u8]| {
        let (large, small) = (folder.join("large.wasm"), folder.join("small.wasm"));
        fs::write(&large, part).map_err(failed(&large))?;
        optimise(&large, &["-Oz"], &small)?;
        let ordered = likeness::named_by_likeness(&fs::read(&small).map_err(failed(&small))?)?;
        fs::write(&large, ordered).map_err(failed(&large))?;
        let options = [
            "--reorder-functions-by-name",
            "--strip-producers",
            "--strip-target-features",
        ];
        optimise(&large, &options, &small)?;
        let part = fs::read(&small).map_err(failed(&small))?;
        let name = format!("{name}-{:016x}.wasm", hash([part.as_slice()]));
        fs::write(dist.join(&name), part).map_err(failed(&dist.join(&name)))?;
        Ok::<String, String>(name)
    };
    let first = small("app", &parts.first)?;
    let rest = small("rest", &parts.rest)?;
    let large = folder.join("app.js");
    write(&large, &text)?;
    let text = output_of(
        Command::new(project.npm_program("esbuild"))
            .arg(&large)
            .args(["--minify", "--format=esm", "--target=es2022"]),
        "esbuild app.js",
    )?;
    let new_script = write_hashed("app", "js", &text, dist)?;
    let page = page.replace(&program, &first).replace(&script, &new_script);
    with_meta(&page, "lockstep-rest", &rest)
}

/// Whether the app can do without a function until its second part is there.
fn comes_later(path: &str) -> bool {
    // What drops a value may be the same for another type: the compiler has one of both then.
    !path.starts_with("core::ptr::drop_in_place") && LATER.iter().any(|part| path.contains(part))
}

/// Moves a worker's files into a folder that is named by their content, and answers with the path of the one that
/// loads the others.
fn move_engine(dist: &Path, worker: &str, folder: &str) -> Result<String> {
    let files = || ENGINE_FILES.iter().map(|end| format!("{worker}{end}"));
    let contents: Result<Vec<Vec<u8>>> = files()
        .map(|name| dist.join(name))
        .map(|path| fs::read(&path).map_err(|error| format!("{}: {error}", path.display())))
        .collect();
    let folder = format!(
        "{folder}-{:016x}",
        hash(contents?.iter().map(Vec::as_slice))
    );
    let target = dist.join(&folder);
    let moved = fs::create_dir(&target).and_then(|()| {
        files().try_for_each(|name| fs::rename(dist.join(&name), target.join(&name)))
    });
    moved.map_err(|error| format!("{}: {error}", target.display()))?;
    Ok(format!("{folder}/{worker}_loader.js"))
}

/// Bundles `web/<part>/main.js` and answers with the bundle's name.
fn bundle(project: &Project, dist: &Path, part: &str) -> Result<String> {
    let entry = format!("{part}=web/{part}/main.js");
    say(&format!("esbuild {entry}"));
    run(Command::new(project.npm_program("esbuild"))
        .current_dir(&project.root)
        .args([&entry, "--bundle", "--minify"])
        .args(["--format=esm", "--target=es2022", "--legal-comments=none"])
        // What is only needed at times is a file of its own.
        .args([
            "--splitting",
            &format!("--chunk-names={part}-[name]-[hash]"),
        ])
        .args(["--entry-names=[name]-[hash]", "--log-level=warning"])
        .arg(format!("--outdir={}", dist.display())))?;
    let mut names = file_names(dist)?;
    // The others have one more word in their names.
    let is_bundle = |name: &str| {
        name.starts_with(&format!("{part}-"))
            && name.ends_with(".js")
            && name.matches('-').count() == 1
    };
    names.retain(|name| is_bundle(name));
    match names.as_slice() {
        [name] => Ok(name.clone()),
        _ => Err(format!("esbuild left {} bundles in dist/", names.len())),
    }
}

/// Makes `embed.js`, which other pages load: it keeps its name.
fn build_embed(project: &Project, dist: &Path) -> Result<()> {
    say("esbuild embed.js");
    run(Command::new(project.npm_program("esbuild"))
        .current_dir(&project.root)
        .args([
            "web/embed/embed.js",
            "--bundle",
            "--minify",
            "--format=iife",
        ])
        .args([
            "--target=es2022",
            "--legal-comments=none",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", dist.join("embed.js").display())))
}

/// Writes the built-in scenarios, and answers with the file's name. Exploring them takes half a minute: what
/// the same program has found is kept.
fn write_gallery(project: &Project, lockstep: &Path, dist: &Path) -> Result<String> {
    let program = fs::read(lockstep).map_err(|error| format!("{}: {error}", lockstep.display()))?;
    let kept = project.target.join("gallery");
    let name = format!("{:016x}.json", hash([&program[..]]));
    if !kept.join(&name).is_file() {
        // What other programs have found is of no use any more.
        let _ = fs::remove_dir_all(&kept);
        fs::create_dir_all(&kept).map_err(|error| format!("{}: {error}", kept.display()))?;
        let text = output_of(
            Command::new(lockstep).args(["gallery", "--format", "json"]),
            "lockstep gallery",
        )?;
        write(&kept.join(&name), &text)?;
    }
    write_hashed("gallery", "json", &read(&kept.join(&name))?, dist)
}

/// Writes what the editor knows of the libraries that scenarios can import, and answers with the file's
/// name.
fn write_libraries(project: &Project, dist: &Path) -> Result<String> {
    let mut command = Command::new("node");
    command
        .current_dir(&project.root)
        .arg("web/editor/libraries.build.js")
        .args(PYTHON);
    write_hashed(
        "libraries",
        "json",
        &output_of(&mut command, "libraries of the editor")?,
        dist,
    )
}

/// Writes a page beside the playground's: `page.html` of `web/<part>`, with what else stands there, the icon and the
/// styles of the playground's page, and other parts in the place of their comments.
fn write_beside(
    project: &Project,
    part: &str,
    page: &str,
    dist: &Path,
    parts: &[(&str, &str)],
) -> Result<()> {
    let folder = project.root.join("web").join(part);
    let look = |line: &&str| {
        let kinds = ["<link rel=\"icon\"", "<link rel=\"stylesheet\""];
        kinds.iter().any(|kind| line.trim().starts_with(kind))
    };
    let mut looks: Vec<String> = page.lines().filter(look).map(str::to_owned).collect();
    let theme = read(&project.root.join("web/theme.js"))?;
    let theme = write_hashed("theme", "js", &theme, dist)?;
    looks.push(format!("<script src=\"./{theme}\"></script>"));
    let mut files = file_names(&folder)?;
    files.sort();
    for file in files {
        let text = read(&folder.join(&file))?;
        if file.ends_with(".css") {
            let name = write_hashed(part, "css", &text, dist)?;
            looks.push(format!("<link rel=\"stylesheet\" href=\"./{name}\" />"));
        } else if file.ends_with(".js") {
            let name = write_hashed(part, "js", &text, dist)?;
            looks.push(format!("<script src=\"./{name}\" defer></script>"));
        }
    }
    let mut text = read(&folder.join("page.html"))?;
    let looks = looks.join("\n");
    for (mark, part) in [("what it looks like", looks.as_str())].iter().chain(parts) {
        let mark = format!("<!-- {mark} -->");
        let Some((before, after)) = text.split_once(&mark) else {
            return Err(format!("{}/page.html has no `{mark}`", folder.display()));
        };
        text = format!("{before}{}{after}", part.trim());
    }
    write(&dist.join(format!("{part}.html")), &text)
}

/// What a program prints.
fn output_of(command: &mut Command, what: &str) -> Result<String> {
    say(what);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{what}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{what}: the program failed ({})", output.status))
    }
}

/// Writes a file that is named by its content, and answers with its name.
fn write_hashed(name: &str, extension: &str, text: &str, dist: &Path) -> Result<String> {
    let file = format!("{name}-{:016x}.{extension}", hash([text.as_bytes()]));
    write(&dist.join(&file), text)?;
    Ok(file)
}

/// Moves Trunk's script out of the page, and ours behind it.
fn move_start(page: &str, ours: &str, dist: &Path) -> Result<String> {
    const TAG: &str = "<script type=\"module\">";
    let parts = page.split_once(TAG).and_then(|(before, rest)| {
        let (script, after) = rest.split_once("</script>")?;
        Some((before, script, after))
    });
    let (before, script, after) = parts.ok_or_else(|| format!("index.html has no `{TAG}`"))?;
    if after.contains(TAG) {
        return Err(format!("index.html has more than one `{TAG}`"));
    }
    let script = format!("{}\n\n{ours}", script.trim());
    let name = format!("start-{:016x}.js", hash([script.as_bytes()]));
    write(&dist.join(&name), &script)?;
    Ok(format!(
        "{before}<script type=\"module\" src=\"./{name}\"></script>{after}"
    ))
}

/// Writes the service worker: it knows the names of all files, and the build by their content. What is only needed at
/// times is kept when it has been.
fn write_offline(template: &str, dist: &Path) -> Result<()> {
    let names = files_below(dist, "")?;
    let contents: Result<Vec<Vec<u8>>> = names
        .iter()
        .map(|name| fs::read(dist.join(name)).map_err(|error| format!("{name}: {error}")))
        .collect();
    let build = hash(contents?.iter().map(Vec::as_slice));
    let (later, first): (Vec<String>, Vec<String>) = names
        .into_iter()
        .partition(|name| name.starts_with("engine-postgres-"));
    // Built names need no escapes.
    let list = |names: &[String]| format!("[\"{}\"]", names.join("\", \""));
    let text = with_constant(template, "BUILD", &format!("\"{build:016x}\""))?;
    let text = with_constant(&text, "FILES", &list(&first))?;
    let text = with_constant(&text, "LATER", &list(&later))?;
    write(&dist.join("offline.js"), &text)
}

/// A script with another value for one of the constants at its top.
fn with_constant(script: &str, name: &str, value: &str) -> Result<String> {
    let start = format!("const {name} = ");
    let missing = || format!("the script has no `{start}…;`");
    let (before, rest) = script.split_once(&start).ok_or_else(missing)?;
    let (_, after) = rest.split_once(";\n").ok_or_else(missing)?;
    Ok(format!("{before}{start}{value};\n{after}"))
}

fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write(part);
    }
    hasher.finish()
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
    let files: Result<Vec<(String, u64, u64)>> = files_below(dist, "")?
        .into_iter()
        .map(|name| {
            let bytes = fs::read(dist.join(&name)).map_err(|error| format!("{name}: {error}"))?;
            Ok((name, bytes.len() as u64, gzipped_size(bytes)?))
        })
        .collect();
    let files = files?;
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
    if name.starts_with("engine-postgres-") {
        Some("engine with PostgreSQL")
    } else if name.starts_with("engine-") {
        Some("engine")
    } else if name.starts_with("editor-tools-") {
        None
    } else if name.starts_with("editor-") {
        Some("editor")
    } else if name.starts_with("python-") {
        Some("Python modules")
    } else if name == "embed.js" {
        Some("embed")
    } else if ["app-", "start-", "early.js", "snippets/"]
        .iter()
        .any(|start| name.starts_with(start))
    {
        Some("shell")
    } else if name.starts_with("rest-") {
        Some("rest of the page")
    } else {
        None
    }
}

/// The paths of all files, sorted, with `/` between folders.
fn files_below(folder: &Path, prefix: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for name in file_names(folder)? {
        let path = folder.join(&name);
        if path.is_dir() {
            files.extend(files_below(&path, &format!("{prefix}{name}/"))?);
        } else {
            files.push(format!("{prefix}{name}"));
        }
    }
    files.sort();
    Ok(files)
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
        for name in [
            "lockstep-worker",
            "lockstep-worker-postgres",
            "lockstep-editor",
            "lockstep-states",
            "lockstep-gallery",
            "lockstep-libraries",
            "lockstep-rest",
        ] {
            with_meta(&page, name, "x").expect("the tag is there");
        }
    }

    #[test]
    fn the_service_worker_has_its_constants() {
        let project = Project::find().expect("there is a home folder");
        let script = read(&project.root.join("web/offline/worker.js")).expect("it is there");
        let script = with_constant(&script, "BUILD", "\"1\"").expect("it is there");
        let script = with_constant(&script, "FILES", "[\"a\", \"b\"]").expect("it is there");
        assert!(script.contains("\nconst BUILD = \"1\";\nconst FILES = [\"a\", \"b\"];\n"));
        with_constant(&script, "LATER", "[]").expect("it is there");
        assert!(with_constant(&script, "NONE", "1").is_err());
    }

    #[test]
    fn the_loader_has_its_constants() {
        let project = Project::find().expect("there is a home folder");
        let script = read(&project.root.join("web/worker/loader.js")).expect("it is there");
        let script = with_constant(&script, "ENGINE", "\"e\"").expect("it is there");
        let script = with_constant(&script, "PYTHON", "\"p\"").expect("it is there");
        assert!(script.contains("\nconst ENGINE = \"e\";\nconst PYTHON = \"p\";\n"));
    }

    #[test]
    fn gzip_is_measured() {
        let size = gzipped_size(vec![b'a'; 1_000_000]).expect("gzip runs");
        assert!((20..2_000).contains(&size), "{size}");
    }
}
