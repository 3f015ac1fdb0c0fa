//! Why something about an issue is refused.

use crate::store::StoreError;

/// No by rule, or the store's own fault.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Also when it belongs to a study or a release that the person has no part in.
    #[error("there is no such issue")]
    NoSuchIssue,
    /// A report that was chosen is not, or no longer, in the issue.
    #[error("the reports of the issue have changed")]
    ReportsMoved,
    /// An issue cannot be joined to itself, and what is joined must be of one study and one release.
    #[error("these two cannot be joined")]
    CannotJoin,
    /// The registry has no release of that address.
    #[error("there is no such release")]
    NoSuchRelease,
    /// The publisher of the release has answered: of another one, part of the issue can be.
    #[error("the publisher of the release has answered")]
    Answered,
    /// [`replies::MOST`](super::replies::MOST) replies were given.
    #[error("the issue takes no more answers")]
    AnsweredEnough,
    /// Splitting needs one report that goes and one that stays.
    #[error("nothing would be left")]
    NothingLeft,
    /// The reports have gone elsewhere since, or it was undone before.
    #[error("this can no longer be undone")]
    CannotUndo,
    /// The embargo would end in the past, or later than may be.
    #[error("an embargo ends on a day to come, within a year")]
    EmbargoOutOfRange,
    /// The day lies in the future.
    #[error("the day lies in the future")]
    DayToCome,
    #[error(transparent)]
    Store(#[from] StoreError),
}
