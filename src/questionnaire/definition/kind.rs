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
            Self::Calculate => "calculate",
            Self::Hidden => "hidden",
            Self::Start => "start",
            Self::End => "end",
            Self::Today => "today",
        }
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
            | Self::Acknowledge => true,
            Self::Note | Self::Calculate | Self::Hidden | Self::Start | Self::End | Self::Today => false,
        }
    }
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
    /// Key into [`Definition::lists`](super::Definition::lists).
    pub list: String,
    pub filter: Option<Expression>,
    /// Options are shown in an order drawn once for each draft.
    pub randomize: bool,
    /// Fixed seed for that order, else the draft's own.
    pub seed: Option<Expression>,
}
