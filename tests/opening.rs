//! Opening a study from the command line: only after every branch of what it asks was walked.

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

/// Rows behind the others of the questionnaire for users, in the order of its columns.
const DEAD: &str = "| | begin_group | lost | ${age} = 200 and ${age} = 300 |
| | text | found | |
| | end_group | | |";
const HARD: &str = "| | note | hidden | digest(${age}, 'MD5', 'hex') = '0000' |";

/// Writes the questionnaire for users as these rows, behind a question for the age.
fn asks(desk: &Desk, rows: &str) {
    let row = |row: &str| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        format!(
            "| | {} | {} | L | L | {} | withheld |",
            cells[1], cells[2], cells[3]
        )
    };
    let rows: Vec<String> = rows.lines().map(row).collect();
    let rows = rows.join("\n");
    let table = format!(
        "| survey |\n\
         | | type | name | label::English (en) | label::中文 (zh-Hans) | relevant | exposure |\n\
         | | integer | age | Age | 年龄 | | withheld |\n{rows}"
    );
    fs::write(desk.folder("first").join("user.md"), table).unwrap();
}

fn desk_with(rows: &str) -> Desk {
    let desk = Desk::with(&["first"]);
    asks(&desk, rows);
    desk
}

#[test]
fn a_study_opens_when_every_branch_was_walked() {
    let desk = Desk::with(&["first"]);
    desk.does(&["study", "add", "first"]);
    assert_eq!(desk.does(&["study", "open", "small"]), "small: open\n");
}

#[test]
fn a_branch_that_nobody_can_take_keeps_a_study_closed() {
    let desk = desk_with(DEAD);
    desk.does(&["study", "add", "first"]);
    for way in [
        &["study", "open", "small"][..],
        &["study", "open", "small", "--even-unwalked"],
    ] {
        let told = desk.refuses(way, &["small was not opened", "1 branch(es) can never be taken"]);
        assert!(
            told.contains("user.md:survey (relevant) warning page-never-reached: "),
            "{told}"
        );
        assert!(
            told.contains("“lost”") && told.contains("Correct the rules of the page"),
            "{told}"
        );
    }
    assert!(desk.list().contains("small  prepared"), "{}", desk.list());

    let checked = desk.run(&["questionnaire", "check", "first"]);
    assert_eq!(checked.code, 1, "{}", checked.out);
    assert!(
        checked
            .out
            .contains("survey:3 (relevant) warning page-never-reached"),
        "{}",
        checked.out
    );
    assert!(checked.out.contains("error cannot-be-opened"), "{}", checked.out);
}

#[test]
fn what_nobody_could_walk_is_named_and_passes_if_somebody_says_so() {
    let desk = desk_with(HARD);
    desk.does(&["study", "add", "first"]);
    let told = desk.refuses(
        &["study", "open", "small"],
        &["1 branch(es) were not walked", "--even-unwalked"],
    );
    assert!(
        told.contains("branch-not-walked") && told.contains("“hidden” is relevant"),
        "{told}"
    );
    assert!(desk.list().contains("small  prepared"));

    assert_eq!(
        desk.does(&["study", "open", "small", "--even-unwalked"]),
        "small: open\n"
    );
}

#[test]
fn an_open_study_stays_as_it_is_when_what_is_new_was_not_walked() {
    let desk = Desk::with(&["first"]);
    desk.does(&["study", "add", "first"]);
    desk.does(&["study", "open", "small"]);
    let before = desk.list();
    let add = ["study", "add", "first", "--reason", "We ask for less now."];

    asks(&desk, HARD);
    let told = desk.refuses(&add, &["the study is open and stays as it is", "--even-unwalked"]);
    assert!(told.contains("branch-not-walked"), "{told}");
    let dry = [&add[..], &["--dry-run"]].concat();
    let told = desk.refuses(&dry, &["the study is open"]);
    assert!(told.contains("nothing was changed"), "{told}");
    assert_eq!(desk.list(), before);

    desk.does(&[&add[..], &["--even-unwalked"]].concat());
    assert!(desk.list().contains("user (version 2)"), "{}", desk.list());
}
