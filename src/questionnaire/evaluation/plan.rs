//! A definition compiled for evaluation, once per version.
//!
//! What a plan offers to others stands here; how it is made stands in [`compile`](super::compile),
//! and in which order its rules are evaluated in [`order`](super::order).

use std::collections::HashMap;

use super::compile::compile;
use super::lists::ListTree;
use super::order::Order;
use crate::questionnaire::definition::{ChoiceList, Definition, Group, Question, QuestionKind};

/// A question or group of a [`Plan`], numbered in the order of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The questionnaire itself, around everything.
    pub(super) const ROOT: Self = Self(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub enum Item<'p> {
    Question(&'p Question),
    Group(&'p Group),
}

/// One page of the questionnaire: a group, or a run of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The group that is the page; its label is the page's title.
    pub group: Option<NodeId>,
    /// The outermost nodes of the page: the group alone, or the questions of the run.
    pub nodes: Vec<NodeId>,
}

/// Why a definition cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanProblem {
    /// Each of these needs the value of the next, and the last that of the first.
    #[error("{} depend on each other in a circle", names.join(", "))]
    Cycle { names: Vec<String>, row: u32 },
    #[error("`{question}` refers to `{name}`, which is not in the questionnaire")]
    UnknownReference {
        question: String,
        name: String,
        row: u32,
        column: &'static str,
    },
    #[error("`{question}` refers to `{name}`, which stands in the questionnaire more than once")]
    AmbiguousReference {
        question: String,
        name: String,
        row: u32,
        column: &'static str,
    },
    #[error("`{question}` asks from the list `{list}`, which is not in the questionnaire")]
    UnknownList {
        question: String,
        list: String,
        row: u32,
    },
    #[error("`{name}` stands twice in the same group")]
    DuplicateName { name: String, row: u32 },
}

impl PlanProblem {
    /// Row of the survey sheet on which to mend it.
    pub const fn row(&self) -> u32 {
        match self {
            Self::Cycle { row, .. }
            | Self::UnknownReference { row, .. }
            | Self::AmbiguousReference { row, .. }
            | Self::UnknownList { row, .. }
            | Self::DuplicateName { row, .. } => *row,
        }
    }
}

/// A compiled definition. Shared between threads and requests; never changes.
#[derive(Debug)]
pub struct Plan {
    pub(super) definition: Definition,
    /// In the order of the sheet, after the questionnaire itself.
    pub(super) entries: Vec<Entry>,
    /// The questionnaire, then each repeat.
    pub(super) scopes: Vec<Scope>,
    pub(super) pages: Vec<Page>,
    pub(super) order: Order,
    pub(super) names: HashMap<String, NodeId>,
    pub(super) lists: ListTree,
    /// Calculations that build on the value they had, which is therefore kept in the draft.
    pub(super) lasting: Vec<NodeId>,
    /// Questions that change when another one does, with those others.
    pub(super) triggered: Vec<(NodeId, Vec<NodeId>)>,
    /// Whether the options of some question are in no list: answers to another one, or releases.
    pub(super) makes_options: bool,
}

/// One node as compiled.
#[derive(Debug)]
pub(super) struct Entry {
    pub item: Compiled,
    pub parent: NodeId,
    /// The node after everything that this one contains.
    pub end: u32,
    /// The scope in which it occurs; a repeat begins its own.
    pub scope: usize,
    /// Nodes of the scope before this one, nested repeats not counted.
    pub slot: u32,
    /// Repeats directly nested in the scope before this node.
    pub segment: usize,
    pub page: Option<usize>,
    pub key: String,
    pub relevant: Rule,
    pub required: Rule,
    pub read_only: Rule,
}

/// A question, or a group without its children.
#[derive(Debug)]
pub(super) enum Compiled {
    Question(Box<Question>),
    Group(Box<Group>),
}

/// A rule whose outcome may be known beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Constant(bool),
    Evaluated,
}

/// What is repeated together: the questionnaire, or the body of a repeat.
#[derive(Debug)]
pub(super) struct Scope {
    /// The repeat, or the questionnaire itself.
    pub head: NodeId,
    pub parent: usize,
    /// Which one it is among the repeats directly nested in the parent scope.
    pub ordinal: usize,
    /// Nodes that are not in a nested repeat, and the nested repeats, in the order of the sheet.
    pub layout: Vec<NodeId>,
    /// The repeats directly nested, as scopes.
    pub nested: Vec<usize>,
    /// Questions and nested repeats by key, sorted by key.
    pub keys: Vec<(String, NodeId)>,
}

impl Scope {
    /// The question or nested repeat of this key.
    pub fn find(&self, key: &str) -> Option<NodeId> {
        let at = self
            .keys
            .binary_search_by(|(other, _)| other.as_str().cmp(key))
            .ok()?;
        self.keys.get(at).map(|(_, node)| *node)
    }
}

impl Entry {
    pub fn question(&self) -> Option<&Question> {
        match &self.item {
            Compiled::Question(question) => Some(question),
            Compiled::Group(_) => None,
        }
    }

    pub fn group(&self) -> Option<&Group> {
        match &self.item {
            Compiled::Group(group) => Some(group),
            Compiled::Question(_) => None,
        }
    }

    pub fn name(&self) -> &str {
        match &self.item {
            Compiled::Question(question) => &question.name,
            Compiled::Group(group) => &group.name,
        }
    }

    pub fn is_field_list(&self) -> bool {
        let words = self.group().map_or(&[][..], |group| &group.appearance);
        words
            .iter()
            .any(|word| word == "field-list" || word == "table-list")
    }

    pub fn is_group(&self) -> bool {
        self.group().is_some()
    }

    pub fn is_repeat(&self) -> bool {
        self.group().is_some_and(|group| group.repeat.is_some())
    }

    /// Whether the answer is a file.
    pub fn takes_file(&self) -> bool {
        self.question()
            .is_some_and(|question| matches!(question.kind, QuestionKind::Upload(_)))
    }

    /// Whether the person answers it, be it read-only at times.
    pub fn takes_answer(&self) -> bool {
        self.question()
            .is_some_and(|question| !question.is_calculated() && question.kind.is_asked())
    }
}

impl Plan {
    /// Compiles a definition.
    ///
    /// # Errors
    /// All that keeps the definition from having a meaning, such as rules that depend on
    /// each other in a circle.
    pub fn new(definition: Definition) -> Result<Self, Vec<PlanProblem>> {
        compile(definition)
    }

    /// What it was compiled from.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The pages in order. A page is named by its index here.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Every node in the order of the sheet, groups before what they contain.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        (0u32..)
            .zip(&self.entries)
            .skip(1)
            .map(|(index, _)| NodeId(index))
    }

    /// The question or group; nothing for a node of another plan.
    pub fn item(&self, node: NodeId) -> Option<Item<'_>> {
        self.entry(node).map(|entry| match &entry.item {
            Compiled::Question(question) => Item::Question(question),
            Compiled::Group(group) => Item::Group(group),
        })
    }

    /// The question, if the node is one.
    pub fn question(&self, node: NodeId) -> Option<&Question> {
        self.entry(node)?.question()
    }

    /// The key under which answers stand, within the questionnaire or within an instance of the
    /// innermost repeat around the node: the name if no other question or repeat of that scope
    /// has it, else the names of the groups from that scope down, joined with `/`. The key of a
    /// group that is not repeated is always such a path.
    ///
    /// It is also the name of the dataset's column and, after the repeats, of the HTML field.
    pub fn key(&self, node: NodeId) -> &str {
        self.entry(node).map_or("", |entry| &entry.key)
    }

    /// The question or repeat that has this key outside any repeat.
    pub fn find(&self, key: &str) -> Option<NodeId> {
        self.scopes.first()?.find(key)
    }

    /// The question or repeat that has this key within instances of `repeat`.
    pub fn find_in(&self, repeat: NodeId, key: &str) -> Option<NodeId> {
        let entry = self.entry(repeat).filter(|entry| entry.is_repeat())?;
        self.scopes.get(entry.scope)?.find(key)
    }

    /// The group directly around the node.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.entry(node)
            .map(|entry| entry.parent)
            .filter(|parent| *parent != NodeId::ROOT)
    }

    /// The innermost repeat around the node, the node itself not counted.
    pub fn repeat_around(&self, node: NodeId) -> Option<NodeId> {
        let entry = self.entry(node)?;
        let scope = self.scopes.get(entry.scope)?;
        let scope = if entry.is_repeat() {
            self.scopes.get(scope.parent)?
        } else {
            scope
        };
        (scope.head != NodeId::ROOT).then_some(scope.head)
    }

    /// Whether the node is a repeated group.
    pub fn is_repeat(&self, node: NodeId) -> bool {
        self.entry(node).is_some_and(Entry::is_repeat)
    }

    /// What the group directly contains.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.entry(node).map_or(0, |entry| entry.end);
        let after = |child: &NodeId| self.entry(*child).map(|entry| NodeId(entry.end));
        std::iter::successors(Some(NodeId(node.0 + 1)), after).take_while(move |child| child.0 < end)
    }

    /// The page on which the node stands.
    pub fn page_of(&self, node: NodeId) -> Option<usize> {
        self.entry(node)?.page
    }

    /// Whether a question of such a kind stands on a page, asked already or not.
    pub fn asks(&self, page: usize, is: impl Fn(&QuestionKind) -> bool) -> bool {
        let mut questions = self.entries.iter().filter(|entry| entry.page == Some(page));
        questions.any(|entry| entry.question().is_some_and(|question| is(&question.kind)))
    }

    /// The list of a choice or ranking question, unfiltered.
    pub fn list(&self, node: NodeId) -> Option<&ChoiceList> {
        let selection = self.question(node)?.kind.selection()?;
        self.definition.lists.get(&selection.list)
    }

    pub(super) fn entry(&self, node: NodeId) -> Option<&Entry> {
        self.entries.get(node.index())
    }
}
