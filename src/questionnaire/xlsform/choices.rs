//! The choices sheet: lists of options.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{self, Meaning};
use super::files::Files;
use super::languages::Languages;
use super::settings::Settings;
use super::sheet::{Record, Records, White};
use super::workbook::Sheet;
use super::{formula, media};
use crate::questionnaire::definition::{Choice, ChoiceList, Text};
use crate::questionnaire::findings::{Code, Findings, Place};

/// The lists of a file, with the rows their options stand in.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub by_name: BTreeMap<String, ChoiceList>,
    /// Sheet row of each option, by list.
    rows: BTreeMap<String, Vec<u32>>,
    place: Place,
    /// Lists whose names were looked at for spaces.
    pub(super) without_spaces: BTreeSet<String>,
}

/// Reads the headers of the choices sheet, so that its languages are known.
pub(super) fn records(sheet: &Sheet, file: &str, settings: &Settings, findings: &mut Findings) -> Records {
    let place = Place::file(file).sheet("choices");
    // Their runs of blanks stay in any case.
    let white = match settings.white {
        White::Exact => White::Exact,
        White::Trimmed | White::Collapsed => White::Trimmed,
    };
    let records = Records::read(sheet, place, white, columns::choices, findings);
    if records.rows.is_empty() {
        return records;
    }
    for column in ["list_name", "name"] {
        if !records.has(column) {
            findings.add(
                records.place.clone(),
                Code::MissingColumn {
                    column: column.to_owned(),
                },
            );
        }
    }
    for header in records.headers.values() {
        let column = header.title.clone();
        let place = records.place.clone().column(&column);
        if header.meaning == Meaning::Unknown && !is_word(&column) {
            findings.add(place, Code::ChoiceColumnName { column });
        }
    }
    records
}

fn is_word(column: &str) -> bool {
    !column.is_empty() && !column.contains(char::is_whitespace)
}

impl Lists {
    /// Reads the rows; `duplicates` allows an option's name to occur again.
    pub(super) fn read(
        records: &Records,
        languages: &Languages,
        duplicates: bool,
        files: &mut Files<'_>,
        findings: &mut Findings,
    ) -> Self {
        let mut lists = Self {
            place: records.place.clone(),
            ..Self::default()
        };
        let mut seen: BTreeMap<(&str, String), u32> = BTreeMap::new();
        for record in &records.rows {
            let list = records.text(record, "list_name");
            if list.is_empty() {
                findings.add(records.place.clone().row(record.number), Code::ChoiceWithoutList);
            } else if let Some(choice) = choice(records, record, languages, list, files, findings) {
                let first = *seen.entry((list, choice.name.clone())).or_insert(record.number);
                if first == record.number || duplicates {
                    lists.add(list, choice, record.number);
                } else {
                    let (list, name) = (list.to_owned(), choice.name);
                    let place = records.at(record, "name");
                    findings.add(place, Code::DuplicateChoice { list, name, first });
                }
            }
        }
        lists
    }

    fn add(&mut self, list: &str, choice: Choice, row: u32) {
        let choices = &mut self.by_name.entry(list.to_owned()).or_default().choices;
        choices.push(choice);
        self.rows.entry(list.to_owned()).or_default().push(row);
    }

    /// The place of an option.
    pub(super) fn place(&self, list: &str, index: usize) -> Place {
        match self.rows.get(list).and_then(|rows| rows.get(index)) {
            Some(row) => self.place.clone().row(*row),
            None => self.place.clone(),
        }
    }

    /// Names of the lists that the file itself has.
    pub(super) fn own(&self) -> impl Iterator<Item = &String> {
        self.rows.keys()
    }

    /// The place of the sheet, for remarks on whole lists.
    pub(super) fn sheet_place(&self) -> &Place {
        &self.place
    }
}

fn choice(
    records: &Records,
    record: &Record,
    languages: &Languages,
    list: &str,
    files: &mut Files<'_>,
    findings: &mut Findings,
) -> Option<Choice> {
    let name = records.text(record, "name").to_owned();
    let place = |column| records.at(record, column);
    if name.is_empty() {
        findings.add(
            place("name"),
            Code::MissingChoiceName {
                list: list.to_owned(),
            },
        );
        return None;
    }
    let mut label = languages.text(records, record, "label");
    if label.is_empty() {
        let code = Code::MissingChoiceLabel {
            list: list.to_owned(),
            name: name.clone(),
        };
        findings.add(place("label"), code);
        label = Text(BTreeMap::from([(languages.default.clone(), name.clone())]));
    }
    Some(Choice {
        label,
        media: media::read(records, record, languages, files, findings),
        exclusive: formula::flag(records.text(record, "exclusive"), &place("exclusive"), findings),
        section: languages.text(records, record, "section"),
        data: data(records, record),
        name,
    })
}

/// Further columns, by the names that filters use.
fn data(records: &Records, record: &Record) -> BTreeMap<String, String> {
    records
        .cells(record)
        .filter_map(|(header, text)| {
            let header = header?;
            let further = header.meaning == Meaning::Unknown && is_word(&header.title);
            further.then(|| (header.title.clone(), text.to_owned()))
        })
        .collect()
}
