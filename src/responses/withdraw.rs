//! Taking answers back: as easy as giving them, at any time, without a reason.

use super::{CodeHash, Refused, attachments, queries};
use crate::people::audit::{self, Event};
use crate::store::{Instant, Transaction};

/// When the answers were taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    Now,
    /// They were gone already.
    Before,
}

/// Deletes every answer under a code: those of all revisions, the draft if there is one, and all
/// files.
/// What stays is that there was a submission, and when.
///
/// # Errors
/// [`Refused::NoSuchCode`], also for a draft that was withdrawn before, since nothing is left of it.
pub fn withdraw(tx: &mut Transaction<'_>, now: Instant, hash: &CodeHash) -> Result<Withdrawn, Refused> {
    let draft = queries::delete_draft(tx, hash)?;
    let revisions = queries::withdraw(tx, now, hash)?;
    queries::forget_names(tx, hash)?;
    attachments::withdrawn(tx, hash)?;
    match queries::newest_submission(tx, hash)? {
        Some(newest) if revisions > 0 => {
            let submission = newest.id;
            audit::record(tx, now, None, Event::SubmissionWithdrawn { submission })?;
            Ok(Withdrawn::Now)
        }
        _ if draft => Ok(Withdrawn::Now),
        Some(_) => Ok(Withdrawn::Before),
        None => Err(Refused::NoSuchCode),
    }
}
