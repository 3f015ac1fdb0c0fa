//! How the questionnaires changed from version to version, for `changes.csv` and the documents.

use std::collections::HashMap;

use super::columns::FrozenVersion;
use crate::id::VersionId;
use crate::questionnaire::comparison::{Change, Effect, Kind, Subject};
use crate::questionnaire::definition::Text;

/// The header of `changes.csv`; reasons follow in each language.
pub const HEADER: [&str; 10] = [
    "questionnaire",
    "version",
    "published_on",
    "question",
    "where",
    "change",
    "language",
    "before",
    "after",
    "effect",
];

/// A version that asks otherwise than the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub questionnaire: String,
    pub number: i32,
    /// In UTC.
    pub published_on: chrono::NaiveDate,
    /// Empty where nobody had to say why.
    pub reason: Text,
    pub changes: Vec<Change>,
}

impl Revision {
    /// How many of its changes have this effect.
    pub fn count(&self, effect: Effect) -> usize {
        self.changes
            .iter()
            .filter(|change| change.effect == effect)
            .count()
    }
}

/// The versions that changed something: by questionnaire, those that the study asks first, then by
/// number.
pub fn revisions(versions: &[FrozenVersion]) -> Vec<Revision> {
    let mut changed: Vec<&FrozenVersion> = versions
        .iter()
        .filter(|version| !version.changes.is_empty())
        .collect();
    let place = |version: &FrozenVersion| (version.position < 0, version.position);
    changed
        .sort_by(|a, b| (place(a), &a.questionnaire, a.number).cmp(&(place(b), &b.questionnaire, b.number)));
    let revision = |version: &FrozenVersion| Revision {
        questionnaire: version.questionnaire.clone(),
        number: version.number,
        published_on: version.published_on,
        reason: version.reason.clone(),
        changes: version.changes.clone(),
    };
    changed.into_iter().map(revision).collect()
}

/// The rows of `changes.csv`: one for each change and each question that it touches.
pub fn records(revisions: &[Revision], languages: &[String]) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    for revision in revisions {
        for change in &revision.changes {
            let mut touched: Vec<&str> = change.questions.iter().map(String::as_str).collect();
            if touched.is_empty() {
                touched.push("");
            }
            for question in touched {
                records.push(record(revision, change, question, languages));
            }
        }
    }
    records
}

fn record(revision: &Revision, change: &Change, question: &str, languages: &[String]) -> Vec<String> {
    let facts: [String; HEADER.len()] = [
        revision.questionnaire.clone(),
        revision.number.to_string(),
        revision.published_on.to_string(),
        question.to_owned(),
        place(&change.subject),
        change.kind.as_str().to_owned(),
        change.language.clone().unwrap_or_default(),
        change.before.clone(),
        change.after.clone(),
        change.effect.as_str().to_owned(),
    ];
    let fallback = languages.first().map_or("", String::as_str);
    let reasons = languages
        .iter()
        .map(|language| revision.reason.get(language, fallback).to_owned());
    facts.into_iter().chain(reasons).collect()
}

/// Where a change is, if not in the question itself.
fn place(subject: &Subject) -> String {
    match subject {
        Subject::Questionnaire | Subject::Question(_) => String::new(),
        Subject::Group(name) => format!("group {name}"),
        Subject::Choice { list, option } => format!("option {list}/{option}"),
        Subject::List(name) => format!("list {name}"),
        Subject::Table(id) => format!("table {id}"),
        Subject::Media(name) => format!("file {name}"),
    }
}

/// What each version changed of each question, by the question's name. What is cosmetic matters to
/// nobody who reads data.
pub struct Touched<'v>(HashMap<VersionId, HashMap<&'v str, Vec<Kind>>>);

impl<'v> Touched<'v> {
    /// Looks at all changes of these versions.
    pub fn by(versions: &'v [FrozenVersion]) -> Self {
        let by_version = versions.iter().map(|version| {
            let mut touched: HashMap<&'v str, Vec<Kind>> = HashMap::new();
            let changes = version.changes.iter();
            for change in changes.filter(|change| change.effect != Effect::Cosmetic) {
                for question in &change.questions {
                    touched.entry(question).or_default().push(change.kind);
                }
            }
            for kinds in touched.values_mut() {
                kinds.sort_unstable();
                kinds.dedup();
            }
            (version.id, touched)
        });
        Self(by_version.collect())
    }

    /// What a version changed of a question.
    pub fn get(&self, version: VersionId, question: &str) -> Option<&[Kind]> {
        self.0.get(&version)?.get(question).map(Vec::as_slice)
    }
}
