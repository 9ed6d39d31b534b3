//! Trunk and wasm-bindgen: exactly the versions that fit the sources.

use crate::process::{Result, find_program, output, prepend_path, run, say};
use crate::project::Project;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Newer ones want a newer Rust. Trunk.toml asks for the same.
const TRUNK_VERSION: &str = "0.21.14";

/// Folders that hold the tools.
pub fn find_or_install(project: &Project) -> Result<Vec<PathBuf>> {
    let trunk = Tool {
        program: "trunk",
        package: "trunk",
        version: TRUNK_VERSION.to_owned(),
        // What it downloads is none of our business: setup sees to the tools itself.
        options: &["--locked", "--no-default-features", "--features", "rustls"],
        optimization: "0",
        minutes: 5,
    };
    let wasm_bindgen = Tool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        // It and the crate must be of one version.
        version: project.locked_version("wasm-bindgen")?,
        options: &[],
        optimization: "1",
        minutes: 2,
    };
    Ok(vec![
        wasm_bindgen.find_or_install(project)?,
        trunk.find_or_install(project)?,
    ])
}

struct Tool {
    program: &'static str,
    package: &'static str,
    version: String,
    options: &'static [&'static str],
    /// Building them fast saves more than fast code would, unless they read all the wasm.
    optimization: &'static str,
    minutes: u32,
}

impl Tool {
    fn find_or_install(&self, project: &Project) -> Result<PathBuf> {
        let folder = project.tools().join("bin");
        if self.fits(&folder.join(self.program)) {
            return Ok(folder);
        }
        if let Some(path) = find_program(self.program).filter(|path| self.fits(path)) {
            return Ok(path.parent().map(Path::to_path_buf).unwrap_or_default());
        }
        say(&format!(
            "cargo install {} {} into {} (about {} minutes, once)",
            self.package,
            self.version,
            folder.display(),
            self.minutes
        ));
        let mut install = project.cargo();
        install
            .args([
                "install",
                self.package,
                "--version",
                &self.version,
                "--force",
            ])
            .arg("--root")
            .arg(project.tools())
            .args(self.options)
            // It builds in a folder of its own and cleans up.
            .env_remove("CARGO_TARGET_DIR")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.optimization)
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        // Else cargo advises to do so, and it is not needed.
        prepend_path(&mut install, std::slice::from_ref(&folder))?;
        run(&mut install)
            .map_err(|error| format!("{} {} is missing: {error}", self.package, self.version))?;
        if self.fits(&folder.join(self.program)) {
            Ok(folder)
        } else {
            Err(format!(
                "{} does not run",
                folder.join(self.program).display()
            ))
        }
    }

    fn fits(&self, program: &Path) -> bool {
        output(Command::new(program).arg("--version"))
            .is_some_and(|text| text.split_whitespace().nth(1) == Some(&self.version))
    }
}
