//! What is wrong with answers: every fault of a page or of a whole questionnaire, at once.
//!
//! A fault names its field and its kind; the sentence that the person reads is made by the web
//! from the catalogue. Only what authors wrote themselves is carried here as text. Files are
//! looked at when they arrive, by [`responses::attachments`](crate::responses::attachments), and
//! never become an answer when there is a fault with them.

mod kind;

use super::definition::Text;
use super::evaluation::{FieldPath, Occurrence, Settled, State};

/// Which questions to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Page(usize),
    Whole,
}

/// One faulty answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub field: FieldPath,
    /// Index of the page on which the field stands.
    pub page: usize,
    pub kind: FaultKind,
}

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub enum FaultKind {
    /// Unanswered, with the author's words for it.
    Required {
        message: Option<String>,
    },
    NotANumber,
    NotWhole,
    /// More digits than the type takes.
    TooManyDigits {
        most: usize,
    },
    OutOfRange {
        start: f64,
        end: f64,
    },
    /// Not on a step of the scale.
    OffStep {
        start: f64,
        step: f64,
    },
    /// Not among the choices on offer.
    UnknownChoice {
        name: String,
    },
    /// Several answers to a question that takes one.
    OnlyOneChoice,
    /// Chosen together with others, though it stands alone.
    ExclusiveChoice {
        label: String,
    },
    /// Not every choice has a position.
    RankIncomplete,
    /// Two choices have the same position.
    RankRepeated,
    NotADate,
    NotATime,
    NotADateTime,
    /// An acknowledgement that says something else than `OK`.
    NotAnAcknowledgement,
    /// Longer than any answer may be, in characters.
    TooLong {
        most: usize,
    },
    /// Holds signs that are no text, such as NUL.
    Unreadable,
    /// Breaks the author's rule, with the author's words for it.
    Constraint {
        message: Option<String>,
    },
    /// Of latitude and longitude one is missing.
    PlaceIncomplete,
    /// Latitude or longitude is no number.
    NotDegrees,
    /// Beyond 90 degrees.
    LatitudeOutOfRange,
    /// Beyond 180 degrees.
    LongitudeOutOfRange,
    /// Altitude or accuracy is no number of metres that can be.
    NotMetres,
    /// A file with nothing in it.
    FileEmpty,
    /// A file of more than so many bytes.
    FileTooLarge {
        most: u64,
    },
    /// A file of a kind that the question does not take.
    FileOfOtherKind,
    /// A file that is cut short or damaged.
    FileDamaged,
    /// All files of one person together would have more than so many bytes.
    FilesTooLarge {
        most: u64,
    },
    /// More files than one person may add.
    TooManyFiles {
        most: usize,
    },
}

impl FaultKind {
    /// A stable name for this kind of fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Required { .. } => "required",
            Self::NotANumber => "not-a-number",
            Self::NotWhole => "not-whole",
            Self::TooManyDigits { .. } => "too-many-digits",
            Self::OutOfRange { .. } => "out-of-range",
            Self::OffStep { .. } => "off-step",
            Self::UnknownChoice { .. } => "unknown-choice",
            Self::OnlyOneChoice => "only-one-choice",
            Self::ExclusiveChoice { .. } => "exclusive-choice",
            Self::RankIncomplete => "rank-incomplete",
            Self::RankRepeated => "rank-repeated",
            Self::NotADate => "not-a-date",
            Self::NotATime => "not-a-time",
            Self::NotADateTime => "not-a-date-time",
            Self::NotAnAcknowledgement => "not-an-acknowledgement",
            Self::TooLong { .. } => "too-long",
            Self::Unreadable => "unreadable",
            Self::Constraint { .. } => "constraint",
            Self::PlaceIncomplete => "place-incomplete",
            Self::NotDegrees => "not-degrees",
            Self::LatitudeOutOfRange => "latitude-out-of-range",
            Self::LongitudeOutOfRange => "longitude-out-of-range",
            Self::NotMetres => "not-metres",
            Self::FileEmpty => "file-empty",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::FileOfOtherKind => "file-of-other-kind",
            Self::FileDamaged => "file-damaged",
            Self::FilesTooLarge { .. } => "files-too-large",
            Self::TooManyFiles { .. } => "too-many-files",
        }
    }
}

/// Characters that any answer may have at most.
pub const LONGEST: usize = 10_000;

/// All faults in questionnaire order, those of relevant questions that can be answered only; one
/// for each question.
pub fn faults(state: &State<'_>, extent: Extent) -> Vec<Fault> {
    state
        .occurrences()
        .filter_map(|at| {
            let page = state.page(at).filter(|page| match extent {
                Extent::Page(wanted) => *page == wanted,
                Extent::Whole => true,
            })?;
            let kind = fault(state, at)?;
            Some(Fault {
                field: state.field(at),
                page,
                kind,
            })
        })
        .collect()
}

/// What is wrong with one question's answer.
fn fault(state: &State<'_>, at: Occurrence) -> Option<FaultKind> {
    let question = state.question(at)?;
    if !state.relevant(at) || !state.takes_answer(at) {
        return None;
    }
    if state.unanswered(at) {
        let missing = state.required(at) && !state.read_only(at);
        return missing.then(|| FaultKind::Required {
            message: message(state, &question.required_message, at),
        });
    }
    if state.read_only(at) {
        return None;
    }
    kind::fault(state, at, &question.kind).or_else(|| {
        let broken = !state.keeps_constraint(at);
        broken.then(|| FaultKind::Constraint {
            message: message(state, &question.constraint_message, at),
        })
    })
}

/// The author's words, if there are any.
fn message<'a>(state: &State<'a>, text: &'a Text, at: Occurrence) -> Option<String> {
    let words = state.text(text, at);
    (!words.is_empty()).then(|| words.into_owned())
}

/// The answers to seal, if nothing is wrong with them.
///
/// # Errors
/// All faults of the whole questionnaire.
pub fn check(state: &State<'_>) -> Result<Settled, Vec<Fault>> {
    let faults = faults(state, Extent::Whole);
    if faults.is_empty() {
        Ok(state.settled())
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests;
