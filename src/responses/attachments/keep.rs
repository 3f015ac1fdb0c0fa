//! Which files stay: those that answers under their code mention, and no others.
//!
//! Each function here runs in the transaction that changes the answers.

use std::collections::BTreeSet;

use super::queries;
use crate::questionnaire::answers::Answers;
use crate::responses::queries::answers_under;
use crate::responses::{CodeHash, Draft, Refused};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// The draft is saved with these answers in place of those it was read with.
///
/// # Errors
/// [`Refused::Changed`] when the answers mention a file that is not there, or is somebody else's.
pub(in crate::responses) fn saved(
    tx: &mut Transaction<'_>,
    now: Instant,
    draft: &Draft,
    answers: &Answers,
) -> Result<(), Refused> {
    let plan = &draft.version.plan;
    let (before, after) = (plan.files_in(&draft.answers), plan.files_in(answers));
    let added: Vec<&str> = after.difference(&before).copied().collect();
    keep(tx, now, &draft.code_hash, &added)?;
    let mut dropped: BTreeSet<&str> = before.difference(&after).copied().collect();
    if !dropped.is_empty() {
        let sealed = mentioned(tx, &draft.code_hash)?;
        dropped.retain(|name| !sealed.contains(*name));
        let dropped: Vec<&str> = dropped.into_iter().collect();
        queries::delete(tx, &draft.code_hash, &dropped)?;
    }
    Ok(())
}

/// The draft became a submission whose answers mention these files.
///
/// # Errors
/// [`Refused::Changed`] when one of them is not there.
pub(in crate::responses) fn sealed(
    tx: &mut Transaction<'_>,
    now: Instant,
    hash: &CodeHash,
    files: &BTreeSet<String>,
) -> Result<(), Refused> {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    keep(tx, now, hash, &files)?;
    Ok(ended(tx, hash)?)
}

/// There is no draft any more: only files that submissions mention stay.
pub(in crate::responses) fn ended(tx: &mut Transaction<'_>, hash: &CodeHash) -> Result<(), StoreError> {
    let there = queries::of_code(tx, hash)?;
    if there.is_empty() {
        return Ok(());
    }
    let sealed = mentioned(tx, hash)?;
    let names = there.iter().map(|file| file.name.as_str());
    let stranded: Vec<&str> = names.filter(|name| !sealed.contains(*name)).collect();
    queries::delete(tx, hash, &stranded)
}

/// All answers under the code are deleted.
pub(in crate::responses) fn withdrawn(tx: &mut Transaction<'_>, hash: &CodeHash) -> Result<(), StoreError> {
    queries::delete_all(tx, hash)
}

/// Deletes files, `most` at a time, that came before `before` and that nothing was ever saved
/// with: their upload broke off. Answers how many there were.
pub fn discard_stranded(tx: &mut Transaction<'_>, before: Instant, most: i64) -> Result<usize, StoreError> {
    queries::delete_on_their_way(tx, before, most)
}

fn keep(tx: &mut Transaction<'_>, now: Instant, hash: &CodeHash, names: &[&str]) -> Result<(), Refused> {
    if names.is_empty() || queries::keep(tx, now, hash, names)? == names.len() {
        Ok(())
    } else {
        Err(Refused::Changed)
    }
}

/// Everything that submissions under the code say, among which are the names of their files.
fn mentioned(db: &mut Snapshot<'_>, hash: &CodeHash) -> Result<BTreeSet<String>, StoreError> {
    let mut said = BTreeSet::new();
    for answers in answers_under(db, hash)? {
        let answers: Answers = answers.parse()?;
        said.extend(answers.texts().map(str::to_owned));
    }
    Ok(said)
}
