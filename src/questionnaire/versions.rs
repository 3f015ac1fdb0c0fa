//! Studies, their questionnaires, and the frozen versions of what these ask.
//!
//! Adding a study again publishes a new version of each questionnaire whose content changed and
//! touches nothing else: a version, once published, never changes, so that an answer always means
//! what its question said. What that would change, and whether somebody has to say why, is told by
//! [`publishing`]. What is hot is kept ready made on the
//! [`Shelf`](super::shelf::Shelf).

use serde::{Deserialize, Serialize};

use super::comparison::Reason;
use super::definition::Definition;
use super::evaluation::Plan;
use super::publishing::{self, Outlook, Prospect};
use super::queries::{self, NewVersion, QuestionnaireRow, RETIRED, VersionRow};
use super::study::{QuestionnaireEntry, Study, StudySettings};
use super::walker::Clearance;
use crate::chain::Audience;
use crate::id::{QuestionnaireId, StudyId, VersionId};
use crate::people::audit::{self, Event};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction};

/// Whether a study takes answers.
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not yet.
    Prepared,
    Open,
    /// No longer; it can be opened again.
    Closed,
}

impl State {
    /// The code in the database and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Prepared, Self::Open, Self::Closed]
            .into_iter()
            .find(|state| state.as_str() == code)
    }
}

crate::store::stored_as_text!(State);

/// A study without its settings: cheap to read on every request.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = crate::store::schema::studies)]
pub struct Header {
    pub id: StudyId,
    pub key: String,
    pub state: State,
    /// When it was added last; a later one says that the settings may have changed.
    pub added_at: Instant,
    pub opened_at: Option<Instant>,
    pub closed_at: Option<Instant>,
}

/// The settings of a study and what it says about its questionnaires, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Described {
    pub settings: StudySettings,
    /// In the order of the study; only those that it asks now.
    pub questionnaires: Vec<QuestionnaireEntry>,
}

impl Described {
    /// What the study says about one of its questionnaires.
    pub fn questionnaire(&self, key: &str) -> Option<&QuestionnaireEntry> {
        self.questionnaires.iter().find(|entry| entry.key == key)
    }

    /// What the study calls one of its questionnaires, if it calls it anything.
    pub fn title_of(&self, key: &str, tag: &str) -> Option<&str> {
        let title = &self.questionnaire(key)?.title;
        Some(title.get(tag, self.settings.fallback_language())).filter(|title| !title.is_empty())
    }
}

/// A questionnaire of a study, with its newest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    pub id: QuestionnaireId,
    pub key: String,
    pub audience: Audience,
    pub newest: VersionId,
    /// The number of the newest version, from 1.
    pub number: i32,
}

/// What adding a study did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub study: StudyId,
    /// The study was not there before.
    pub new: bool,
    /// In the order of the study.
    pub questionnaires: Vec<Published>,
}

/// What became of one questionnaire when its study was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub key: String,
    pub version: VersionId,
    /// The number of the version that is asked now.
    pub number: i32,
    /// Its content is new; otherwise the version was there before.
    pub new: bool,
}

/// Why a study stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("there is no study with this key; `study list` names them all")]
    NoSuchStudy,
    /// Answers already stored say that they come from the other role.
    #[error("a questionnaire that has been open keeps its role; give it another key instead")]
    RoleChanged,
    /// What would be asked was not walked by the one who opens it, such as a version that came in between.
    #[error("what the study asks has not been walked; try again")]
    NotWalked,
    /// What it asks cannot be compiled; `questionnaire check` says why.
    #[error("a questionnaire cannot be evaluated; `questionnaire check` says why")]
    CannotBeAsked,
    /// Names of the items, as they are told.
    #[error(
        "common items change ({0}) and nobody says why: give --reason with at least ten letters, or \
         [[changes]] in study.toml; nothing was changed"
    )]
    ReasonMissing(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a study, or brings the one with its key to this content. The state stays as it is; what an
/// open study would ask at once must be cleared.
///
/// A reason stands with every version that changes an earlier one; without one here, that of
/// `study.toml` does.
///
/// # Errors
/// [`Refused::RoleChanged`] when the study has been open and a questionnaire changes its role;
/// [`Refused::NotWalked`] when it is open and a version is new that the clearance does not cover;
/// [`Refused::CannotBeAsked`] when a definition did not pass the checks of its reading;
/// [`Refused::ReasonMissing`] when a common item changes and nobody says why.
pub fn add_study(
    tx: &mut Transaction<'_>,
    now: Instant,
    study: &Study,
    reason: Option<&Reason>,
    clearance: &Clearance,
) -> Result<Added, Refused> {
    let Outlook {
        prospects,
        reason: written,
        retired: _,
    } = publishing::outlook(tx, study)?;
    let reason = reason.or(written.as_ref());
    if let (None, Some(items)) = (reason, publishing::unexplained(&prospects)) {
        return Err(Refused::ReasonMissing(items));
    }
    let settings = Document::of(&Described {
        settings: study.settings.clone(),
        questionnaires: study
            .questionnaires
            .iter()
            .map(|(entry, _)| entry.clone())
            .collect(),
    })?;
    let before = queries::study(tx, &study.settings.key)?;
    let id = match &before {
        None => {
            let id = StudyId::new();
            queries::add_study(tx, now, id, &study.settings.key, &settings)?;
            id
        }
        Some(header) => {
            // Strictly later, since a shelf tells by it that the settings changed.
            let added_at = now.max(header.added_at.plus(chrono::TimeDelta::microseconds(1)));
            queries::change_settings(tx, added_at, header.id, &settings)?;
            header.id
        }
    };
    let is_open = before.as_ref().is_some_and(|header| header.state == State::Open);
    let may_change_roles = before
        .as_ref()
        .is_none_or(|header| header.state == State::Prepared);
    let known = queries::questionnaires(tx, id)?;
    let mut questionnaires = Vec::new();
    for ((position, (entry, definition)), prospect) in (0..).zip(&study.questionnaires).zip(&prospects) {
        let known = known.iter().find(|row| row.key == entry.key);
        if is_open && prospect.is_asked_anew() && !clearance.covers(&prospect.content_hash) {
            return Err(Refused::NotWalked);
        }
        let questionnaire = place(tx, id, known, entry, position, may_change_roles)?;
        questionnaires.push(match &prospect.asked {
            Some(newest) => Published {
                key: entry.key.clone(),
                version: newest.id,
                number: newest.number,
                new: false,
            },
            None => publish(tx, now, (id, questionnaire), prospect, definition, reason)?,
        });
    }
    for row in known {
        let asked = study.questionnaires.iter().any(|(entry, _)| entry.key == row.key);
        if !asked && row.position != RETIRED {
            queries::change_questionnaire(tx, row.id, row.role, RETIRED)?;
        }
    }
    Ok(Added {
        study: id,
        new: before.is_none(),
        questionnaires,
    })
}

/// Publishes a version, with its audit entry.
fn publish(
    tx: &mut Transaction<'_>,
    now: Instant,
    (study, questionnaire): (StudyId, QuestionnaireId),
    prospect: &Prospect,
    definition: &Definition,
    reason: Option<&Reason>,
) -> Result<Published, Refused> {
    Plan::new(definition.clone()).map_err(|_| Refused::CannotBeAsked)?;
    let row = VersionRow {
        id: VersionId::new(),
        number: prospect.number,
        content_hash: prospect.content_hash.clone(),
    };
    // Nothing was asked before a first version, so that there is nothing to explain.
    let reason = reason.filter(|_| prospect.number > 1);
    let words = reason.map(Document::of).transpose()?;
    let version = NewVersion {
        row: &row,
        definition: &Document::of(definition)?,
        reason: words.as_ref(),
        changes: &Document::of(&prospect.changes)?,
    };
    queries::publish(tx, now, questionnaire, &version)?;
    let event = Event::VersionPublished {
        study,
        version: row.id,
        number: row.number,
        changes: prospect.changes.len(),
        explained: reason.is_some(),
    };
    audit::record(tx, now, None, event)?;
    Ok(Published {
        key: prospect.key.clone(),
        version: row.id,
        number: row.number,
        new: true,
    })
}

/// Adds the row of a questionnaire, or brings it to its new place and role.
fn place(
    tx: &mut Transaction<'_>,
    study: StudyId,
    known: Option<&QuestionnaireRow>,
    entry: &QuestionnaireEntry,
    position: i32,
    may_change_role: bool,
) -> Result<QuestionnaireId, Refused> {
    let role = entry.role;
    let Some(row) = known else {
        let id = QuestionnaireId::new();
        let row = QuestionnaireRow {
            id,
            key: entry.key.clone(),
            role,
            position,
        };
        queries::add_questionnaire(tx, study, &row)?;
        return Ok(id);
    };
    if row.role != role && !may_change_role {
        return Err(Refused::RoleChanged);
    }
    if (row.role, row.position) != (role, position) {
        queries::change_questionnaire(tx, row.id, role, position)?;
    }
    Ok(row.id)
}

/// Lets the study take answers from now on; on its own first day, if that is later.
///
/// # Errors
/// [`Refused::NoSuchStudy`]; [`Refused::NotWalked`] when the clearance does not cover all that it asks.
pub fn open(
    tx: &mut Transaction<'_>,
    now: Instant,
    key: &str,
    clearance: &Clearance,
) -> Result<Header, Refused> {
    let header = queries::study(tx, key)?.ok_or(Refused::NoSuchStudy)?;
    for row in queries::questionnaires(tx, header.id)? {
        let newest = queries::newest_version(tx, row.id)?.filter(|_| row.position != RETIRED);
        if newest.is_some_and(|newest| !clearance.covers(&newest.content_hash)) {
            return Err(Refused::NotWalked);
        }
    }
    if header.state != State::Open {
        queries::open_study(tx, now, header.id)?;
    }
    queries::study(tx, key)?.ok_or(Refused::NoSuchStudy)
}

/// Takes no more answers; what was begun cannot be submitted any longer.
///
/// # Errors
/// [`Refused::NoSuchStudy`].
pub fn close(tx: &mut Transaction<'_>, now: Instant, key: &str) -> Result<Header, Refused> {
    let header = queries::study(tx, key)?.ok_or(Refused::NoSuchStudy)?;
    if header.state != State::Closed {
        queries::close_study(tx, now, header.id)?;
    }
    queries::study(tx, key)?.ok_or(Refused::NoSuchStudy)
}

/// The study with this key.
pub fn study(db: &mut Snapshot<'_>, key: &str) -> Result<Option<Header>, StoreError> {
    queries::study(db, key)
}

/// The study with this id.
pub fn study_of_id(db: &mut Snapshot<'_>, id: StudyId) -> Result<Option<Header>, StoreError> {
    queries::study_of_id(db, id)
}

/// All studies, the one added last first.
pub fn studies(db: &mut Snapshot<'_>) -> Result<Vec<Header>, StoreError> {
    queries::studies(db, None)
}

/// The studies that somebody opened; their own days of opening and closing may say otherwise.
pub fn open_studies(db: &mut Snapshot<'_>) -> Result<Vec<Header>, StoreError> {
    queries::studies(db, Some(State::Open))
}

/// The settings of a study. Whoever asks often asks the [`Shelf`](super::shelf::Shelf).
pub fn described(db: &mut Snapshot<'_>, study: StudyId) -> Result<Described, StoreError> {
    queries::settings(db, study)?.parse()
}

/// The questionnaires that the study asks now, in its order.
pub fn questionnaires(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<Questionnaire>, StoreError> {
    let mut found = Vec::new();
    for row in queries::questionnaires(db, study)? {
        if row.position == RETIRED {
            continue;
        }
        if let Some(newest) = queries::newest_version(db, row.id)? {
            found.push(Questionnaire {
                id: row.id,
                key: row.key,
                audience: row.role,
                newest: newest.id,
                number: newest.number,
            });
        }
    }
    Ok(found)
}

/// One questionnaire that the study asks now, with its newest version.
pub fn questionnaire(
    db: &mut Snapshot<'_>,
    study: StudyId,
    key: &str,
) -> Result<Option<Questionnaire>, StoreError> {
    Ok(questionnaires(db, study)?.into_iter().find(|one| one.key == key))
}

/// Every version that was ever published in the study: by questionnaire in the order of the
/// study, then by number. Those that it no longer asks come first.
pub fn versions_of_study(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<VersionId>, StoreError> {
    queries::versions_of_study(db, study)
}

#[cfg(test)]
mod tests;
