//! Orders: a researcher asks for an edition on the site, and the background work builds it.
//!
//! The order is a row, so that nothing is lost when the process ends before the edition is built.

use super::columns::Profile;
use super::edition::study_id;
use super::facts::Number;
use super::queries;
use super::refused::Refused;
use crate::id::{OrderId, StudyId};
use crate::people::Researcher;
use crate::people::audit::{self, Event};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// An order as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub id: OrderId,
    /// Key of the study.
    pub study: String,
    pub profile: Profile,
    pub ordered_at: Instant,
    /// None while it waits.
    pub outcome: Option<Outcome>,
}

/// What became of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The edition has this number.
    Built(Number),
    /// It could not be built; the operator's log says why.
    Failed,
}

/// Stands in the database for [`Outcome::Failed`].
const FAILED: &str = "failed";

/// Asks for the next edition of a study.
///
/// # Errors
/// [`Refused::NotPermitted`] when the permission does not cover the study.
pub fn place(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Researcher,
    study: StudyId,
    profile: Profile,
) -> Result<OrderId, Refused> {
    if !by.covers(study) {
        return Err(Refused::NotPermitted);
    }
    let id = OrderId::new();
    queries::add_order(tx, id, study, profile.as_str(), by.account(), now)?;
    let profile = profile.as_str();
    audit::record(
        tx,
        now,
        Some(by.account()),
        Event::EditionOrdered { study, profile },
    )?;
    Ok(id)
}

/// The order that has waited longest.
///
/// # Errors
/// When the database fails or names a profile that this program does not know.
pub fn next(db: &mut Snapshot<'_>) -> Result<Option<Placed>, Refused> {
    queries::waiting_order(db)?.map(placed).transpose()
}

/// The newest orders of a study.
///
/// # Errors
/// [`Refused::NoSuchStudy`].
pub fn recent(db: &mut Snapshot<'_>, study: &str, limit: i64) -> Result<Vec<Placed>, Refused> {
    let id = study_id(db, study)?;
    queries::orders(db, id, limit)?.into_iter().map(placed).collect()
}

/// Notes what became of an order.
///
/// # Errors
/// When the database fails.
pub fn finish(
    tx: &mut Transaction<'_>,
    now: Instant,
    order: OrderId,
    outcome: Outcome,
) -> Result<(), StoreError> {
    let outcome = match outcome {
        Outcome::Built(number) => number.to_string(),
        Outcome::Failed => FAILED.to_owned(),
    };
    queries::finish_order(tx, order, now, &outcome)
}

fn placed(row: queries::OrderRow) -> Result<Placed, Refused> {
    let (id, study, profile, ordered_at, outcome) = row;
    let profile = Profile::from_code(&profile).ok_or(Refused::UnknownProfile)?;
    let outcome = outcome.map(|outcome| outcome.parse().map_or(Outcome::Failed, Outcome::Built));
    Ok(Placed {
        id,
        study,
        profile,
        ordered_at,
        outcome,
    })
}
