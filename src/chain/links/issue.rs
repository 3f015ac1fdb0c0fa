//! Making links, for the study itself and for those who have answered.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::queries::{self, NewLink};
use super::{Link, LinkKey, LinkKind, Refused, Shown, Typed, next_roles};
use crate::chain::Role;
use crate::chain::claims::Claimant;
use crate::id::{ClaimId, LinkId, StudyId};
use crate::people::Token;
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Personal links that one person hands on, at most: the usual quota of respondent-driven sampling.
const MOST_PERSONAL: usize = 3;
/// Channel links that one person hands on, at most.
const MOST_CHANNELS: usize = 5;
/// Personal links that a claimant hands on in one study, at most: it knows whom it deals with.
const MOST_OF_CLAIMANT: usize = 20;
/// Most people that may begin by a link in an hour, where it has a limit.
const MOST_PER_HOUR: i32 = 1_000;
/// Characters of what says for whom a channel link is.
const LONGEST_AUDIENCE: usize = 200;
/// People that a channel link may be for.
const MOST_EXPECTED: i32 = 1_000_000_000;

/// A link that is wanted.
#[derive(Debug, Clone)]
pub struct Wish {
    pub study: StudyId,
    pub kind: LinkKind,
    /// For whom.
    pub role: Role,
    /// What is filled in for the question `release`.
    pub release: Option<String>,
    /// Of a channel link, for whom and for about how many it is.
    pub audience: Option<(String, i32)>,
    pub limits: Limits,
}

/// How long and how much a link is good for, and in which language it speaks.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Submissions that may come by it.
    pub most_uses: Option<i32>,
    pub expires_at: Option<Instant>,
    /// How many may begin by it in an hour.
    pub per_hour: Option<i32>,
    /// Tag of the language in which its invitation opens; whoever comes by it can choose another.
    pub language: Option<String>,
}

/// Who hands a link on.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// What is stored of the receipt code or the claim code.
    code_hash: String,
    role: Role,
    /// The link that the issuer came by.
    came_by: Option<LinkId>,
    /// The confirmed claim of the issuer.
    claim: Option<ClaimId>,
}

impl Limits {
    fn check(&self) -> Result<(), Refused> {
        let fits = |number: Option<i32>, most| number.is_none_or(|number| (1..=most).contains(&number));
        if fits(self.most_uses, MOST_EXPECTED) && fits(self.per_hour, MOST_PER_HOUR) {
            Ok(())
        } else {
            Err(Refused::BadLimits)
        }
    }

    /// The last day on which it is good.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let end = self.expires_at?;
        Some(end.plus(-TimeDelta::microseconds(1)).utc().date_naive())
    }
}

impl Issuer {
    /// Somebody who has answered. `code_hash` is what is stored of the receipt code.
    pub fn of_receipt(code_hash: &str, role: Role, came_by: Option<LinkId>) -> Self {
        Self {
            code_hash: code_hash.to_owned(),
            role,
            came_by,
            claim: None,
        }
    }

    /// Somebody who has shown that a release is theirs.
    pub fn of_claimant(claimant: &Claimant) -> Self {
        Self {
            code_hash: claimant.code_hash().to_owned(),
            role: claimant.claim().role,
            came_by: None,
            claim: Some(claimant.claim().id),
        }
    }

    /// The step of the chain for which it hands on.
    pub fn role(&self) -> Role {
        self.role
    }

    /// How many more links of a kind it may hand on in a study, of which it handed on some.
    pub fn left(&self, kind: LinkKind, handed: &[Handed]) -> usize {
        let most = match (kind, self.claim) {
            (LinkKind::Personal, None) => MOST_PERSONAL,
            (LinkKind::Personal, Some(_)) => MOST_OF_CLAIMANT,
            (LinkKind::Channel, _) => MOST_CHANNELS,
            (LinkKind::Open, _) => 0,
        };
        most.saturating_sub(handed.iter().filter(|link| link.kind == kind).count())
    }
}

/// A link that a person handed on, as that person may see it. Whether somebody used it is nobody's
/// business but theirs.
#[derive(Debug, Clone)]
pub struct Handed {
    pub shown: Shown,
    pub number: i32,
    pub kind: LinkKind,
    pub role: Role,
    pub audience: Option<String>,
    pub limits: Limits,
    /// Whether it was handed on under a claim.
    pub by_claimant: bool,
    pub revoked: bool,
}

impl Handed {
    fn of(key: &LinkKey, code_hash: &str, row: Link) -> Option<Self> {
        let number = row.number?;
        Some(Self {
            shown: key.shown(key.of_issuer(code_hash, number)),
            number,
            kind: row.kind,
            role: row.role,
            audience: row.audience,
            limits: Limits {
                most_uses: row.most_uses.filter(|_| row.kind != LinkKind::Personal),
                expires_at: row.expires_at,
                per_hour: row.per_hour,
                language: row.language,
            },
            by_claimant: row.claim.is_some(),
            revoked: row.revoked,
        })
    }
}

/// Makes a link of the study itself. Its token cannot be had again.
///
/// # Errors
/// [`Refused::NoAudience`].
pub fn issue(tx: &mut Transaction<'_>, key: &LinkKey, wish: &Wish) -> Result<(LinkId, Shown), Refused> {
    let shown = key.shown(Token::for_an_address());
    let id = add(tx, key, wish, &shown, None)?;
    Ok((id, shown))
}

/// Makes a link that somebody hands on who has answered.
///
/// # Errors
/// [`Refused::WrongRole`], [`Refused::TooMany`], [`Refused::NoAudience`] or [`Refused::BadLimits`].
pub fn hand_on(
    tx: &mut Transaction<'_>,
    key: &LinkKey,
    issuer: &Issuer,
    wish: &Wish,
) -> Result<Handed, Refused> {
    if !next_roles(issuer.role).contains(&wish.role) {
        return Err(Refused::WrongRole);
    }
    let hidden = key.handed_on_by(&issuer.code_hash);
    let before = queries::of_issuer(tx, &hidden)?;
    let number = before.last().and_then(|link| link.number).unwrap_or(0) + 1;
    let before = handed(key, &issuer.code_hash, wish.study, before);
    if issuer.left(wish.kind, &before) == 0 {
        return Err(Refused::TooMany);
    }
    let shown = key.shown(key.of_issuer(&issuer.code_hash, number));
    add(tx, key, wish, &shown, Some((issuer, &hidden, number)))?;
    Ok(Handed {
        shown,
        number,
        kind: wish.kind,
        role: wish.role,
        audience: wish.audience.as_ref().map(|(audience, _)| audience.clone()),
        limits: wish.limits.clone(),
        by_claimant: issuer.claim.is_some(),
        revoked: false,
    })
}

/// What somebody handed on in a study, the first first.
pub fn handed_on(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    issuer: &Issuer,
    study: StudyId,
) -> Result<Vec<Handed>, StoreError> {
    let rows = queries::of_issuer(db, &key.handed_on_by(&issuer.code_hash))?;
    Ok(handed(key, &issuer.code_hash, study, rows))
}

fn handed(key: &LinkKey, code_hash: &str, study: StudyId, rows: Vec<Link>) -> Vec<Handed> {
    let here = rows.into_iter().filter(|row| row.study == study);
    here.filter_map(|row| Handed::of(key, code_hash, row)).collect()
}

/// Calls a link back that somebody handed on. What came by it stays.
///
/// # Errors
/// [`Refused::NoSuchLink`].
pub fn call_back(
    tx: &mut Transaction<'_>,
    key: &LinkKey,
    issuer: &Issuer,
    number: i32,
) -> Result<(), Refused> {
    let rows = queries::of_issuer(tx, &key.handed_on_by(&issuer.code_hash))?;
    let link = rows.iter().find(|link| link.number == Some(number));
    Ok(queries::revoke(tx, link.ok_or(Refused::NoSuchLink)?.id)?)
}

/// The end of a day in UTC: until then a link is good that is good on that day.
pub fn end_of(day: NaiveDate) -> Instant {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    Instant::new(midnight).plus(TimeDelta::days(1))
}

/// The links of a study itself.
pub fn of_study(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<Link>, StoreError> {
    queries::of_study(db, study)
}

fn add(
    tx: &mut Transaction<'_>,
    key: &LinkKey,
    wish: &Wish,
    shown: &Shown,
    by: Option<(&Issuer, &str, i32)>,
) -> Result<LinkId, Refused> {
    if wish.kind == LinkKind::Channel && !wish.audience.as_ref().is_some_and(is_told) {
        return Err(Refused::NoAudience);
    }
    wish.limits.check()?;
    let parent = match by.and_then(|(issuer, ..)| issuer.came_by) {
        Some(parent) => queries::link(tx, parent)?,
        None => None,
    };
    let depth = match (&by, &parent) {
        (None, _) => 0,
        (Some(_), None) => 1,
        (Some(_), Some(parent)) => parent.depth.saturating_add(1),
    };
    let link = NewLink {
        id: LinkId::random(),
        study_id: wish.study,
        parent_id: parent.map(|parent| parent.id),
        issuer: by.as_ref().map(|(_, hidden, _)| *hidden),
        number: by.as_ref().map(|(.., number)| *number),
        kind: wish.kind,
        role: wish.role,
        release: wish.release.as_deref(),
        audience: wish.audience.as_ref().map(|(audience, _)| audience.as_str()),
        expected: wish.audience.as_ref().map(|(_, expected)| *expected),
        token_hash: &key.stored(&Typed::Token(shown.token.clone())),
        code_hash: &key.stored(&Typed::Code(shown.code.clone())),
        depth,
        most_uses: match wish.kind {
            LinkKind::Personal => Some(1),
            LinkKind::Channel | LinkKind::Open => wish.limits.most_uses,
        },
        expires_at: wish.limits.expires_at,
        claim_id: by.and_then(|(issuer, ..)| issuer.claim),
        language: wish.limits.language.as_deref(),
        per_hour: wish.limits.per_hour,
    };
    queries::add(tx, &link)?;
    Ok(link.id)
}

fn is_told((audience, expected): &(String, i32)) -> bool {
    !audience.is_empty()
        && audience.chars().count() <= LONGEST_AUDIENCE
        && (1..=MOST_EXPECTED).contains(expected)
}
