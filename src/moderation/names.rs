//! Which releases people's own words mean. One finding holds for all who typed the same in a study, now
//! and in future, until it is taken back; the answers themselves stay as they are.
//!
//! Findings are appended, never changed, like decisions: the latest round is what holds.

mod queries;

use std::collections::HashMap;

use super::Refused;
use crate::chain::registry::{Address, dossier};
use crate::id::{AccountId, StudyId};
use crate::people::Moderator;
use crate::people::audit::{Event, record};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 500;

/// Words in a study of which nobody has found which release they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    pub study: StudyId,
    pub study_key: String,
    /// What all texts that mean the same have in common.
    pub same: String,
    /// How one person typed it.
    pub words: String,
    /// How often it was typed.
    pub count: i64,
    /// How often somebody has decided on it so far.
    pub round: i32,
}

/// Words that mean a release.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Matched {
    pub study: StudyId,
    pub study_key: String,
    pub same: String,
    pub round: i32,
    /// Its address.
    pub release: Option<String>,
    pub reason: String,
    pub decided_by: AccountId,
    pub decided_at: Instant,
}

/// What a moderator says of words.
#[derive(Debug, Clone)]
pub struct Finding {
    pub study: StudyId,
    pub same: String,
    /// The round that was seen.
    pub round: i32,
    /// The release that they mean; none takes back that they mean one.
    pub release: Option<Address>,
    /// May be empty unless something is taken back.
    pub reason: String,
}

/// Words that mean nothing yet in the studies of the moderator, the most frequent first, after the
/// first `passed` of them.
///
/// # Errors
/// When the store cannot be read.
pub fn unmatched(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    passed: i64,
    most: i64,
) -> Result<Vec<Unmatched>, StoreError> {
    let mut found = Vec::new();
    let studies = queries::studies(db, by.scope())?;
    for (study, same, words, count) in queries::unmatched(db, &studies, passed, most)? {
        let round = queries::newest_of(db, study, &same)?.map_or(0, |(round, _)| round);
        let study_key = studies.get(&study).cloned().unwrap_or_default();
        found.push(Unmatched {
            study,
            study_key,
            same,
            words: words.unwrap_or_default(),
            count,
            round,
        });
    }
    Ok(found)
}

/// Words that mean a release in the studies of the moderator, those found last first, after so many.
///
/// # Errors
/// When the store cannot be read.
pub fn matched(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    passed: i64,
    most: i64,
) -> Result<Vec<Matched>, StoreError> {
    queries::matched(db, by.scope(), passed, most)
}

/// Records what words mean, or that they no longer do, with its audit entry.
///
/// # Errors
/// [`Refused::NoSuchName`] when nobody has typed them in a study of the moderator,
/// [`Refused::NoSuchRelease`], [`Refused::ReasonMissing`], [`Refused::AlreadyDecided`] when somebody
/// else came first.
pub fn find_meaning(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    finding: &Finding,
) -> Result<(), Refused> {
    if !by.covers(finding.study) {
        return Err(Refused::NoSuchName);
    }
    let newest = queries::newest_of(tx, finding.study, &finding.same)?;
    let (round, meant) = newest.unwrap_or_default();
    if round != finding.round {
        return Err(Refused::AlreadyDecided);
    }
    let reason = finding.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason: String = reason.chars().take(LONGEST_REASON).collect();
    match &finding.release {
        Some(address) => {
            if !queries::was_typed(tx, finding.study, &finding.same)? {
                return Err(Refused::NoSuchName);
            }
            if dossier::of_release(tx, address)?.is_none() {
                return Err(Refused::NoSuchRelease);
            }
        }
        None if meant.is_none() => return Err(Refused::NoSuchName),
        None if reason.is_empty() => return Err(Refused::ReasonMissing),
        None => {}
    }
    let added = queries::add(tx, now, by.account(), finding, round + 1, &reason);
    added.map_err(|fault| match fault {
        StoreError::Conflict => Refused::AlreadyDecided,
        other => Refused::Store(other),
    })?;
    let event = Event::NameMatched {
        study: finding.study,
        round: round + 1,
        is_meant: finding.release.is_some(),
    };
    record(tx, now, Some(by.account()), event)?;
    Ok(())
}

/// What all words of a study mean that mean something, now or as it was at an instant.
///
/// # Errors
/// When the store cannot be read.
pub fn meanings(
    db: &mut Snapshot<'_>,
    study: StudyId,
    until: Option<Instant>,
) -> Result<HashMap<String, String>, StoreError> {
    let mut meanings = HashMap::new();
    for (same, release) in queries::all(db, study, until)? {
        // Rounds rise, so that the last one holds.
        match release {
            Some(release) => meanings.insert(same, release),
            None => meanings.remove(&same),
        };
    }
    Ok(meanings)
}

/// The instant of the newest finding in a study.
///
/// # Errors
/// When the store cannot be read.
pub fn newest_meaning(db: &mut Snapshot<'_>, study: StudyId) -> Result<Option<Instant>, StoreError> {
    queries::newest(db, study)
}
