//! What waits for a decision, and what was decided lately: questions put to the store, no table.
//!
//! Both lists are read from one end of an index and go on from where the last page ended, so
//! their cost does not grow with what is stored.

use std::fmt;
use std::str::FromStr;

use super::decision::{Reason, Verdict};
use super::queries;
use crate::chain::Audience;
use crate::chain::links::CameBy;
use crate::id::{AccountId, DecisionId, QuestionnaireId, StudyId, SubmissionId};
use crate::people::Moderator;
use crate::store::{Instant, Snapshot, StoreError};

/// Which submissions to show; what is absent does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub study: Option<StudyId>,
    pub questionnaire: Option<QuestionnaireId>,
    /// BCP 47 tag of the language in which it was answered.
    pub language: Option<String>,
}

/// A submission that waits.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct WaitingItem {
    pub submission: SubmissionId,
    pub submitted_at: Instant,
    /// From 1; a higher one is a correction.
    pub revision: i32,
    pub language: String,
    pub study: StudyId,
    pub study_key: String,
    pub questionnaire: QuestionnaireId,
    pub questionnaire_key: String,
    pub audience: Audience,
    /// The link that it came by, for the holder of the key.
    pub came_by: Option<CameBy>,
}

impl WaitingItem {
    /// Where the list goes on after this item.
    pub fn cursor(&self) -> Cursor {
        Cursor::at(self.submitted_at, self.submission)
    }
}

/// A decision that was taken lately.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct DecidedItem {
    pub decision: DecisionId,
    pub submission: SubmissionId,
    pub round: i32,
    pub verdict: Verdict,
    pub reason: Reason,
    pub decided_by: Option<AccountId>,
    pub decided_at: Instant,
    pub revision: i32,
    pub language: String,
    pub study: StudyId,
    pub study_key: String,
    pub questionnaire: QuestionnaireId,
    pub questionnaire_key: String,
    pub audience: Audience,
}

/// What a filter can be set to: one questionnaire of one study.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Choice {
    pub study: StudyId,
    pub study_key: String,
    pub questionnaire: QuestionnaireId,
    pub questionnaire_key: String,
    pub audience: Audience,
}

/// A place in the queue; as text it travels in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(super) submitted_at: Instant,
    pub(super) submission: SubmissionId,
}

impl Cursor {
    /// The place of a submission, waiting or not.
    pub fn at(submitted_at: Instant, submission: SubmissionId) -> Self {
        Self {
            submitted_at,
            submission,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}-{}",
            self.submitted_at.utc().timestamp_micros(),
            self.submission
        )
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (micros, submission) = text.split_once('-').ok_or(())?;
        let micros = micros.parse().map_err(|_| ())?;
        Ok(Self {
            submitted_at: Instant::new(chrono::DateTime::from_timestamp_micros(micros).ok_or(())?),
            submission: submission.parse().map_err(|_| ())?,
        })
    }
}

/// A count that stops somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtMost {
    pub count: usize,
    /// There are more than were counted.
    pub more: bool,
}

/// Submissions that nobody has decided on yet, oldest first, after `after`.
pub fn waiting(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    filter: &Filter,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Vec<WaitingItem>, StoreError> {
    queries::waiting(db, by.scope(), filter, after, limit)
}

/// How many wait, counted to `most`.
pub fn waiting_count(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    filter: &Filter,
    most: usize,
) -> Result<AtMost, StoreError> {
    let found = queries::waiting_ids(db, by.scope(), filter, most + 1)?.len();
    Ok(AtMost {
        count: found.min(most),
        more: found > most,
    })
}

/// Decisions, latest first, before `before`: to find one again and think it over.
pub fn decided(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    filter: &Filter,
    before: Option<DecisionId>,
    limit: usize,
) -> Result<Vec<DecidedItem>, StoreError> {
    queries::decided(db, by.scope(), filter, before, limit)
}

/// The questionnaires that the moderator may filter by, in the order of their studies.
pub fn choices(db: &mut Snapshot<'_>, by: &Moderator) -> Result<Vec<Choice>, StoreError> {
    queries::choices(db, by.scope())
}
