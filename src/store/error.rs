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
    /// The disk has no room for what was to be written.
    #[error("the disk of the database is full")]
    Full,
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
            Error::DatabaseError(_, ref information) if is_full(information.message()) => Self::Full,
            other => Self::Database(other),
        }
    }
}

/// Whether a database says, in its own words, that nothing more can be written.
fn is_full(message: &str) -> bool {
    message.contains("database or disk is full") || message.contains("No space left on device")
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};

    use super::StoreError;

    #[test]
    fn a_full_disk_is_told_apart_from_other_faults() {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        conn.batch_execute("PRAGMA max_page_count = 8; CREATE TABLE a (b BLOB)")
            .unwrap();
        let full = conn
            .batch_execute("INSERT INTO a VALUES (zeroblob(100000))")
            .unwrap_err();
        let other = conn.batch_execute("INSERT INTO c VALUES (1)").unwrap_err();
        assert!(matches!(full.into(), StoreError::Full));
        assert!(matches!(other.into(), StoreError::Database(_)));
    }
}
