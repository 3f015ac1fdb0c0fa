//! One question as a form field: which control it gets, with what is in it.
//!
//! Every control is complete without scripts. What an appearance makes of each is in the files below,
//! by kind of answer.

mod choice;
mod line;
mod number;
mod release;
mod scale;
mod search;

use std::cell::OnceCell;

use crate::questionnaire::definition::{Choice, Question, QuestionKind};
use crate::questionnaire::evaluation::{Occurrence, State};
use crate::web::markdown::Markup;

use super::copy;
use super::marks::Marks;
use super::place::PlaceControl;
use super::upload::{Files, UploadControl};

pub use choice::{Choosable, Options, Ranked, Section};
pub use line::{Line, beginning};
pub use number::{Number, grouped};
pub use release::{Offered, Release};
pub use scale::{Scale, Slider};
pub use search::Search;

/// The control of one question.
#[derive(Debug)]
pub enum Control {
    Line(Line),
    Area {
        rows: u32,
        value: String,
        limit: Option<u32>,
    },
    Number(Number),
    /// Radio buttons or boxes, below or beside each other.
    Options(Options),
    Menu(Vec<Section>),
    /// A long list of which some options are shown: those that hold what was searched for.
    Search(Search),
    /// A search in the registry of releases.
    Release(Release),
    /// Radio buttons in a row.
    Scale(Scale),
    /// A menu of positions for each option.
    Ranks {
        options: Vec<Ranked>,
        positions: usize,
    },
    Tick {
        ticked: bool,
    },
    Upload(UploadControl),
    Place(PlaceControl),
    /// Shown, and not to be changed.
    Fixed(Vec<Markup>),
}

/// A question being asked.
pub struct Asked<'a, 's> {
    state: &'a State<'s>,
    at: Occurrence,
    question: &'a Question,
    /// Made when they are needed: a filter looks at each of them.
    choices: OnceCell<Vec<&'a Choice>>,
}

impl<'a, 's> Asked<'a, 's> {
    pub fn new(state: &'a State<'s>, at: Occurrence, question: &'a Question) -> Self {
        Self {
            state,
            at,
            question,
            choices: OnceCell::new(),
        }
    }

    /// The choices on offer.
    fn choices(&self) -> &[&'a Choice] {
        self.choices.get_or_init(|| self.state.choices(self.at))
    }

    fn value(&self) -> &str {
        self.state.value(self.at)
    }

    /// Whether the author gave it this appearance.
    fn wants(&self, word: &str) -> bool {
        self.question.has_appearance(word)
    }

    /// Whether an answer that was given can be taken back only by an option of ours.
    fn clearable(&self) -> bool {
        !self.state.required(self.at) && self.choices().iter().all(|choice| choice.missing().is_none())
    }
}

impl Control {
    /// The control of a question; none for what is not asked.
    pub fn of(asked: &Asked<'_, '_>, marks: &Marks, files: &Files) -> Option<Self> {
        let Asked {
            state, at, question, ..
        } = *asked;
        if !question.kind.is_asked() {
            return None;
        }
        if state.read_only(at) {
            return Some(Self::Fixed(copy::values(state, at, question)));
        }
        Some(match &question.kind {
            QuestionKind::Note
            | QuestionKind::Calculate
            | QuestionKind::Hidden
            | QuestionKind::Start
            | QuestionKind::End
            | QuestionKind::Today => return None,
            QuestionKind::Text { rows } => line::text(asked, *rows),
            QuestionKind::Integer | QuestionKind::Decimal => Self::Number(number::of(asked)),
            QuestionKind::Date | QuestionKind::Time | QuestionKind::DateTime => {
                Self::Line(line::moment(asked))
            }
            QuestionKind::Range(scale) => scale::range(asked, scale),
            QuestionKind::SelectOne(_) if state.asks_registry(at) => Self::Release(Release::of(asked, marks)),
            QuestionKind::SelectOne(selection) => choice::single(asked, selection, marks),
            QuestionKind::SelectMultiple(selection) => choice::several(asked, selection, marks),
            QuestionKind::Rank(_) => choice::ranks(asked),
            QuestionKind::Geopoint => Self::Place(PlaceControl::of(state, at, marks)),
            QuestionKind::Upload(upload) => {
                Self::Upload(UploadControl::of(question, upload, asked.value(), files))
            }
            QuestionKind::Acknowledge => Self::Tick {
                ticked: state.value(at) == "OK",
            },
        })
    }

    /// Whether it is several inputs, so that the label is a legend.
    pub fn is_group(&self) -> bool {
        match self {
            Self::Options(_)
            | Self::Scale(_)
            | Self::Ranks { .. }
            | Self::Search(_)
            | Self::Release(_)
            | Self::Place(_) => true,
            Self::Line(_)
            | Self::Area { .. }
            | Self::Number(_)
            | Self::Menu(_)
            | Self::Tick { .. }
            | Self::Upload(_)
            | Self::Fixed(_) => false,
        }
    }

    /// Whether one of its inputs excludes the others.
    pub fn is_radio(&self) -> bool {
        match self {
            Self::Options(options) => !options.multiple,
            Self::Scale(_) => true,
            _ => false,
        }
    }

    /// Whether nothing can be changed.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Self::Fixed(_))
    }

    /// Most characters of a text, and how many there are.
    pub fn limit(&self) -> Option<(u32, usize)> {
        match self {
            Self::Line(Line { value, limit, .. }) | Self::Area { value, limit, .. } => {
                limit.map(|limit| (limit, value.chars().count()))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
