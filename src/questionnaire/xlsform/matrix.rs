//! A `table-list`: one table whose rows are selects over one list.

use crate::questionnaire::definition::{Group, Node, QuestionKind};
use crate::questionnaire::findings::{Code, Findings, Place};

/// All selects of a matrix use one list, unfiltered; `place` is that of the sheet.
pub(super) fn check(group: &Group, place: &Place, findings: &mut Findings) {
    let mut first: Option<&str> = None;
    for node in &group.children {
        let Node::Question(question) = node else { continue };
        let (QuestionKind::SelectOne(selection) | QuestionKind::SelectMultiple(selection)) = &question.kind
        else {
            continue;
        };
        let place = place.clone().row(question.row.0);
        if selection.filter.is_some() {
            findings.add(place.clone().column("choice_filter"), Code::MatrixFilter);
        }
        let first = *first.get_or_insert(&selection.list);
        if first != selection.list {
            let code = Code::MatrixLists {
                first: first.to_owned(),
                second: selection.list.clone(),
            };
            findings.add(place.column("type"), code);
        }
    }
}
