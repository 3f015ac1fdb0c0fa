//! What can go wrong with the database, in the few kinds that callers treat differently.

use diesel::result::{DatabaseErrorKind, Error};

/// A fault of the store. Only a conflict is ever handled by a room; the rest travels up.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the row: someone else was first.
    #[error("another change came first")]
    Conflict,
    /// Too many writers are waiting, or no connection came free in time.
    #[error("the database is busy; try again shortly")]
    Busy,
    /// The database cannot be opened or prepared; the text is one line for the operator.
    #[error("{0}")]
    Unusable(String),
    /// Anything else the database says.
    #[error("database: {0}")]
    Database(Error),
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Conflict,
            Error::DatabaseError(_, ref information) if information.message() == "database is locked" => {
                Self::Busy
            }
            other => Self::Database(other),
        }
    }
}
