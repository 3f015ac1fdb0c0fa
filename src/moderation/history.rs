//! One submission with everything that was decided about it and its earlier revisions.

use super::decision::{Reason, Verdict};
use super::queries;
use crate::chain::Audience;
use crate::chain::links::CameBy;
use crate::id::{AccountId, QuestionnaireId, StudyId, SubmissionId, VersionId};
use crate::people::Moderator;
use crate::store::{Document, Instant, Snapshot, StoreError};

/// A submission as a moderator sees it.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Case {
    pub submission: SubmissionId,
    pub study: StudyId,
    pub study_key: String,
    pub questionnaire: QuestionnaireId,
    pub questionnaire_key: String,
    pub audience: Audience,
    pub version: VersionId,
    /// From 1, by questionnaire.
    pub version_number: i32,
    /// BCP 47 tag of the language in which it was answered.
    pub language: String,
    /// How the link reached its author: T0 to T3.
    pub tier: String,
    /// The link that it came by, for the holder of the key.
    pub came_by: Option<CameBy>,
    pub seed: i64,
    /// Absent once withdrawn.
    pub answers: Option<Document>,
    pub submitted_at: Instant,
    pub withdrawn_at: Option<Instant>,
    /// From 1; a higher one is a correction.
    pub revision: i32,
    /// Decisions so far; to be sent back with the next one.
    pub round: i32,
    pub verdict: Option<Verdict>,
}

/// A decision on a submission or on an earlier revision of it.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Past {
    pub submission: SubmissionId,
    pub revision: i32,
    pub round: i32,
    pub verdict: Verdict,
    pub reason: Reason,
    pub note: Option<String>,
    /// Nobody, when a command decided.
    pub decided_by: Option<AccountId>,
    pub decided_at: Instant,
}

/// The submission, if it exists and the moderator has a part in its study.
pub fn case(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    submission: SubmissionId,
) -> Result<Option<Case>, StoreError> {
    let found = queries::case(db, submission)?;
    Ok(found.filter(|case| by.covers(case.study)))
}

/// All that was decided about the submission and its revisions, oldest first.
pub fn history(db: &mut Snapshot<'_>, case: &Case) -> Result<Vec<Past>, StoreError> {
    queries::history(db, case.submission)
}

/// The newest revision of the submission, when the one at hand is not it.
pub fn newer_revision(db: &mut Snapshot<'_>, case: &Case) -> Result<Option<SubmissionId>, StoreError> {
    queries::newer(db, case.submission)
}
