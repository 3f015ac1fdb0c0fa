//! Checks over the whole definition, once all rows are read.

use std::collections::BTreeSet;

use super::choices::Lists;
use super::references::Rows;
use super::sheet::Records;
use super::{cycles, literals, references, tables, walk};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::findings::{Code, Findings, Place};

/// The sheets a definition was read from.
pub(super) struct Sheets<'s> {
    pub survey: &'s Records,
    pub choices: Option<&'s Records>,
    pub settings: &'s Place,
}

/// Checks a definition and leaves out the lists that no question uses.
pub(super) fn whole(
    mut definition: Definition,
    lists: &Lists,
    sheets: &Sheets<'_>,
    findings: &mut Findings,
) -> Definition {
    let looked_into = {
        let place = &sheets.survey.place;
        let nodes = walk::nodes(&definition);
        let rows = Rows::new(&nodes);
        rows.check_unique(place, findings);
        references::check(&nodes, &rows, place, findings);
        if let Some(name) = &definition.instance_name {
            let place = sheets.settings.clone().row(2).column("instance_name");
            rows.check(name.source(), &place, findings);
        }
        for records in std::iter::once(sheets.survey).chain(sheets.choices) {
            check_media(records, &rows, findings);
        }
        check_choice_texts(lists, &rows, findings);
        cycles::check(&nodes, place, findings);
        literals::check(&definition, &nodes, place, findings);
        tables::check(&nodes, lists, place, findings)
    };
    keep_used_lists(&mut definition, lists, looked_into, findings);
    definition
}

/// Names of media files are not kept, but mistakes in them are still the author's business.
fn check_media(records: &Records, rows: &Rows<'_>, findings: &mut Findings) {
    for record in &records.rows {
        let media = ["image", "big-image", "audio", "video"];
        for column in media {
            for (_, text) in records.translations(record, column) {
                rows.check(text, &records.at(record, column), findings);
            }
        }
        let has = |column: &str| !records.translations(record, column).is_empty();
        if has("big-image") && !has("image") {
            let needs = "an image".to_owned();
            let code = Code::ParameterMisplaced {
                key: "big-image".to_owned(),
                needs,
            };
            findings.add(records.at(record, "big-image"), code);
        }
    }
}

fn check_choice_texts(lists: &Lists, rows: &Rows<'_>, findings: &mut Findings) {
    for (name, list) in &lists.by_name {
        for (index, choice) in list.choices.iter().enumerate() {
            for text in choice.label.0.values() {
                rows.check(text, &lists.place(name, index).column("label"), findings);
            }
        }
    }
}

fn keep_used_lists(
    definition: &mut Definition,
    lists: &Lists,
    looked_into: BTreeSet<String>,
    findings: &mut Findings,
) {
    let questions = definition.questions();
    let used = questions.iter().filter_map(|question| question.kind.selection());
    let used: BTreeSet<String> = used
        .map(|selection| selection.list.clone())
        .chain(looked_into)
        .collect();
    for list in lists.own().filter(|list| !used.contains(*list)) {
        // A list that or_other extends is used through its copy.
        if !used.contains(&format!("{list}_or_other")) {
            findings.add(
                lists.sheet_place().clone(),
                Code::UnusedList { list: list.clone() },
            );
        }
    }
    definition.lists.retain(|list, _| used.contains(list));
}
