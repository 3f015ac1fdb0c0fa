//! Answers that were given elsewhere: the same checks and the same rows, without a draft.
//!
//! A line is checked first and sealed later, so that a caller can hold a whole file against the
//! questionnaires before anything of it is stored. The public id comes from the caller, who makes
//! it from the line: sealing the same line twice adds nothing. Nobody has a code for a line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::draft::{self, Consent};
use super::names::{self, Words};
use super::queries::{self, NewSubmission};
use super::{CodeHash, Refused, rules};
use crate::chain::links::Tier;
use crate::chain::registry::{Asked, Excerpt};
use crate::id::{PublicId, StudyId, SubmissionId, VersionId};
use crate::questionnaire::evaluation::{Context, DocumentFault, evaluate, read_document};
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::validation::{self, Fault};
use crate::questionnaire::versions::{self, Described, Header};
use crate::store::{Document, Instant, Snapshot, Store, StoreError, Transaction};

/// One line of a file of answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Key of the questionnaire.
    pub questionnaire: String,
    pub language: String,
    /// Question keys and answers, as in [`read_document`].
    pub answers: serde_json::Value,
    /// Keys of the boxes that were ticked. Without them the line stands for a person who took
    /// part and let the answers be published: whoever imports vouches for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Vec<String>>,
}

/// What keeps a line out.
#[derive(Debug, Clone, PartialEq)]
pub enum LineFault {
    UnknownQuestionnaire(String),
    UnknownLanguage(String),
    UnknownConsent,
    /// The answers say that the person is below the study's age.
    TooYoung,
    /// The answers cannot be read.
    Document(DocumentFault),
    /// An answer cannot stand as it is.
    Answer(Fault),
}

impl LineFault {
    /// A stable name for this kind of fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestionnaire(_) => "unknown-questionnaire",
            Self::UnknownLanguage(_) => "unknown-language",
            Self::UnknownConsent => "unknown-consent",
            Self::TooYoung => "too-young",
            Self::Document(fault) => fault.code(),
            Self::Answer(fault) => fault.kind.code(),
        }
    }

    /// The name of the field that is at fault.
    pub fn field(&self) -> String {
        match self {
            Self::UnknownQuestionnaire(_) => "questionnaire".to_owned(),
            Self::UnknownLanguage(_) => "language".to_owned(),
            Self::UnknownConsent => "consent".to_owned(),
            Self::TooYoung | Self::Document(_) => "answers".to_owned(),
            Self::Answer(fault) => fault.field.to_string(),
        }
    }
}

/// A study into which lines are read, with the newest version of all it asks.
#[derive(Debug, Clone)]
pub struct Target {
    pub study: Header,
    pub described: Arc<Described>,
    /// By key of the questionnaire.
    pub versions: BTreeMap<String, Arc<Version>>,
}

impl Target {
    /// The study with this key.
    pub fn read(db: &mut Snapshot<'_>, shelf: &Shelf, key: &str) -> Result<Option<Self>, StoreError> {
        let Some(study) = versions::study(db, key)? else {
            return Ok(None);
        };
        let described = shelf.described(db, &study)?;
        let mut newest = BTreeMap::new();
        for questionnaire in versions::questionnaires(db, study.id)? {
            if let Some(version) = shelf.version(db, questionnaire.newest)? {
                newest.insert(questionnaire.key, version);
            }
        }
        Ok(Some(Self {
            study,
            described,
            versions: newest,
        }))
    }

    /// Checks a line as a submission that is made at `at` and settles its answers; looks up the
    /// releases that it speaks of.
    ///
    /// # Errors
    /// All that keeps the line out, and a line that cannot be written as JSON.
    pub async fn check(
        &self,
        store: &Store,
        line: &Line,
        seed: u64,
        at: Instant,
    ) -> Result<Checked, NotChecked> {
        let mut registry: Arc<Excerpt> = Arc::default();
        loop {
            let asked = match self.checked(line, seed, at, &registry)? {
                Checking::Done(checked) => return Ok(*checked),
                // What is asked once was looked up, so that this ends.
                Checking::Lacks(asked) => asked,
            };
            let read = move |db: &mut Snapshot<'_>| {
                Arc::make_mut(&mut registry).look_up(db, asked)?;
                Ok::<_, StoreError>(registry)
            };
            registry = store.read(read).await?;
        }
    }

    fn checked(
        &self,
        line: &Line,
        seed: u64,
        at: Instant,
        registry: &Arc<Excerpt>,
    ) -> Result<Checking, NotChecked> {
        let version = self
            .versions
            .get(&line.questionnaire)
            .ok_or_else(|| LineFault::UnknownQuestionnaire(line.questionnaire.clone()))?;
        let languages = &version.plan.definition().languages;
        if !languages.contains(&line.language) {
            return Err(LineFault::UnknownLanguage(line.language.clone()).into());
        }
        let settings = &self.described.settings;
        // A box that was not ticked is no fault: the line may come from a study with other rules.
        let ticks = line
            .consent
            .clone()
            .unwrap_or_else(|| rules::vouched_for(settings));
        if let Err(Refused::UnknownConsent) = rules::check_consent(settings, &ticks) {
            return Err(LineFault::UnknownConsent.into());
        }
        let answers = read_document(&version.plan, &line.answers)
            .map_err(|faults| NotChecked::Faulty(faults.into_iter().map(LineFault::Document).collect()))?;
        if rules::ends_for_age(settings, &answers) {
            return Err(LineFault::TooYoung.into());
        }
        let context = Context {
            registry: registry.clone(),
            ..draft::context(&line.language, settings.zone(), seed, at, at)
        };
        let mut state = evaluate(&version.plan, &answers, &context);
        state.trigger_missing();
        let lacked = state.lacked();
        if !lacked.is_empty() {
            return Ok(Checking::Lacks(lacked));
        }
        let settled = validation::check(&state)
            .map_err(|faults| NotChecked::Faulty(faults.into_iter().map(LineFault::Answer).collect()))?;
        let consent = Consent {
            ticks,
            version: settings.consent.version.clone(),
            at,
        };
        Ok(Checking::Done(Box::new(Checked {
            study: self.study.id,
            version: version.id,
            language: line.language.clone(),
            consent: Document::of(&consent)?,
            seed: seed.cast_signed(),
            names: names::words(&version.plan, settled.answers(), &context),
            answers: Document::of(&settled)?,
            at,
        })))
    }
}

/// How far checking a line came.
enum Checking {
    Done(Box<Checked>),
    /// What of the registry must be looked up before.
    Lacks(BTreeSet<Asked>),
}

/// Why a line cannot be sealed.
#[derive(Debug)]
pub enum NotChecked {
    /// Never empty.
    Faulty(Vec<LineFault>),
    Store(StoreError),
}

impl From<LineFault> for NotChecked {
    fn from(fault: LineFault) -> Self {
        Self::Faulty(vec![fault])
    }
}

impl From<StoreError> for NotChecked {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A line that can be sealed.
pub struct Checked {
    study: StudyId,
    version: VersionId,
    language: String,
    consent: Document,
    seed: i64,
    answers: Document,
    names: Words,
    at: Instant,
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Checked(…)")
    }
}

/// Seals lines under their public ids; those that are there already stay as they are. Answers
/// how many were added.
pub fn seal_lines(tx: &mut Transaction<'_>, lines: &[(PublicId, Checked)]) -> Result<usize, StoreError> {
    let mut added = 0;
    for (public_id, line) in lines {
        let submission = NewSubmission {
            id: SubmissionId::new(),
            public_id: *public_id,
            code_hash: &CodeHash::of_import(*public_id),
            revision: 1,
            study_id: line.study,
            version_id: line.version,
            language: &line.language,
            tier: Tier::Open,
            came_by: None,
            consent: &line.consent,
            seed: line.seed,
            answers: &line.answers,
            submitted_at: line.at,
        };
        if queries::seal_unless_there(tx, &submission)? {
            names::keep(tx, line.study, submission.id, &line.names)?;
            added += 1;
        }
    }
    Ok(added)
}
