//! The releases whose names are most like what was typed.

use std::collections::HashMap;

use super::folding::{folded, grams};
use super::likeness::{LEAST, Likeness, Typed};
use super::queries;
use crate::chain::registry::addresses::Address;
use crate::chain::registry::facts::{Fact, Field};
use crate::chain::registry::identifiers::Identifier;
use crate::chain::registry::queries as registry;
use crate::chain::registry::{browse, dossier};
use crate::id::ReleaseId;
use crate::store::{Snapshot, StoreError};

/// Most characters of a search that are looked at.
const LONGEST: usize = 120;
/// Most pieces of a search that are looked up.
const MOST_GRAMS: usize = 32;
/// A piece that more releases have tells little; no more of them are looked at.
const MOST_OF_A_GRAM: i64 = 2000;
/// Rows of pieces that are looked at in all.
const MOST_ROWS: usize = 6000;
/// Releases whose names are compared, those first that share most pieces.
const MOST_COMPARED: usize = 600;

/// A release that somebody may mean.
#[derive(Debug, Clone)]
pub struct Near {
    pub(super) id: ReleaseId,
    pub listed: browse::Listed,
    /// Names that others give to it, which tell it from its like.
    pub identifiers: Vec<String>,
    /// Day of publication.
    pub released_on: Option<chrono::NaiveDate>,
}

/// The releases that are nearest to what was typed, the nearest first; of equally near ones in the
/// order of their addresses. Takes the same time however many releases there are.
///
/// # Errors
/// When the store cannot be read.
pub fn near(db: &mut Snapshot<'_>, typed: &str, most: usize) -> Result<Vec<Near>, StoreError> {
    let typed: String = typed.trim().chars().take(LONGEST).collect();
    let plain = folded(&typed);
    let mut best = named(db, &typed)?;
    let ids = candidates(db, &plain)?;
    let like = Typed::new(&plain);
    let mut alike: Vec<(ReleaseId, Likeness, Address)> = queries::words(db, &ids)?
        .into_iter()
        .map(|(id, address, words)| (id, like.likeness(&words), address))
        .filter(|(_, likeness, _)| likeness.found >= LEAST)
        .collect();
    alike.sort_by(|one, other| other.1.compare(one.1).then_with(|| one.2.cmp(&other.2)));
    for (id, ..) in alike {
        if !best.contains(&id) {
            best.push(id);
        }
    }
    best.truncate(most);
    described(db, &best)
}

/// Releases of which what was typed is an identifier, and was not taken back.
fn named(db: &mut Snapshot<'_>, typed: &str) -> Result<Vec<ReleaseId>, StoreError> {
    let mut values = vec![typed.to_owned(), typed.to_lowercase()];
    values.extend(Identifier::of_address(typed).map(|one| one.value().to_owned()));
    values.dedup();
    let ids = queries::named(db, &values)?;
    let known = described(db, &ids)?;
    let holds = |near: &Near| near.identifiers.iter().any(|one| values.contains(one));
    Ok(known
        .iter()
        .filter(|near| holds(near))
        .map(|near| near.id)
        .collect())
}

/// Releases that share the rarest pieces.
fn candidates(db: &mut Snapshot<'_>, plain: &str) -> Result<Vec<ReleaseId>, StoreError> {
    let mut found = Vec::new();
    for gram in grams(plain).into_iter().take(MOST_GRAMS) {
        let ids = queries::with_gram(db, &gram, MOST_OF_A_GRAM)?;
        if !ids.is_empty() {
            found.push(ids);
        }
    }
    found.sort_by_key(Vec::len);
    let mut shared: HashMap<ReleaseId, u32> = HashMap::new();
    let mut left = MOST_ROWS;
    for ids in found {
        if left < ids.len() && !shared.is_empty() {
            break;
        }
        left = left.saturating_sub(ids.len());
        for id in ids {
            *shared.entry(id).or_default() += 1;
        }
    }
    let mut shared: Vec<(ReleaseId, u32)> = shared.into_iter().collect();
    shared.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    shared.truncate(MOST_COMPARED);
    Ok(shared.into_iter().map(|(id, _)| id).collect())
}

/// What tells these releases from each other, in their order.
fn described(db: &mut Snapshot<'_>, ids: &[ReleaseId]) -> Result<Vec<Near>, StoreError> {
    let listed = registry::listed(db, ids)?;
    let dossiers = dossier::of_releases(db, ids, &[Field::Identifier, Field::ReleasedOn])?;
    let near = ids.iter().filter_map(|id| {
        let (_, listed) = listed.iter().find(|(other, _)| other == id)?;
        let known = dossiers.iter().find(|known| known.address == listed.address);
        let holding = known.into_iter().flat_map(dossier::Dossier::holding);
        let identifiers = holding.filter_map(|statement| match &statement.fact {
            Fact::Identifier(identifier) => Some(identifier.value().to_owned()),
            _ => None,
        });
        Some(Near {
            id: *id,
            listed: listed.clone(),
            identifiers: identifiers.collect(),
            released_on: known.and_then(dossier::Dossier::released_on),
        })
    });
    Ok(near.collect())
}
