//! The shelf: what is asked, ready made in memory, so that no request parses it again.
//!
//! A version never changes, so a plan stays good for as long as the process runs. Settings do
//! change, perhaps by another process; they are kept under the moment at which the study was
//! added last, which every request reads anyway. Nothing here writes to the store.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::definition::Definition;
use super::estimate::{Estimate, estimate};
use super::evaluation::Plan;
use super::queries;
use super::versions::{Described, Header};
use crate::chain::Audience;
use crate::id::{QuestionnaireId, StudyId, VersionId};
use crate::store::{Instant, Snapshot, StoreError};

/// A frozen version of a questionnaire, ready to be asked.
#[derive(Debug)]
pub struct Version {
    pub id: VersionId,
    /// From 1, by questionnaire.
    pub number: i32,
    pub content_hash: String,
    pub questionnaire: QuestionnaireId,
    pub key: String,
    pub audience: Audience,
    pub study: StudyId,
    pub study_key: String,
    pub plan: Plan,
    /// How long answering takes.
    pub length: Estimate,
}

/// Keeps versions and settings; cloning is cheap and every clone is the same shelf.
#[derive(Clone, Default)]
pub struct Shelf {
    kept: Arc<Kept>,
}

#[derive(Default)]
struct Kept {
    versions: RwLock<HashMap<VersionId, Arc<Version>>>,
    studies: RwLock<HashMap<StudyId, (Instant, Arc<Described>)>>,
}

impl Shelf {
    /// An empty shelf.
    pub fn new() -> Self {
        Self::default()
    }

    /// The version with this id, read and compiled when it is asked for the first time.
    ///
    /// # Errors
    /// When the database fails or holds a definition that this program cannot read.
    pub fn version(&self, db: &mut Snapshot<'_>, id: VersionId) -> Result<Option<Arc<Version>>, StoreError> {
        if let Some(kept) = self.kept_version(id) {
            return Ok(Some(kept));
        }
        let Some(row) = queries::version(db, id)? else {
            return Ok(None);
        };
        let plan = Plan::new(row.definition.parse::<Definition>()?).map_err(|_| {
            StoreError::Unusable(format!(
                "version {id} of a questionnaire cannot be evaluated by this program"
            ))
        })?;
        let version = Arc::new(Version {
            id: row.id,
            number: row.number,
            content_hash: row.content_hash,
            questionnaire: row.questionnaire,
            key: row.key,
            audience: row.role,
            study: row.study,
            study_key: row.study_key,
            length: estimate(plan.definition()),
            plan,
        });
        // A thread that panicked while it held the lock left whole entries behind.
        let mut versions = self.kept.versions.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Some(Arc::clone(versions.entry(id).or_insert(version))))
    }

    /// The version with this id if it is on the shelf already; asks no database.
    pub fn kept_version(&self, id: VersionId) -> Option<Arc<Version>> {
        let versions = self.kept.versions.read().unwrap_or_else(PoisonError::into_inner);
        versions.get(&id).cloned()
    }

    /// The newest version of a questionnaire that the study asks.
    ///
    /// # Errors
    /// As [`Shelf::version`].
    pub fn newest(
        &self,
        db: &mut Snapshot<'_>,
        study: StudyId,
        questionnaire: &str,
    ) -> Result<Option<Arc<Version>>, StoreError> {
        match queries::newest_version_of(db, study, questionnaire)? {
            Some(id) => self.version(db, id),
            None => Ok(None),
        }
    }

    /// The settings of a study, as they were when `header` was read or later.
    ///
    /// # Errors
    /// When the database fails or holds settings that this program cannot read.
    pub fn described(&self, db: &mut Snapshot<'_>, header: &Header) -> Result<Arc<Described>, StoreError> {
        if let Some(kept) = self.kept_settings(header.id, header.added_at) {
            return Ok(kept);
        }
        let described = Arc::new(queries::settings(db, header.id)?.parse::<Described>()?);
        let mut studies = self.kept.studies.write().unwrap_or_else(PoisonError::into_inner);
        studies.insert(header.id, (header.added_at, Arc::clone(&described)));
        Ok(described)
    }

    fn kept_settings(&self, study: StudyId, added_at: Instant) -> Option<Arc<Described>> {
        let studies = self.kept.studies.read().unwrap_or_else(PoisonError::into_inner);
        let (kept_at, described) = studies.get(&study)?;
        (*kept_at == added_at).then(|| Arc::clone(described))
    }
}
