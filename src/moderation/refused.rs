//! Why a decision is refused.

use crate::store::StoreError;

/// No by rule, or the store's own fault.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Also when it belongs to a study that the moderator has no part in.
    #[error("there is no such submission")]
    NoSuchSubmission,
    #[error("the submission was withdrawn by its author")]
    Withdrawn,
    #[error("the author has sent a newer revision; decide on that one")]
    Superseded,
    /// The round that was seen is over; the case shows by whom and when.
    #[error("another decision came first")]
    AlreadyDecided,
    /// It was imported, so there is no author to return it to.
    #[error("an imported submission has no author who could correct it")]
    NobodyToCorrect,
    /// Nobody typed it in a study that the moderator has a part in, or it means nothing.
    #[error("there is no such name")]
    NoSuchName,
    #[error("there is no such release in the registry")]
    NoSuchRelease,
    #[error("taking something back needs a reason")]
    ReasonMissing,
    #[error(transparent)]
    Store(#[from] StoreError),
}
