//! Counting what was accepted along the chain, once a week.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::queries;
use crate::chain::lineage::{self, Arrival, Figures, Group, Person, Recruit, Tracks, week};
use crate::chain::links::LinkKey;
use crate::id::StudyId;
use crate::store::{Instant, Snapshot, Store, StoreError};

/// Renews the figures of a study, if a week has ended since they were counted. Answers whether it did.
///
/// # Errors
/// When the database fails; [`StoreError::Conflict`] if another process renews them now.
pub async fn renew(store: &Store, key: &LinkKey, now: Instant, study: StudyId) -> Result<bool, StoreError> {
    let monday = week::of(now);
    let key = key.clone();
    let counted = store.read(move |db| count(db, &key, study, monday)).await?;
    let Some(figures) = counted else {
        return Ok(false);
    };
    store
        .write(move |tx| lineage::keep(tx, study, monday, figures))
        .await?;
    Ok(true)
}

/// The figures up to a Monday; nothing if they stand already.
fn count(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    study: StudyId,
    monday: NaiveDate,
) -> Result<Option<Figures>, StoreError> {
    if lineage::as_of(db, study)?.is_some_and(|counted| counted >= monday) {
        return Ok(None);
    }
    figures(db, key, study, monday).map(Some)
}

/// The figures of a study as everybody could see them from a Monday on.
pub fn figures(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    study: StudyId,
    monday: NaiveDate,
) -> Result<Figures, StoreError> {
    let tracks = lineage::read(db, study)?;
    let mut arrivals = BTreeMap::new();
    each_arrival(db, key, &tracks, (study, monday), |arrival, _| {
        *arrivals.entry(arrival).or_insert(0) += 1;
    })?;
    Ok(Figures::of(&tracks, &arrivals))
}

/// Who brought whom in a study, as far as it could be told from a Monday on.
pub fn recruits(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    study: StudyId,
    monday: NaiveDate,
) -> Result<Vec<Recruit>, StoreError> {
    let tracks = lineage::read(db, study)?;
    let mut people = Vec::new();
    each_arrival(db, key, &tracks, (study, monday), |arrival, code_hash| {
        people.push(Person {
            arrival,
            hands_on_at: tracks.hands_on_at(key, code_hash),
        });
    })?;
    Ok(lineage::recruits(&tracks, &people))
}

/// Hands over everybody whose submission was first accepted before a Monday, with what is stored of
/// their code.
fn each_arrival(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    tracks: &Tracks,
    (study, monday): (StudyId, NaiveDate),
    mut take: impl FnMut(Arrival<Group>, &str),
) -> Result<(), StoreError> {
    let until = week::begins(monday);
    queries::each_first_accepted(db, study, until, |(code_hash, came_by, tier, audience, at)| {
        if let (Some(group), Some(at)) = (Group::of(audience, tier), at) {
            let (place, by) = tracks.arrival(came_by.and_then(|came_by| key.open(&came_by)));
            let week = week::of(at);
            let arrival = Arrival {
                week,
                group,
                place,
                by,
            };
            take(arrival, &code_hash);
        }
        Ok::<_, StoreError>(())
    })
}
