//! `cargo xtask serve`: a small static server for `dist/`.
//!
//! It only listens on this machine. One thread a connection, one answer a connection:
//! the page is a handful of files.

use crate::page;
use crate::process::{Result, say};
use crate::project::Project;
use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Tried first, and then the ones after it.
const PORT: u16 = 8080;

/// How many ports are tried.
const PORTS: u16 = 100;

/// The longest request line or header that is read, and how many headers.
const LINE_LIMIT: u64 = 8 * 1024;
const HEADER_LIMIT: usize = 100;

/// How long a connection may say nothing.
const SILENCE_LIMIT: Duration = Duration::from_secs(10);

/// What stands after `serve`.
#[derive(Debug, Default, PartialEq)]
pub struct Options {
    open: bool,
    no_build: bool,
    port: Option<u16>,
}

impl Options {
    /// Fails on what it does not know.
    pub fn parse(words: &[String]) -> Result<Options> {
        let mut options = Options::default();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word, None),
            };
            match (name, value) {
                ("--open", None) => options.open = true,
                ("--no-build", None) => options.no_build = true,
                ("--port", value) => {
                    let value = value.or_else(|| words.next()).unwrap_or_default();
                    let port = value.parse().map_err(|_| {
                        format!("--port wants a number from 0 to 65535, not `{value}`")
                    })?;
                    options.port = Some(port);
                }
                _ => return Err(format!("`serve` does not know `{word}`")),
            }
        }
        Ok(options)
    }
}

/// Builds the page, serves it and does not return unless it cannot.
pub fn command(project: &Project, options: &Options) -> Result<()> {
    if !options.no_build {
        page::command(project)?;
    } else if !project.dist().join("index.html").is_file() {
        return Err("there is no dist/index.html: leave out --no-build".to_owned());
    }
    let listener = listen(options.port)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let url = format!("http://{address}");
    if options.open {
        open(&url);
    }
    say("serving dist/; Ctrl+C ends it");
    println!("{url}");
    serve(&listener, &project.dist());
    Ok(())
}

/// The given port, or the first free one from [`PORT`] on.
fn listen(port: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return bind(port).map_err(|error| format!("port {port}: {error}"));
    }
    for port in PORT..PORT + PORTS {
        match bind(port) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(format!("port {port}: {error}")),
        }
    }
    Err(format!(
        "ports {PORT} to {} are all taken: name one with --port",
        PORT + PORTS - 1
    ))
}

fn open(url: &str) {
    let (program, words): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start"]),
        _ => ("xdg-open", &[]),
    };
    let started = Command::new(program)
        .args(words)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        say(&format!("cannot open a browser ({program}: {error})"));
    }
}

/// Answers requests for the files below a folder, for as long as the program runs.
fn serve(listener: &TcpListener, folder: &Path) {
    let folder: Arc<Path> = folder.into();
    for stream in listener.incoming() {
        // A client that went away again is no reason to stop.
        let Ok(stream) = stream else { continue };
        let folder = folder.clone();
        thread::spawn(move || {
            let _ = answer(&stream, &folder);
        });
    }
}

fn answer(stream: &TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE_LIMIT))?;
    stream.set_write_timeout(Some(SILENCE_LIMIT))?;
    let mut reader = BufReader::new(stream);
    let request = read_line(&mut reader)?;
    // Not needed for an answer, but a connection closed with something unread is reset.
    for _ in 0..HEADER_LIMIT {
        if read_line(&mut reader)?.trim().is_empty() {
            break;
        }
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next(), words.next().unwrap_or_default());
    let (status, kind, body) = match method {
        Some("GET" | "HEAD") => match find_file(folder, target) {
            Some(path) => match fs::read(&path) {
                Ok(bytes) => ("200 OK", mime_type(&path), bytes),
                Err(error) => (
                    "500 Internal Server Error",
                    "text/plain; charset=utf-8",
                    error.to_string().into_bytes(),
                ),
            },
            None => (
                "404 Not Found",
                "text/plain; charset=utf-8",
                b"There is no such file.".to_vec(),
            ),
        },
        _ => (
            "405 Method Not Allowed",
            "text/plain; charset=utf-8",
            b"Only GET and HEAD.".to_vec(),
        ),
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != Some("HEAD") {
        stream.write_all(&body)?;
    }
    stream.flush()
}

fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    reader.take(LINE_LIMIT).read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The file that a request's target names; never one outside of the folder.
fn find_file(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let path = percent_decoded(path.strip_prefix('/')?)?;
    let relative = Path::new(&path);
    if path.contains(['\\', '\0'])
        || !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let file = folder.join(relative);
    let file = if file.is_dir() {
        file.join("index.html")
    } else {
        file
    };
    // Links may lead out of it.
    let file = file.canonicalize().ok()?;
    (file.starts_with(folder.canonicalize().ok()?) && file.is_file()).then_some(file)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let value = digit(bytes.next())? * 16 + digit(bytes.next())?;
            u8::try_from(value).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}

fn mime_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("py" | "txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server for a folder that has what the tests ask for; the folder goes with it.
    struct Site {
        folder: PathBuf,
        port: u16,
    }

    impl Site {
        fn new(name: &str) -> Site {
            let folder =
                std::env::temp_dir().join(format!("lockstep-{name}-{}", std::process::id()));
            let dist = folder.join("dist");
            fs::create_dir_all(dist.join("sub")).expect("a temporary folder");
            fs::write(folder.join("secret"), "secret").expect("a file");
            fs::write(dist.join("index.html"), "<p>home").expect("a file");
            fs::write(dist.join("a b.wasm"), b"\0asm").expect("a file");
            fs::write(dist.join("sub/index.html"), "<p>sub").expect("a file");
            let listener = listen(Some(0)).expect("a free port");
            let port = listener.local_addr().expect("an address").port();
            thread::spawn(move || serve(&listener, &dist));
            Site { folder, port }
        }

        fn ask(&self, request: &str) -> String {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
            write!(stream, "{request} HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).expect("it answers");
            String::from_utf8_lossy(&bytes).into_owned()
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn files_come_with_their_type_and_are_not_cached() {
        let site = Site::new("types");
        let home = site.ask("GET /?embed");
        assert!(home.starts_with("HTTP/1.1 200 OK\r\n"), "{home}");
        assert!(home.contains("Content-Type: text/html; charset=utf-8\r\n"));
        assert!(home.contains("Cache-Control: no-store\r\n"));
        assert!(home.ends_with("\r\n\r\n<p>home"));
        assert!(site.ask("GET /sub/").ends_with("<p>sub"));
        let wasm = site.ask("GET /a%20b.wasm");
        assert!(
            wasm.contains("Content-Type: application/wasm\r\n"),
            "{wasm}"
        );
        let head = site.ask("HEAD /");
        assert!(head.contains("Content-Length: 7\r\n") && head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn nothing_outside_of_the_folder_is_served() {
        let site = Site::new("outside");
        #[cfg(unix)]
        std::os::unix::fs::symlink(site.folder.join("secret"), site.folder.join("dist/link"))
            .expect("a link");
        for path in [
            "/../secret",
            "/sub/../../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/%2e%2e%5csecret",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/link",
            "/%",
            "/%zz",
            "/%ff",
            "/nothing",
            "secret",
            "",
        ] {
            let answer = site.ask(&format!("GET {path}"));
            assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        }
        assert!(site.ask("POST /").starts_with("HTTP/1.1 405"));
    }

    #[test]
    fn options_are_read_and_unknown_ones_refused() {
        let parse = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Options::parse(&words)
        };
        let options = parse(&["--open", "--port", "9000"]).expect("known options");
        assert_eq!((options.open, options.port), (true, Some(9000)));
        assert_eq!(parse(&["--port=0"]).expect("known").port, Some(0));
        assert!(parse(&["--port"]).is_err());
        assert!(parse(&["--port", "70000"]).is_err());
        assert!(parse(&["--opne"]).is_err());
    }

    #[test]
    fn a_taken_port_is_said() {
        let first = listen(Some(0)).expect("a free port");
        let port = first.local_addr().expect("an address").port();
        let error = listen(Some(port)).expect_err("it is taken");
        assert!(error.contains(&port.to_string()), "{error}");
    }
}
