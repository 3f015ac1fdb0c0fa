//! The program as a process of its own: started, killed, started again, looked at from outside.

use std::fs::{File, read_to_string};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The program that was built with this test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_soundings");
/// What Linux counts CPU time in.
const TICKS_A_SECOND: f64 = 100.0;

/// A running site.
pub struct Server {
    child: Child,
    /// Where it listens, as `127.0.0.1:port`.
    pub host: String,
}

/// The program with its data in `folder` and nothing taken from the environment.
pub fn program(folder: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SOUNDINGS_")) {
        command.env_remove(name);
    }
    if let Some(url) = database {
        command.env("SOUNDINGS_DATABASE", url);
    }
    command
}

/// A port that is free now.
pub fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Where the lines of the log are kept.
pub fn log(folder: &Path) -> PathBuf {
    folder.join("log")
}

impl Server {
    /// Starts the site and waits until it answers; what it writes is added to [`log`].
    pub fn start(folder: &Path, database: Option<&str>) -> std::io::Result<Self> {
        let host = format!("127.0.0.1:{}", free_port()?);
        let lines = File::options().create(true).append(true).open(log(folder))?;
        let child = program(folder, database)
            .env("SOUNDINGS_LISTEN", &host)
            .stdout(lines.try_clone()?)
            .stderr(lines)
            .stdin(Stdio::null())
            .spawn()?;
        let mut server = Self { child, host };
        server.wait_until_it_answers(folder)?;
        Ok(server)
    }

    fn wait_until_it_answers(&mut self, folder: &Path) -> std::io::Result<()> {
        let patience = Instant::now() + Duration::from_secs(30);
        while Instant::now() < patience && self.child.try_wait()?.is_none() {
            if is_alive(&self.host) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let said = read_to_string(log(folder)).unwrap_or_default();
        Err(std::io::Error::other(format!("the site does not answer: {said}")))
    }

    /// Ends it as a power cut would: SIGKILL.
    pub fn kill(&mut self) -> std::io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// Number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// CPU time that it has used, in seconds.
    pub fn cpu_seconds(&self) -> f64 {
        cpu_seconds_of(&self.id().to_string())
    }

    /// Memory that it holds, in MiB.
    pub fn resident_mib(&self) -> f64 {
        let status = read_to_string(format!("/proc/{}/status", self.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1024.0
    }
}

/// CPU time of a process, in seconds.
pub fn cpu_seconds_of(process: &str) -> f64 {
    let stat = read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name in brackets may hold spaces; user and system time are the 12th and 13th after it.
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
    let ticks = |at: usize| -> f64 {
        let field = fields.split(' ').nth(at);
        field.and_then(|ticks| ticks.parse().ok()).unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / TICKS_A_SECOND
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

fn is_alive(host: &str) -> bool {
    use std::io::{Read, Write};
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "GET /healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
