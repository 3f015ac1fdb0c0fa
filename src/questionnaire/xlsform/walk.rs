//! All nodes of a definition and their expressions, with where they stand.

use crate::questionnaire::definition::{Definition, Node};
use crate::questionnaire::expression::Expression;

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
            Node::Question(question) => question.row.0,
            Node::Group(group) => group.row.0,
        }
    }
}

/// Expressions of a node by column.
pub(super) fn expressions(node: &Node) -> Vec<(&'static str, &Expression)> {
    match node {
        Node::Question(question) => question.expressions(),
        Node::Group(group) => group.expressions(),
    }
}
