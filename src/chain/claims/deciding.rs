//! What moderators see of claims and decide about them.

use super::claim::line;
use super::queries::{self, NewStep};
use super::{Claim, Refused, Standing, Verdict};
use crate::id::{ClaimId, ClaimStepId};
use crate::people::audit::{Event, record};
use crate::people::{self, Moderator, Scope};
use crate::store::{Instant, Snapshot, Transaction};

/// Characters of a reason.
const LONGEST_REASON: usize = 500;

/// A claim on a list of moderators.
#[derive(Debug, Clone)]
pub struct Open {
    pub claim: Claim,
    /// How many other claims on the same release are confirmed: somebody else may be right.
    pub rivals: usize,
}

/// A claim counts in every study, so that only who moderates all of them decides on it.
fn check_scope(by: &Moderator) -> Result<(), Refused> {
    if *by.scope() == Scope::Site {
        Ok(())
    } else {
        Err(people::Refused::NotYours.into())
    }
}

/// The claims that wait for a moderator, those that have waited longest first.
///
/// # Errors
/// [`people::Refused::NotYours`] for somebody who moderates some studies only.
pub fn waiting(db: &mut Snapshot<'_>, by: &Moderator, limit: usize) -> Result<Vec<Claim>, Refused> {
    check_scope(by)?;
    Ok(queries::standing(db, &[Standing::Stated], false, limit)?)
}

/// The claims that were decided, the latest first.
///
/// # Errors
/// As [`waiting`].
pub fn decided(db: &mut Snapshot<'_>, by: &Moderator, limit: usize) -> Result<Vec<Claim>, Refused> {
    check_scope(by)?;
    let decided = [Standing::Confirmed, Standing::Refused, Standing::Withdrawn];
    Ok(queries::standing(db, &decided, true, limit)?)
}

/// One claim.
///
/// # Errors
/// As [`waiting`]; [`Refused::NoSuchClaim`].
pub fn claim(db: &mut Snapshot<'_>, by: &Moderator, id: ClaimId) -> Result<Open, Refused> {
    check_scope(by)?;
    let claim = queries::claim(db, id)?.ok_or(Refused::NoSuchClaim)?;
    let confirmed = queries::confirmed(db, &claim.release)?;
    let rivals = confirmed.iter().filter(|other| other.id != id).count();
    Ok(Open { claim, rivals })
}

/// Decides about a claim of which the moderator saw so many steps.
///
/// # Errors
/// As [`claim`]; [`Refused::NoReason`]; [`Refused::Changed`] if there was another step since, or the
/// verdict does not fit how the claim stands.
pub fn decide(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    id: ClaimId,
    round_seen: i32,
    verdict: Verdict,
    reason: &str,
) -> Result<(), Refused> {
    let Open { claim, .. } = claim(tx, by, id)?;
    if claim.round != round_seen || !claim.standing.verdicts().contains(&verdict) {
        return Err(Refused::Changed);
    }
    let step = NewStep {
        id: ClaimStepId::new(),
        claim_id: id,
        round: claim.round + 1,
        standing: verdict.standing(),
        words: line(reason, LONGEST_REASON).ok_or(Refused::NoReason)?,
        taken_by: Some(by.account()),
        taken_at: now,
    };
    queries::add_step(tx, &step)?;
    let event = Event::ClaimDecided {
        claim: id,
        round: step.round,
        standing: step.standing.as_str(),
    };
    Ok(record(tx, now, Some(by.account()), event)?)
}
