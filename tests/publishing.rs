//! Publishing a study from the command line: what it changes is told first, and common items change
//! for a reason only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

#[path = "support/desk.rs"]
mod desk;
#[path = "load/server.rs"]
#[allow(dead_code, reason = "each program uses its part")]
mod server;

use std::fs;

use desk::Desk;
use soundings::questionnaire::comparison::compare;
use soundings::questionnaire::xlsform;
use support::invented;

/// A desk with the first and the second version of the small study.
fn desk() -> Desk {
    Desk::with(&["first", "second"])
}

/// Takes the reason out of the second version's `study.toml`.
fn forget_the_reason(desk: &Desk) {
    let file = desk.folder("second").join("study.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.split("[[changes]]").next().unwrap()).unwrap();
}

#[test]
fn without_a_reason_the_changes_are_told_and_nothing_is_written() {
    let desk = desk();
    forget_the_reason(&desk);
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
    let desk = desk();
    desk.does(&["study", "add", "first"]);
    let before = desk.list();

    let told = desk.does(&["study", "add", "second", "--dry-run"]);
    assert!(
        told.contains("publisher version 2:") && told.contains("nothing was changed"),
        "{told}"
    );
    assert!(!told.contains("needs a --reason"), "study.toml says why: {told}");
    forget_the_reason(&desk);
    let told = desk.does(&["study", "add", "second", "--dry-run"]);
    assert!(told.contains("(tools): this needs a --reason"), "{told}");

    assert_eq!(desk.list(), before);
}

#[test]
fn a_reason_publishes_the_new_versions_with_it() {
    let desk = desk();
    forget_the_reason(&desk);
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
    let desk = desk();
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
    let desk = desk();
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
