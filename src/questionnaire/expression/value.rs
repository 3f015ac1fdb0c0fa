//! Values, and how they become booleans, numbers and texts.

use std::borrow::Cow;

use super::number;
use super::tree::{NodeSet, Tree};

/// What an expression gives. Days and moments are texts in ISO 8601 form.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a, N> {
    Boolean(bool),
    Number(f64),
    Text(Cow<'a, str>),
    Nodes(NodeSet<N>),
}

impl<'a, N: Copy> Value<'a, N> {
    /// Nodes are true when there are any, even empty ones; a text when it is not empty.
    pub fn truth(&self) -> bool {
        match self {
            Self::Boolean(truth) => *truth,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Nodes(nodes) => !nodes.is_empty(),
        }
    }

    /// Of nodes it is the number of the first; days and moments count from 1970-01-01.
    pub fn number<T: Tree<Node = N>>(&self, tree: &T) -> f64 {
        match self {
            Self::Boolean(truth) => f64::from(u8::from(*truth)),
            Self::Number(number) => *number,
            Self::Text(text) => number::from_text(text),
            Self::Nodes(nodes) => nodes
                .first()
                .map_or(f64::NAN, |node| number::from_text(&tree.text(node))),
        }
    }

    /// Of nodes it is the text of the first, and empty when there is none.
    pub fn text<T: Tree<Node = N>>(self, tree: &'a T) -> Cow<'a, str> {
        match self {
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
            Self::Number(number) => number::to_text(number),
            Self::Text(text) => text,
            Self::Nodes(nodes) => nodes.first().map_or(Cow::Borrowed(""), |node| tree.text(node)),
        }
    }
}

impl<N> From<bool> for Value<'_, N> {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl<N> From<f64> for Value<'_, N> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'a, N> From<Cow<'a, str>> for Value<'a, N> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl<N> From<String> for Value<'_, N> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<N> From<NodeSet<N>> for Value<'_, N> {
    fn from(nodes: NodeSet<N>) -> Self {
        Self::Nodes(nodes)
    }
}
