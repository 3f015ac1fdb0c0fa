//! Making a claim, and what its code opens.

use super::keys::{ClaimCode, ClaimKey, CodeHash};
use super::queries::{self, NewClaim, NewStep};
use super::{Refused, Standing, Step};
use crate::chain::Role;
use crate::chain::links::{LinkKey, Node};
use crate::chain::registry::Address;
use crate::id::{ClaimId, ClaimStepId};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Characters of the name of an organisation.
pub const LONGEST_ORGANISATION: usize = 120;
/// Characters of a web address.
const LONGEST_PLACE: usize = 500;

/// A claim that somebody wants to make.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub release: Address,
    pub role: Role,
    pub organisation: String,
    /// Whether the organisation wants to be named in public, once it is confirmed.
    pub is_named: bool,
}

/// A claim, as its claimant and moderators may know it.
#[derive(Debug, Clone)]
pub struct Claim {
    pub id: ClaimId,
    pub release: Address,
    pub release_name: String,
    pub role: Role,
    pub organisation: String,
    pub is_named: bool,
    pub begun_at: Instant,
    /// Steps so far.
    pub round: i32,
    pub standing: Standing,
    /// Since when it stands so.
    pub since: Instant,
    pub(super) code_hash: CodeHash,
}

/// How a claimant is shown in public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// It wants to be named.
    Organisation(String),
    /// It does not: a pseudonym that leads nowhere.
    Node(Node),
}

impl Claim {
    /// How its claimant is shown in public.
    pub fn name(&self, key: &LinkKey) -> Name {
        if self.is_named {
            Name::Organisation(self.organisation.clone())
        } else {
            Name::Node(self.node(key))
        }
    }

    /// Under which pseudonym its claimant hands links on.
    pub fn node(&self, key: &LinkKey) -> Node {
        key.node(self.code_hash.as_str())
    }
}

/// Proof that somebody holds a confirmed claim. Only this room makes one.
#[derive(Debug, Clone)]
pub struct Claimant {
    claim: Claim,
}

impl Claimant {
    /// The claim.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// What is stored of the code.
    pub(in crate::chain) fn code_hash(&self) -> &str {
        self.claim.code_hash.as_str()
    }
}

/// A confirmed claim on a release, as everybody may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub name: Name,
    pub role: Role,
    pub since: Instant,
}

impl Confirmed {
    fn of(claim: &Claim, key: &LinkKey) -> Self {
        Self {
            name: claim.name(key),
            role: claim.role,
            since: claim.since,
        }
    }
}

/// Makes a claim. Its code cannot be had again.
///
/// # Errors
/// [`Refused::NoSuchRelease`], [`Refused::WrongRole`] or [`Refused::NoOrganisation`].
pub fn begin(
    tx: &mut Transaction<'_>,
    now: Instant,
    key: &ClaimKey,
    wanted: &Wanted,
) -> Result<ClaimCode, Refused> {
    if wanted.role == Role::User {
        return Err(Refused::WrongRole);
    }
    let organisation = line(&wanted.organisation, LONGEST_ORGANISATION).ok_or(Refused::NoOrganisation)?;
    let release_id = queries::release(tx, &wanted.release)?.ok_or(Refused::NoSuchRelease)?;
    let code = ClaimCode::random(&mut rand::rng());
    let code_hash = key.stored(&code);
    let claim = NewClaim {
        id: ClaimId::new(),
        release_id,
        role: wanted.role,
        organisation,
        is_named: wanted.is_named,
        code_hash: code_hash.as_str(),
        begun_at: now,
        since: now,
    };
    queries::add(tx, &claim)?;
    Ok(code)
}

/// The claim under a code.
pub fn by_code(db: &mut Snapshot<'_>, key: &ClaimKey, code: &ClaimCode) -> Result<Option<Claim>, StoreError> {
    queries::of_code(db, &key.stored(code))
}

/// Proof, if the claim under a code is confirmed.
///
/// # Errors
/// [`Refused::NoSuchClaim`] or [`Refused::NotConfirmed`].
pub fn claimant(db: &mut Snapshot<'_>, key: &ClaimKey, code: &ClaimCode) -> Result<Claimant, Refused> {
    let claim = by_code(db, key, code)?.ok_or(Refused::NoSuchClaim)?;
    if claim.standing == Standing::Confirmed {
        Ok(Claimant { claim })
    } else {
        Err(Refused::NotConfirmed)
    }
}

/// Says where the given string stands, so that a moderator looks.
///
/// # Errors
/// [`Refused::NoSuchClaim`]; [`Refused::NoPlace`]; [`Refused::Changed`] if it is confirmed already.
pub fn state(
    tx: &mut Transaction<'_>,
    now: Instant,
    key: &ClaimKey,
    code: &ClaimCode,
    place: &str,
) -> Result<(), Refused> {
    let claim = by_code(tx, key, code)?.ok_or(Refused::NoSuchClaim)?;
    let place = line(place, LONGEST_PLACE).filter(|place| {
        let host = place.strip_prefix("https://");
        host.is_some_and(|rest| !rest.is_empty() && !place.contains(char::is_whitespace))
    });
    let place = place.ok_or(Refused::NoPlace)?;
    if !claim.standing.can_be_stated() {
        return Err(Refused::Changed);
    }
    let step = NewStep {
        id: ClaimStepId::new(),
        claim_id: claim.id,
        round: claim.round + 1,
        standing: Standing::Stated,
        words: place,
        taken_by: None,
        taken_at: now,
    };
    Ok(queries::add_step(tx, &step)?)
}

/// Says whether the organisation wants to be named in public.
///
/// # Errors
/// [`Refused::NoSuchClaim`].
pub fn show_name(
    tx: &mut Transaction<'_>,
    key: &ClaimKey,
    code: &ClaimCode,
    is_named: bool,
) -> Result<(), Refused> {
    let claim = by_code(tx, key, code)?.ok_or(Refused::NoSuchClaim)?;
    Ok(queries::show_name(tx, claim.id, is_named)?)
}

/// What was stated and decided about a claim, the first first.
pub fn history(db: &mut Snapshot<'_>, claim: ClaimId) -> Result<Vec<Step>, StoreError> {
    queries::steps(db, claim)
}

/// Whether a claim is confirmed now.
pub fn is_confirmed(db: &mut Snapshot<'_>, claim: ClaimId) -> Result<bool, StoreError> {
    let claim = queries::claim(db, claim)?;
    Ok(claim.is_some_and(|claim| claim.standing == Standing::Confirmed))
}

/// What everybody may know of a claim, if it is confirmed now.
pub fn confirmed(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    claim: ClaimId,
) -> Result<Option<Confirmed>, StoreError> {
    let claim = queries::claim(db, claim)?.filter(|claim| claim.standing == Standing::Confirmed);
    Ok(claim.map(|claim| Confirmed::of(&claim, key)))
}

/// The confirmed claims on a release, the oldest first.
pub fn confirmed_of_release(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    release: &Address,
) -> Result<Vec<Confirmed>, StoreError> {
    let claims = queries::confirmed(db, release)?;
    Ok(claims.iter().map(|claim| Confirmed::of(claim, key)).collect())
}

/// Since when somebody answers for a release as its publisher, if anybody does now.
pub fn publisher_since(db: &mut Snapshot<'_>, release: &Address) -> Result<Option<Instant>, StoreError> {
    let claims = queries::confirmed(db, release)?;
    let publishers = claims.iter().filter(|claim| claim.role == Role::Publisher);
    Ok(publishers.map(|claim| claim.since).min())
}

/// Forgets claims that nobody went on with since a moment, so many at once; answers how many.
pub fn discard_idle(
    tx: &mut Transaction<'_>,
    begun_before: Instant,
    at_most: i64,
) -> Result<usize, StoreError> {
    queries::delete_begun(tx, begun_before, at_most)
}

/// Text on one line without white space around it, if it is neither empty nor too long.
pub(super) fn line(text: &str, longest: usize) -> Option<&str> {
    let text = text.trim();
    let fits = (1..=longest).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then_some(text)
}
