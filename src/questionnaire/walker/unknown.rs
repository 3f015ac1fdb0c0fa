//! Lists and tables of which nothing is known, since their files were not given with the questionnaire:
//! nothing is proved by what they do not hold.

use crate::questionnaire::definition::{Definition, Selection};

/// Whether the options of a question are unknown.
pub(super) fn is_unknown_list(definition: &Definition, selection: &Selection) -> bool {
    selection.source.has_list() && is_empty_list(definition, &selection.list)
}

/// Whether there is nothing in the instance with this id, which may be a list or a table.
pub(super) fn is_unknown_instance(definition: &Definition, id: &str) -> bool {
    match definition.tables.get(id) {
        Some(table) => table.columns.is_empty(),
        None => is_empty_list(definition, id),
    }
}

fn is_empty_list(definition: &Definition, id: &str) -> bool {
    definition
        .lists
        .get(id)
        .is_none_or(|list| list.choices.is_empty())
}

/// Whether anything that the questionnaire needs is unknown.
pub(super) fn is_any_unknown(definition: &Definition) -> bool {
    let questions = definition.questions();
    let mut selections = questions.iter().filter_map(|question| question.kind.selection());
    selections.any(|selection| is_unknown_list(definition, selection))
        || definition.tables.values().any(|table| table.columns.is_empty())
}
