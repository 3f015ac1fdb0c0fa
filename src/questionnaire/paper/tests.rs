//! What is printed, and under which numbers.

use super::{Paper, Piece};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::xlsform::import;

fn read(table: &str) -> Definition {
    let reading = import(table.as_bytes(), "a.md");
    let findings: Vec<String> = reading.findings.iter().map(ToString::to_string).collect();
    reading.definition.unwrap_or_else(|| panic!("{findings:#?}"))
}

/// One line for each piece, in braces what is within it.
fn outline(pieces: &[Piece<'_>]) -> String {
    let lines: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Note(note) => format!("note {}", note.name),
            Piece::Asked(asked) => format!("{} {}", asked.number, asked.question.name),
            Piece::Matrix(matrix) => {
                let rows: Vec<String> = matrix
                    .rows
                    .iter()
                    .map(|row| format!("{} {}", row.number, row.question.name))
                    .collect();
                format!(
                    "{} table of {} {{{}}}",
                    matrix.number,
                    matrix.columns.len(),
                    rows.join(", ")
                )
            }
            Piece::Section(section) => {
                let numbers = section.numbers.map(|(from, to)| format!(" {from}-{to}"));
                format!(
                    "{}{} {{{}}}",
                    section.group.name,
                    numbers.unwrap_or_default(),
                    outline(&section.pieces)
                )
            }
        })
        .collect();
    lines.join(", ")
}

const CHOICES: &str = "
    | choices |
    | | list_name | name | label | kind |
    | | l | a | A | x |
    | | l | b | B | x |
    | | l | c | C | y |";

#[test]
fn whatever_can_be_asked_has_a_number_and_nothing_else_has() {
    let definition = read(&format!(
        "
        | survey |
        | | type | name | label | calculation | read_only |
        | | start | began | | | |
        | | note | hello | Hello | | |
        | | integer | age | Age | | |
        | | calculate | double | | ${{age}} * 2 | |
        | | text | shown | Shown | ${{double}} | |
        | | begin_group | empty | Empty | | |
        | | hidden | h | | | |
        | | end_group | | | | |
        | | begin_group | more | More | | |
        | | select_one l | pick | Pick | | |
        | | text | fixed | Fixed | | yes |
        | | begin_repeat | each | Each | | |
        | | text | what | What | | |
        | | end_repeat | | | | |
        | | end_group | | | | |
        {CHOICES}"
    ));
    let paper = Paper::of(&definition);
    assert_eq!(
        outline(&paper.pieces),
        "note hello, 1 age, more 2-3 {2 pick, each 3-3 {3 what}}"
    );
    assert_eq!(paper.questions, 3);
    assert_eq!(paper.numbers.of("what").unwrap().to_string(), "3");
    assert_eq!(paper.numbers.of("double"), None);
}

#[test]
fn a_matrix_is_one_number_with_a_row_for_each_question() {
    let table = format!(
        "
        | survey |
        | | type | name | label | appearance |
        | | begin_group | g | Rate | table-list |
        | | select_one l | a1 | First | |
        | | select_one l | a2 | Second | |
        | | end_group | | | |
        | | select_one l | head | Head | label |
        | | select_one l | b1 | First | list-nolabel |
        | | select_one l | b2 | Second | list-nolabel |
        | | text | t | Text | |
        {CHOICES}"
    );
    let definition = read(&table);
    let paper = Paper::of(&definition);
    assert_eq!(
        outline(&paper.pieces),
        "1 table of 3 {1.1 a1, 1.2 a2}, 2 table of 3 {2.1 b1, 2.2 b2}, 3 t"
    );
    assert_eq!(paper.numbers.of("a2").unwrap().to_string(), "1.2");
}

#[test]
fn a_matrix_with_more_than_its_table_is_a_section() {
    let definition = read(&format!(
        "
        | survey |
        | | type | name | label | appearance |
        | | begin_group | g | Rate | table-list |
        | | select_one l | a | First | |
        | | text | why | Why? | |
        | | end_group | | | |
        {CHOICES}"
    ));
    assert_eq!(
        outline(&Paper::of(&definition).pieces),
        "g 1-2 {1 table of 3 {1.1 a}, 2 why}"
    );
}

#[test]
fn a_filter_without_answers_is_in_force_and_one_with_answers_is_named() {
    let definition = read(&format!(
        "
        | survey |
        | | type | name | label | choice_filter |
        | | select_one l | a | A | kind = 'x' |
        | | select_one l | b | B | name != ${{a}} |
        {CHOICES}"
    ));
    let paper = Paper::of(&definition);
    let [Piece::Asked(a), Piece::Asked(b)] = paper.pieces.as_slice() else {
        panic!("{}", outline(&paper.pieces))
    };
    assert_eq!((a.options.choices.len(), b.options.choices.len()), (2, 3));
    assert!(a.options.filter.is_none());
    let looked_at = paper.numbers.looked_at(b.options.filter.unwrap());
    assert_eq!(looked_at, [a.number]);
}
