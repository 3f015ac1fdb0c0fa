//! Folds the names of releases that came in before names were folded.

use super::queries;
use crate::chain::registry::dossier;
use crate::chain::registry::queries as registry;
use crate::store::{StoreError, Transaction};

/// Folds the names of all releases of some models; answers of how many.
///
/// # Errors
/// When the store refuses it.
pub fn fill(tx: &mut Transaction<'_>, most: i64) -> Result<usize, StoreError> {
    let models = queries::without_words(tx, most)?;
    for model in &models {
        let ids = registry::ids(tx, std::slice::from_ref(model))?;
        let key = registry::key(model)?;
        for dossier in dossier::of_model(tx, &key)? {
            if let Some(id) = ids.get(&dossier.address) {
                queries::repeat(tx, *id, &dossier.names())?;
            }
        }
    }
    Ok(models.len())
}
