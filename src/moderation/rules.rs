//! Who may decide what. Pure.

use super::Refused;
use crate::id::StudyId;
use crate::people::Moderator;

/// What stands about a submission when a decision arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub study: StudyId,
    /// Decisions so far.
    pub round: i32,
    pub is_withdrawn: bool,
    /// Its author has sent a newer revision.
    pub is_superseded: bool,
}

/// Whether the moderator who saw `round_seen` may decide now.
pub fn may_decide(by: &Moderator, standing: &Standing, round_seen: i32) -> Result<(), Refused> {
    if !by.covers(standing.study) {
        return Err(Refused::NoSuchSubmission);
    }
    if standing.is_withdrawn {
        return Err(Refused::Withdrawn);
    }
    if standing.is_superseded {
        return Err(Refused::Superseded);
    }
    if standing.round != round_seen {
        return Err(Refused::AlreadyDecided);
    }
    Ok(())
}
