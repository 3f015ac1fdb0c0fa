//! The options of a question, taken from the table of a file.

use std::collections::{BTreeMap, BTreeSet};

use super::beside;
use super::tables::{Files, Grid};
use crate::questionnaire::definition::{Choice, ChoiceList, Media, Text};
use crate::questionnaire::findings::{Code, Findings, Place, listed};

/// Which columns of a file hold the names and the labels of options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::questionnaire::xlsform) struct Columns {
    pub value: String,
    pub label: String,
}

impl Columns {
    /// What is meant where the author does not say it.
    pub fn usual(file: &str) -> Self {
        let (value, label) = match beside::ending(file).as_deref() {
            Some("geojson") => ("id", "title"),
            _ => ("name", "label"),
        };
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
        }
    }

    /// The name of the list that they make.
    fn list(&self, file: &str) -> String {
        if *self == Self::usual(file) {
            file.to_owned()
        } else {
            format!("{file} ({}, {})", self.value, self.label)
        }
    }
}

/// A question that takes its options from a file.
#[derive(Debug)]
pub(in crate::questionnaire::xlsform) struct Wanted<'w> {
    pub file: &'w str,
    pub columns: &'w Columns,
    /// Whether the names of several options are stored together, parted by spaces.
    pub several: bool,
    /// The language of labels that do not say theirs.
    pub language: &'w str,
    /// Where the questionnaire names the file.
    pub asked: Place,
}

impl Files<'_> {
    /// The name of the list for a question; of a file that cannot be had it is empty.
    pub fn list(&mut self, wanted: &Wanted<'_>, findings: &mut Findings) -> String {
        let name = wanted.columns.list(wanted.file);
        let known = self.lists.contains_key(&name);
        let check_names = wanted.several && self.without_spaces.insert(name.clone());
        let place = Place::file(wanted.file);
        let Some(grid) = self.grid(wanted.file, &wanted.asked, findings) else {
            self.lists.entry(name.clone()).or_default();
            return name;
        };
        if check_names {
            check_spaces(grid, wanted.columns, &place, findings);
        }
        if !known {
            let list = choices(grid, wanted, &place, findings);
            self.lists.insert(name.clone(), list);
        }
        name
    }

    /// All lists that questions take from files.
    pub fn take_lists(&mut self) -> BTreeMap<String, ChoiceList> {
        std::mem::take(&mut self.lists)
    }
}

fn choices(grid: &Grid, wanted: &Wanted<'_>, place: &Place, findings: &mut Findings) -> ChoiceList {
    let Columns { value, label } = wanted.columns;
    let mut find = |column: &String| {
        let index = grid.column(column);
        if index.is_none() {
            let code = Code::NoTableColumn {
                column: column.clone(),
                columns: grid.columns.join(", "),
            };
            findings.add(place.clone().row(1), code);
        }
        index
    };
    let (Some(value), Some(label)) = (find(value), find(label)) else {
        return ChoiceList::default();
    };
    check_values(grid, value, place, findings);
    let cell = |cells: &[String], index: usize| cells.get(index).cloned().unwrap_or_default();
    let choices = grid.rows.iter().filter_map(|(_, cells)| {
        let name = cell(cells, value);
        let text = Some(cell(cells, label)).filter(|text| !text.is_empty());
        let text = text.unwrap_or_else(|| name.clone());
        (!name.is_empty()).then(|| Choice {
            label: Text(BTreeMap::from([(wanted.language.to_owned(), text)])),
            media: Media::default(),
            exclusive: false,
            section: Text::default(),
            data: data(grid, cells),
            name,
        })
    });
    ChoiceList {
        choices: choices.collect(),
    }
}

/// All columns, the empty ones too: expressions find in an option what stands in its row.
fn data(grid: &Grid, cells: &[String]) -> BTreeMap<String, String> {
    grid.columns.iter().cloned().zip(cells.iter().cloned()).collect()
}

fn check_values(grid: &Grid, value: usize, place: &Place, findings: &mut Findings) {
    let column = grid.columns.get(value).cloned().unwrap_or_default();
    let (mut seen, mut empty, mut again) = (BTreeSet::new(), Vec::new(), Vec::new());
    for (line, cells) in &grid.rows {
        let name = cells.get(value).map_or("", String::as_str);
        if name.is_empty() {
            empty.push(*line);
        } else if !seen.insert(name) {
            again.push(*line);
        }
    }
    if let Some(first) = empty.first() {
        let (rows, column) = (listed(empty.iter().copied()), column.clone());
        let place = place.clone().row(*first).column(&column);
        findings.add(place, Code::RowsWithoutValue { rows, column });
    }
    if let Some(first) = again.first() {
        let rows = listed(again.iter().copied());
        let place = place.clone().row(*first).column(&column);
        findings.add(place, Code::RepeatedValues { rows, column });
    }
}

fn check_spaces(grid: &Grid, columns: &Columns, place: &Place, findings: &mut Findings) {
    let Some(value) = grid.column(&columns.value) else {
        return;
    };
    let spaced = grid
        .rows
        .iter()
        .filter(|(_, cells)| cells.get(value).is_some_and(|name| name.contains(' ')));
    let rows: Vec<u32> = spaced.map(|(line, _)| *line).collect();
    if let Some(first) = rows.first() {
        let place = place.clone().row(*first).column(&columns.value);
        let rows = listed(rows.iter().copied());
        findings.add(place, Code::ValuesWithSpaces { rows });
    }
}
