//! Counting what was accepted along the chain, once a week.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::queries;
use crate::chain::lineage::{self, Arrival, Figures, Group, Tracks, week};
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
    let tracks = lineage::read(db, study)?;
    let arrivals = arrivals(db, key, &tracks, study, week::begins(monday))?;
    Ok(Some(Figures::of(&tracks, &arrivals)))
}

fn arrivals(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    tracks: &Tracks,
    study: StudyId,
    until: Instant,
) -> Result<BTreeMap<Arrival<Group>, u64>, StoreError> {
    let mut arrivals = BTreeMap::new();
    queries::each_first_accepted(db, study, until, |(came_by, tier, audience, at)| {
        if let (Some(group), Some(at)) = (Group::of(audience, tier), at) {
            let (place, by) = tracks.arrival(came_by.and_then(|came_by| key.open(&came_by)));
            let week = week::of(at);
            let arrival = Arrival {
                week,
                group,
                place,
                by,
            };
            *arrivals.entry(arrival).or_insert(0) += 1;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(arrivals)
}
