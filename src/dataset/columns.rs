//! What an edition's tables look like: which columns, in which order, under which exposure.
//!
//! A layout comes from the frozen versions of a study's questionnaires and never from the data,
//! so that an edition has the same shape whoever answered. Building one is [`layout`](super::layout());
//! filling one is [`table`](super::table). Nothing here knows the store.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::chain::Audience;
use crate::id::VersionId;
use crate::questionnaire::comparison::{self, Change};
use crate::questionnaire::definition::{Definition, Exposure, Missing, Text};

/// A frozen version of a questionnaire, with what it belongs to.
#[derive(Debug, Clone)]
pub struct FrozenVersion {
    pub id: VersionId,
    /// Key of the questionnaire, such as `user`.
    pub questionnaire: String,
    pub audience: Audience,
    /// Place of the questionnaire in its study.
    pub position: i32,
    pub number: i32,
    pub content_hash: String,
    pub definition: Definition,
    /// In UTC.
    pub published_on: NaiveDate,
    /// Why it asks otherwise than the version before; empty where nobody had to say.
    pub reason: Text,
    /// Against the version before; none for the first.
    pub changes: Vec<Change>,
}

/// For whom an edition is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// For everybody: columns whose exposure is public, or quasi after disclosure control.
    Public,
    /// For signed-in researchers: every column that is not withheld.
    Restricted,
}

impl Profile {
    /// Both, the open one first.
    pub const ALL: [Self; 2] = [Self::Public, Self::Restricted];

    /// The word used in files, commands and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Restricted => "restricted",
        }
    }

    /// The profile with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "public" => Some(Self::Public),
            "restricted" => Some(Self::Restricted),
            _ => None,
        }
    }

    /// Whether a column of this exposure is part of the edition.
    pub const fn carries(self, exposure: Exposure) -> bool {
        match (self, exposure) {
            (_, Exposure::Public | Exposure::Quasi) | (Self::Restricted, Exposure::Text) => true,
            (Self::Public, Exposure::Text) | (_, Exposure::Withheld) => false,
        }
    }
}

/// The tables of an edition.
#[derive(Debug, Clone)]
pub struct Layout {
    pub profile: Profile,
    /// BCP 47 tags, in the order in which the questionnaires name them.
    pub languages: Vec<String>,
    /// `submissions` first, then one table for each repeated group.
    pub tables: Vec<TableLayout>,
    /// The choice lists that the columns draw on, in order of first use.
    pub lists: Vec<List>,
}

/// One table: one CSV file.
#[derive(Debug, Clone)]
pub struct TableLayout {
    /// Name of the file without its ending.
    pub name: String,
    /// Names of the repeated groups from the top to this table; empty for `submissions`.
    pub path: Vec<String>,
    pub items: Vec<Item>,
    pub columns: Vec<Column>,
}

impl TableLayout {
    /// A table that has nothing yet.
    pub fn new(name: String, path: Vec<String>) -> Self {
        Self {
            name,
            path,
            items: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// Whether the column takes part in disclosure control.
    pub fn is_quasi(&self, column: &Column) -> bool {
        match column.content {
            Content::System(_) => false,
            Content::Item { item, .. } => self.items[item].exposure == Exposure::Quasi,
        }
    }
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub content: Content,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    System(System),
    /// `item` is an index into [`TableLayout::items`].
    Item {
        item: usize,
        part: Part,
    },
}

/// Which part of an answer stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// Whether this option of a multiple choice is chosen: an index into [`Item::options`].
    Option(usize),
    /// The option at this place of a ranking, counted from 1.
    Place(usize),
    /// A number of a place: an index into [`Coordinates::PARTS`](crate::questionnaire::evaluation::Coordinates::PARTS).
    Coordinate(usize),
    /// What was typed where no release was chosen; restricted editions only.
    Words,
}

/// A column that Soundings fills in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum System {
    /// The public id; together with the instance numbers the key of a repeat's table.
    Id,
    Questionnaire,
    Version,
    Role,
    Language,
    SubmittedOn,
    Tier,
    /// Number of the instance of this repeated group, counted from 1.
    Instance(String),
    /// Options that no frozen version lists, as `question=code`: restricted editions only.
    Unlisted,
}

impl System {
    /// Name of the column.
    pub fn name(&self) -> String {
        match self {
            Self::Id => "sys_id".into(),
            Self::Questionnaire => "sys_questionnaire".into(),
            Self::Version => "sys_version".into(),
            Self::Role => "sys_role".into(),
            Self::Language => "sys_language".into(),
            Self::SubmittedOn => "sys_submitted_on".into(),
            Self::Tier => "sys_tier".into(),
            Self::Instance(repeat) => format!("sys_n_{repeat}"),
            Self::Unlisted => "sys_unlisted".into(),
        }
    }

    /// How far it may travel. The role counts towards a submission's class in disclosure
    /// control, yet is never withheld: the columns that are filled in tell it anyway.
    pub const fn exposure(&self) -> Exposure {
        match self {
            Self::Role => Exposure::Quasi,
            Self::Unlisted => Exposure::Text,
            Self::Id
            | Self::Questionnaire
            | Self::Version
            | Self::Language
            | Self::SubmittedOn
            | Self::Tier
            | Self::Instance(_) => Exposure::Public,
        }
    }
}

/// A question as all versions of all questionnaires have it: same name, same item.
#[derive(Debug, Clone)]
pub struct Item {
    pub name: String,
    pub kind: Kind,
    /// The strictest of all versions.
    pub exposure: Exposure,
    /// Name of the choice list, as the newest version that has one says.
    pub list: Option<String>,
    /// Options of every version, removed ones included.
    pub options: Vec<ListedOption>,
    /// By questionnaire, in the order of the study.
    pub uses: Vec<Use>,
    /// How an answer of each version that has the question is to be read.
    pub readings: HashMap<VersionId, Reading>,
}

impl Item {
    /// The option with this code, of any version.
    pub fn option(&self, code: &str) -> Option<&ListedOption> {
        self.options.iter().find(|option| option.code == code)
    }
}

/// What an item's values are. Versions that disagree widen it, in the end to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Text,
    Integer,
    Decimal,
    Date,
    Time,
    DateTime,
    /// A moment of which only the day is told.
    DayOf,
    One,
    /// A release of the registry, as its address.
    Release,
    Many,
    Ranked,
    Place,
    /// A place of which only the degree is told.
    Degree,
    File,
}

/// How one version's answers to an item are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub kind: Kind,
    /// Whether that version offers the option at the same index of [`Item::options`].
    pub offers: Vec<bool>,
}

/// How one questionnaire asks an item, in its newest version that has it.
#[derive(Debug, Clone)]
pub struct Use {
    pub questionnaire: String,
    pub audience: Audience,
    /// Numbers of the versions that ask it, rising.
    pub versions: Vec<i32>,
    pub label: Text,
    pub hint: Text,
    /// Words of earlier versions that are not the same, the newest first.
    pub earlier: Vec<Wording>,
    /// By version, what of it changed that may matter to its answers.
    pub changed_in: Vec<(i32, Vec<comparison::Kind>)>,
    pub default_language: String,
    /// Type of the question as its sheet has it.
    pub question_type: &'static str,
    /// Conditions of the question and of the groups around it, as source text.
    pub relevance: String,
    pub constraint: String,
    pub proxy: bool,
    pub policy_question: Option<String>,
}

/// How a version before the newest one put an item.
#[derive(Debug, Clone)]
pub struct Wording {
    pub version: i32,
    pub label: Text,
    pub hint: Text,
}

/// An option of a list or item, over all versions.
#[derive(Debug, Clone)]
pub struct ListedOption {
    pub code: String,
    pub label: Text,
    pub missing: Option<Missing>,
    /// In every version that offers it.
    pub exclusive: bool,
    /// Which versions offer it, by questionnaire.
    pub spans: Vec<Span>,
    /// Labels of earlier versions that are not that of their questionnaire's newest, with
    /// questionnaire and version, the newest first.
    pub earlier: Vec<(String, i32, Text)>,
}

impl ListedOption {
    /// Whether choosing it says nothing but that there is no answer, so that in a multiple
    /// choice it needs no column of its own.
    pub fn only_missing(&self) -> bool {
        self.missing.is_some() && self.exclusive
    }
}

/// The versions of a questionnaire that have something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub questionnaire: String,
    /// Rising.
    pub versions: Vec<i32>,
}

/// A choice list over all versions.
#[derive(Debug, Clone)]
pub struct List {
    pub name: String,
    pub options: Vec<ListedOption>,
}
