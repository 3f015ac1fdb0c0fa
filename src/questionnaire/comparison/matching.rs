//! Which node of the old definition is which node of the new one.
//!
//! A node is the same if it has its name under the same group. What is left over is the same if only
//! one node on either side has the name. Of what is still left, a question that has the type and the
//! words of exactly one other was renamed, and so was a group that holds what another one held.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::questionnaire::definition::{Definition, Group, Node, Question, Text};

/// Rounds of matching: each finds what the one before made findable, one level of groups deeper.
const ROUNDS: usize = 16;

/// A node with its place in the sheet.
pub(super) struct Placed<'d> {
    pub node: &'d Node,
    /// Index of the group around it.
    pub parent: Option<usize>,
    /// Place among its neighbours, from 1.
    pub place: usize,
    /// Index after everything within it.
    pub end: usize,
}

impl<'d> Placed<'d> {
    pub(super) fn name(&self) -> &'d str {
        match self.node {
            Node::Question(question) => &question.name,
            Node::Group(group) => &group.name,
        }
    }

    pub(super) fn question(&self) -> Option<&'d Question> {
        match self.node {
            Node::Question(question) => Some(question),
            Node::Group(_) => None,
        }
    }

    pub(super) fn group(&self) -> Option<&'d Group> {
        match self.node {
            Node::Question(_) => None,
            Node::Group(group) => Some(group),
        }
    }
}

/// All nodes of a definition, groups before what they contain.
pub(super) struct Sheet<'d> {
    pub nodes: Vec<Placed<'d>>,
}

impl<'d> Sheet<'d> {
    pub(super) fn of(definition: &'d Definition) -> Self {
        let mut sheet = Self { nodes: Vec::new() };
        sheet.lay(&definition.nodes, None);
        sheet
    }

    fn lay(&mut self, nodes: &'d [Node], parent: Option<usize>) {
        for (index, node) in nodes.iter().enumerate() {
            let own = self.nodes.len();
            self.nodes.push(Placed {
                node,
                parent,
                place: index + 1,
                end: own + 1,
            });
            if let Node::Group(group) = node {
                self.lay(&group.children, Some(own));
                self.nodes[own].end = self.nodes.len();
            }
        }
    }

    /// The groups around a node, outermost first.
    pub(super) fn around(&self, at: usize) -> Vec<usize> {
        let mut found: Vec<usize> =
            std::iter::successors(self.nodes[at].parent, |at| self.nodes[*at].parent).collect();
        found.reverse();
        found
    }

    /// Questions at any depth within a node.
    pub(super) fn questions_within(&self, at: usize) -> impl Iterator<Item = (usize, &'d Question)> + '_ {
        (at..self.nodes[at].end).filter_map(|at| Some((at, self.nodes[at].question()?)))
    }
}

/// The nodes that are in both definitions.
pub(super) struct Pairs {
    /// For each old node the new one.
    pub forward: Vec<Option<usize>>,
    /// For each new node the old one.
    pub backward: Vec<Option<usize>>,
}

impl Pairs {
    pub(super) fn of(old: &Sheet<'_>, new: &Sheet<'_>) -> Self {
        let mut pairs = Self {
            forward: vec![None; old.nodes.len()],
            backward: vec![None; new.nodes.len()],
        };
        for _ in 0..ROUNDS {
            let before = pairs.count();
            pairs.under_the_same_group(old, new);
            pairs.by(old, new, |placed| {
                Some((placed.group().is_some(), placed.name().to_owned()))
            });
            pairs.around_the_same_questions(old, new);
            pairs.by(old, new, look);
            if pairs.count() == before {
                break;
            }
        }
        pairs
    }

    fn count(&self) -> usize {
        self.forward.iter().flatten().count()
    }

    fn join(&mut self, old: usize, new: usize) {
        self.forward[old] = Some(new);
        self.backward[new] = Some(old);
    }

    fn under_the_same_group(&mut self, old: &Sheet<'_>, new: &Sheet<'_>) {
        let mut free: HashMap<(Option<usize>, bool, &str), VecDeque<usize>> = HashMap::new();
        for (at, placed) in new.nodes.iter().enumerate() {
            if self.backward[at].is_none() {
                let key = (placed.parent, placed.group().is_some(), placed.name());
                free.entry(key).or_default().push_back(at);
            }
        }
        for (at, placed) in old.nodes.iter().enumerate() {
            if self.forward[at].is_some() {
                continue;
            }
            let parent = match placed.parent {
                None => None,
                Some(parent) => match self.forward[parent] {
                    None => continue,
                    found => found,
                },
            };
            let key = (parent, placed.group().is_some(), placed.name());
            if let Some(found) = free.get_mut(&key).and_then(VecDeque::pop_front) {
                self.join(at, found);
            }
        }
    }

    /// Joins what only one free node on either side has in common.
    fn by<K: Ord>(&mut self, old: &Sheet<'_>, new: &Sheet<'_>, key: impl Fn(&Placed<'_>) -> Option<K>) {
        let mut seen: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, placed) in old.nodes.iter().enumerate() {
            if let (None, Some(key)) = (self.forward[at], key(placed)) {
                seen.entry(key).or_default().0.push(at);
            }
        }
        for (at, placed) in new.nodes.iter().enumerate() {
            if let (None, Some(key)) = (self.backward[at], key(placed)) {
                seen.entry(key).or_default().1.push(at);
            }
        }
        for (olds, news) in seen.values() {
            if let ([old], [new]) = (olds.as_slice(), news.as_slice()) {
                self.join(*old, *new);
            }
        }
    }

    /// Joins free groups of which a question went from the one to the other.
    fn around_the_same_questions(&mut self, old: &Sheet<'_>, new: &Sheet<'_>) {
        for at in 0..old.nodes.len() {
            let parents =
                self.forward[at].and_then(|found| Some((old.nodes[at].parent?, new.nodes[found].parent?)));
            if let Some((was, is)) = parents
                && self.forward[was].is_none()
                && self.backward[is].is_none()
            {
                self.join(was, is);
            }
        }
    }
}

/// What a question looks like to a person; nothing for what nobody reads.
fn look(placed: &Placed<'_>) -> Option<(&'static str, Vec<(String, String)>)> {
    let question = placed.question()?;
    let Text(label) = &question.label;
    let words = label.iter().map(|(tag, text)| (tag.clone(), text.clone()));
    (!question.label.is_empty()).then(|| (question.kind.as_str(), words.collect()))
}
