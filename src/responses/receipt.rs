//! The receipt: what became of somebody's answers, for whoever has the code.
//!
//! It tells days, never times, and only what was decided, never by whom.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::attachments::Attachment;
use super::queries::{self, SubmissionRow};
use super::{CodeHash, Consent, draft, informed};
use crate::chain::registry::Excerpt;
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{evaluate, sealed};
use crate::questionnaire::expression::Zone;
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::versions::{self, Described, Header};
use crate::store::{Instant, Snapshot, StoreError};

/// What stands under a code.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub status: Status,
    pub study: Header,
    pub described: Arc<Described>,
    pub version: Arc<Version>,
    pub language: String,
    pub consent: Consent,
    /// 1, or more after corrections; 0 while nothing was submitted.
    pub revision: i32,
    /// Days are of UTC.
    pub submitted_on: Option<NaiveDate>,
    /// The person's own copy; absent once withdrawn.
    pub answers: Option<Answers>,
    /// What is stored under the code.
    pub files: Vec<Attachment>,
    /// The releases that the answers speak of.
    pub registry: Arc<Excerpt>,
}

/// Where the answers are on their way. Days are of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Not submitted yet.
    Draft {
        page: usize,
        saved_on: NaiveDate,
    },
    /// Submitted, not decided.
    Waiting,
    Accepted {
        on: NaiveDate,
    },
    Rejected {
        on: NaiveDate,
        reason: String,
        note: Option<String>,
    },
    /// Sent back: a draft waits under the same code.
    Returned {
        on: NaiveDate,
        reason: String,
        note: Option<String>,
        page: usize,
    },
    Withdrawn {
        on: NaiveDate,
    },
}

/// The receipt under a code.
pub fn receipt(
    db: &mut Snapshot<'_>,
    now: Instant,
    shelf: &Shelf,
    hash: &CodeHash,
) -> Result<Option<Receipt>, StoreError> {
    let draft = draft::open(db, now, shelf, hash)?;
    let submission = queries::newest_submission(db, hash)?;
    match (draft, submission) {
        (draft, Some(submission)) => of_submission(db, now, shelf, draft.as_ref(), submission),
        (Some(draft), None) => Ok(Some(of_draft(now, draft))),
        (None, None) => Ok(None),
    }
}

fn of_draft(now: Instant, draft: draft::Draft) -> Receipt {
    Receipt {
        status: Status::Draft {
            page: page(now, &draft),
            saved_on: day(draft.saved_at),
        },
        study: draft.study,
        described: draft.described,
        version: draft.version,
        language: draft.language,
        consent: draft.consent,
        revision: 0,
        submitted_on: None,
        answers: Some(draft.answers),
        files: draft.files,
        registry: draft.registry,
    }
}

fn of_submission(
    db: &mut Snapshot<'_>,
    now: Instant,
    shelf: &Shelf,
    draft: Option<&draft::Draft>,
    submission: SubmissionRow,
) -> Result<Option<Receipt>, StoreError> {
    // The foreign keys make sure that there are both.
    let Some(study) = versions::study_of_id(db, submission.study_id)? else {
        return Ok(None);
    };
    let Some(version) = shelf.version(db, submission.version_id)? else {
        return Ok(None);
    };
    let status = match (submission.withdrawn_at, submission.verdict.as_deref()) {
        (Some(at), _) => Status::Withdrawn { on: day(at) },
        (None, None) => Status::Waiting,
        (None, Some(verdict)) => decided(db, now, verdict, &submission, draft)?,
    };
    let files = draft::files(db, &version, &submission.code_hash)?;
    let answers: Option<Answers> = submission.answers.map(|answers| answers.parse()).transpose()?;
    let (at, plan) = (submission.submitted_at, &version.plan);
    let context = draft::context(&submission.language, Zone::default(), 0, at, at);
    let context = informed(db, context, |context| match &answers {
        Some(answers) if plan.reads_registry() => sealed(plan, answers, context).lacked(),
        _ => BTreeSet::new(),
    })?;
    Ok(Some(Receipt {
        status,
        described: shelf.described(db, &study)?,
        study,
        version,
        language: submission.language,
        consent: submission.consent.parse()?,
        revision: submission.revision,
        submitted_on: Some(day(submission.submitted_at)),
        answers,
        files,
        registry: context.registry,
    }))
}

fn decided(
    db: &mut Snapshot<'_>,
    now: Instant,
    verdict: &str,
    submission: &SubmissionRow,
    draft: Option<&draft::Draft>,
) -> Result<Status, StoreError> {
    let Some(decision) = queries::newest_decision(db, submission.id)? else {
        return Ok(Status::Waiting);
    };
    let (on, reason, note) = (day(decision.decided_at), decision.reason, decision.note);
    Ok(match (verdict, draft) {
        ("accept", _) => Status::Accepted { on },
        ("return", Some(draft)) => Status::Returned {
            on,
            reason,
            note,
            page: page(now, draft),
        },
        // Without its draft a returned submission cannot be corrected: it stays out.
        _ => Status::Rejected { on, reason, note },
    })
}

fn page(now: Instant, draft: &draft::Draft) -> usize {
    let context = draft.context(now);
    let state = evaluate(&draft.version.plan, &draft.answers, &context);
    match draft.corrects {
        // Everything was shown before; whoever corrects starts at the beginning.
        Some(_) => (0..state.plan().pages().len())
            .find(|page| state.page_relevant(*page))
            .unwrap_or(0),
        None => draft::page_to_go_on(&state),
    }
}

fn day(at: Instant) -> NaiveDate {
    at.utc().date_naive()
}
