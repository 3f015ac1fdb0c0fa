//! Deciding: accept, reject, or return to the author.

use super::decision::{Decision, Verdict};
use super::{Refused, queries, rules};
use crate::id::{StudyId, SubmissionId};
use crate::people::Moderator;
use crate::people::audit::{Event, record};
use crate::responses;
use crate::store::{Instant, StoreError, Transaction};

/// Decides on a submission in the round after `round_seen`; a later round supersedes an earlier
/// one. The decision, what follows from it and its audit entry are stored together or not at all.
///
/// # Errors
/// [`Refused::AlreadyDecided`] when another decision came first, whether before or at the same
/// time; the other variants as they say.
pub fn decide(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    submission: SubmissionId,
    round_seen: i32,
    decision: &Decision,
) -> Result<(), Refused> {
    let standing = queries::standing(tx, submission)?.ok_or(Refused::NoSuchSubmission)?;
    rules::may_decide(by, &standing, round_seen)?;
    let round = standing.round + 1;
    let added = queries::add_decision(tx, now, Some(by.account()), submission, round, decision);
    added.map_err(|error| match error {
        // Two moderators raced, and the unique index let the other one through.
        StoreError::Conflict => Refused::AlreadyDecided,
        other => Refused::Store(other),
    })?;
    if decision.verdict() == Verdict::Return {
        responses::reopen(tx, now, submission).map_err(not_reopened)?;
    }
    let event = Event::SubmissionDecided {
        submission,
        round,
        verdict: decision.verdict().as_str(),
        reason: decision.reason().as_str(),
    };
    record(tx, now, Some(by.account()), event)?;
    Ok(())
}

/// What keeps the author from correcting keeps the moderator from returning.
fn not_reopened(refused: responses::Refused) -> Refused {
    match refused {
        responses::Refused::Withdrawn => Refused::Withdrawn,
        responses::Refused::Changed => Refused::Superseded,
        responses::Refused::NoSuchCode => Refused::NobodyToCorrect,
        responses::Refused::Store(fault) => Refused::Store(fault),
        responses::Refused::NoSuchSubmission
        | responses::Refused::NoSuchQuestionnaire
        | responses::Refused::StudyClosed
        | responses::Refused::UnknownLanguage
        | responses::Refused::ConsentMissing
        | responses::Refused::UnknownConsent
        | responses::Refused::Links(_)
        | responses::Refused::Faulty(_) => Refused::NoSuchSubmission,
    }
}

/// How far accepting everything has come; hand it back to [`accept_next`] to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// Accepted so far, over all steps.
    pub count: usize,
    /// Nothing waits any more.
    pub is_done: bool,
    last: Option<(Instant, SubmissionId)>,
}

impl Accepted {
    /// Before the first step.
    pub const NOTHING: Self = Self {
        count: 0,
        is_done: false,
        last: None,
    };
}

/// Accepts the `limit` submissions of `study` that have waited longest after those of `so_far`.
/// It is for trials and imports: the decisions name nobody, and the last step leaves one audit
/// entry with the count.
pub fn accept_next(
    tx: &mut Transaction<'_>,
    now: Instant,
    study: StudyId,
    so_far: Accepted,
    limit: usize,
) -> Result<Accepted, Refused> {
    let ids = queries::next_waiting(tx, study, so_far.last, limit)?;
    queries::add_acceptances(tx, now, &ids)?;
    let reached = Accepted {
        count: so_far.count + ids.len(),
        is_done: ids.len() < limit,
        last: ids
            .last()
            .map(|(submission, at, _)| (*at, *submission))
            .or(so_far.last),
    };
    if reached.is_done && reached.count > 0 {
        let count = reached.count;
        record(tx, now, None, Event::SubmissionsAccepted { study, count })?;
    }
    Ok(reached)
}
