//! The single writer of the `SQLite` file: what is queued shares one durable commit.
//!
//! The thread takes the first waiting closure and whatever else has queued up, runs each in its
//! own savepoint inside one `BEGIN IMMEDIATE … COMMIT`, and answers every caller only after the
//! commit is on disk. It never waits for more work, so one lone writer pays one fsync and a
//! thousand concurrent ones pay few.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::sqlite::SqliteConnection;
use tokio::sync::oneshot;

use super::StoreError;
use super::connection::{Dialect, Transaction, in_transaction, open_sqlite};

/// Callers that may wait at once; past that they are told to come back.
const QUEUE: usize = 4096;
/// Closures that share one commit at most, which bounds how long the first of them waits.
const BATCH: usize = 512;

/// Told whether the commit became durable; answers the caller.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Does its work inside its own savepoint and says how to answer.
type Job = Box<dyn FnOnce(&mut SqliteConnection) -> Answer + Send>;

/// The sending end of the queue.
pub struct Writer {
    queue: SyncSender<Job>,
}

impl Writer {
    /// Opens the file and starts the thread that writes to it, which ends when the last
    /// [`Writer`] is dropped.
    ///
    /// # Errors
    /// When the file cannot be used or the system gives no thread.
    pub fn start(path: &Path) -> Result<Self, StoreError> {
        let (queue, jobs) = sync_channel(QUEUE);
        let (path, conn) = (path.to_owned(), open_sqlite(path)?);
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || serve(&path, conn, &jobs))
            .map_err(|error| StoreError::Unusable(format!("cannot start the writer thread: {error}")))?;
        Ok(Self { queue })
    }

    /// Queues `write` and waits for the durable commit that holds it.
    ///
    /// # Errors
    /// What `write` refuses; [`StoreError::Busy`] when the queue is full; the commit's own fault.
    pub async fn run<T, E, F>(&self, write: F) -> Result<T, E>
    where
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let done = in_transaction(conn, |conn| {
                // Caught inside the savepoint, so that it is rolled back like any refusal.
                let writing = AssertUnwindSafe(|| write(&mut Transaction::new(Dialect::Sqlite(conn))));
                catch_unwind(writing).unwrap_or_else(|_| Err(broken_off().into()))
            });
            Box::new(move |committed| {
                // A refusal changed nothing, so it stands whatever became of the commit.
                let outcome = match (done, committed) {
                    (Ok(value), Ok(())) => Ok(value),
                    (Ok(_), Err(fault)) => Err(fault.into()),
                    (Err(refusal), _) => Err(refusal),
                };
                // The caller may have gone away; the work is done all the same.
                let _ = answer.send(outcome);
            })
        });
        match self.queue.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => return Err(StoreError::Busy.into()),
        }
        answered.await.unwrap_or_else(|_| Err(StoreError::Busy.into()))
    }
}

fn serve(path: &Path, mut conn: SqliteConnection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let waiting = std::iter::once(first).chain(jobs.try_iter().take(BATCH - 1));
        let mut answers = Vec::new();
        let committed = conn
            .immediate_transaction(|conn| {
                answers.extend(waiting.map(|job| job(conn)));
                diesel::QueryResult::Ok(())
            })
            .map_err(StoreError::from);
        if let Err(fault) = &committed {
            tracing::error!(%fault, "a commit failed; nothing of it was kept");
        }
        // One fault for many callers.
        let outcome = || match &committed {
            Ok(()) => Ok(()),
            Err(StoreError::Full) => Err(StoreError::Full),
            Err(fault) => Err(StoreError::Unusable(fault.to_string())),
        };
        // A full disk may end a transaction midway, and then nobody knows what the connection
        // thinks of it; a new one has no such doubts.
        if committed.is_err()
            && let Ok(fresh) = open_sqlite(path)
        {
            conn = fresh;
        }
        for answer in answers {
            answer(outcome());
        }
    }
}

/// A closure panicked; the panic itself is in the log.
fn broken_off() -> StoreError {
    StoreError::Unusable("a change broke off inside the program; nothing of it was kept".into())
}
