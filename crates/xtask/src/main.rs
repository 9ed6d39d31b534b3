//! `cargo xtask`: everything the project needs done besides Rust's own builds.
//!
//! It uses the standard library only, since it is the first thing a fresh machine builds.
//! Every command first sees to what it needs ([`setup`]), says what it installs, and is
//! quick when nothing is missing.
//!
//! Where things are:
//!
//! - `dist/` is the static page ([`page`]).
//! - `~/.cache/lockstep/tools` (below `$XDG_CACHE_HOME` if set) holds Trunk and
//!   wasm-bindgen, so that a second checkout does not build them again.
//! - The target folder is cargo's own, `target/`; with `CI=true` it is
//!   `~/.cache/lockstep/target`, so that a fresh clone finds the dependencies built. The
//!   page's wasm goes to `page/` in it: it may be built by another Rust than the rest.
//!
//! The page's source reads the names of the built files from `<meta>` tags (see
//! index.html and [`page`]).

mod bench;
mod conformance;
mod debian;
mod dist;
mod likeness;
mod page;
mod process;
mod project;
mod serve;
mod setup;
mod split;
mod test;

use process::Result;
use project::Project;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  serve [--open] [--port N] [--no-build]
              build the release page and serve it on http://127.0.0.1:8080, or on the next
              free port; --open opens it in the browser
  test        format, clippy, native tests, wasm build, the real libraries, browser tests
  build       build the release page into dist/
  dist        build it and put together what is published, in target/dist/: the page for any static
              host, an archive of it, and the npm package of embed.js
  conformance [--most N] [--record] [CASE]…
              run scenarios with the real Django and its like through every interleaving, and
              compare; takes some minutes
  bench explore [ROW]…
              time all interleavings of a transfer, in Lockstep and in what else can run them
  bench explore growth
              time ever more tasks and steps, and draw docs/cost.svg
  bench python [PROGRAM]…
              time programs in our Python and in CPython, and what the explorer does with tasks
  bench sqlite [FILTER]
              time statements through our SQLite and through bare rusqlite
  setup       install what the others need (they do it themselves)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let Some((command, options)) = arguments.split_first() else {
        return Err(format!("which command?\n\n{HELP}"));
    };
    if options
        .iter()
        .any(|option| option == "--help" || option == "-h")
    {
        print!("{HELP}");
        return Ok(());
    }
    let no_options = || match options.first() {
        Some(option) => Err(format!("`{command}` does not know `{option}`\n\n{HELP}")),
        None => Ok(()),
    };
    let project = Project::find()?;
    match command.as_str() {
        "serve" => serve::command(&project, &serve::Options::parse(options)?),
        "test" => no_options().and_then(|()| test::command(&project)),
        "dist" => no_options().and_then(|()| dist::command(&project)),
        "build" => no_options().and_then(|()| page::command(&project)),
        "bench" => bench::command(&project, options),
        "conformance" => conformance::command(&project, options),
        "setup" => no_options().and_then(|()| setup::command(&project)),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("unknown command `{other}`\n\n{HELP}")),
    }
}
