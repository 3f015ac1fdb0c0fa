//! What a questionnaire is: a typed tree of questions with their texts, choices and rules.
//!
//! A definition is plain data: it is serialised as JSON, frozen under its content hash when a
//! version is published, and never changes afterwards. Reading files into it is the work of
//! [`xlsform`](super::xlsform); giving answers a meaning is the work of
//! [`evaluation`](super::evaluation). Nothing here knows the store or the web.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::expression::Expression;

/// A text in the languages of the questionnaire, by BCP 47 tag.
///
/// A language without its own text falls back to the questionnaire's default language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// The text in `language`, else in `fallback`, else in any language, else empty.
    pub fn get(&self, language: &str, fallback: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get(fallback))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

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
    /// Choice lists by name.
    pub lists: BTreeMap<String, ChoiceList>,
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
    /// Row of the survey sheet, 1 being the header.
    pub row: u32,
}

impl Group {
    /// Whether the group is a matrix: one table whose rows are questions over one list.
    pub fn is_matrix(&self) -> bool {
        self.appearance.iter().any(|word| word == "table-list")
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
    pub required: Option<Expression>,
    pub required_message: Text,
    pub relevant: Option<Expression>,
    pub constraint: Option<Expression>,
    pub constraint_message: Text,
    pub calculation: Option<Expression>,
    pub initial: Option<Initial>,
    pub read_only: Option<Expression>,
    pub appearance: Vec<String>,
    pub exposure: Exposure,
    /// The answer is given on behalf of the people who use the release.
    pub proxy: bool,
    /// Tag of the public consultation question that the item serves.
    pub policy_question: Option<String>,
    /// Row of the survey sheet, 1 being the header.
    pub row: u32,
}

/// The value a question starts with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initial {
    Literal(String),
    /// Evaluated once, when the draft begins or the repeat instance is added.
    Expression(Expression),
}

/// The type of a question, with what belongs to that type only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// `rows` is the height of the field, for `multiline` or where `rows` is given.
    Text {
        rows: Option<u32>,
    },
    Integer,
    Decimal,
    Range(RangeScale),
    SelectOne(Selection),
    SelectMultiple(Selection),
    Rank(Selection),
    Date,
    Time,
    DateTime,
    Note,
    Acknowledge,
    Calculate,
    Hidden,
    /// Time at which the draft was begun.
    Start,
    /// Time at which the submission was made.
    End,
    /// Day on which the draft was begun.
    Today,
}

/// A scale from `start` to `end` in steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RangeScale {
    pub start: f64,
    pub end: f64,
    pub step: f64,
}

/// A question answered from a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Key into [`Definition::lists`].
    pub list: String,
    pub filter: Option<Expression>,
    /// Options are shown in an order drawn once for each draft.
    pub randomize: bool,
    /// Fixed seed for that order, else the draft's own.
    pub seed: Option<Expression>,
}

/// The options of a list, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChoiceList {
    pub choices: Vec<Choice>,
}

impl ChoiceList {
    /// The choice with this name.
    pub fn get(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }
}

/// One option of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub name: String,
    pub label: Text,
    /// In a multiple choice: may not be chosen together with another option.
    pub exclusive: bool,
    /// Sub-heading under which the option is shown.
    pub section: Text,
    /// Further columns of the choices sheet, for `choice_filter` and expressions.
    pub data: BTreeMap<String, String>,
}

impl Choice {
    /// The missing code that choosing this option stands for in data, if it is no answer.
    pub fn missing(&self) -> Option<Missing> {
        match self.name.as_str() {
            "dk" => Some(Missing::DoNotKnow),
            "pna" => Some(Missing::PreferNotToSay),
            "na" => Some(Missing::NotApplicable),
            _ => None,
        }
    }
}

/// Why a cell of a dataset holds no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// `.s`: shown and skipped.
    Skipped,
    /// `.d`: do not know.
    DoNotKnow,
    /// `.r`: prefer not to say.
    PreferNotToSay,
    /// `.n`: not applicable.
    NotApplicable,
    /// `.w`: withheld by disclosure control.
    Withheld,
    /// `.x`: withdrawn.
    Withdrawn,
}

impl Missing {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Skipped,
        Self::DoNotKnow,
        Self::PreferNotToSay,
        Self::NotApplicable,
        Self::Withheld,
        Self::Withdrawn,
    ];

    /// The code as written in data files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Skipped => ".s",
            Self::DoNotKnow => ".d",
            Self::PreferNotToSay => ".r",
            Self::NotApplicable => ".n",
            Self::Withheld => ".w",
            Self::Withdrawn => ".x",
        }
    }
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

impl Definition {
    /// SHA-256 of the definition's canonical JSON, in lower-case hexadecimal.
    ///
    /// # Errors
    /// When the definition cannot be written as JSON, which a parsed definition always can.
    pub fn content_hash(&self) -> Result<String, serde_json::Error> {
        use std::fmt::Write;
        let digest = Sha256::digest(serde_json::to_vec(self)?);
        Ok(digest.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        }))
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
}
