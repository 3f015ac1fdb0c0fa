//! The types of questions.

use serde::{Deserialize, Serialize};

use crate::questionnaire::expression::Expression;

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
    /// A place as `latitude longitude altitude accuracy`: degrees, then metres; the last two may be 0.
    Geopoint,
    /// A file from the person's device.
    Upload(Upload),
    Calculate,
    Hidden,
    /// Time at which the draft was begun.
    Start,
    /// Time at which the submission was made.
    End,
    /// Day on which the draft was begun.
    Today,
}

impl QuestionKind {
    /// The type's word in the survey sheet.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Range(_) => "range",
            Self::SelectOne(_) => "select_one",
            Self::SelectMultiple(_) => "select_multiple",
            Self::Rank(_) => "rank",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::Note => "note",
            Self::Acknowledge => "acknowledge",
            Self::Geopoint => "geopoint",
            Self::Upload(upload) => upload.as_str(),
            Self::Calculate => "calculate",
            Self::Hidden => "hidden",
            Self::Start => "start",
            Self::End => "end",
            Self::Today => "today",
        }
    }

    /// The list from which options come, or the labels of a scale.
    pub fn list(&self) -> Option<&str> {
        match (self, self.selection()) {
            (Self::Range(scale), _) => scale.labels.as_deref(),
            (_, Some(selection)) => selection.source.has_list().then_some(&selection.list),
            (_, None) => None,
        }
    }

    /// Whether its options are the registry of releases.
    pub fn asks_registry(&self) -> bool {
        let selection = self.selection();
        selection.is_some_and(|selection| selection.source == Source::Registry)
    }

    /// What belongs to a question that is answered from a list.
    pub const fn selection(&self) -> Option<&Selection> {
        match self {
            Self::SelectOne(selection) | Self::SelectMultiple(selection) | Self::Rank(selection) => {
                Some(selection)
            }
            Self::Text { .. }
            | Self::Integer
            | Self::Decimal
            | Self::Range(_)
            | Self::Date
            | Self::Time
            | Self::DateTime
            | Self::Note
            | Self::Acknowledge
            | Self::Geopoint
            | Self::Upload(_)
            | Self::Calculate
            | Self::Hidden
            | Self::Start
            | Self::End
            | Self::Today => None,
        }
    }

    /// Whether a person answers it; what nobody is asked has no answer that could be skipped.
    pub const fn is_asked(&self) -> bool {
        match self {
            Self::Text { .. }
            | Self::Integer
            | Self::Decimal
            | Self::Range(_)
            | Self::SelectOne(_)
            | Self::SelectMultiple(_)
            | Self::Rank(_)
            | Self::Date
            | Self::Time
            | Self::DateTime
            | Self::Acknowledge
            | Self::Geopoint
            | Self::Upload(_) => true,
            Self::Note | Self::Calculate | Self::Hidden | Self::Start | Self::End | Self::Today => false,
        }
    }

    /// Whether a person sees it.
    pub const fn is_shown(&self) -> bool {
        self.is_asked() || matches!(self, Self::Note)
    }
}

/// A scale from `start` to `end` in steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RangeScale {
    pub start: f64,
    pub end: f64,
    pub step: f64,
    /// Distance between marked values, if not every step is marked.
    pub tick_interval: Option<f64>,
    /// Where the slider rests before it is touched.
    pub placeholder: Option<f64>,
    /// List whose choices are values with their labels.
    pub labels: Option<String>,
}

impl RangeScale {
    /// Whole steps between `start` and `end`; that of 0.1 is not exact.
    pub fn steps(&self) -> f64 {
        (self.steps_to(self.end) + 1e-6).floor()
    }

    /// How far a number stands from `start`, in steps towards `end`.
    pub fn steps_to(&self, number: f64) -> f64 {
        (number - self.start) / self.towards_end()
    }

    /// What stands so many steps from `start`, as a person would write it: halves and tenths add up to
    /// long fractions.
    pub fn value(&self, steps: f64) -> f64 {
        ((self.start + steps * self.towards_end()) * 1e6).round() / 1e6
    }

    fn towards_end(&self) -> f64 {
        self.step.abs() * (self.end - self.start).signum()
    }

    /// Its values from `start` to `end`, if there are at most `most` steps between them.
    pub fn values(&self, most: u16) -> Option<Vec<f64>> {
        let steps = self.steps();
        let few = (0.0..=f64::from(most)).contains(&steps);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within a u16"
        )]
        let steps = few.then_some(steps as u16)?;
        Some((0..=steps).map(|at| self.value(f64::from(at))).collect())
    }
}

/// What kind of file is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Upload {
    /// `max_pixels` is the longest side that the author wants.
    Image {
        max_pixels: Option<u32>,
    },
    Audio,
    File,
}

impl Upload {
    /// The type's word in the survey sheet.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Image { .. } => "image",
            Self::Audio => "audio",
            Self::File => "file",
        }
    }
}

/// A question answered from a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Key into [`Definition::lists`](super::Definition::lists); of a choice among answers the name
    /// of the repeated question, of the registry the name of its file, and then there is no list.
    pub list: String,
    pub source: Source,
    pub filter: Option<Expression>,
    /// Options are shown in an order drawn once for each draft.
    pub randomize: bool,
    /// Fixed seed for that order, else the draft's own.
    pub seed: Option<Expression>,
}

/// Where options come from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The choices sheet.
    #[default]
    Sheet,
    /// A file beside the questionnaire, and which of its columns are the names and labels.
    File {
        file: String,
        value: String,
        label: String,
    },
    /// The answers to a question of a repeat, one option for each instance that has one.
    Answers,
    /// The registry of releases, or a person's own words; its releases are searched and never listed.
    Registry,
}

impl Source {
    /// Whether the options stand in a list of the definition.
    pub const fn has_list(&self) -> bool {
        match self {
            Self::Sheet | Self::File { .. } => true,
            Self::Answers | Self::Registry => false,
        }
    }
}
