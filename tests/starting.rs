//! Starting, and not starting: what is wrong is said in one line, and the program ends with 1.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "load/client.rs"]
mod client;
#[path = "load/journeys.rs"]
#[allow(dead_code, reason = "each program uses its part")]
mod journeys;
#[path = "load/server.rs"]
#[allow(dead_code, reason = "each program uses its part")]
mod server;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use client::Client;
use server::{Server, free_port, log, program};
use tempfile::{TempDir, tempdir};

/// Runs the program, which must refuse with exit code 1 and one line; gives that line.
#[track_caller]
fn refusal(command: &mut Command) -> String {
    let patience = Instant::now() + Duration::from_secs(30);
    let mut child = command
        .env("RUST_BACKTRACE", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > patience {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{line}");
    assert_eq!(line.lines().count(), 1, "not one line:\n{line}");
    assert!(line.starts_with("soundings: "), "{line}");
    line
}

/// The program in an empty folder, on a port of its own.
fn fresh() -> (TempDir, Command) {
    let folder = tempdir().unwrap();
    let mut command = program(folder.path(), None);
    command.env("SOUNDINGS_LISTEN", format!("127.0.0.1:{}", free_port().unwrap()));
    (folder, command)
}

#[track_caller]
fn assert_says(line: &str, words: &[&str]) {
    for word in words {
        assert!(line.contains(word), "{line:?} does not say {word:?}");
    }
}

#[test]
fn an_empty_folder_and_no_settings_are_enough() {
    let folder = tempdir().unwrap();
    let _server = Server::start(folder.path(), None).unwrap();
    assert!(folder.path().join("data/soundings.db").is_file());
    let secret = fs::metadata(folder.path().join("data/secret")).unwrap();
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&secret.permissions()) & 0o777,
        0o600
    );
}

#[test]
fn a_second_start_on_the_same_port_is_refused_and_changes_nothing() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempdir().unwrap();
    let line = refusal(program(folder.path(), None).env("SOUNDINGS_LISTEN", &address));
    assert_says(&line, &["cannot listen on", &address]);
    assert!(!folder.path().join("data/soundings.db").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    // A folder below a file cannot be made, not even by root.
    let (folder, mut command) = fresh();
    fs::write(folder.path().join("file"), "").unwrap();
    let line = refusal(command.env("SOUNDINGS_DATA", "file/data"));
    assert_says(&line, &["file/data/secret"]);

    // The secret is there, and the database's folder cannot be made.
    let (folder, mut command) = fresh();
    fs::write(folder.path().join("file"), "").unwrap();
    let line = refusal(command.env("SOUNDINGS_DATABASE", "sqlite:file/soundings.db"));
    assert_says(&line, &["cannot use the database", "file/soundings.db"]);
}

#[test]
fn a_database_that_is_read_only_is_named() {
    let Some(mount) = Mount::of("16m") else { return };
    let (_folder, mut command) = fresh();
    let database = format!("sqlite:{}/soundings.db", mount.path().display());
    assert!(
        command
            .env("SOUNDINGS_DATABASE", &database)
            .arg("migrate")
            .status()
            .unwrap()
            .success()
    );
    mount.again("ro");
    let (_folder, mut command) = fresh();
    let line = refusal(command.env("SOUNDINGS_DATABASE", &database));
    assert_says(&line, &["cannot use the database", "soundings.db"]);
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let (folder, mut command) = fresh();
    assert!(command.arg("migrate").status().unwrap().success());
    let file = folder.path().join("data/soundings.db");
    let change = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')";
    sqlite(&file, change);
    let line = refusal(&mut program(folder.path(), None));
    assert_says(&line, &["newer"]);
}

fn sqlite(file: &Path, statement: &str) {
    use diesel::{Connection, RunQueryDsl, SqliteConnection};
    let mut conn = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
    diesel::sql_query(statement).execute(&mut conn).unwrap();
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let (folder, mut command) = fresh();
    fs::write(
        folder.path().join("notes.db"),
        "these are my notes, and no database at all\n".repeat(50),
    )
    .unwrap();
    let line = refusal(command.env("SOUNDINGS_DATABASE", "sqlite:notes.db"));
    assert_says(&line, &["notes.db", "not a database"]);
}

#[test]
fn a_mistyped_database_url_is_refused_and_its_password_not_shown() {
    for url in [
        "postgresq://ada:opensesame@127.0.0.1/site",
        "mysql://ada:opensesame@127.0.0.1/site",
        "soundings.db",
        "sqlite:",
        "",
    ] {
        let (folder, mut command) = fresh();
        let line = refusal(command.env("SOUNDINGS_DATABASE", url));
        assert_says(&line, &["sqlite:"]);
        assert!(!line.contains("opensesame"), "{line}");
        assert!(!folder.path().join("data/soundings.db").exists());
    }
}

#[test]
fn a_server_that_is_not_there_is_said_to_be_so() {
    let (_folder, mut command) = fresh();
    let url = format!(
        "postgres://ada:opensesame@127.0.0.1:{}/site",
        free_port().unwrap()
    );
    let line = refusal(command.env("SOUNDINGS_DATABASE", url));
    assert_says(&line, &["cannot use the database postgres://", "refused"]);
    assert!(!line.contains("opensesame"), "{line}");

    let (_folder, mut command) = fresh();
    let line = refusal(command.env(
        "SOUNDINGS_DATABASE",
        "postgres://ada:open sesame@[::nonsense/site",
    ));
    assert!(!line.contains("sesame"), "{line}");
}

#[test]
fn settings_that_cannot_be_read_are_refused_and_not_quoted() {
    let with = |text: &str| {
        let (folder, mut command) = fresh();
        fs::write(folder.path().join("soundings.toml"), text).unwrap();
        refusal(command.env_remove("SOUNDINGS_LISTEN"))
    };
    let line = with("databse = \"postgres://ada:opensesame@127.0.0.1/site\"\n");
    assert_says(&line, &["soundings.toml", "databse"]);
    assert!(!line.contains("opensesame"), "{line}");
    let line = with("secret = \"opensesame\nlisten = ");
    assert_says(&line, &["soundings.toml"]);
    assert!(!line.contains("opensesame"), "{line}");
    assert_says(&with("secret = \"opensesame\"\n"), &["secret", "32 characters"]);
    assert_says(
        &with("listen = \"everywhere\"\n"),
        &["everywhere", "127.0.0.1:8080"],
    );

    let (folder, mut command) = fresh();
    fs::create_dir(folder.path().join("soundings.toml")).unwrap();
    assert_says(&refusal(&mut command), &["soundings.toml"]);
    let (_folder, mut command) = fresh();
    assert_says(
        &refusal(command.args(["--settings", "elsewhere.toml"])),
        &["elsewhere.toml"],
    );
}

/// A small file system of its own, for those who may mount one.
struct Mount(TempDir);

impl Mount {
    /// Nothing, loudly, when it cannot be mounted.
    fn of(size: &str) -> Option<Self> {
        let folder = tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        eprintln!("SKIPPED: nothing can be mounted here, which only root may do");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Mounts it again with other options.
    fn again(&self, options: &str) {
        let status = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(self.path())
            .status()
            .unwrap();
        assert!(status.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

#[test]
fn a_newer_stock_study_is_told_and_not_published() {
    let folder = tempdir().unwrap();
    let older = folder.path().join("older");
    fs::create_dir(&older).unwrap();
    for (name, content) in soundings::cli::study::stock() {
        let text = String::from_utf8(content).unwrap();
        let text = match name.as_str() {
            "study.toml" => text.replacen("version = \"1\"", "version = \"0\"", 1),
            "user.md" => text.replacen("How often do you use", "How often did you use", 1),
            _ => text,
        };
        fs::write(older.join(name), text).unwrap();
    }
    assert!(
        program(folder.path(), None)
            .args(["study", "add", "older"])
            .status()
            .unwrap()
            .success()
    );

    let mut server = Server::start(folder.path(), None).unwrap();
    server.kill().unwrap();

    let said = fs::read_to_string(log(folder.path())).unwrap();
    assert_says(
        &said,
        &["the stock study that comes with this program", "--dry-run"],
    );
    let list = program(folder.path(), None)
        .args(["study", "list"])
        .output()
        .unwrap();
    assert_says(&String::from_utf8(list.stdout).unwrap(), &["user (version 1)"]);
}

#[test]
fn a_full_disk_stops_the_start_in_one_line() {
    let Some(mount) = Mount::of("64k") else { return };
    let (_folder, mut command) = fresh();
    let line = refusal(command.env("SOUNDINGS_DATA", mount.path()));
    assert_says(&line, &["full"]);
}

#[test]
fn a_disk_that_fills_up_loses_no_receipt_and_no_draft() {
    let Some(mount) = Mount::of("16m") else { return };
    let folder = tempdir().unwrap();
    let database = format!("sqlite:{}/soundings.db", mount.path().display());
    let server = Server::start(folder.path(), Some(&database)).unwrap();
    let journeys = journeys::made_up(folder.path(), Some(&database), &["user"], 80).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut client = Client::connect(&server.host).await.unwrap();
        let mut codes = Vec::new();
        for journey in &journeys[..20] {
            codes.push(journey.prepare(&mut client).await.unwrap());
        }
        // Nothing fits any more but what still goes into pages that are there.
        let _ = fs::write(mount.path().join("filling"), vec![0; 16 << 20]);
        let (mut receipts, mut refused) = (Vec::new(), Vec::new());
        for code in &codes {
            let answer = client.post(&format!("/answer/{code}/send"), "").await.unwrap();
            match answer.status {
                303 => receipts.push(code),
                500 | 503 | 507 => {
                    assert!(
                        String::from_utf8_lossy(&answer.body).contains("<h1>"),
                        "no page says so"
                    );
                    refused.push(code);
                }
                status => panic!("a full disk answers {status}"),
            }
        }
        assert!(!refused.is_empty(), "the disk is not full");
        for code in &refused {
            assert_eq!(status_of(&mut client, code).await, "draft");
        }

        fs::remove_file(mount.path().join("filling")).unwrap();
        for code in refused {
            let answer = client.post(&format!("/answer/{code}/send"), "").await.unwrap();
            assert_eq!(answer.status, 303, "it does not recover");
            receipts.push(code);
        }
        for code in receipts {
            assert_eq!(status_of(&mut client, code).await, "waiting");
        }
    });
}

/// The badge of the receipt page.
async fn status_of(client: &mut Client, code: &str) -> String {
    let answer = client.get(&format!("/answer/{code}/receipt")).await.unwrap();
    let page = String::from_utf8(answer.body).unwrap();
    let (_, badge) = page.split_once("class=\"badge ").expect("a badge");
    badge.split('"').next().unwrap().to_owned()
}

#[test]
fn the_log_holds_no_code_no_answer_and_no_token() {
    const WORDS: &str = "a-word-that-only-this-person-wrote";
    let folder = tempdir().unwrap();
    let mut server = Server::start(folder.path(), None).unwrap();
    let journeys = journeys::made_up(folder.path(), None, &["user"], 10).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let codes = runtime.block_on(async {
        let mut client = Client::connect(&server.host).await.unwrap();
        let mut codes = Vec::new();
        for journey in &journeys {
            let code = journey.prepare(&mut client).await.unwrap();
            client.get(&format!("/answer/{code}/1?check")).await.unwrap();
            client
                .post(&format!("/answer/{code}/send"), &format!("go={WORDS}"))
                .await
                .unwrap();
            client.get(&format!("/answer/{code}/receipt")).await.unwrap();
            client
                .post("/receipt", &format!("code={code}&{WORDS}=1"))
                .await
                .unwrap();
            client
                .get(&format!("/answer/{code}/{WORDS}?{WORDS}"))
                .await
                .unwrap();
            codes.push(code);
        }
        client.get(&format!("/account/key/{WORDS}")).await.unwrap();
        client
            .post(
                "/sign-in",
                &format!("email={WORDS}%40example.org&password={WORDS}"),
            )
            .await
            .unwrap();
        codes
    });
    server.kill().unwrap();
    let log = fs::read_to_string(log(folder.path())).unwrap();
    // The first administrator's address is meant to be read there, and is no line of the log.
    let lines: Vec<&str> = log.lines().filter(|line| !line.starts_with("http")).collect();
    assert!(
        lines.len() > 50,
        "the log says too little to prove anything:\n{log}"
    );
    for line in lines {
        for code in &codes {
            let bare = code.replace('-', "");
            assert!(!line.contains(code.as_str()) && !line.contains(&bare), "{line}");
        }
        assert!(!line.contains(WORDS), "{line}");
    }
}
