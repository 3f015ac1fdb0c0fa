//! `soundings submissions decide STUDY --accept-all`: for trials and imports.

use anyhow::Context;

use crate::clock::Clock;
use crate::moderation::{Accepted, accept_next};
use crate::news;
use crate::questionnaire::versions;
use crate::store::{Store, StoreError};

use super::progress;
use super::work::gradually;

/// Submissions accepted in one transaction, so that visitors need not wait long for theirs.
const AT_ONCE: usize = 500;
/// Reports taken in within one transaction.
const TAKEN_IN: i64 = 200;

/// Accepts everything of the study that waits, oldest first, and says how many that were.
///
/// # Errors
/// When there is no such study or the store fails; what was accepted until then stays accepted.
pub async fn accept_all(store: &Store, clock: Clock, study: &str) -> anyhow::Result<()> {
    let key = study.to_owned();
    let known = store.read(move |db| versions::study(db, &key)).await?;
    let id = known
        .with_context(|| format!("there is no study {study}; `study list` names them all"))?
        .id;
    let mut so_far = Accepted::NOTHING;
    let bar = progress::bar(0, "accepted");
    while !so_far.is_done {
        let now = clock.now();
        so_far = store
            .write(move |tx| accept_next(tx, now, id, so_far, AT_ONCE))
            .await?;
        bar.set_length(so_far.count as u64);
        bar.set_position(so_far.count as u64);
    }
    bar.finish_and_clear();
    take_reports_in(store, clock).await?;
    println!("{study}: {} submission(s) accepted", so_far.count);
    Ok(())
}

/// Gives every accepted report its issue.
///
/// # Errors
/// When the store fails; what is left is taken in another time.
pub async fn take_reports_in(store: &Store, clock: Clock) -> Result<(), StoreError> {
    gradually(store, move |tx| news::take_in(tx, clock.now(), TAKEN_IN)).await
}
