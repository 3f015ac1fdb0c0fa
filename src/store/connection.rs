//! Opening the database and the two doors to it: a snapshot to read, a transaction to write.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, RunQueryDsl};
use tokio::sync::Semaphore;

use crate::settings::Database;

use super::StoreError;
use super::writer::Writer;

/// A connection of either kind, borrowed for one closure.
pub enum Dialect<'c> {
    /// The file.
    Sqlite(&'c mut SqliteConnection),
    /// The server.
    Postgres(&'c mut PgConnection),
}

/// A consistent, read-only view of the database.
pub struct Snapshot<'c> {
    dialect: Dialect<'c>,
}

impl<'c> Snapshot<'c> {
    /// The connection, for `on!` and `each!` only.
    pub fn dialect(&mut self) -> &mut Dialect<'c> {
        &mut self.dialect
    }
}

/// A transaction that may change rows; it can be lent wherever a [`Snapshot`] is asked for.
pub struct Transaction<'c> {
    snapshot: Snapshot<'c>,
}

impl<'c> Transaction<'c> {
    pub(super) fn new(dialect: Dialect<'c>) -> Self {
        Self {
            snapshot: Snapshot { dialect },
        }
    }
}

impl<'c> Deref for Transaction<'c> {
    type Target = Snapshot<'c>;

    fn deref(&self) -> &Self::Target {
        &self.snapshot
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.snapshot
    }
}

/// The open database. Cloning is cheap; every clone speaks to the same pools and writer.
#[derive(Clone)]
pub struct Store {
    doors: Arc<Doors>,
    /// One for each pooled connection. Whoever must wait does so here, where waiting costs no
    /// thread.
    free: Arc<Semaphore>,
}

enum Doors {
    Sqlite {
        readers: Pool<ConnectionManager<SqliteConnection>>,
        writer: Writer,
    },
    Postgres {
        pool: Pool<ConnectionManager<PgConnection>>,
    },
}

const READERS: u8 = 8;
const POSTGRES_CONNECTIONS: u8 = 16;
const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the database as it stands; migrations are run apart by
    /// [`migrations::run`](super::migrations::run).
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with one line that says which database and why.
    pub fn open(database: &Database) -> Result<Self, StoreError> {
        let (doors, connections) = match database {
            Database::Sqlite(path) => {
                let writer = Writer::start(path)?;
                let manager = ConnectionManager::new(path.to_string_lossy());
                let readers = Pool::builder()
                    .max_size(READERS.into())
                    .connection_timeout(PATIENCE)
                    .test_on_check_out(false) // a file does not hang up
                    .connection_customizer(Box::new(ReadOnly))
                    .build(manager)
                    .map_err(|error| unusable(database, &error))?;
                (Doors::Sqlite { readers, writer }, READERS)
            }
            Database::Postgres(url) => {
                open_postgres(url)?;
                let pool = Pool::builder()
                    .max_size(POSTGRES_CONNECTIONS.into())
                    .connection_timeout(PATIENCE)
                    .build(ConnectionManager::new(url))
                    .map_err(|error| unusable(database, &error))?;
                (Doors::Postgres { pool }, POSTGRES_CONNECTIONS)
            }
        };
        Ok(Self {
            doors: Arc::new(doors),
            free: Arc::new(Semaphore::new(connections.into())),
        })
    }

    /// Runs `read` on one consistent view, off the async threads.
    ///
    /// # Errors
    /// What `read` refuses, or [`StoreError::Busy`] when no connection comes free.
    pub async fn read<T, E, F>(&self, read: F) -> Result<T, E>
    where
        F: FnOnce(&mut Snapshot<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let doors = Arc::clone(&self.doors);
        self.with_a_connection(move || doors.read(read)).await
    }

    /// Runs `write` in one transaction and answers after its commit is durable.
    ///
    /// On `SQLite` the closure waits in the queue of the single writer and shares its commit with
    /// whatever else is queued; if it fails, only its own savepoint is rolled back.
    ///
    /// # Errors
    /// What `write` refuses, [`StoreError::Busy`] when the queue is full, or the fault that kept
    /// the commit from being durable. In each case nothing of it was kept.
    pub async fn write<T, E, F>(&self, write: F) -> Result<T, E>
    where
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &*self.doors {
            Doors::Sqlite { writer, .. } => writer.run(write).await,
            Doors::Postgres { .. } => {
                let doors = Arc::clone(&self.doors);
                self.with_a_connection(move || doors.write_postgres(write)).await
            }
        }
    }

    /// Runs `work` off the async threads when a connection is free for it.
    async fn with_a_connection<T, E>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let turn = Arc::clone(&self.free).acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(PATIENCE, turn).await else {
            return Err(StoreError::Busy.into());
        };
        let working = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        });
        // The work panicked or the process is ending; either way nothing was committed.
        working.await.unwrap_or_else(|_| Err(StoreError::Busy.into()))
    }
}

impl Doors {
    fn read<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&mut Snapshot<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite { readers, .. } => {
                let mut conn = readers.get().map_err(|_| StoreError::Busy)?;
                in_transaction(&mut *conn, |conn| {
                    read(&mut Snapshot {
                        dialect: Dialect::Sqlite(conn),
                    })
                })
            }
            Self::Postgres { pool } => {
                let mut conn = pool.get().map_err(|_| StoreError::Busy)?;
                conn.build_transaction()
                    .read_only()
                    .repeatable_read()
                    .run(|conn| {
                        read(&mut Snapshot {
                            dialect: Dialect::Postgres(conn),
                        })
                        .map_err(Outcome::Refused)
                    })
                    .map_err(Outcome::into_refusal)
            }
        }
    }

    fn write_postgres<T, E: From<StoreError>>(
        &self,
        write: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Self::Postgres { pool } = self else {
            return Err(StoreError::Busy.into());
        };
        let mut conn = pool.get().map_err(|_| StoreError::Busy)?;
        in_transaction(&mut *conn, |conn| {
            let value = write(&mut Transaction::new(Dialect::Postgres(conn)))?;
            // A swallowed error has aborted the transaction, and COMMIT would then roll back
            // without a word: this probe turns the loss into an error.
            diesel::sql_query("SELECT 1")
                .execute(conn)
                .map_err(StoreError::from)?;
            Ok(value)
        })
    }
}

/// Keeps a room's refusal apart from a fault of the transaction itself.
enum Outcome<E> {
    Refused(E),
    Faulty(diesel::result::Error),
}

impl<E> From<diesel::result::Error> for Outcome<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Faulty(error)
    }
}

impl<E: From<StoreError>> Outcome<E> {
    fn into_refusal(self) -> E {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Faulty(error) => StoreError::from(error).into(),
        }
    }
}

/// Runs `body` inside a transaction, or a savepoint where one is open already.
pub(super) fn in_transaction<C: Connection, T, E: From<StoreError>>(
    conn: &mut C,
    body: impl FnOnce(&mut C) -> Result<T, E>,
) -> Result<T, E> {
    conn.transaction(|conn| body(conn).map_err(Outcome::Refused))
        .map_err(Outcome::into_refusal)
}

/// Opens the file for writing, making it and its folder when absent.
pub(super) fn open_sqlite(path: &Path) -> Result<SqliteConnection, StoreError> {
    let database = Database::Sqlite(path.to_owned());
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| unusable(&database, &error))?;
    }
    let mut conn =
        SqliteConnection::establish(&path.to_string_lossy()).map_err(|error| unusable(&database, &error))?;
    // The log is folded into the file every 32 MB: what many submissions change in turn is then
    // written to the file, and synced, once.
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 8000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32000;",
    )
    .map_err(|error| unusable(&database, &error))?;
    Ok(conn)
}

/// Opens a connection of its own to the server.
pub(super) fn open_postgres(url: &str) -> Result<PgConnection, StoreError> {
    PgConnection::establish(url).map_err(|error| {
        let database = Database::Postgres(url.to_owned());
        let reason = error.to_string();
        // Whatever else is said quotes the part of the URL that cannot be read, which may be the
        // password; of a wrongly split URL even the name of the host is a part of it.
        let is_safe = ["connection to server", "sslmode"]
            .iter()
            .any(|start| reason.starts_with(start));
        if is_safe {
            unusable(&database, &reason)
        } else {
            let advice = "its URL has no server that can be found; write it as \
                          postgres://user:password@host:port/name, with special characters as in %40 for @";
            unusable(&database, &advice)
        }
    })
}

pub(super) fn unusable(database: &Database, error: &dyn std::fmt::Display) -> StoreError {
    let reason = error.to_string().replace('\n', " ");
    StoreError::Unusable(format!("cannot use the database {database:?}: {reason}"))
}

/// Readers of the file cannot write, so that a write from a GET fails in its first test.
#[derive(Debug)]
struct ReadOnly;

impl CustomizeConnection<SqliteConnection, diesel::r2d2::Error> for ReadOnly {
    fn on_acquire(&self, conn: &mut SqliteConnection) -> Result<(), diesel::r2d2::Error> {
        conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;")
            .map_err(diesel::r2d2::Error::QueryError)
    }
}
