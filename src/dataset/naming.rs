//! Names of files and columns, unique however the questions are called.

use std::collections::HashSet;

use crate::questionnaire::definition::Exposure;
use crate::questionnaire::evaluation::Coordinates;

use super::columns::{Column, Content, Item, Kind, Part, Profile, System, TableLayout};

/// File names that no repeated group may take.
const OTHER_FILES: [&str; 4] = ["submissions-excel", "codebook", "choices", "changes"];

/// The innermost repeat's name, unless another file has it.
pub(super) fn file(path: &[String], tables: &[TableLayout]) -> String {
    let taken = |name: &str| {
        OTHER_FILES.iter().any(|other| other.eq_ignore_ascii_case(name))
            || tables.iter().any(|table| table.name.eq_ignore_ascii_case(name))
    };
    let mut name = path.last().map(|key| key.replace('/', "-")).unwrap_or_default();
    while taken(&name) {
        name.push_str("-repeat");
    }
    name
}

/// The columns of a table: ours first, then those of its items.
pub(super) fn columns(table: &TableLayout, profile: Profile) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut taken = HashSet::new();
    let mut add = |wanted: String, content: Content| {
        let mut name = wanted;
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        columns.push(Column { name, content });
    };
    for system in system_columns(&table.path, profile) {
        add(system.name(), Content::System(system));
    }
    for (index, item) in table.items.iter().enumerate() {
        for (name, part) in parts(item, profile) {
            add(name, Content::Item { item: index, part });
        }
    }
    columns
}

fn system_columns(path: &[String], profile: Profile) -> Vec<System> {
    let mut columns = vec![System::Id];
    if path.is_empty() {
        columns.extend([
            System::Questionnaire,
            System::Version,
            System::Role,
            System::Language,
            System::SubmittedOn,
            System::Tier,
            System::Unlisted,
        ]);
    } else {
        columns.extend(path.iter().cloned().map(System::Instance));
    }
    columns.retain(|column| profile.carries(column.exposure()));
    columns
}

fn coordinates(item: &Item, count: usize) -> Vec<(String, Part)> {
    let parts = Coordinates::PARTS.iter().enumerate().take(count);
    parts
        .map(|(number, part)| (format!("{}__{part}", item.name), Part::Coordinate(number)))
        .collect()
}

fn parts(item: &Item, profile: Profile) -> Vec<(String, Part)> {
    let options = item
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| !option.only_missing());
    match item.kind {
        Kind::Many => options
            .map(|(index, option)| (format!("{}__{}", item.name, option.code), Part::Option(index)))
            .collect(),
        Kind::Ranked => (1..=options.count())
            .map(|place| (format!("{}__{place}", item.name), Part::Place(place)))
            .collect(),
        // What people type of a release may be anything.
        Kind::Release => {
            let words = (format!("{}__words", item.name), Part::Words);
            let carried = profile.carries(Exposure::Text).then_some(words);
            [(item.name.clone(), Part::Whole)]
                .into_iter()
                .chain(carried)
                .collect()
        }
        Kind::Place => coordinates(item, 4),
        // How high and how exactly says more than the degree.
        Kind::Degree => coordinates(item, 2),
        Kind::Text
        | Kind::File
        | Kind::Integer
        | Kind::Decimal
        | Kind::Date
        | Kind::Time
        | Kind::DateTime
        | Kind::DayOf
        | Kind::One => vec![(item.name.clone(), Part::Whole)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_takes_no_name_of_another_file() {
        for taken in ["codebook", "Choices", "changes"] {
            assert_eq!(file(&[taken.to_owned()], &[]), format!("{taken}-repeat"));
        }
        assert_eq!(file(&["pots/tea".to_owned()], &[]), "pots-tea");
    }
}
