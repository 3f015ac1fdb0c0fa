//! What publishing a study would change in what it asks, and whether somebody has to say why.
//!
//! A **common item** is a question whose name occurs in several questionnaires of the study, or that
//! was answered already. Where a common item changes, the new version is published only with a
//! reason. Publishing itself is the work of [`versions`](super::versions); nothing here changes a row.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::{Change, Effect, Reason, compare};
use super::definition::{Definition, QuestionKind};
use super::queries::{self, QuestionnaireRow, RETIRED, VersionRow};
use super::study::Study;
use super::versions::{Described, Refused};
use crate::id::QuestionnaireId;
use crate::store::{Snapshot, StoreError};

/// How many names a refusal tells.
const MOST_TOLD: usize = 5;

/// What adding a study would do.
#[derive(Debug)]
pub struct Outlook {
    /// In the order of the study.
    pub prospects: Vec<Prospect>,
    /// What `study.toml` says about this version of the study, if the study has another one now.
    pub reason: Option<Reason>,
    /// Keys of the questionnaires that would be asked no more.
    pub retired: Vec<String>,
}

/// What would become of one questionnaire.
#[derive(Debug)]
pub struct Prospect {
    pub key: String,
    /// The number of the version that would be asked.
    pub number: i32,
    /// Against the version before; none if there is no such version or it says the same.
    pub changes: Vec<Change>,
    /// Common items that change so that somebody must say why.
    pub common: BTreeSet<String>,
    /// Submissions of earlier versions.
    pub answered: i64,
    pub(super) content_hash: String,
    /// The newest version, if the content is the same.
    pub(super) asked: Option<VersionRow>,
    /// The study asked the questionnaire once, and no more.
    returns: bool,
}

impl Prospect {
    /// Whether a version would be published.
    pub const fn is_new(&self) -> bool {
        self.asked.is_none()
    }

    /// Whether people would be asked what they are not asked now.
    pub const fn is_asked_anew(&self) -> bool {
        self.is_new() || self.returns
    }

    /// Whether answers that were given can no longer stand beside those to come.
    pub fn breaks_a_series(&self) -> bool {
        let breaks = |change: &Change| change.effect == Effect::BreaksSeries;
        self.answered > 0 && self.changes.iter().any(breaks)
    }
}

/// What adding `study` would do now.
///
/// # Errors
/// [`Refused::CannotBeAsked`] when a definition cannot be written down.
pub fn outlook(db: &mut Snapshot<'_>, study: &Study) -> Result<Outlook, Refused> {
    let Some(header) = queries::study(db, &study.settings.key)? else {
        let first = study.questionnaires.iter();
        let prospects = first.map(|(entry, definition)| prospect(&entry.key, definition));
        return Ok(Outlook {
            prospects: prospects.collect::<Result<_, _>>()?,
            reason: None,
            retired: Vec::new(),
        });
    };
    let described: Described = queries::settings(db, header.id)?.parse()?;
    let known = queries::questionnaires(db, header.id)?;
    let mut old: BTreeMap<&str, Definition> = BTreeMap::new();
    let mut prospects = Vec::new();
    for (entry, definition) in &study.questionnaires {
        let mut prospect = prospect(&entry.key, definition)?;
        if let Some(row) = known.iter().find(|row| row.key == entry.key)
            && let Some(newest) = queries::newest_version(db, row.id)?
        {
            prospect.number = newest.number;
            prospect.returns = row.position == RETIRED;
            if newest.content_hash == prospect.content_hash {
                prospect.asked = Some(newest);
            } else {
                prospect.number += 1;
                let before: Definition = queries::definition(db, newest.id)?.parse()?;
                prospect.changes = compare(&before, definition);
                let answered = answered(db, row.id)?;
                prospect.answered = answered.count;
                prospect.common = answered.items;
                old.insert(&entry.key, before);
            }
        }
        prospects.push(prospect);
    }
    let shared = shared(study, &old);
    for prospect in &mut prospects {
        let common: BTreeSet<&String> = prospect.common.iter().chain(&shared).collect();
        let needing = prospect.changes.iter().filter(|change| change.needs_a_reason());
        let items = needing.flat_map(|change| &change.questions);
        prospect.common = items.filter(|name| common.contains(name)).cloned().collect();
    }
    let asked = |row: &&QuestionnaireRow| study.questionnaires.iter().any(|(entry, _)| entry.key == row.key);
    let retired = known.iter().filter(|row| row.position != RETIRED && !asked(row));
    let is_another = described.settings.version != study.settings.version;
    Ok(Outlook {
        prospects,
        reason: study.reason.clone().filter(|_| is_another),
        retired: retired.map(|row| row.key.clone()).collect(),
    })
}

fn prospect(key: &str, definition: &Definition) -> Result<Prospect, Refused> {
    Ok(Prospect {
        key: key.to_owned(),
        number: 1,
        changes: Vec::new(),
        common: BTreeSet::new(),
        answered: 0,
        content_hash: definition.content_hash().map_err(|_| Refused::CannotBeAsked)?,
        asked: None,
        returns: false,
    })
}

/// The common items that change, as they are told; none if nothing needs a reason.
pub fn unexplained(prospects: &[Prospect]) -> Option<String> {
    let items: BTreeSet<&str> = prospects
        .iter()
        .flat_map(|prospect| &prospect.common)
        .map(String::as_str)
        .collect();
    let told: Vec<&str> = items.iter().copied().take(MOST_TOLD).collect();
    match items.len() {
        0 => None,
        many if many > MOST_TOLD => Some(format!("{} and {} more", told.join(", "), many - MOST_TOLD)),
        _ => Some(told.join(", ")),
    }
}

/// Names of what a definition asks or computes; a note has no answer, so it is no item.
fn items(definition: &Definition) -> BTreeSet<String> {
    let questions = definition.questions().into_iter();
    let items = questions.filter(|question| question.kind != QuestionKind::Note);
    items.map(|question| question.name.clone()).collect()
}

/// Items of several questionnaires, as they are or as they were.
fn shared(study: &Study, old: &BTreeMap<&str, Definition>) -> BTreeSet<String> {
    let mut once = BTreeSet::new();
    let mut shared = BTreeSet::new();
    for (entry, definition) in &study.questionnaires {
        let mut names = items(definition);
        if let Some(before) = old.get(entry.key.as_str()) {
            names.extend(items(before));
        }
        for name in names {
            if !once.insert(name.clone()) {
                shared.insert(name);
            }
        }
    }
    shared
}

struct Answered {
    count: i64,
    /// What the versions asked that somebody has answered.
    items: BTreeSet<String>,
}

fn answered(db: &mut Snapshot<'_>, questionnaire: QuestionnaireId) -> Result<Answered, StoreError> {
    let mut found = Answered {
        count: 0,
        items: BTreeSet::new(),
    };
    for (version, count) in queries::answered(db, questionnaire)? {
        found.count += count;
        let definition: Definition = queries::definition(db, version)?.parse()?;
        found.items.extend(items(&definition));
    }
    Ok(found)
}
