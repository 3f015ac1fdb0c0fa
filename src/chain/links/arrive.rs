//! Coming by a link.

use super::queries::{self, Link};
use super::{LinkKey, LinkKind, Refused, Tier, Typed};
use crate::id::LinkId;
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Whether a link can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// As many came by it as may.
    UsedUp,
    Expired,
    Revoked,
}

impl Link {
    /// Whether it can be used at a moment.
    pub fn standing(&self, now: Instant) -> Standing {
        if self.revoked {
            Standing::Revoked
        } else if self.expires_at.is_some_and(|at| at <= now) {
            Standing::Expired
        } else if self.most_uses.is_some_and(|most| self.uses >= most) {
            Standing::UsedUp
        } else {
            Standing::Good
        }
    }

    /// Whether more came by it than the audience that it was for.
    pub fn is_flooded(&self) -> bool {
        self.expected.is_some_and(|expected| self.uses > expected)
    }
}

/// The link with a token or a short code.
pub fn find(db: &mut Snapshot<'_>, key: &LinkKey, typed: &Typed) -> Result<Option<Link>, StoreError> {
    let hash = key.stored(typed);
    match typed {
        Typed::Token(_) => queries::of_token(db, &hash),
        Typed::Code(_) => queries::of_code(db, &hash),
    }
}

/// The link with an id.
pub fn find_by_id(db: &mut Snapshot<'_>, id: LinkId) -> Result<Option<Link>, StoreError> {
    queries::link(db, id)
}

/// Counts that a submission came by a link, in the transaction that seals it. Nothing if the link counts
/// for nothing, such as a personal one that somebody else used up since: the submission is as good as
/// one from the open page.
pub fn arrive(tx: &mut Transaction<'_>, id: LinkId) -> Result<Option<Tier>, StoreError> {
    let Some(link) = queries::link(tx, id)?.filter(|link| !link.revoked) else {
        return Ok(None);
    };
    let tier = match link.kind {
        LinkKind::Open => Tier::Open,
        LinkKind::Channel => Tier::Channel,
        LinkKind::Personal => Tier::Personal,
    };
    Ok(queries::count_use(tx, id)?.then_some(tier))
}

/// Lets nobody come by a link any more. What came by it stays.
///
/// # Errors
/// [`Refused::NoSuchLink`].
pub fn revoke(tx: &mut Transaction<'_>, id: LinkId) -> Result<(), Refused> {
    queries::link(tx, id)?.ok_or(Refused::NoSuchLink)?;
    Ok(queries::revoke(tx, id)?)
}
