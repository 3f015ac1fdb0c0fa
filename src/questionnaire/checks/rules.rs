//! Every rule of a definition with what stands around it, and the questions that names mean.

use std::collections::BTreeMap;

use crate::questionnaire::definition::{ChoiceList, Definition, Node, Question};
use crate::questionnaire::expression::Expression;

/// A rule, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'d> {
    pub row: u32,
    /// Column of the survey sheet.
    pub column: &'static str,
    pub expression: &'d Expression,
    /// The question whose rule it is, unless it is a group's.
    pub own: Option<&'d Question>,
    /// The rules of relevance of the node and of the groups around it.
    pub relevance: &'d [&'d Expression],
}

/// Visits every rule in the order of the sheet. The bodies of groups nest no deeper than an importer
/// lets them.
pub(super) fn each(definition: &Definition, mut visit: impl FnMut(Rule<'_>)) {
    within(&definition.nodes, &[], &mut visit);
}

fn within(nodes: &[Node], around: &[&Expression], visit: &mut impl FnMut(Rule<'_>)) {
    for node in nodes {
        let (relevant, rules, row, own) = match node {
            Node::Question(question) => (
                question.relevant.as_ref(),
                question.expressions(),
                question.row.0,
                Some(&**question),
            ),
            Node::Group(group) => (group.relevant.as_ref(), group.expressions(), group.row.0, None),
        };
        let relevance: Vec<&Expression> = around.iter().copied().chain(relevant).collect();
        for (column, expression) in rules {
            visit(Rule {
                row,
                column,
                expression,
                own,
                relevance: &relevance,
            });
        }
        if let Node::Group(group) = node {
            within(&group.children, &relevance, visit);
        }
    }
}

/// What names and lists mean.
#[derive(Debug)]
pub(super) struct Names<'d> {
    questions: BTreeMap<&'d str, &'d Question>,
    definition: &'d Definition,
}

impl<'d> Names<'d> {
    pub fn of(definition: &'d Definition) -> Self {
        let questions = definition.questions();
        Self {
            questions: questions
                .into_iter()
                .map(|question| (question.name.as_str(), question))
                .collect(),
            definition,
        }
    }

    pub fn question(&self, name: &str) -> Option<&'d Question> {
        self.questions.get(name).copied()
    }

    /// The list of a question with options, if any of them are known.
    pub fn list(&self, question: &Question) -> Option<&'d ChoiceList> {
        let list = self.definition.lists.get(&question.kind.selection()?.list)?;
        (!list.choices.is_empty()).then_some(list)
    }
}
