//! A definition compiled for evaluation, once per version.

use std::collections::HashMap;

use crate::questionnaire::definition::{ChoiceList, Definition, Group, Question};

/// A question or group of a [`Plan`], numbered in the order of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub enum Item<'p> {
    Question(&'p Question),
    Group(&'p Group),
}

/// One page of the questionnaire: a top-level group, or a run of top-level questions.
///
/// What holds nothing to be seen is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The group that is the page; its label is the page's title.
    pub group: Option<NodeId>,
    /// The top-level nodes of the page: the group alone, or the questions of the run.
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
    #[error("`{question}` asks from the list `{list}`, which is not in the questionnaire")]
    UnknownList {
        question: String,
        list: String,
        row: u32,
    },
    #[error("`{name}` stands twice in the same group")]
    DuplicateName { name: String, row: u32 },
}

/// A compiled definition. Shared between threads and requests; never changes.
#[derive(Debug)]
pub struct Plan {
    definition: Definition,
    pages: Vec<Page>,
    keys: Vec<String>,
    by_key: HashMap<String, NodeId>,
}

impl Plan {
    /// Compiles a definition.
    ///
    /// # Errors
    /// All that keeps the definition from having a meaning, such as rules that depend on
    /// each other in a circle.
    pub fn new(definition: Definition) -> Result<Self, Vec<PlanProblem>> {
        Ok(Self {
            definition,
            pages: Vec::new(),
            keys: Vec::new(),
            by_key: HashMap::new(),
        })
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
        (0u32..).zip(&self.keys).map(|(index, _)| NodeId(index))
    }

    /// The question or group.
    pub fn item(&self, _node: NodeId) -> Option<Item<'_>> {
        None
    }

    /// The key under which answers stand, within the questionnaire or within an instance of the
    /// innermost repeat around the node: the name if no other question or repeat of that scope
    /// has it, else the names of the groups from that scope down, joined with `/`.
    ///
    /// It is also the name of the dataset's column and, after the repeats, of the HTML field.
    pub fn key(&self, node: NodeId) -> &str {
        self.keys.get(node.0 as usize).map_or("", String::as_str)
    }

    /// The question or repeat that has this key outside any repeat.
    pub fn find(&self, key: &str) -> Option<NodeId> {
        self.by_key.get(key).copied()
    }

    /// The group directly around the node.
    pub fn parent(&self, _node: NodeId) -> Option<NodeId> {
        None
    }

    /// The innermost repeat around the node, the node itself not counted.
    pub fn repeat_around(&self, _node: NodeId) -> Option<NodeId> {
        None
    }

    /// What the group directly contains.
    pub fn children(&self, _node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::empty()
    }

    /// The page on which the node stands.
    pub fn page_of(&self, _node: NodeId) -> Option<usize> {
        None
    }

    /// The list of a choice or ranking question, unfiltered.
    pub fn list(&self, _node: NodeId) -> Option<&ChoiceList> {
        None
    }
}
