//! Handing links on: whoever has answered for a step of the chain invites the next.

use super::queries::{self, SubmissionRow};
use super::{CodeHash, Refused, release, rules};
use crate::chain::lineage::{self, Seen};
use crate::chain::links::{self, Handed, Issuer, Limits, LinkKey, LinkKind, Wish};
use crate::chain::registry::Named;
use crate::chain::{Audience, Role};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::shelf::Shelf;
use crate::questionnaire::versions;
use crate::store::{Instant, Snapshot, Transaction};

/// A link that somebody wants to hand on.
#[derive(Debug, Clone)]
pub struct Handing {
    pub kind: LinkKind,
    /// To whom.
    pub role: Role,
    /// Of a channel link, for whom and for about how many it is.
    pub audience: Option<(String, i32)>,
    pub limits: Limits,
}

/// Who hands on, and what was handed on already.
#[derive(Debug, Clone)]
pub struct HandedOn {
    pub issuer: Issuer,
    pub links: Vec<Handed>,
    /// What came of these, as far as it can be told.
    pub seen: Option<Seen>,
}

/// What the person with a code has handed on; nothing if nobody hands on from where they stand.
///
/// # Errors
/// [`Refused::NoSuchCode`], [`Refused::Withdrawn`].
pub fn handed_on(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    key: &LinkKey,
    hash: &CodeHash,
) -> Result<Option<HandedOn>, Refused> {
    let (sealed, issuer) = issuer(db, shelf, key, hash)?;
    let Some(issuer) = issuer else { return Ok(None) };
    let links = links::handed_on(db, key, &issuer, sealed.study_id)?;
    let came_by = sealed.came_by.as_ref().and_then(|came_by| key.open(came_by));
    let seen = lineage::seen(db, key, sealed.study_id, sealed.code_hash.as_str(), came_by)?;
    Ok(Some(HandedOn { issuer, links, seen }))
}

/// Makes a link, about the model release that the person has answered about.
///
/// # Errors
/// [`Refused::NoSuchCode`], [`Refused::Withdrawn`], [`Refused::StudyClosed`], and what
/// [`links::hand_on`] refuses.
pub fn hand_on(
    tx: &mut Transaction<'_>,
    now: Instant,
    shelf: &Shelf,
    key: &LinkKey,
    hash: &CodeHash,
    handing: Handing,
) -> Result<Handed, Refused> {
    let (sealed, issuer) = issuer(tx, shelf, key, hash)?;
    let issuer = issuer.ok_or(links::Refused::WrongRole)?;
    let study = versions::study_of_id(tx, sealed.study_id)?.ok_or(Refused::NoSuchQuestionnaire)?;
    let described = shelf.described(tx, &study)?;
    if !rules::takes_answers(&study, &described.settings, now) {
        return Err(Refused::StudyClosed);
    }
    let answers: Answers = match &sealed.answers {
        Some(answers) => answers.parse()?,
        None => return Err(Refused::Withdrawn),
    };
    let wish = Wish {
        study: sealed.study_id,
        kind: handing.kind,
        role: handing.role,
        release: match answers.get(release::RELEASE) {
            // Words of a person are not handed on.
            Some(Answer::One(release)) if !Named::is_in_words(release) => Some(release.clone()),
            Some(Answer::One(_) | Answer::Many(_) | Answer::Repeated(_) | Answer::Skipped) | None => None,
        },
        audience: handing.audience,
        limits: handing.limits,
    };
    Ok(links::hand_on(tx, key, &issuer, &wish)?)
}

/// Calls a link back that the person with a code has handed on.
///
/// # Errors
/// [`Refused::NoSuchCode`], [`Refused::Withdrawn`], and what [`links::call_back`] refuses.
pub fn call_back(
    tx: &mut Transaction<'_>,
    shelf: &Shelf,
    key: &LinkKey,
    hash: &CodeHash,
    number: i32,
) -> Result<(), Refused> {
    let (_, issuer) = issuer(tx, shelf, key, hash)?;
    let issuer = issuer.ok_or(links::Refused::NoSuchLink)?;
    Ok(links::call_back(tx, key, &issuer, number)?)
}

/// The submission under a code, and its person as one who hands links on.
fn issuer(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    key: &LinkKey,
    hash: &CodeHash,
) -> Result<(SubmissionRow, Option<Issuer>), Refused> {
    let sealed = queries::newest_submission(db, hash)?.ok_or(Refused::NoSuchCode)?;
    if sealed.withdrawn_at.is_some() {
        return Err(Refused::Withdrawn);
    }
    let version = shelf
        .version(db, sealed.version_id)?
        .ok_or(Refused::NoSuchQuestionnaire)?;
    let issuer = match version.audience {
        Audience::Role(role) if !links::next_roles(role).is_empty() => {
            let came_by = sealed.came_by.as_ref().and_then(|came_by| key.open(came_by));
            Some(Issuer::of_receipt(sealed.code_hash.as_str(), role, came_by))
        }
        Audience::Role(_) | Audience::Any | Audience::Report => None,
    };
    Ok((sealed, issuer))
}
