//! Checks over the whole definition, once all rows are read.

use std::collections::BTreeSet;

use super::choices::Lists;
use super::question::selection;
use super::references::Rows;
use super::{cycles, literals, references, walk};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::findings::{Code, Findings, Place};

/// Checks a definition and leaves out the lists that no question uses.
pub(super) fn whole(
    mut definition: Definition,
    lists: &Lists,
    survey: &Place,
    settings: &Place,
    findings: &mut Findings,
) -> Definition {
    {
        let nodes = walk::nodes(&definition);
        let rows = Rows::new(&nodes);
        rows.check_unique(survey, findings);
        references::check(&nodes, &rows, survey, findings);
        if let Some(name) = &definition.instance_name {
            rows.check(
                name.source(),
                &settings.clone().row(2).column("instance_name"),
                findings,
            );
        }
        check_choice_texts(lists, &rows, findings);
        cycles::check(&nodes, survey, findings);
        literals::check(&definition, &nodes, survey, findings);
    }
    keep_used_lists(&mut definition, lists, findings);
    definition
}

fn check_choice_texts(lists: &Lists, rows: &Rows<'_>, findings: &mut Findings) {
    for (name, list) in &lists.lists {
        for (index, choice) in list.choices.iter().enumerate() {
            for text in choice.label.0.values() {
                rows.check(text, &lists.place(name, index).column("label"), findings);
            }
        }
    }
}

fn keep_used_lists(definition: &mut Definition, lists: &Lists, findings: &mut Findings) {
    let questions = definition.questions();
    let used = questions.iter().filter_map(|question| selection(&question.kind));
    let used: BTreeSet<String> = used.map(|selection| selection.list.clone()).collect();
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
