//! What expressions are evaluated over: one small trait, so that answers, choices and XML documents
//! all can stand behind it.

use std::borrow::Cow;

use super::value::Value;

/// What a node is. Trees of answers have a root and elements only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    Root,
    Element,
    Attribute,
    Text,
    Comment,
    ProcessingInstruction,
}

/// A tree of named nodes.
///
/// The text of an irrelevant node is empty: the tree sees to that.
pub trait Tree {
    /// A handle; the order is document order.
    type Node: Copy + Ord + std::fmt::Debug;

    /// Where absolute paths start. The root has no name, no parent, and the outermost nodes as
    /// children: of the answers of a questionnaire it has one child, whose name is never looked at
    /// unless a path spells it.
    fn root(&self) -> Self::Node;

    fn parent(&self, node: Self::Node) -> Option<Self::Node>;

    /// In document order.
    fn children(&self, node: Self::Node) -> impl Iterator<Item = Self::Node> + '_;

    /// Empty for the root and for nodes without a name.
    fn name(&self, node: Self::Node) -> &str;

    /// The value of the node; of a group, the texts of its descendants joined.
    fn text(&self, node: Self::Node) -> Cow<'_, str>;

    /// Whether the node is asked; functions over all nodes of a set leave out those that are not.
    fn is_relevant(&self, _node: Self::Node) -> bool {
        true
    }

    /// What `${name}` means at the node `from`: nodes in document order.
    ///
    /// As written here it searches the tree for the first node of this name and follows its path
    /// with [`follow`]. A tree that knows its definition does better with an index.
    fn resolve(&self, name: &str, from: Self::Node) -> NodeSet<Self::Node> {
        path_to(self, name).map_or_else(NodeSet::default, |path| {
            let names: Vec<&str> = path.iter().map(String::as_str).collect();
            follow(self, &names, from)
        })
    }

    /// What `pulldata()` finds in a table that is no part of the tree; nothing where the tree has it.
    fn pulled(&self, _id: &str, _column: &str, _key_column: &str, _key: &str) -> Option<Cow<'_, str>> {
        None
    }

    fn kind(&self, node: Self::Node) -> NodeKind {
        if node == self.root() {
            NodeKind::Root
        } else {
            NodeKind::Element
        }
    }

    fn attributes(&self, _node: Self::Node) -> Vec<Self::Node> {
        Vec::new()
    }

    /// Whether a name test fits the node; `local` is `None` for `prefix:*`.
    fn is_named(&self, node: Self::Node, prefix: Option<&str>, local: Option<&str>) -> bool {
        let name = self.name(node);
        match (prefix, local) {
            (None, Some(local)) => name == local,
            (Some(prefix), local) => name
                .split_once(':')
                .is_some_and(|(own, rest)| own == prefix && local.is_none_or(|local| local == rest)),
            (None, None) => true,
        }
    }

    /// The secondary instance of this id: a node whose child is the `root` of its items.
    fn instance(&self, _id: &str) -> Option<Self::Node> {
        None
    }

    /// The text of this id in the language that the tree is seen in, for `jr:itext()`.
    fn itext(&self, _id: &str) -> Option<Value<'_, Self::Node>> {
        None
    }
}

/// Nodes found by an expression. One node, by far the most frequent, takes no allocation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum NodeSet<N> {
    #[default]
    Empty,
    One(N),
    /// At least two.
    Many(Vec<N>),
}

impl<N: Copy> NodeSet<N> {
    pub fn as_slice(&self) -> &[N] {
        match self {
            Self::Empty => &[],
            Self::One(node) => std::slice::from_ref(node),
            Self::Many(nodes) => nodes,
        }
    }

    /// The first in the order of the set, which is document order unless `randomize()` made it.
    pub fn first(&self) -> Option<N> {
        self.as_slice().first().copied()
    }

    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    pub fn iter(&self) -> impl Iterator<Item = N> + '_ {
        self.as_slice().iter().copied()
    }
}

impl<N> From<Vec<N>> for NodeSet<N> {
    fn from(mut nodes: Vec<N>) -> Self {
        match nodes.len() {
            0 => Self::Empty,
            1 => nodes.pop().map_or(Self::Empty, Self::One),
            _ => Self::Many(nodes),
        }
    }
}

impl<N> FromIterator<N> for NodeSet<N> {
    fn from_iter<I: IntoIterator<Item = N>>(nodes: I) -> Self {
        let mut nodes = nodes.into_iter();
        match (nodes.next(), nodes.next()) {
            (None, _) => Self::Empty,
            (Some(one), None) => Self::One(one),
            (Some(first), Some(second)) => Self::Many([first, second].into_iter().chain(nodes).collect()),
        }
    }
}

/// The nodes at a path of names below the root, as seen from `from`: inside the same repeat
/// instance where the two share one, otherwise of all instances.
///
/// So from a question of the second person `["data", "person", "age"]` is that person's age, and
/// from outside it is everybody's. The last name always means all nodes of that name.
pub fn follow<T: Tree + ?Sized>(tree: &T, path: &[&str], from: T::Node) -> NodeSet<T::Node> {
    let Some((last, groups)) = path.split_last() else {
        return NodeSet::Empty;
    };
    let chain = ancestry(tree, from);
    let mut own = true;
    let mut reached = vec![tree.root()];
    for (depth, name) in groups.iter().enumerate() {
        let shared = chain
            .get(depth + 1)
            .copied()
            .filter(|node| own && tree.is_named(*node, None, Some(name)));
        own = shared.is_some();
        reached = match shared {
            Some(node) => vec![node],
            None => named_children(tree, &reached, name).collect(),
        };
    }
    named_children(tree, &reached, last).collect()
}

fn named_children<T: Tree + ?Sized>(
    tree: &T,
    nodes: &[T::Node],
    name: &str,
) -> impl Iterator<Item = T::Node> {
    nodes
        .iter()
        .flat_map(|node| tree.children(*node))
        .filter(|child| tree.is_named(*child, None, Some(name)))
}

/// The node and what contains it, the root first.
pub(super) fn ancestry<T: Tree + ?Sized>(tree: &T, node: T::Node) -> Vec<T::Node> {
    let mut chain: Vec<_> = std::iter::successors(Some(node), |node| tree.parent(*node)).collect();
    chain.reverse();
    chain
}

/// The names on the way from the root to the first node of this name.
fn path_to<T: Tree + ?Sized>(tree: &T, name: &str) -> Option<Vec<String>> {
    let mut waiting = vec![tree.root()];
    while let Some(node) = waiting.pop() {
        if tree.name(node) == name {
            return Some(
                ancestry(tree, node)
                    .iter()
                    .skip(1)
                    .map(|node| tree.name(*node).to_owned())
                    .collect(),
            );
        }
        let from = waiting.len();
        waiting.extend(tree.children(node));
        if let Some(added) = waiting.get_mut(from..) {
            added.reverse();
        }
    }
    None
}
