//! All expressions and texts of a definition, with where they stand.

use crate::questionnaire::definition::{Definition, Group, Initial, Node, Question, Text};
use crate::questionnaire::expression::Expression;

use super::question::selection;

/// A node on the way through the tree, with the index of the group around it.
pub(super) struct Visited<'d> {
    pub node: &'d Node,
    pub parent: Option<usize>,
}

/// All nodes, a group before what it contains.
pub(super) fn nodes(definition: &Definition) -> Vec<Visited<'_>> {
    fn walk<'d>(nodes: &'d [Node], parent: Option<usize>, visited: &mut Vec<Visited<'d>>) {
        for node in nodes {
            visited.push(Visited { node, parent });
            let index = visited.len() - 1;
            if let Node::Group(group) = node {
                walk(&group.children, Some(index), visited);
            }
        }
    }
    let mut visited = Vec::new();
    walk(&definition.nodes, None, &mut visited);
    visited
}

impl Visited<'_> {
    pub fn name(&self) -> &str {
        match self.node {
            Node::Question(question) => &question.name,
            Node::Group(group) => &group.name,
        }
    }

    pub fn row(&self) -> u32 {
        match self.node {
            Node::Question(question) => question.row,
            Node::Group(group) => group.row,
        }
    }
}

/// Expressions of a node by column.
pub(super) fn expressions(node: &Node) -> Vec<(&'static str, &Expression)> {
    let found = match node {
        Node::Question(question) => of_question(question),
        Node::Group(group) => of_group(group),
    };
    found
        .into_iter()
        .filter_map(|(column, expression)| Some((column, expression?)))
        .collect()
}

fn of_question(question: &Question) -> Vec<(&'static str, Option<&Expression>)> {
    let initial = match &question.initial {
        Some(Initial::Expression(expression)) => Some(expression),
        _ => None,
    };
    let selection = selection(&question.kind);
    vec![
        ("required", question.required.as_ref()),
        ("relevant", question.relevant.as_ref()),
        ("constraint", question.constraint.as_ref()),
        ("calculation", question.calculation.as_ref()),
        ("default", initial),
        ("read_only", question.read_only.as_ref()),
        (
            "choice_filter",
            selection.and_then(|selection| selection.filter.as_ref()),
        ),
        (
            "parameters",
            selection.and_then(|selection| selection.seed.as_ref()),
        ),
    ]
}

fn of_group(group: &Group) -> Vec<(&'static str, Option<&Expression>)> {
    let count = group.repeat.as_ref().and_then(|repeat| repeat.count.as_ref());
    vec![("relevant", group.relevant.as_ref()), ("repeat_count", count)]
}

/// Texts of a node by column.
pub(super) fn texts(node: &Node) -> Vec<(&'static str, &Text)> {
    match node {
        Node::Question(question) => vec![
            ("label", &question.label),
            ("hint", &question.hint),
            ("guidance_hint", &question.guidance),
            ("required_message", &question.required_message),
            ("constraint_message", &question.constraint_message),
        ],
        Node::Group(group) => vec![("label", &group.label), ("hint", &group.hint)],
    }
}
