//! The choices sheet: all lists that do not come from files.

use std::collections::BTreeSet;

use super::columns::SheetWriter;
use super::files;
use super::names::Names;
use crate::questionnaire::definition::{ChoiceList, Definition};

const COLUMNS: &[&str] = &[
    "list_name",
    "name",
    "label",
    "exclusive",
    "section",
    "image",
    "big-image",
    "audio",
    "video",
];

pub(super) fn sheet<'n>(definition: &Definition, names: &'n Names<'n>) -> SheetWriter<'n> {
    let mut sheet = SheetWriter::new(COLUMNS, names);
    let from_files = files::lists(definition);
    let own = definition
        .lists
        .iter()
        .filter(|(name, _)| !from_files.contains_key(name.as_str()));
    for (name, list) in own {
        for choice in &list.choices {
            let mut row = sheet.row();
            row.put("list_name", name);
            row.put("name", &choice.name);
            row.put_text("label", &choice.label);
            row.put_flag("exclusive", choice.exclusive);
            row.put_text("section", &choice.section);
            for (column, media) in choice.media.columns() {
                row.put_text(column, media);
            }
            for (column, value) in &choice.data {
                row.put(column, value);
            }
            row.finish();
        }
    }
    sheet
}

/// Whether a name occurs in the list more than once.
pub(super) fn has_duplicates(list: &ChoiceList) -> bool {
    let names: BTreeSet<&str> = list.choices.iter().map(|choice| choice.name.as_str()).collect();
    names.len() < list.choices.len()
}
