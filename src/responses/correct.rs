//! Returning a submission for correction: its answers become a draft again, under the same code.
//!
//! The sealed row stays as it is. What is handed in again is a further revision.

use super::Refused;
use super::queries::{self, NewDraft};
use crate::id::{DraftId, SubmissionId};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Makes a draft of a submission. When there is one already, it stays as it is.
///
/// # Errors
/// [`Refused::NoSuchSubmission`], [`Refused::Withdrawn`]; [`Refused::Changed`] when a newer
/// revision was handed in; [`Refused::NoSuchCode`] for an imported submission, which nobody
/// could correct.
pub fn reopen(tx: &mut Transaction<'_>, now: Instant, submission: SubmissionId) -> Result<(), Refused> {
    let sealed = queries::submission(tx, submission)?.ok_or(Refused::NoSuchSubmission)?;
    let answers = sealed.answers.ok_or(Refused::Withdrawn)?;
    if !sealed.code_hash.has_code() {
        return Err(Refused::NoSuchCode);
    }
    if queries::newer_revision_exists(tx, submission)? {
        return Err(Refused::Changed);
    }
    if queries::draft(tx, &sealed.code_hash)?.is_some() {
        return Ok(());
    }
    let draft = NewDraft {
        id: DraftId::new(),
        code_hash: &sealed.code_hash,
        study_id: sealed.study_id,
        version_id: sealed.version_id,
        corrects: Some(sealed.id),
        language: &sealed.language,
        consent: &sealed.consent,
        seed: sealed.seed,
        answers: &answers,
        begun_at: sealed.submitted_at,
        saved_at: now,
        // How the person came was counted, and stays with the submission.
        link_id: None,
        came_by: None,
    };
    queries::add_draft(tx, &draft)?;
    Ok(())
}

/// Whether this submission was corrected by a later one. Only the last counts.
pub fn newer_revision_exists(db: &mut Snapshot<'_>, id: SubmissionId) -> Result<bool, StoreError> {
    queries::newer_revision_exists(db, id)
}
