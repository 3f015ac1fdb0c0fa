//! Why this room says no.

use crate::chain::links;
use crate::questionnaire::validation::Fault;
use crate::store::StoreError;

/// A refusal. None of them changes anything.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Nothing stands under the code: mistyped, discarded for its age, or never given out.
    #[error("nothing is stored under this receipt code")]
    NoSuchCode,
    /// There is no such questionnaire or version.
    #[error("there is no such questionnaire")]
    NoSuchQuestionnaire,
    #[error("there is no such submission")]
    NoSuchSubmission,
    /// The study is not open yet, or no longer.
    #[error("the study takes no answers at present")]
    StudyClosed,
    /// The questionnaire is not offered in that language.
    #[error("the questionnaire does not speak this language")]
    UnknownLanguage,
    /// A box without which nobody can take part is not ticked.
    #[error("without this consent nobody can take part")]
    ConsentMissing,
    /// A box that the study does not have was ticked.
    #[error("the study does not ask for this consent")]
    UnknownConsent,
    /// Another page or device saved the draft meanwhile: read it again.
    #[error("the draft was changed meanwhile")]
    Changed,
    /// The answers were taken back, so there is nothing to correct.
    #[error("the answers were withdrawn")]
    Withdrawn,
    /// Some answers cannot stand as they are; in the order of the questionnaire.
    #[error("some answers need another look")]
    Faulty(Vec<Fault>),
    /// No link is made.
    #[error(transparent)]
    Links(links::Refused),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<links::Refused> for Refused {
    fn from(refused: links::Refused) -> Self {
        match refused {
            links::Refused::Store(fault) => Self::Store(fault),
            refused => Self::Links(refused),
        }
    }
}
