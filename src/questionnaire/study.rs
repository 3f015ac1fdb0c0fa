//! A study as its folder describes it: `study.toml`, its questionnaires and shared choices.
//!
//! The types stand here, and the way from a set of files to a [`Study`]; reading the keys of
//! `study.toml` is in `settings`, what questionnaires owe each other in `agreement`.

mod agreement;
mod keys;
mod settings;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::chain::Audience;

use super::comparison::Reason;
use super::definition::{Definition, Text};
use super::expression::Zone;
use super::findings::{Code, Findings, Place};
use super::xlsform::{self, Beside, SharedLists};

/// Name of the file that makes a folder a study.
pub const STUDY_FILE: &str = "study.toml";

/// A study: what `study.toml` says, and the definitions it names, in its order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    pub settings: StudySettings,
    pub questionnaires: Vec<(QuestionnaireEntry, Definition)>,
    /// Why this version of the study asks otherwise than the one before.
    pub reason: Option<Reason>,
}

/// What `study.toml` says about the study itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudySettings {
    pub key: String,
    /// The author's own version.
    pub version: String,
    /// BCP 47 tags, the first being the default.
    pub languages: Vec<String>,
    /// In years; absent if the study does not ask for an age.
    pub minimum_age: Option<u32>,
    /// Raw answers are kept until the study closes plus this.
    pub retention_months: Option<u32>,
    /// Publishers are asked to give a first answer to an issue within so many days; absent if the study
    /// promises nothing.
    #[serde(default)]
    pub reply_within_days: Option<u32>,
    /// First day, in UTC; absent if opened by hand.
    pub opens: Option<NaiveDate>,
    /// Last day, in UTC; absent if closed by hand.
    pub closes: Option<NaiveDate>,
    /// In which `today()` and `now()` are reckoned: an IANA name or an offset; UTC if absent.
    #[serde(default)]
    pub time_zone: Option<String>,
    pub title: Text,
    /// The title, where none is given.
    pub short_title: Text,
    pub summary: Text,
    pub description: Text,
    pub sponsor: Text,
    /// Whether a publisher of models pays for the study, which is then said on its page.
    pub sponsor_is_publisher: bool,
    pub controller: Controller,
    /// Reference of the ethics committee.
    pub ethics: Text,
    pub thresholds: Thresholds,
    pub under_age: Option<UnderAge>,
    pub consent: Consent,
    pub chain: ChainTexts,
    /// The places in the chain, as people choose among them.
    pub roles: Vec<RoleTexts>,
}

/// Who answers for the study.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Controller {
    pub name: Text,
    pub contact: Text,
}

/// Fewest submissions behind anything that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// That share a combination of quasi-identifiers in a row file.
    pub k: u32,
    /// That a cell of a table counts.
    pub table_k: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { k: 5, table_k: 10 }
    }
}

/// Answers that say that a person is below the minimum age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnderAge {
    pub when: Condition,
    /// What the person is told; nothing is stored.
    pub text: Text,
}

/// Any of these choices of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub question: String,
    pub choices: Vec<String>,
}

/// What a person reads and agrees to before answering.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// Raised with every change of a text; kept with each submission.
    pub version: String,
    pub text: Text,
    pub purpose: Text,
    pub categories: Text,
    pub recipients: Text,
    pub retention: Text,
    pub rights: Text,
    /// Separate boxes, none ticked in advance.
    pub ticks: Vec<Tick>,
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    pub key: String,
    /// Whether taking part needs it.
    pub required: bool,
    pub text: Text,
}

/// How people are asked for their place in the chain.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChainTexts {
    pub question: Text,
    pub hint: Text,
    /// What is easily mistaken; always shown.
    pub warning: Text,
}

/// A place in the chain, in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoleTexts {
    pub role: Audience,
    pub name: Text,
    pub definition: Text,
    pub examples: Text,
}

/// What `study.toml` says about one of its questionnaires.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionnaireEntry {
    pub key: String,
    /// Name of the file in the study's folder.
    pub file: String,
    pub role: Audience,
    /// What a participant should expect.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Only submissions that meet it may enter a public row file; others count in tables only.
    #[serde(default)]
    pub public_rows_if: Option<Condition>,
    #[serde(default)]
    pub title: Text,
    #[serde(default)]
    pub description: Text,
}

impl StudySettings {
    /// The zone in which days and clocks are reckoned. It is the study's and not the participant's,
    /// who is not asked where they are.
    pub fn zone(&self) -> Zone {
        self.time_zone
            .as_deref()
            .and_then(Zone::named)
            .unwrap_or_default()
    }

    /// The language whose texts stand in for missing ones: the first that the study names.
    pub fn fallback_language(&self) -> &str {
        self.languages.first().map_or("en", String::as_str)
    }

    /// The title in a language, or in the one that stands in for it.
    pub fn title_in(&self, tag: &str) -> &str {
        self.title.get(tag, self.fallback_language())
    }

    /// What the study calls a place in the chain, and how it describes it.
    pub fn place(&self, audience: Audience, tag: &str) -> Option<(String, String)> {
        let fallback = self.fallback_language();
        let role = self.roles.iter().find(|role| role.role == audience)?;
        let name = role.name.get(tag, fallback).to_owned();
        Some((name, role.definition.get(tag, fallback).to_owned()))
    }
}

/// Key of the box under which a study asks whether answers may be published.
pub const MAY_PUBLISH: &str = "publish_open";

/// A study read from its files: absent when there are errors.
#[derive(Debug, Clone, Default)]
pub struct StudyReading {
    pub study: Option<Study>,
    pub findings: Findings,
}

/// Reads a study from its files, given as names (without folders) and contents.
pub fn read(files: &[(String, Vec<u8>)]) -> StudyReading {
    let mut findings = Findings::default();
    let Some((_, bytes)) = files.iter().find(|(name, _)| name == STUDY_FILE) else {
        findings.add(Place::file(STUDY_FILE), Code::StudyMissing);
        return StudyReading {
            study: None,
            findings,
        };
    };
    let Some(settings::Read {
        settings,
        entries,
        vocabulary,
        reason,
    }) = settings::read(bytes, &mut findings)
    else {
        return StudyReading {
            study: None,
            findings,
        };
    };
    let folder = Folder {
        files,
        entries: &entries,
        vocabulary: &vocabulary,
    };
    let shared = folder.shared(&settings.languages, &mut findings);
    let (questionnaires, named) = folder.questionnaires(&shared, &mut findings);
    folder.check_unused(&named, &mut findings);
    agreement::check(&settings, &questionnaires, &mut findings);
    let study = (!findings.has_errors()).then_some(Study {
        settings,
        questionnaires,
        reason,
    });
    StudyReading { study, findings }
}

/// The files of a study, and what `study.toml` makes of them.
struct Folder<'f> {
    files: &'f [(String, Vec<u8>)],
    entries: &'f [QuestionnaireEntry],
    vocabulary: &'f settings::Vocabulary,
}

impl Folder<'_> {
    fn bytes(&self, name: &str, key: &str, findings: &mut Findings) -> Option<&[u8]> {
        let file = self.files.iter().find(|(other, _)| other == name);
        if file.is_none() {
            let code = Code::FileMissing {
                file: name.to_owned(),
            };
            findings.add(Place::file(STUDY_FILE).column(key), code);
        }
        file.map(|(_, bytes)| bytes.as_slice())
    }

    /// Shared lists: of the files that `study.toml` names, then of files with nothing but choices.
    fn shared(&self, languages: &[String], findings: &mut Findings) -> SharedLists {
        let mut shared = SharedLists::default();
        for name in &self.vocabulary.files {
            if let Some(bytes) = self.bytes(name, "vocabulary.files", findings) {
                shared.add(bytes, name, languages, Beside::All(self.files), findings);
            }
        }
        for (name, bytes) in self.files.iter().filter(|(name, _)| self.is_unnamed(name)) {
            if xlsform::is_choices_only(bytes, name) == Some(true) {
                shared.add(bytes, name, languages, Beside::All(self.files), findings);
            }
        }
        shared
    }

    /// Remarks on questionnaires, tables and media that nothing names.
    fn check_unused(&self, named: &BTreeSet<String>, findings: &mut Findings) {
        let is_unused = |name: &str| self.is_unnamed(name) && !named.contains(name);
        for (name, bytes) in self.files.iter().filter(|(name, _)| is_unused(name)) {
            let file = name.clone();
            match xlsform::is_choices_only(bytes, name) {
                Some(false) => findings.add(Place::file(name), Code::UnusedFile { file }),
                None if xlsform::is_beside(name) => {
                    findings.add(Place::file(name), Code::UnusedBeside { file });
                }
                // Choices are read, whoever uses them; of a page of text nothing is to be said.
                Some(true) | None => {}
            }
        }
    }

    fn is_unnamed(&self, name: &str) -> bool {
        let named = self.vocabulary.files.iter().any(|file| file == name)
            || self.entries.iter().any(|entry| entry.file == name);
        !named && name != STUDY_FILE
    }

    /// The questionnaires that could be read, and the names of all files that they want.
    fn questionnaires(
        &self,
        shared: &SharedLists,
        findings: &mut Findings,
    ) -> (Vec<(QuestionnaireEntry, Definition)>, BTreeSet<String>) {
        let mut questionnaires = Vec::new();
        let mut named = shared.files.clone();
        for entry in self.entries {
            let Some(bytes) = self.bytes(&entry.file, "questionnaires.file", findings) else {
                continue;
            };
            let reading = xlsform::import_with(bytes, &entry.file, shared, Beside::All(self.files));
            findings.append(reading.findings);
            named.extend(reading.files);
            questionnaires.extend(reading.definition.map(|definition| (entry.clone(), definition)));
        }
        (questionnaires, named)
    }
}

#[cfg(test)]
mod tests;
