//! Bringing the database to the shape that this program expects.

use diesel::Connection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::settings::Database;

use super::StoreError;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("migrations/postgresql");

/// Runs what is missing and says how many migrations that were.
///
/// # Errors
/// [`StoreError::Unusable`] when the database cannot be opened or changed, or when a newer
/// program has already changed it; in that case nothing is touched.
pub fn run(database: &Database) -> Result<usize, StoreError> {
    match database {
        Database::Sqlite(path) => {
            let mut conn = super::connection::open_sqlite(path)?;
            known(&mut conn, &SQLITE)?;
            pending(&mut conn, SQLITE)
        }
        Database::Postgres(url) => {
            let mut conn = PgConnection::establish(url)
                .map_err(|error| super::connection::unusable(database, &error))?;
            known(&mut conn, &POSTGRESQL)?;
            pending(&mut conn, POSTGRESQL)
        }
    }
}

/// Takes everything back, newest first; for tests of the pairs.
///
/// # Errors
/// As [`run`].
pub fn revert(database: &Database) -> Result<(), StoreError> {
    let reverted = match database {
        Database::Sqlite(path) => SqliteConnection::establish(&path.to_string_lossy())
            .map_err(Into::into)
            .and_then(|mut conn| conn.revert_all_migrations(SQLITE).map(drop)),
        Database::Postgres(url) => PgConnection::establish(url)
            .map_err(Into::into)
            .and_then(|mut conn| conn.revert_all_migrations(POSTGRESQL).map(drop)),
    };
    reverted.map_err(|error| super::connection::unusable(database, &error))
}

fn pending<DB, C>(conn: &mut C, source: EmbeddedMigrations) -> Result<usize, StoreError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    conn.run_pending_migrations(source)
        .map(|done| done.len())
        .map_err(|error| StoreError::Unusable(format!("cannot prepare the database: {error}")))
}

/// Refuses a database that a newer program has already changed.
fn known<DB, C>(conn: &mut C, source: &EmbeddedMigrations) -> Result<(), StoreError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let cannot = |error: Box<dyn std::error::Error + Send + Sync>| {
        StoreError::Unusable(format!("cannot read which migrations the database has: {error}"))
    };
    let ours: Vec<MigrationVersion<'static>> = source
        .migrations()
        .map_err(cannot)?
        .iter()
        .map(|migration| migration.name().version().as_owned())
        .collect();
    let newer = conn
        .applied_migrations()
        .map_err(cannot)?
        .into_iter()
        .find(|applied| !ours.contains(applied));
    match newer {
        None => Ok(()),
        Some(version) => Err(StoreError::Unusable(format!(
            "the database was changed by a newer soundings (migration {version}); use that version or restore a backup"
        ))),
    }
}
