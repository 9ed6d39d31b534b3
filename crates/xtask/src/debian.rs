//! Installing Debian's packages, where there is apt-get and the right to use it.

use crate::process::{Result, find_program, output, run, say};
use std::process::Command;

/// Installs packages. The error says why that is not possible here.
pub fn install(packages: &[&str]) -> Result<()> {
    let prefix = privileges()?;
    say(&format!("apt-get install {}", packages.join(" ")));
    let apt_get = || {
        let mut words = prefix.iter().chain(&["apt-get", "-q"]);
        let mut command = Command::new(words.next().expect("there is at least apt-get"));
        command.args(words);
        // Another apt-get may be at work: wait for it rather than fail.
        command.args(["-o", "DPkg::Lock::Timeout=600"]);
        command.args(["-o", "Dpkg::Use-Pty=0"]);
        command
    };
    run(apt_get().arg("update"))?;
    run(apt_get()
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages))
}

/// The words to put before a command that only root may run.
fn privileges() -> Result<&'static [&'static str]> {
    if find_program("apt-get").is_none() {
        return Err("this is not a Debian system (no apt-get)".to_owned());
    }
    if output(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Ok(&["env", "DEBIAN_FRONTEND=noninteractive"]);
    }
    match output(Command::new("sudo").args(["-n", "true"])) {
        Some(_) => Ok(&["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]),
        None => Err("apt-get needs root, and `sudo` asks for a password".to_owned()),
    }
}
