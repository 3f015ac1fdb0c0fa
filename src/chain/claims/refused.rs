//! Why a claim is not taken or decided.

use crate::people;
use crate::store::StoreError;

/// A refusal. None of them changes anything.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the registry has no such release")]
    NoSuchRelease,
    /// End users have nothing to show.
    #[error("a claim is made by a publisher, a deployer or a service provider")]
    WrongRole,
    #[error("an organisation has a name of 1 to 120 characters on one line")]
    NoOrganisation,
    /// Moderators open it with their browser.
    #[error("the place is a web address of at most 500 characters that begins with https://")]
    NoPlace,
    #[error("there is no such claim")]
    NoSuchClaim,
    #[error("the claim is not confirmed")]
    NotConfirmed,
    /// A moderator says why, in 1 to 500 characters on one line.
    #[error("a reason is missing")]
    NoReason,
    /// Another step came first, or the verdict does not fit what stands.
    #[error("the claim has changed")]
    Changed,
    #[error(transparent)]
    People(#[from] people::Refused),
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(fault: StoreError) -> Self {
        match fault {
            // Of two steps at once, the other won.
            StoreError::Conflict => Self::Changed,
            fault @ (StoreError::Busy
            | StoreError::Full
            | StoreError::Unusable(_)
            | StoreError::Database(_)) => Self::Store(fault),
        }
    }
}
