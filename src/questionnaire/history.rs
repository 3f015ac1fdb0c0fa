//! The history of a questionnaire: when each version came, what it changed, and why.

use super::comparison::{Change, Reason, compare};
use super::definition::{Definition, Text};
use super::queries;
use crate::id::{StudyId, VersionId};
use crate::store::{Document, Instant, Snapshot, StoreError};

/// A version as it came after the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub version: VersionId,
    pub number: i32,
    pub published_at: Instant,
    /// Empty where nobody had to say why.
    pub reason: Text,
    /// None for the first version.
    pub changes: Vec<Change>,
}

/// So many versions of a questionnaire, the newest first, from the one with that number on; none if
/// the study never had it. Those that it no longer asks are told too.
pub fn of_questionnaire(
    db: &mut Snapshot<'_>,
    study: StudyId,
    questionnaire: &str,
    (newest, most): (i32, usize),
) -> Result<Vec<Publication>, StoreError> {
    // What the last one changed is told against the one before.
    let rows = queries::publications(db, study, questionnaire, (newest, most.saturating_add(1)))?;
    let mut found = Vec::new();
    for (index, row) in rows.iter().enumerate().take(most) {
        let both = match (&row.changes, rows.get(index + 1)) {
            (None, Some(before)) => {
                let before: Definition = queries::definition(db, before.id)?.parse()?;
                Some((before, queries::definition(db, row.id)?.parse()?))
            }
            (Some(_), _) | (None, None) => None,
        };
        let changes = recorded(
            row.changes.as_ref(),
            both.as_ref().map(|(before, after)| (before, after)),
        )?;
        found.push(Publication {
            version: row.id,
            number: row.number,
            published_at: row.published_at,
            reason: reason(row.reason.as_ref())?,
            changes,
        });
    }
    Ok(found)
}

/// Keys of the questionnaires of a study that have been changed, with the number of versions.
pub fn changed(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<(String, i32)>, StoreError> {
    queries::changed(db, study)
}

/// What a version changed: as it was recorded or, of a version from before changes were recorded,
/// as the definition before it and its own say. A first version has none before it.
pub fn recorded(
    changes: Option<&Document>,
    definitions: Option<(&Definition, &Definition)>,
) -> Result<Vec<Change>, StoreError> {
    match (changes, definitions) {
        (Some(recorded), _) => recorded.parse(),
        (None, Some((before, after))) => Ok(compare(before, after)),
        (None, None) => Ok(Vec::new()),
    }
}

/// The words of a recorded reason.
pub fn reason(reason: Option<&Document>) -> Result<Text, StoreError> {
    match reason {
        None => Ok(Text::default()),
        Some(reason) => Ok(reason.parse::<Reason>()?.text().clone()),
    }
}
