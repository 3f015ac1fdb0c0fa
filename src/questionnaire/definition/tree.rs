//! The questionnaire itself: groups and questions as they stand in the survey sheet.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{ChoiceList, Media, QuestionKind, Table, Text};
use crate::questionnaire::expression::Expression;

/// A whole questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// `form_id` of the `XLSForm` settings.
    pub form_id: String,
    /// `version` of the `XLSForm` settings, the author's own; our version numbers are apart.
    pub author_version: String,
    pub title: String,
    /// BCP 47 tags in the order of the file; never empty.
    pub languages: Vec<String>,
    /// One of `languages`.
    pub default_language: String,
    /// Words of the `style` setting, such as `pages`.
    pub style: Vec<String>,
    pub instance_name: Option<Expression>,
    /// Top-level nodes in the order of the sheet. Each top-level group is a page; a run of
    /// top-level questions outside a group is one page too.
    pub nodes: Vec<Node>,
    /// Choice lists by name, those that come from files by the name of the file and its columns.
    pub lists: BTreeMap<String, ChoiceList>,
    /// Tables of files beside the questionnaire, by the id that `instance()` and `pulldata()` use.
    pub tables: BTreeMap<String, Table>,
    /// Ids by which `pulldata()` looks into the registry of releases. Nothing of it is stored here.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub registry: BTreeSet<String>,
    /// Media files that texts show, by name, each with the SHA-256 of its content in lower-case
    /// hexadecimal.
    pub media: BTreeMap<String, String>,
}

/// Where a node stands in the survey sheet, 1 being the header. It helps to find the node and is no
/// part of what is asked: it is not stored, and definitions that differ in it alone are equal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row(pub u32);

impl PartialEq for Row {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A row of the survey sheet, with what it contains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    Question(Box<Question>),
    Group(Group),
}

/// A group of questions; with `repeat` it can be answered several times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    pub label: Text,
    pub hint: Text,
    pub relevant: Option<Expression>,
    pub appearance: Vec<String>,
    pub repeat: Option<Repeat>,
    pub children: Vec<Node>,
    #[serde(skip)]
    pub row: Row,
}

impl Group {
    /// Whether the group is a matrix: one table whose rows are questions over one list.
    pub fn is_matrix(&self) -> bool {
        self.appearance.iter().any(|word| word == "table-list")
    }

    /// Its expressions with the column of the survey sheet that each stands in.
    pub fn expressions(&self) -> Vec<(&'static str, &Expression)> {
        let count = self.repeat.as_ref().and_then(|repeat| repeat.count.as_ref());
        let columns = [("relevant", self.relevant.as_ref()), ("repeat_count", count)];
        columns
            .into_iter()
            .filter_map(|(column, expression)| Some((column, expression?)))
            .collect()
    }
}

/// How often a repeated group occurs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repeat {
    /// Without a count the participant adds and removes instances.
    pub count: Option<Expression>,
}

/// One question, note or calculation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub name: String,
    pub kind: QuestionKind,
    pub label: Text,
    pub hint: Text,
    pub guidance: Text,
    pub media: Media,
    pub required: Option<Expression>,
    pub required_message: Text,
    pub relevant: Option<Expression>,
    pub constraint: Option<Expression>,
    pub constraint_message: Text,
    pub calculation: Option<Expression>,
    /// Questions whose change makes the calculation run, which it then does at no other time; without
    /// a calculation their change empties the question.
    pub trigger: Vec<String>,
    pub initial: Option<Initial>,
    pub read_only: Option<Expression>,
    pub appearance: Vec<String>,
    pub exposure: Exposure,
    /// The answer is given on behalf of the people who use the release.
    pub proxy: bool,
    /// Tag of the public consultation question that the item serves.
    pub policy_question: Option<String>,
    #[serde(skip)]
    pub row: Row,
}

impl Question {
    /// Whether the value is always that of the calculation. One that only a trigger runs fills the
    /// question, which then can be changed.
    pub const fn is_calculated(&self) -> bool {
        self.calculation.is_some() && self.trigger.is_empty()
    }

    /// Whether somebody gives the answer: it is asked for, and neither calculated nor fixed.
    pub fn is_answered(&self) -> bool {
        let is_fixed = self.read_only.as_ref().and_then(Expression::literal_truth) == Some(true);
        self.kind.is_asked() && !is_fixed && !self.is_calculated()
    }

    /// Whether the author gave it this appearance.
    pub fn has_appearance(&self, word: &str) -> bool {
        self.appearance.iter().any(|one| one == word)
    }

    /// Its expressions with the column of the survey sheet that each stands in.
    pub fn expressions(&self) -> Vec<(&'static str, &Expression)> {
        let initial = match &self.initial {
            Some(Initial::Expression(expression)) => Some(expression),
            Some(Initial::Literal(_)) | None => None,
        };
        let selection = self.kind.selection();
        let columns = [
            ("required", self.required.as_ref()),
            ("relevant", self.relevant.as_ref()),
            ("constraint", self.constraint.as_ref()),
            ("calculation", self.calculation.as_ref()),
            ("default", initial),
            ("read_only", self.read_only.as_ref()),
            (
                "choice_filter",
                selection.and_then(|selection| selection.filter.as_ref()),
            ),
            (
                "parameters",
                selection.and_then(|selection| selection.seed.as_ref()),
            ),
        ];
        columns
            .into_iter()
            .filter_map(|(column, expression)| Some((column, expression?)))
            .collect()
    }
}

/// The value a question starts with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initial {
    Literal(String),
    /// Evaluated once, when the draft begins or the repeat instance is added.
    Expression(Expression),
}

/// How far an answer may travel. There is no default: a questionnaire that does not say is
/// read as [`Exposure::Withheld`], with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exposure {
    /// In public files as answered.
    Public,
    /// In public files after disclosure control, being a quasi-identifier.
    Quasi,
    /// Free text: for signed-in researchers only.
    Text,
    /// In no file.
    Withheld,
}

impl Exposure {
    /// The word in the survey sheet and in codebooks.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Quasi => "quasi",
            Self::Text => "text",
            Self::Withheld => "withheld",
        }
    }
}

impl Definition {
    /// Whether there are texts in this language.
    pub fn speaks(&self, tag: &str) -> bool {
        self.languages.iter().any(|language| language == tag)
    }

    /// SHA-256 of the definition's canonical JSON, in lower-case hexadecimal.
    ///
    /// # Errors
    /// When the definition cannot be written as JSON, which a parsed definition always can.
    pub fn content_hash(&self) -> Result<String, serde_json::Error> {
        Ok(hex::encode(Sha256::digest(serde_json::to_vec(self)?)))
    }

    /// Whether the setting `style` asks for a page for each question outside of field lists.
    pub fn has_page_style(&self) -> bool {
        self.style.iter().any(|word| word == "pages")
    }

    /// All questions in the order of the sheet, whatever groups contain them.
    pub fn questions(&self) -> Vec<&Question> {
        fn walk<'d>(nodes: &'d [Node], found: &mut Vec<&'d Question>) {
            for node in nodes {
                match node {
                    Node::Question(question) => found.push(question),
                    Node::Group(group) => walk(&group.children, found),
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.nodes, &mut found);
        found
    }

    /// The first group of this name, at any depth.
    pub fn group(&self, name: &str) -> Option<&Group> {
        fn find<'d>(nodes: &'d [Node], name: &str) -> Option<&'d Group> {
            nodes.iter().find_map(|node| match node {
                Node::Question(_) => None,
                Node::Group(group) if group.name == name => Some(group),
                Node::Group(group) => find(&group.children, name),
            })
        }
        find(&self.nodes, name)
    }
}
