//! The diesel of searching.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::folding::grams;
use crate::chain::registry::addresses::Address;
use crate::chain::registry::facts::Field;
use crate::chain::registry::queries::key;
use crate::id::ReleaseId;
use crate::store::schema::{models, registry_statements, release_grams, releases};
use crate::store::{Snapshot, StoreError, Transaction, on};

/// Most values bound in one statement.
const CHUNK: usize = 500;

/// Most releases that an identifier is looked up for.
const MOST_NAMED: i64 = 20;

/// Releases of which one of these identifiers was ever said.
pub(super) fn named(db: &mut Snapshot<'_>, values: &[String]) -> Result<Vec<ReleaseId>, StoreError> {
    let query = registry_statements::table
        .filter(registry_statements::field.eq(Field::Identifier.as_str()))
        .filter(registry_statements::value.eq_any(values))
        .filter(registry_statements::release_id.is_not_null())
        .order(registry_statements::release_id)
        .distinct()
        .limit(MOST_NAMED)
        .select(registry_statements::release_id);
    let found: Vec<Option<ReleaseId>> = on!(db, conn => query.load(conn))?;
    Ok(found.into_iter().flatten().collect())
}

/// The releases whose names have a piece, `most` of them.
pub(super) fn with_gram(db: &mut Snapshot<'_>, gram: &str, most: i64) -> Result<Vec<ReleaseId>, StoreError> {
    let query = release_grams::table
        .filter(release_grams::gram.eq(gram))
        .order(release_grams::release_id)
        .limit(most)
        .select(release_grams::release_id);
    on!(db, conn => query.load(conn))
}

/// The addresses of releases and their folded names, a name a line.
pub(super) fn words(
    db: &mut Snapshot<'_>,
    ids: &[ReleaseId],
) -> Result<Vec<(ReleaseId, Address, String)>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let query = releases::table
            .inner_join(models::table)
            .filter(releases::id.eq_any(ids))
            .select((releases::id, models::key, releases::key, releases::words));
        let rows: Vec<(ReleaseId, String, String, String)> = on!(db, conn => query.load(conn))?;
        for (id, model, release, words) in rows {
            let address = Address {
                model: key(&model)?,
                release: key(&release)?,
            };
            found.push((id, address, words));
        }
    }
    Ok(found)
}

/// Models with releases whose names are not folded yet, `most` of them.
pub(super) fn without_words(db: &mut Snapshot<'_>, most: i64) -> Result<Vec<String>, StoreError> {
    let query = releases::table
        .inner_join(models::table)
        .filter(releases::words.eq(""))
        .order(models::key)
        .distinct()
        .limit(most)
        .select(models::key);
    on!(db, conn => query.load(conn))
}

/// Repeats beside a release its folded names, a name a line, and their pieces.
pub(in crate::chain::registry) fn repeat(
    tx: &mut Transaction<'_>,
    id: ReleaseId,
    names: &str,
) -> Result<(), StoreError> {
    let one = releases::table.filter(releases::id.eq(id));
    on!(tx, conn => diesel::update(one).set(releases::words.eq(names)).execute(conn))?;
    let old = release_grams::table.filter(release_grams::release_id.eq(id));
    on!(tx, conn => diesel::delete(old).execute(conn))?;
    let pieces: BTreeSet<String> = names.lines().flat_map(grams).collect();
    let rows: Vec<_> = pieces
        .iter()
        .map(|gram| (release_grams::gram.eq(gram), release_grams::release_id.eq(id)))
        .collect();
    for rows in rows.chunks(CHUNK) {
        let rows = rows.to_vec();
        on!(tx, conn => diesel::insert_into(release_grams::table).values(&rows).execute(conn))?;
    }
    Ok(())
}
