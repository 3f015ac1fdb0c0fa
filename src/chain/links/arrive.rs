//! Coming by a link.

use std::collections::HashMap;

use super::queries::{self, Link};
use super::{CameBy, LinkKey, LinkKind, Node, Refused, Tier, Typed};
use crate::chain::claims;
use crate::id::{LinkId, StudyId};
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

    /// The pseudonym of who handed it on; none for links of the study itself.
    pub fn node(&self, key: &LinkKey) -> Option<Node> {
        self.issuer.as_deref().map(|issuer| key.node_of(issuer))
    }
}

/// A channel by which more came than it was for: somebody may have spread it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flood {
    pub audience: String,
    pub expected: i32,
    pub uses: i32,
    /// Who handed it on; none for links of the study itself.
    pub node: Option<Node>,
}

impl Flood {
    fn of(link: &Link, key: &LinkKey) -> Option<Self> {
        let expected = link.expected.filter(|_| link.is_flooded())?;
        Some(Self {
            audience: link.audience.clone().unwrap_or_default(),
            expected,
            uses: link.uses,
            node: link.node(key),
        })
    }
}

/// Of each submission, by what it came by, the flood that it is part of, if it is part of one.
pub fn floods(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    came_by: &[Option<CameBy>],
) -> Result<Vec<Option<Flood>>, StoreError> {
    let opened = |one: &Option<CameBy>| one.as_ref().and_then(|sealed| key.open(sealed));
    let ids: Vec<Option<LinkId>> = came_by.iter().map(opened).collect();
    let wanted: Vec<LinkId> = ids.iter().copied().flatten().collect();
    let links = if wanted.is_empty() {
        Vec::new()
    } else {
        queries::with_ids(db, &wanted)?
    };
    let links: HashMap<LinkId, Link> = links.into_iter().map(|link| (link.id, link)).collect();
    let flood = |id: &Option<LinkId>| Flood::of(links.get(id.as_ref()?)?, key);
    Ok(ids.iter().map(flood).collect())
}

/// The links that people handed on in a study by which more came than they were for.
pub fn floods_of_study(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<Link>, StoreError> {
    queries::flooded(db, study)
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
    let is_confirmed = match link.claim {
        Some(claim) => claims::is_confirmed(tx, claim)?,
        None => false,
    };
    let tier = match link.kind {
        LinkKind::Personal | LinkKind::Channel if is_confirmed => Tier::Confirmed,
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
