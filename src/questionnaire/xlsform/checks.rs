//! Checks over the whole definition, once all rows are read.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::Lists;
use super::files::Files;
use super::references::Rows;
use super::sheet::Records;
use super::{cycles, references, tables, trigger, walk};
use crate::questionnaire::checks;
use crate::questionnaire::definition::Definition;
use crate::questionnaire::findings::{Code, Findings, Place};

/// The sheets a definition was read from.
pub(super) struct Sheets<'s> {
    pub survey: &'s Records,
    pub choices: Option<&'s Records>,
    pub settings: &'s Place,
    /// Tables that rows declare, by their ids, each with its file and row.
    pub tables: &'s BTreeMap<String, (String, u32)>,
    /// Names of rows that were refused.
    pub refused: &'s BTreeSet<String>,
}

/// Checks a definition, leaves out the lists that no question uses, and adds the tables and media that
/// it uses.
pub(super) fn whole(
    definition: &mut Definition,
    lists: &Lists,
    sheets: &Sheets<'_>,
    files: &mut Files<'_>,
    findings: &mut Findings,
) {
    let place = &sheets.survey.place;
    let looked_into = {
        let nodes = walk::nodes(definition);
        let rows = Rows::new(&nodes, sheets.refused);
        rows.check_unique(place, findings);
        references::in_survey(sheets.survey, &rows, findings);
        if let Some(choices) = sheets.choices {
            references::in_choices(choices, &rows, findings);
        }
        references::of_options(&nodes, &rows, lists, place, findings);
        trigger::check(&nodes, place, findings);
        if let Some(name) = &definition.instance_name {
            let place = sheets.settings.clone().row(2).column("instance_name");
            rows.check(name.source(), &place, findings);
        }
        cycles::check(&nodes, place, findings);
        checks::check(definition, place, findings);
        tables::check(definition, &nodes, lists, sheets, files, findings)
    };
    for (id, file) in looked_into.files {
        let table = files.table(&file, place, findings);
        definition.tables.insert(id, table);
    }
    definition.registry = looked_into.registry;
    keep_used_lists(definition, lists, looked_into.lists, findings);
    definition.media = files.take_media(definition);
}

fn keep_used_lists(
    definition: &mut Definition,
    lists: &Lists,
    looked_into: BTreeSet<String>,
    findings: &mut Findings,
) {
    let questions = definition.questions();
    let used = questions.iter().filter_map(|question| question.kind.list());
    let used: BTreeSet<String> = used.map(str::to_owned).chain(looked_into).collect();
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
