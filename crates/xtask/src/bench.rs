//! `cargo xtask bench`: how fast the parts are, each beside a peer in the same run.

use crate::process::{Result, run};
use crate::project::Project;

/// What can be measured: its name, and the package whose benchmark of that name it is.
const BENCHES: [(&str, &str); 3] = [
    ("explore", "lockstep-engine"),
    ("python", "lockstep-python"),
    ("sqlite", "lockstep-sqlite"),
];

/// Runs the benchmark that the first option names; the others choose among its rows.
pub fn command(project: &Project, options: &[String]) -> Result<()> {
    let names = BENCHES.map(|(name, _)| name).join(", ");
    let Some((wanted, rows)) = options.split_first() else {
        return Err(format!("bench what? There is: {names}"));
    };
    let Some((name, package)) = BENCHES.iter().find(|(name, _)| name == wanted) else {
        return Err(format!(
            "there is no benchmark `{wanted}`; there is: {names}"
        ));
    };
    run(project
        .cargo()
        .args([
            "bench",
            "--locked",
            "--quiet",
            "--package",
            package,
            "--bench",
            name,
        ])
        .arg("--")
        .args(rows))
}
