//! A private PostgreSQL cluster, and just enough of the protocol to speak to it.

use std::io::{Read, Write};
use std::os::unix::fs::chown;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the server waits before it looks for a deadlock.
pub const DEADLOCK_TIMEOUT: Duration = Duration::from_millis(5);

/// A running server, ended when this is dropped.
pub struct Cluster {
    folder: PathBuf,
    server: Child,
}

fn program(name: &str) -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = installed
        .flatten()
        .map(|entry| entry.path().join("bin").join(name))
        .collect();
    folders.retain(|path| path.to_string_lossy().contains("/15/"));
    folders.into_iter().find(|path| path.exists())
}

/// The user that the server runs as: it refuses root.
fn user() -> Option<(u32, u32)> {
    if std::fs::metadata("/proc/self")
        .map(|own| std::os::unix::fs::MetadataExt::uid(&own))
        .ok()?
        != 0
    {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    for name in ["postgres", "nobody"] {
        if let Some(line) = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))
        {
            let mut fields = line.split(':').skip(2);
            return Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?));
        }
    }
    None
}

fn command(path: &Path) -> Command {
    let mut command = Command::new(path);
    if let Some((uid, gid)) = user() {
        command.uid(uid).gid(gid);
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .current_dir("/tmp");
    command.env("LC_ALL", "C").env("TZ", "UTC");
    command
}

impl Cluster {
    /// Starts one; `None` if PostgreSQL 15 is not installed.
    pub fn start() -> Option<Cluster> {
        let (initdb, postgres) = (program("initdb")?, program("postgres")?);
        let folder = std::env::temp_dir().join(format!("lockstep-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).ok()?;
        if let Some((uid, gid)) = user() {
            chown(&folder, Some(uid), Some(gid)).ok()?;
        }
        let data = folder.join("data");
        let made = command(&initdb)
            .args([
                "--auth=trust",
                "--no-sync",
                "--locale=C",
                "--encoding=UTF8",
                "--username=postgres",
                "-D",
            ])
            .arg(&data)
            .status()
            .ok()?;
        assert!(made.success(), "initdb failed");
        let mut server = command(&postgres);
        server.arg("-D").arg(&data).arg("-k").arg(&folder);
        for setting in [
            "listen_addresses=",
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "autovacuum=off",
            "max_connections=20",
            "shared_buffers=16MB",
            "timezone=UTC",
            "log_min_messages=panic",
            &format!("deadlock_timeout={}ms", DEADLOCK_TIMEOUT.as_millis()),
        ] {
            server.arg("-c").arg(setting);
        }
        let cluster = Cluster {
            folder,
            server: server.spawn().ok()?,
        };
        let begun = Instant::now();
        while cluster.connect().is_none() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "the server does not start"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(cluster)
    }

    /// A connection to it.
    pub fn connect(&self) -> Option<Client> {
        let stream = UnixStream::connect(self.folder.join(".s.PGSQL.5432")).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        let mut client = Client {
            stream,
            input: Vec::new(),
            answer: Answer::default(),
            pid: 0,
        };
        let mut body = 196_608u32.to_be_bytes().to_vec();
        body.extend(b"user\0postgres\0database\0postgres\0\0");
        client
            .stream
            .write_all(&(body.len() as u32 + 4).to_be_bytes())
            .ok()?;
        client.stream.write_all(&body).ok()?;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if client.poll(Duration::from_millis(100))? {
                client.answer = Answer::default();
                return Some(client);
            }
        }
        None
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = Command::new("kill")
            .arg("-QUIT")
            .arg(self.server.id().to_string())
            .status();
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What the server answered to a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub rows: Vec<Vec<Option<String>>>,
    pub tag: String,
    /// SQLSTATE and message.
    pub error: Option<(String, String)>,
}

/// A connection.
pub struct Client {
    stream: UnixStream,
    input: Vec<u8>,
    answer: Answer,
    pub pid: u32,
}

impl Client {
    /// Sends a statement.
    pub fn send(&mut self, sql: &str) {
        self.answer = Answer::default();
        let mut message = vec![b'Q'];
        message.extend((sql.len() as u32 + 5).to_be_bytes());
        message.extend(sql.as_bytes());
        message.push(0);
        self.stream.write_all(&message).expect("the server listens");
    }

    /// Waits at most this long for the end of the answer; `None`: the connection is gone.
    pub fn poll(&mut self, wait: Duration) -> Option<bool> {
        self.stream
            .set_read_timeout(Some(wait.max(Duration::from_micros(100))))
            .ok()?;
        loop {
            if self.messages() {
                return Some(true);
            }
            let mut buffer = [0; 8192];
            match self.stream.read(&mut buffer) {
                Ok(0) => return None,
                Ok(read) => self.input.extend(&buffer[..read]),
                Err(error)
                    if matches!(
                        error.kind(),
                        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                    ) =>
                {
                    return Some(false);
                }
                Err(_) => return None,
            }
        }
    }

    /// The answer that [`Client::poll`] has found complete.
    pub fn take(&mut self) -> Answer {
        std::mem::take(&mut self.answer)
    }

    /// Sends a statement and waits for its answer.
    pub fn run(&mut self, sql: &str) -> Answer {
        self.send(sql);
        assert_eq!(
            self.poll(Duration::from_secs(20)),
            Some(true),
            "no answer to {sql}"
        );
        self.take()
    }

    /// Reads whole messages; `true` at ReadyForQuery.
    fn messages(&mut self) -> bool {
        while self.input.len() >= 5 {
            let length =
                u32::from_be_bytes(self.input[1..5].try_into().expect("four bytes")) as usize;
            if self.input.len() < length + 1 {
                return false;
            }
            let message: Vec<u8> = self.input.drain(..=length).collect();
            let body = &message[5..];
            match message[0] {
                b'K' => self.pid = u32::from_be_bytes(body[..4].try_into().expect("four bytes")),
                b'D' => self.row(body),
                b'C' => self.answer.tag = String::from_utf8_lossy(&body[..body.len() - 1]).into(),
                b'E' => {
                    let field = |code: u8| {
                        let fields = body.split(|byte| *byte == 0);
                        let found = fields
                            .into_iter()
                            .find(|field| field.first() == Some(&code));
                        found.map_or_else(String::new, |field| {
                            String::from_utf8_lossy(&field[1..]).into()
                        })
                    };
                    self.answer.error = Some((field(b'C'), field(b'M')));
                }
                b'Z' => return true,
                _ => {}
            }
        }
        false
    }

    fn row(&mut self, body: &[u8]) {
        let mut at = 2;
        let mut row = Vec::new();
        while at + 4 <= body.len() {
            let length = i32::from_be_bytes(body[at..at + 4].try_into().expect("four bytes"));
            at += 4;
            if length < 0 {
                row.push(None);
                continue;
            }
            row.push(Some(
                String::from_utf8_lossy(&body[at..at + length as usize]).into(),
            ));
            at += length as usize;
        }
        self.answer.rows.push(row);
    }
}
