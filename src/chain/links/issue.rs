//! Making links, for the study itself and for those who have answered.

use super::queries::{self, NewLink};
use super::{Link, LinkKey, LinkKind, Refused, Shown, Typed, next_roles};
use crate::chain::Role;
use crate::id::{LinkId, StudyId};
use crate::people::Token;
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Personal links that one person hands on, at most: the usual quota of respondent-driven sampling.
pub const MOST_PERSONAL: usize = 3;
/// Channel links that one person hands on, at most.
const MOST_CHANNELS: usize = 5;
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
    pub most_uses: Option<i32>,
    pub expires_at: Option<Instant>,
}

/// Who hands a link on.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// What is stored of the receipt code.
    pub code_hash: String,
    pub role: Role,
    /// The link that the issuer came by.
    pub came_by: Option<LinkId>,
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
    pub revoked: bool,
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
/// [`Refused::WrongRole`], [`Refused::TooMany`] or [`Refused::NoAudience`].
pub fn hand_on(
    tx: &mut Transaction<'_>,
    key: &LinkKey,
    issuer: &Issuer,
    wish: &Wish,
) -> Result<Handed, Refused> {
    if !next_roles(issuer.role).contains(&wish.role) {
        return Err(Refused::WrongRole);
    }
    let most = match wish.kind {
        LinkKind::Personal => MOST_PERSONAL,
        LinkKind::Channel => MOST_CHANNELS,
        LinkKind::Open => 0,
    };
    let hidden = key.handed_on_by(&issuer.code_hash);
    let before = queries::of_issuer(tx, &hidden)?;
    if before.iter().filter(|link| link.kind == wish.kind).count() >= most {
        return Err(Refused::TooMany);
    }
    let number = before.last().and_then(|link| link.number).unwrap_or(0) + 1;
    let shown = key.shown(key.of_issuer(&issuer.code_hash, number));
    add(tx, key, wish, &shown, Some((issuer, &hidden, number)))?;
    Ok(Handed {
        shown,
        number,
        kind: wish.kind,
        role: wish.role,
        audience: wish.audience.as_ref().map(|(audience, _)| audience.clone()),
        revoked: false,
    })
}

/// What somebody handed on who has answered, the first first.
pub fn handed_on(db: &mut Snapshot<'_>, key: &LinkKey, code_hash: &str) -> Result<Vec<Handed>, StoreError> {
    let rows = queries::of_issuer(db, &key.handed_on_by(code_hash))?;
    let handed = rows.into_iter().filter_map(|row| {
        let number = row.number?;
        Some(Handed {
            shown: key.shown(key.of_issuer(code_hash, number)),
            number,
            kind: row.kind,
            role: row.role,
            audience: row.audience,
            revoked: row.revoked,
        })
    });
    Ok(handed.collect())
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
            LinkKind::Channel | LinkKind::Open => wish.most_uses,
        },
        expires_at: wish.expires_at,
    };
    queries::add(tx, &link)?;
    Ok(link.id)
}

fn is_told((audience, expected): &(String, i32)) -> bool {
    !audience.is_empty()
        && audience.chars().count() <= LONGEST_AUDIENCE
        && (1..=MOST_EXPECTED).contains(expected)
}
