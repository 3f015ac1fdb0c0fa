//! Why the registry says no.

use crate::people;
use crate::store::StoreError;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What was read has errors; they are among the findings.
    #[error("{0} error(s), listed above")]
    Faulty(usize),
    /// What was read says otherwise than the registry about the same day, and nobody says why.
    #[error("{0} conflict(s), listed above; --reason TEXT makes them corrections")]
    Conflicts(usize),
    /// Somebody else changed the registry meanwhile.
    #[error("another change came first; try again")]
    AnotherCameFirst,
    /// Whoever asks does not administer the whole site.
    #[error(transparent)]
    People(#[from] people::Refused),
    /// The store could not do it.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(fault: StoreError) -> Self {
        match fault {
            StoreError::Conflict => Self::AnotherCameFirst,
            fault @ (StoreError::Busy
            | StoreError::Full
            | StoreError::Unusable(_)
            | StoreError::Database(_)) => Self::Store(fault),
        }
    }
}
