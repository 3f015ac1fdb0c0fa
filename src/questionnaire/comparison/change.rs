//! What a change is, and the rules of what it does to a series of answers.
//!
//! A change **breaks the series** when answers before and after it cannot stand in one column as if
//! they said the same: the question is gone or has another name, its type or scale changed, an option
//! is no longer offered, it is asked once instead of many times, or of somebody else. It **may change
//! answers** when the same people could answer differently: any word that they read, anything that
//! decides who is asked, and how it is shown. Everything else is **cosmetic**: white space, names that
//! nobody reads, what becomes of an answer afterwards.

use serde::{Deserialize, Serialize};

/// One thing that differs between two definitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub kind: Kind,
    pub subject: Subject,
    /// Names of the questions whose answers it touches, in the order of the sheet.
    pub questions: Vec<String>,
    /// BCP 47 tag of the language whose words changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What was there; empty if nothing was.
    pub before: String,
    /// What is there now; empty if nothing is.
    pub after: String,
    pub effect: Effect,
}

impl Change {
    /// Whether it needs a typed reason when one of its questions is a common item: it breaks the
    /// series, or it is no mere white space and concerns wording, type, options or routing.
    pub const fn needs_a_reason(&self) -> bool {
        match self.effect {
            Effect::BreaksSeries => true,
            Effect::Cosmetic => false,
            Effect::MayChangeAnswers => match self.kind.topic() {
                Topic::Wording | Topic::Type | Topic::Options | Topic::Routing => true,
                Topic::Items | Topic::Presentation | Topic::Handling | Topic::Whole => false,
            },
        }
    }
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Questionnaire,
    Question(String),
    Group(String),
    /// An option of a list.
    Choice {
        list: String,
        option: String,
    },
    List(String),
    /// A table of a file, by its id.
    Table(String),
    /// A media file, by its name.
    Media(String),
}

/// What a change does to a series, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    BreaksSeries,
    MayChangeAnswers,
    Cosmetic,
}

impl Effect {
    /// All of them, worst first.
    pub const ALL: [Self; 3] = [Self::BreaksSeries, Self::MayChangeAnswers, Self::Cosmetic];

    /// The code in files and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BreaksSeries => "breaks_series",
            Self::MayChangeAnswers => "may_change_answers",
            Self::Cosmetic => "cosmetic",
        }
    }
}

/// To which part of a questionnaire a kind of change belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Which questions there are, and where.
    Items,
    Wording,
    Type,
    Options,
    /// Who is asked what, and which answers are taken.
    Routing,
    Presentation,
    /// What becomes of an answer.
    Handling,
    /// The questionnaire as a whole.
    Whole,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $code:literal $topic:ident,)+) => {
        /// What kind of change it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $code)] $kind,)+
        }

        impl Kind {
            /// All of them, by topic.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// The code in files and the database.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)+
                }
            }

            /// The part of the questionnaire that it belongs to.
            pub const fn topic(self) -> Topic {
                match self {
                    $(Self::$kind => Topic::$topic,)+
                }
            }
        }
    };
}

kinds! {
    Added "added" Items,
    Removed "removed" Items,
    /// A guess: one question went, another with the same type and label came.
    Renamed "renamed" Items,
    /// To another page, group or place among its neighbours.
    Moved "moved" Items,
    /// Into a repeated group, or out of it; of a group, whether it is repeated.
    Repeated "repeated" Items,
    /// Whether the answer is given on behalf of others.
    Proxy "proxy" Items,
    Label "label" Wording,
    Hint "hint" Wording,
    Guidance "guidance" Wording,
    RequiredMessage "required_message" Wording,
    ConstraintMessage "constraint_message" Wording,
    /// Which picture, sound or film goes with a label, or what is in its file.
    Media "media" Wording,
    Type "type" Type,
    /// Start, end and step.
    Scale "scale" Type,
    /// Another list, whatever is in it.
    List "list" Options,
    /// Whether options come from the sheet, a file or earlier answers.
    Source "source" Options,
    OptionAdded "option_added" Options,
    OptionRemoved "option_removed" Options,
    /// The order of the options that stayed.
    OptionOrder "option_order" Options,
    OptionLabel "option_label" Options,
    OptionMedia "option_media" Options,
    OptionExclusive "option_exclusive" Options,
    OptionSection "option_section" Options,
    /// Further columns of the choices sheet.
    OptionData "option_data" Options,
    /// Whether options come in a random order, and by which seed.
    Randomized "randomized" Options,
    Relevant "relevant" Routing,
    /// The conditions of the groups around, by moving between groups.
    Enclosing "enclosing" Routing,
    Required "required" Routing,
    Constraint "constraint" Routing,
    Calculation "calculation" Routing,
    Trigger "trigger" Routing,
    Default "default" Routing,
    ReadOnly "read_only" Routing,
    ChoiceFilter "choice_filter" Routing,
    RepeatCount "repeat_count" Routing,
    Appearance "appearance" Presentation,
    /// Height of a text field, marks of a scale, size of a picture.
    Control "control" Presentation,
    Style "style" Presentation,
    Exposure "exposure" Handling,
    PolicyQuestion "policy_question" Handling,
    InstanceName "instance_name" Handling,
    LanguageAdded "language_added" Whole,
    LanguageRemoved "language_removed" Whole,
    LanguageOrder "language_order" Whole,
    DefaultLanguage "default_language" Whole,
    Title "title" Whole,
    FormId "form_id" Whole,
    AuthorVersion "author_version" Whole,
    /// A table that expressions look things up in.
    Table "table" Whole,
}
