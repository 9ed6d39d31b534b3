//! Runs `tests/programs/*.py` on the modules under CPython, where there is one, and
//! compares what they send and give with what the real Django did (`*.expected`).

use std::path::Path;
use std::process::Command;

#[test]
fn programs_send_what_the_real_libraries_send() {
    let usable = Command::new("python3")
        .args([
            "-c",
            "import sqlite3, sys; assert sys.version_info >= (3, 11)",
        ])
        .output()
        .is_ok_and(|output| output.status.success());
    if !usable {
        eprintln!("no python3 (3.11 or later, with sqlite3): the VM's own tests run the programs");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check_programs.py");
    let output = Command::new("python3").arg(script).output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
