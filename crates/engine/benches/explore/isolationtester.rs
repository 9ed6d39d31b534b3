//! The same statements through PostgreSQL's `isolationtester`, on a server of its own.

use crate::cases::{Case, Statement};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; it is stopped when this is dropped.
pub struct Server {
    /// Where the server's programs are.
    programs: PathBuf,
    tester: PathBuf,
    /// Data and socket.
    folder: PathBuf,
}

/// Where Debian and others keep what comes with a version of PostgreSQL.
const PLACES: [&str; 3] = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/postgresql"];
const TESTER: &str = "lib/pgxs/src/test/isolation/isolationtester";

impl Server {
    /// Starts one in `folder`; `None` if PostgreSQL or its `isolationtester` is not installed.
    pub fn start(folder: &Path) -> Result<Option<Server>, Box<dyn Error>> {
        let versions = PLACES
            .iter()
            .filter_map(|place| std::fs::read_dir(place).ok())
            .flat_map(|versions| versions.flatten().map(|version| version.path()));
        let Some(version) = versions
            .filter(|version| version.join(TESTER).exists() && version.join("bin/initdb").exists())
            .max()
        else {
            return Ok(None);
        };
        let server = Server {
            programs: version.join("bin"),
            tester: version.join(TESTER),
            folder: folder.join("postgres"),
        };
        std::fs::create_dir_all(&server.folder)?;
        if is_root()? {
            // PostgreSQL refuses to run as root; its packages come with a user.
            done(Command::new("chown").arg("-R").arg("postgres").arg(folder))?;
        }
        let data = server.folder.join("data");
        done(
            server
                .as_its_user("initdb")?
                .args(["--no-sync", "-A", "trust", "-U", "postgres", "-D"])
                .arg(&data),
        )?;
        let options = format!(
            "-k {} -c listen_addresses= -c fsync=off -c synchronous_commit=off",
            server.folder.display()
        );
        done(
            server
                .as_its_user("pg_ctl")?
                .args(["-w", "-o", &options, "-D"])
                .arg(&data)
                .arg("-l")
                .arg(server.folder.join("log"))
                .arg("start"),
        )?;
        Ok(Some(server))
    }

    fn as_its_user(&self, program: &str) -> Result<Command, Box<dyn Error>> {
        let program = self.programs.join(program);
        Ok(if is_root()? {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        })
    }

    /// Runs these schedules of the case, and takes the time.
    pub fn run(&self, case: Case, schedules: &[&[usize]]) -> Result<Duration, Box<dyn Error>> {
        let mut tester = Command::new(&self.tester)
            .arg(format!(
                "host={} user=postgres dbname=postgres",
                self.folder.display()
            ))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let start = Instant::now();
        let mut input = tester.stdin.take().ok_or("no way in")?;
        // It reads all of its input before it begins.
        input.write_all(spec(case, schedules)?.as_bytes())?;
        drop(input);
        let output = tester.wait_with_output()?;
        let time = start.elapsed();
        let text = String::from_utf8_lossy(&output.stdout);
        let ran = text.matches("\nstarting permutation:").count();
        if !output.status.success() || ran != schedules.len() {
            return Err(format!("isolationtester ran {ran} of {}", schedules.len()).into());
        }
        Ok(time)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = self.as_its_user("pg_ctl").and_then(|mut command| {
            command.args(["-w", "-m", "immediate", "-D"]);
            done(command.arg(self.folder.join("data")).arg("stop"))
        });
        if let Err(error) = stopped {
            eprintln!("PostgreSQL could not be stopped: {error}");
        }
    }
}

/// The case as isolationtester reads it. Its SQL cannot carry what was read into what is written: it writes
/// what the task would write if it were alone.
fn spec(case: Case, schedules: &[&[usize]]) -> Result<String, std::fmt::Error> {
    let mut spec =
        "setup { CREATE TABLE bankaccount (id int PRIMARY KEY, balance int NOT NULL);".to_owned();
    for account in 0..case.accounts {
        let (id, balance) = (Case::id(account), Case::opening(account));
        write!(spec, " INSERT INTO bankaccount VALUES ({id}, {balance});")?;
    }
    writeln!(spec, " }}\nteardown {{ DROP TABLE bankaccount; }}")?;
    for task in 0..case.tasks {
        // A lock that is held fails the statement soon, as SQLite's does at once.
        writeln!(
            spec,
            "session t{task}\nsetup {{ SET lock_timeout = '1ms'; }}"
        )?;
        for (step, statement) in case.statements().iter().enumerate() {
            let sql = match *statement {
                Statement::Begin => "BEGIN".to_owned(),
                Statement::Commit => "COMMIT".to_owned(),
                Statement::Get { account } => {
                    let id = Case::id(account);
                    format!("SELECT id, balance FROM bankaccount WHERE id = {id} LIMIT 21")
                }
                Statement::Save { account } => {
                    let change = case.change(account, Case::amount(task));
                    let (id, balance) = (Case::id(account), Case::opening(account) + change);
                    format!("UPDATE bankaccount SET balance = {balance} WHERE id = {id}")
                }
            };
            writeln!(spec, "step t{task}s{step} {{ {sql}; }}")?;
        }
    }
    for schedule in schedules {
        let mut taken = vec![0; case.tasks];
        write!(spec, "permutation")?;
        for task in *schedule {
            write!(spec, " t{task}s{}", taken[*task])?;
            taken[*task] += 1;
        }
        writeln!(spec)?;
    }
    Ok(spec)
}

fn is_root() -> Result<bool, std::io::Error> {
    let id = Command::new("id").arg("-u").output()?;
    Ok(id.stdout.trim_ascii() == b"0")
}

fn done(command: &mut Command) -> Result<(), Box<dyn Error>> {
    // A server that is started would keep a pipe open.
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("{command:?}: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{command:?} failed").into()),
    }
}
