//! Where the checkout, its target folder and the tools are.

use crate::process::Result;
use std::env;
use std::fs;
use std::path::{self, Path, PathBuf};
use std::process::Command;

/// The folders that every command works with.
pub struct Project {
    /// The checkout.
    pub root: PathBuf,
    /// `~/.cache/lockstep`: what outlives a checkout.
    pub cache: PathBuf,
    /// Cargo's target folder for native builds.
    pub target: PathBuf,
}

impl Project {
    /// The checkout this program was built from. Fails without a home folder.
    pub fn find() -> Result<Project> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .expect("crates/xtask is two levels down")
            .to_path_buf();
        let cache = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .ok_or("neither XDG_CACHE_HOME nor HOME is set: where should the tools go?")?
            .join("lockstep");
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(target) => path::absolute(target).map_err(|error| error.to_string())?,
            None if env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1") => {
                cache.join("target")
            }
            None => root.join("target"),
        };
        Ok(Project {
            root,
            cache,
            target,
        })
    }

    /// The cargo that runs us, in the checkout and with its target folder.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// The static page that `build` leaves.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where `cargo install` puts Trunk and wasm-bindgen.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// A program of an npm package.
    pub fn npm_program(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    /// The version of a crate in Cargo.lock.
    pub fn locked_version(&self, krate: &str) -> Result<String> {
        let lock = read(&self.root.join("Cargo.lock"))?;
        locked_version(&lock, krate)
            .map(str::to_owned)
            .ok_or_else(|| format!("Cargo.lock has no crate `{krate}`"))
    }
}

/// A text file, or an error that names it.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn locked_version<'a>(lock: &'a str, krate: &str) -> Option<&'a str> {
    let name = format!("name = \"{krate}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }

    #[test]
    fn the_checkout_is_this_one() {
        let project = Project::find().expect("there is a home folder");
        assert!(project.locked_version("wasm-bindgen").is_ok());
    }
}
