//! What expressions look up in tables: columns in choice filters, lists by `instance()`.

use std::collections::BTreeSet;

use super::choices::Lists;
use super::walk::{self, Visited};
use crate::questionnaire::definition::{ChoiceList, Node, Selection};
use crate::questionnaire::expression::{Axis, Expression, Function, Kind, NodeTest, Start, Term};
use crate::questionnaire::findings::{Code, Findings, Place};

/// Remarks on lists and columns that do not exist; answers the lists that are looked into.
pub(super) fn check(
    nodes: &[Visited<'_>],
    lists: &Lists,
    place: &Place,
    findings: &mut Findings,
) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for visited in nodes {
        let place = place.clone().row(visited.row());
        for (column, expression) in walk::expressions(visited.node) {
            let place = place.clone().column(column);
            for id in instances(expression, &place, findings) {
                if lists.by_name.contains_key(id) {
                    used.insert(id.to_owned());
                } else {
                    findings.add(place.clone(), Code::UnknownInstance { id: id.to_owned() });
                }
            }
        }
        if let Node::Question(question) = visited.node
            && let Some(selection) = question.kind.selection()
        {
            check_filter(selection, lists, &place.column("choice_filter"), findings);
        }
    }
    used
}

/// The ids in `instance('…')`; tables outside of the file are not supported yet.
fn instances<'e>(expression: &'e Expression, place: &Place, findings: &mut Findings) -> Vec<&'e str> {
    let mut ids = Vec::new();
    for term in expression.root().parts() {
        let Kind::Call(call) = &term.kind else { continue };
        match (call.function(), call.arguments.first().map(|term| &term.kind)) {
            (Some(Function::Pulldata), _) => {
                let feature = "A table in another file (pulldata())".to_owned();
                findings.add(place.clone(), Code::Unsupported { feature });
            }
            (Some(Function::Instance), Some(Kind::Text(id))) => ids.push(&**id),
            _ => {}
        }
    }
    ids
}

fn check_filter(selection: &Selection, lists: &Lists, place: &Place, findings: &mut Findings) {
    let (Some(filter), Some(list)) = (&selection.filter, lists.by_name.get(&selection.list)) else {
        return;
    };
    let mut columns = BTreeSet::new();
    bare_names(filter.root(), &mut columns);
    for column in columns.into_iter().filter(|column| !has_column(list, column)) {
        let code = Code::UnknownFilterColumn {
            column: column.to_owned(),
            list: selection.list.clone(),
        };
        findings.add(place.clone(), code);
    }
}

fn has_column(list: &ChoiceList, column: &str) -> bool {
    matches!(column, "name" | "label") || list.choices.iter().any(|choice| choice.data.contains_key(column))
}

/// Names that stand alone; within the predicate of another path they mean something else.
fn bare_names<'t>(term: &'t Term, names: &mut BTreeSet<&'t str>) {
    match &term.kind {
        Kind::Path(path) => {
            if let (Start::Here, [step]) = (&path.start, path.steps.as_slice())
                && let (Axis::Child, NodeTest::Name { prefix: None, local }) = (step.axis, &step.test)
            {
                names.insert(local);
            }
        }
        Kind::Filter { base, .. } => bare_names(base, names),
        _ => term
            .children()
            .into_iter()
            .for_each(|child| bare_names(child, names)),
    }
}
