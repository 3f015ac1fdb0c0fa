//! Remarks on sheets and columns that are not read.

use super::columns::Meaning;
use super::names;
use super::sheet::{Header, Records};
use super::workbook::Workbook;
use crate::questionnaire::findings::{Code, Findings, Place};

/// Sheets that are read.
const READ: [&str; 3] = ["survey", "choices", "settings"];
/// Sheets of other tools, refused if they are filled.
const UNSUPPORTED: [(&str, &str); 3] = [
    ("entities", "Entities"),
    ("external_choices", "The sheet external_choices"),
    ("osm", "Map features (osm)"),
];

pub(super) fn is_known_sheet(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    READ.contains(&name.as_str()) || UNSUPPORTED.iter().any(|(other, _)| *other == name)
}

/// Remarks on sheets that come twice, are misspelt or belong to features not supported.
pub(super) fn on_sheets(workbook: &Workbook, findings: &mut Findings) {
    let mut seen: Vec<String> = Vec::new();
    for sheet in &workbook.sheets {
        let name = sheet.name.trim().to_lowercase();
        let place = Place::file(&workbook.file).sheet(&sheet.name);
        if READ.contains(&name.as_str()) && seen.contains(&name) {
            findings.add(place.clone(), Code::DuplicateSheet { sheet: name.clone() });
        }
        if READ.contains(&name.as_str()) && sheet.sprawling {
            findings.add(place.clone(), Code::SprawlingSheet);
        }
        if let Some(row) = sheet.cut
            && READ.contains(&name.as_str())
        {
            findings.add(place.clone().row(row), Code::RowsLeftOut { row });
        }
        if let Some((_, feature)) = UNSUPPORTED.iter().find(|(other, _)| *other == name)
            && sheet.rows.len() > 1
        {
            findings.add(
                place.clone(),
                Code::Unsupported {
                    feature: (*feature).to_owned(),
                },
            );
        }
        seen.push(name);
    }
    for sheet in &workbook.sheets {
        let mut missing = READ
            .iter()
            .filter(|known| !seen.iter().any(|name| name == *known));
        let near = missing.find(|known| !is_known_sheet(&sheet.name) && is_near(&sheet.name, known));
        if let Some(meant) = near {
            let code = Code::SheetMisspelt {
                sheet: sheet.name.clone(),
                meant: (*meant).to_owned(),
            };
            findings.add(Place::file(&workbook.file).sheet(&sheet.name), code);
        }
    }
}

/// Whether at most two letters differ; a leading `_` says that the author means it.
fn is_near(name: &str, known: &str) -> bool {
    !name.starts_with('_') && name.chars().count() < 20 && names::distance(&name.to_lowercase(), known) <= 2
}

/// Remarks on columns of the survey sheet that have no effect, and on cells without a column.
pub(super) fn on_columns(survey: &Records, findings: &mut Findings) {
    for header in survey.headers.values() {
        let column = header.title.clone();
        let place = survey.place.clone().column(&column);
        match header.meaning {
            Meaning::WithoutEffect => findings.add(place, Code::ColumnWithoutEffect { column }),
            Meaning::Unknown => findings.add(place, Code::UnknownColumn { column }),
            _ => {}
        }
    }
    for record in &survey.rows {
        let mut cells = survey.cells(record);
        if cells.any(|(header, _): (Option<&Header>, &str)| header.is_none()) {
            findings.add(survey.place.clone().row(record.number), Code::CellWithoutColumn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn a_sheet_name_with_a_slip_is_recognised() {
        assert!(is_near("Choice", "choices"));
        assert!(is_near("setings", "settings"));
        assert!(!is_near("_setting", "settings"));
        assert!(!is_near("notes", "choices"));
    }
}
