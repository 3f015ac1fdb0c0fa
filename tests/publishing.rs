//! Publishing a study from the command line: what it changes is told first, and common items change
//! for a reason only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

#[path = "load/server.rs"]
#[allow(dead_code, reason = "each program uses its part")]
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use soundings::questionnaire::comparison::compare;
use soundings::questionnaire::xlsform;
use soundings::settings::Database;
use support::database::TestDatabase;
use support::invented;

/// A folder with the first and the second version of the small study, and a database.
struct Desk {
    database: TestDatabase,
}

/// What a command said.
struct Said {
    code: i32,
    out: String,
    line: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            database: TestDatabase::empty(),
        };
        for version in ["first", "second"] {
            let from = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/golden/small")
                .join(version);
            fs::create_dir(desk.folder(version)).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let path = entry.unwrap().path();
                fs::copy(&path, desk.folder(version).join(path.file_name().unwrap())).unwrap();
            }
        }
        desk
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.database.folder().join(name)
    }

    /// Takes the reason out of the second version's `study.toml`.
    fn forget_the_reason(&self) {
        let file = self.folder("second").join("study.toml");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.split("[[changes]]").next().unwrap()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let url = match self.database.settings() {
            Database::Sqlite(path) => format!("sqlite:{}", path.display()),
            Database::Postgres(url) => url.clone(),
        };
        let mut command = server::program(self.database.folder(), Some(&url));
        let Output {
            status,
            stdout,
            stderr,
        } = command.args(arguments).stdin(Stdio::null()).output().unwrap();
        Said {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            line: String::from_utf8(stderr).unwrap(),
        }
    }

    #[track_caller]
    fn refuses(&self, arguments: &[&str], words: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 1, "{}{}", said.out, said.line);
        assert_eq!(said.line.lines().count(), 1, "{}", said.line);
        for word in words {
            assert!(said.line.contains(word), "{} does not say {word}", said.line);
        }
        said.out
    }

    #[track_caller]
    fn does(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{}{}", said.out, said.line);
        said.out
    }

    fn list(&self) -> String {
        self.does(&["study", "list"])
    }
}

#[test]
fn without_a_reason_the_changes_are_told_and_nothing_is_written() {
    let desk = Desk::new();
    desk.forget_the_reason();
    desk.does(&["study", "add", "first"]);
    let before = desk.list();

    let told = desk.refuses(
        &["study", "add", "second"],
        &["tools", "--reason", "nothing was changed"],
    );

    assert!(told.contains("user version 2:"), "{told}");
    assert!(
        told.contains("!! BREAKS THE SERIES age: type: “integer” → “text”"),
        "{told}"
    );
    assert!(
        told.contains("! hours: wording (en): “Hours a day” → “How many hours a day?”"),
        "{told}"
    );
    assert!(!told.contains("submissions answered"), "nobody has: {told}");
    assert_eq!(desk.list(), before);
    for empty in ["", " \t", "too short"] {
        desk.refuses(
            &["study", "add", "second", "--reason", empty],
            &["--reason", "ten letters"],
        );
    }
    assert_eq!(desk.list(), before);
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let desk = Desk::new();
    desk.does(&["study", "add", "first"]);
    let before = desk.list();

    let told = desk.does(&["study", "add", "second", "--dry-run"]);
    assert!(
        told.contains("publisher version 2:") && told.contains("nothing was changed"),
        "{told}"
    );
    assert!(!told.contains("needs a --reason"), "study.toml says why: {told}");
    desk.forget_the_reason();
    let told = desk.does(&["study", "add", "second", "--dry-run"]);
    assert!(told.contains("(tools): this needs a --reason"), "{told}");

    assert_eq!(desk.list(), before);
}

#[test]
fn a_reason_publishes_the_new_versions_with_it() {
    let desk = Desk::new();
    desk.forget_the_reason();
    desk.does(&["study", "add", "first"]);

    let told = desk.does(&[
        "study",
        "add",
        "second",
        "--reason",
        "Chat was  taken for everything.",
    ]);
    assert!(told.contains("user version 2 published"), "{told}");
    let again = desk.does(&["study", "add", "second"]);
    assert!(
        again.contains("user version 2 unchanged") && !again.contains('→'),
        "{again}"
    );

    let reasons = desk
        .database
        .texts("SELECT CAST(reason AS TEXT) AS text FROM questionnaire_versions WHERE number = 2");
    assert_eq!(reasons.len(), 2);
    for reason in reasons {
        let reason: serde_json::Value = serde_json::from_str(&reason).unwrap();
        assert_eq!(reason["en"], "Chat was taken for everything.");
    }
}

#[test]
fn a_series_that_ends_is_told_with_the_answers_that_it_had() {
    let desk = Desk::new();
    desk.does(&["study", "add", "first"]);
    desk.does(&["study", "open", "small"]);
    let line = r#"{"questionnaire": "user", "language": "en", "answers": {"country": "CL", "age": "20"}}"#;
    fs::write(desk.folder("answers.jsonl"), line).unwrap();
    desk.does(&["submissions", "import", "small", "answers.jsonl"]);

    let told = desk.does(&["study", "add", "second"]);

    assert!(told.contains("!! 1 submission answered user before"), "{told}");
    assert!(!told.contains("answered publisher before"), "{told}");
    assert!(
        told.contains("user version 2 published"),
        "study.toml says why: {told}"
    );
}

#[test]
fn invented_questionnaires_differ_from_each_other_and_not_from_themselves() {
    let definition = |seed| {
        let table = invented::questionnaire(seed);
        let reading = xlsform::import(table.as_bytes(), "invented.md");
        reading.definition.unwrap()
    };
    let mut before = definition(0);
    for seed in 1..200 {
        let after = definition(seed);
        assert!(compare(&after, &after).is_empty(), "seed {seed}");
        assert!(!compare(&before, &after).is_empty(), "seed {seed}");
        before = after;
    }
}

#[test]
fn a_questionnaire_that_is_left_out_is_told() {
    let desk = Desk::new();
    desk.does(&["study", "add", "first"]);
    let file = desk.folder("first").join("study.toml");
    let text = fs::read_to_string(&file).unwrap();
    let (users_only, _) = text.rsplit_once("[[questionnaires]]").unwrap();
    fs::write(&file, users_only).unwrap();

    let told = desk.does(&["study", "add", "first"]);

    assert!(told.contains("publisher is asked no more"), "{told}");
    assert!(
        !desk.does(&["study", "add", "first"]).contains("asked no more"),
        "it was told before"
    );
}
