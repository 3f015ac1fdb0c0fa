//! From a definition back to a workbook that reads as the same definition.
//!
//! The law is `import(export(d)) == d` for whatever import can make; it is tested over generated
//! definitions, other people's files and the stock study. What comes from files stays in files: tables
//! are written beside the workbook, media are named. Here are the parts and their order; rows of the
//! sheets are made in `survey` and `choices`, cells of a spreadsheet in `book`.

mod book;
mod choices;
mod columns;
mod files;
mod names;
mod survey;
mod tables;

#[cfg(test)]
mod tests;

use super::sheet::{White, clean};
use super::workbook::{Sheet, Workbook};
use crate::questionnaire::definition::{Definition, Node};
use columns::SheetWriter;
use names::Names;

pub use book::{Unwritable, write};

/// A questionnaire as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub workbook: Workbook,
    /// Tables that belong beside the workbook: name and content, by name.
    pub tables: Vec<(String, Vec<u8>)>,
    /// Names of the files that belong there too, and whose content a definition does not hold: media,
    /// and tables that were not there when it was made.
    pub missing: Vec<String>,
}

/// Writes a definition out; `file` is the name that the workbook will have.
pub fn export(definition: &Definition, file: &str) -> Exported {
    let names = Names::of(definition);
    let survey = survey::sheet(definition, &names);
    let choices = choices::sheet(definition, &names);
    let exact = !survey.survives(White::Collapsed) || !choices.survives(White::Trimmed);
    let settings = settings(definition, &names, exact);
    let tables = files::written(definition);
    let sheets = [("survey", survey), ("choices", choices), ("settings", settings)];
    let sheets = sheets
        .into_iter()
        .filter(|(_, sheet)| !sheet.is_empty())
        .map(|(name, sheet)| sheet.finish(name));
    Exported {
        workbook: Workbook {
            file: file.to_owned(),
            sheets: sheets.collect(),
        },
        missing: files::missing(definition, &tables),
        tables,
    }
}

const SETTINGS: &[&str] = &[
    "form_title",
    "form_id",
    "version",
    "default_language",
    "style",
    "instance_name",
    "name",
    "allow_choice_duplicates",
    "clean_text_values",
];

/// `exact` says that cells mean something to the last blank.
fn settings<'n>(definition: &Definition, names: &'n Names<'n>, exact: bool) -> SheetWriter<'n> {
    let mut sheet = SheetWriter::new(SETTINGS, names);
    let mut row = sheet.row();
    row.put("form_title", &definition.title);
    row.put("form_id", &definition.form_id);
    row.put("version", &definition.author_version);
    row.put("default_language", &names.default_language());
    row.put_words("style", &definition.style);
    row.put_expression("instance_name", definition.instance_name.as_ref());
    row.put("name", &root(definition));
    let duplicates = definition.lists.values().any(choices::has_duplicates);
    row.put_flag("allow_choice_duplicates", duplicates);
    if exact {
        row.put("clean_text_values", "no");
    }
    row.finish();
    sheet
}

/// Name of the root, where its usual one is taken by a repeat.
fn root(definition: &Definition) -> String {
    fn repeats<'d>(nodes: &'d [Node], found: &mut Vec<&'d str>) {
        for node in nodes {
            if let Node::Group(group) = node {
                found.extend(group.repeat.is_some().then_some(group.name.as_str()));
                repeats(&group.children, found);
            }
        }
    }
    let mut taken = Vec::new();
    repeats(&definition.nodes, &mut taken);
    if !taken.contains(&"data") {
        return String::new();
    }
    let mut root = "data_".to_owned();
    while taken.contains(&root.as_str()) {
        root.push('_');
    }
    root
}

impl SheetWriter<'_> {
    /// Whether reading leaves every cell as it is.
    fn survives(&self, white: White) -> bool {
        self.cells()
            .all(|(is_text, text)| clean(text, white, is_text) == clean(text, White::Exact, is_text))
    }

    fn finish(self, name: &str) -> Sheet {
        Sheet {
            name: name.to_owned(),
            rows: self.rows(),
            ..Sheet::default()
        }
    }
}
