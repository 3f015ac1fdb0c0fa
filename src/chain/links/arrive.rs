//! Coming by a link.

use super::queries::{self, LinkRow};
use super::{LinkKey, LinkKind, Refused, Tier, Typed};
use crate::chain::Role;
use crate::id::{LinkId, StudyId};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// A link, as whoever comes by it and the study may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub id: LinkId,
    pub study: StudyId,
    pub kind: LinkKind,
    /// For whom it was meant; whoever comes by it may be somebody else.
    pub role: Role,
    /// The model release that it is about, as a value of the question `release`.
    pub release: Option<String>,
    /// For whom a channel link is.
    pub audience: Option<String>,
    /// For about how many.
    pub expected: Option<i32>,
    /// Links between the study and whoever comes by it; 0 for links of the study itself.
    pub depth: i32,
    pub most_uses: Option<i32>,
    /// Submissions that came by it.
    pub uses: i32,
    pub expires_at: Option<Instant>,
    pub revoked: bool,
}

/// Whether a link can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// As many came by it as may.
    UsedUp,
    Expired,
    Revoked,
}

/// What is stored of how a submission came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    pub tier: Tier,
    /// The link counted; a link that was used up meanwhile does not.
    pub by_link: bool,
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

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        Self {
            id: row.id,
            study: row.study_id,
            kind: row.kind,
            role: row.role,
            release: row.release,
            audience: row.audience,
            expected: row.expected,
            depth: row.depth,
            most_uses: row.most_uses,
            uses: row.uses,
            expires_at: row.expires_at,
            revoked: row.revoked,
        }
    }
}

/// The link with a token or a short code.
pub fn find(db: &mut Snapshot<'_>, key: &LinkKey, typed: &Typed) -> Result<Option<Link>, StoreError> {
    let hash = key.stored(typed);
    let row = match typed {
        Typed::Token(_) => queries::of_token(db, &hash)?,
        Typed::Code(_) => queries::of_code(db, &hash)?,
    };
    Ok(row.map(Link::from))
}

/// The link with an id.
pub fn find_by_id(db: &mut Snapshot<'_>, id: LinkId) -> Result<Option<Link>, StoreError> {
    Ok(queries::link(db, id)?.map(Link::from))
}

/// Counts that a submission came by a link, in the transaction that seals it. A personal link that
/// somebody else used up since counts for nothing: the submission is as good as one from the open page.
pub fn arrive(tx: &mut Transaction<'_>, id: LinkId) -> Result<Arrived, StoreError> {
    let Some(link) = queries::link(tx, id)?.filter(|link| !link.revoked) else {
        return Ok(Arrived::ALONE);
    };
    if !queries::count_use(tx, id)? {
        return Ok(Arrived::ALONE);
    }
    let tier = match link.kind {
        LinkKind::Open => Tier::Open,
        LinkKind::Channel => Tier::Channel,
        LinkKind::Personal => Tier::Personal,
    };
    Ok(Arrived { tier, by_link: true })
}

impl Arrived {
    /// By the open page.
    pub const ALONE: Self = Self {
        tier: Tier::Open,
        by_link: false,
    };
}

/// Lets nobody come by a link any more. What came by it stays.
///
/// # Errors
/// [`Refused::NoSuchLink`].
pub fn revoke(tx: &mut Transaction<'_>, id: LinkId) -> Result<(), Refused> {
    queries::link(tx, id)?.ok_or(Refused::NoSuchLink)?;
    Ok(queries::revoke(tx, id)?)
}
