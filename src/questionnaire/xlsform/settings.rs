//! The settings sheet: one row of what holds for the whole questionnaire.

use super::columns::{self, Meaning};
use super::formula;
use super::names;
use super::sheet::{Records, White, clean};
use super::workbook::Sheet;
use crate::questionnaire::expression::Expression;
use crate::questionnaire::findings::{Code, Findings, Place};

/// What the settings say; the place is for findings about them.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub place: Place,
    pub form_id: String,
    pub title: String,
    pub version: String,
    pub default_language: String,
    pub style: Vec<String>,
    pub instance_name: Option<Expression>,
    /// Name of the root node, which no repeat may have.
    pub root: String,
    pub allow_choice_duplicates: bool,
    /// How the questions' cells are cleaned.
    pub white: White,
}

impl Settings {
    /// Reads the sheet; without one, or without a row, everything has its default.
    pub fn read(sheet: Option<&Sheet>, file: &str, findings: &mut Findings) -> Self {
        let place = Place::file(file).sheet("settings");
        let mut settings = Self {
            place: place.clone(),
            form_id: stem(file),
            title: stem(file),
            version: String::new(),
            default_language: String::new(),
            style: Vec::new(),
            instance_name: None,
            root: "data".to_owned(),
            allow_choice_duplicates: false,
            white: White::Collapsed,
        };
        if let Some(sheet) = sheet {
            let records = Records::read(sheet, place, White::Trimmed, columns::settings, findings);
            remarks(&records, findings);
            settings.take(&records, findings);
        }
        settings
    }

    fn take(&mut self, records: &Records, findings: &mut Findings) {
        let Some(record) = records.rows.first() else {
            return;
        };
        let text = |column: &str| records.text(record, column);
        let or = |column: &str, other: &str| {
            let text = text(column);
            if text.is_empty() {
                other.to_owned()
            } else {
                text.to_owned()
            }
        };
        self.form_id = or("form_id", &or("id_string", &self.form_id));
        self.title = or("form_title", &self.title);
        self.root = or("name", &self.root);
        text("version").clone_into(&mut self.version);
        text("default_language").clone_into(&mut self.default_language);
        self.style = text("style").split_whitespace().map(str::to_owned).collect();
        let place = |column: &str| records.at(record, column);
        for word in self.style.iter().filter(|word| !is_style(word)) {
            findings.add(place("style"), Code::UnknownStyle { word: word.clone() });
        }
        self.instance_name = formula::expression(text("instance_name"), &place("instance_name"), findings);
        if !names::is_valid(&self.root) {
            findings.add(
                place("name"),
                Code::InvalidName {
                    name: self.root.clone(),
                },
            );
        }
        let duplicates = "allow_choice_duplicates";
        self.allow_choice_duplicates = formula::flag(text(duplicates), &place(duplicates), findings);
        if formula::yes_no(text("clean_text_values")) == Some(false) {
            self.white = White::Exact;
        }
    }
}

/// Pages, or a grid whose questions have widths.
fn is_style(word: &str) -> bool {
    let width = |rest: &str| rest.parse::<u8>().is_ok_and(|width| (1..=10).contains(&width));
    matches!(word, "pages" | "theme-grid") || word.strip_prefix('w').is_some_and(width)
}

fn remarks(records: &Records, findings: &mut Findings) {
    let Some(record) = records.rows.first() else {
        return;
    };
    for (header, _) in records.cells(record) {
        let Some(header) = header else { continue };
        let setting = header.title.clone();
        let code = match header.meaning {
            Meaning::Known(_) | Meaning::Repeated => continue,
            Meaning::Unsupported(feature) => Code::Unsupported {
                feature: feature.to_owned(),
            },
            Meaning::WithoutEffect => Code::SettingWithoutEffect { setting },
            Meaning::Unknown => Code::UnknownSetting { setting },
        };
        findings.add(records.at(record, &header.title), code);
    }
}

/// The file's name without its ending, as a setting could be.
fn stem(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    clean(stem, White::Trimmed, false)
}
