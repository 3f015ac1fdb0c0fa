//! What is written reads back as it was.

mod definitions;

use proptest::prelude::*;

use super::{export, write};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::findings::{Findings, Severity};
use crate::questionnaire::xlsform::{Beside, Reading, SharedLists, import, import_with, import_workbook};

fn as_workbook(definition: &Definition) -> Definition {
    let exported = export(definition, "again.xlsx");
    let reading = import_workbook(&exported.workbook, &SharedLists::default(), Beside::Some(&[]));
    read_well(reading)
}

fn read_well(reading: Reading) -> Definition {
    let findings = reading.findings.iter();
    let errors = findings.filter(|finding| finding.severity() == Severity::Error);
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    reading.definition.unwrap_or_else(|| panic!("{errors:#?}"))
}

fn as_spreadsheet(definition: &Definition) -> Definition {
    let bytes = write(&export(definition, "again.xlsx").workbook).unwrap();
    read_well(import(&bytes, "again.xlsx"))
}

fn read(table: &str) -> Definition {
    read_well(import(table.as_bytes(), "read.md"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_definition_comes_back_from_a_workbook_and_a_spreadsheet(definition in definitions::any()) {
        for again in [as_workbook(&definition), as_spreadsheet(&definition)] {
            prop_assert_eq!(difference(&again, &definition), None);
            prop_assert!(again == definition);
        }
    }
}

/// The first line in which two definitions differ; their spelling counts too, so that a questionnaire
/// that was written and read makes no new version.
fn difference(left: &Definition, right: &Definition) -> Option<(String, String)> {
    let [left, right] = [left, right].map(|definition| serde_json::to_string_pretty(definition).unwrap());
    let pairs = left.lines().zip(right.lines());
    let mut differing = pairs.filter(|(left, right)| left != right);
    differing
        .next()
        .map(|(left, right)| (left.to_owned(), right.to_owned()))
}

/// The header of a sheet, with its columns from left to right.
fn header(table: &str, sheet: &str) -> Vec<String> {
    let workbook = export(&read(table), "a.xlsx").workbook;
    let row = workbook.sheet(sheet).unwrap().rows.first().unwrap().clone();
    row.cells.into_iter().map(|cell| cell.text).collect()
}

#[test]
fn only_columns_that_are_used_are_written_in_the_usual_order() {
    let table = "
        | survey |
        | | exposure | hint | relevant | type | name | label::English (en) | label::Français (fr) |
        | | public | | | text | a | A | |
        | | public | Why? | ${a} != '' | select_one l | b | B | |
        | choices |
        | | list_name | name | label::English (en) | section_en | exclusive | region |
        | | l | x | X | Some | yes | north |";
    assert_eq!(
        header(table, "survey"),
        [
            "type",
            "name",
            "label::English (en)",
            "label::fr (fr)",
            "hint::English (en)",
            "relevant",
            "exposure"
        ]
    );
    assert_eq!(
        header(table, "choices"),
        [
            "list_name",
            "name",
            "label::English (en)",
            "exclusive",
            "section_en",
            "region"
        ]
    );
    assert_eq!(
        header(table, "settings"),
        ["form_title", "form_id", "default_language"]
    );
}

#[test]
fn a_questionnaire_in_one_language_without_a_name_has_plain_columns() {
    let table = "| survey |\n| | type | name | label | exposure |\n| | text | a | A | text |";
    assert_eq!(header(table, "survey"), ["type", "name", "label", "exposure"]);
    assert_eq!(header(table, "settings"), ["form_title", "form_id"]);
}

#[test]
fn shared_choices_are_written_in_the_languages_of_the_questionnaire() {
    let mut shared = SharedLists::default();
    let choices = "
        | choices |
        | | list_name | name | label::English (en) | label::简体中文 (zh-Hans) |
        | | l | x | X | 甲 |";
    let languages = ["en".to_owned(), "zh-Hans".to_owned()];
    let mut findings = Findings::default();
    shared.add(
        choices.as_bytes(),
        "choices.md",
        &languages,
        Beside::Some(&[]),
        &mut findings,
    );
    for label in ["label", "label::English (en)", "label::Français (fr)"] {
        let table = format!(
            "| survey |\n| | type | name | {label} | exposure |\n| | select_one l | a | A | public |"
        );
        let reading = import_with(table.as_bytes(), "a.md", &shared, Beside::Some(&[]));
        let definition = reading.definition.unwrap();
        let choice = definition.lists.get("l").unwrap().get("x").unwrap();
        assert_eq!(
            choice.label.0.values().map(String::as_str).collect::<Vec<_>>(),
            ["X"]
        );
        assert_eq!(as_spreadsheet(&definition), definition);
    }
}

#[test]
fn a_text_that_no_cell_can_hold_is_refused_with_its_row() {
    let table = format!(
        "| survey |\n| | type | name | label |\n| | note | a | {} |",
        "x".repeat(32_768)
    );
    let refused = write(&export(&read(&table), "a.xlsx").workbook)
        .unwrap_err()
        .to_string();
    assert_eq!(
        refused,
        "the text in row 2 of the sheet “survey” is longer than a spreadsheet's cell can be"
    );
}

#[test]
fn the_same_definition_gives_the_same_bytes() {
    let table = "| survey |\n| | type | name | label | exposure |\n| | text | a | A | text |";
    let bytes = || write(&export(&read(table), "a.xlsx").workbook).unwrap();
    assert_eq!(bytes(), bytes());
}
