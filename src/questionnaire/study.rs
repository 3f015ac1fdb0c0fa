//! A study as its folder describes it: `study.toml`, its questionnaires and shared choices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Text};
use super::findings::Findings;

/// A study: what `study.toml` says, and the definitions it names, in its order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    pub settings: StudySettings,
    pub questionnaires: Vec<(QuestionnaireEntry, Definition)>,
}

/// What `study.toml` says about the study itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudySettings {
    pub key: String,
    /// BCP 47 tags, the first being the default.
    pub languages: Vec<String>,
    pub title: Text,
    /// Further texts of the study by key, such as `summary` or `consent`.
    #[serde(default)]
    pub texts: BTreeMap<String, Text>,
}

/// What `study.toml` says about one of its questionnaires.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionnaireEntry {
    pub key: String,
    /// Name of the file in the study's folder.
    pub file: String,
    pub role: Role,
    #[serde(default)]
    pub title: Text,
    #[serde(default)]
    pub description: Text,
}

/// Whom a questionnaire asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    #[serde(rename = "P")]
    Publisher,
    #[serde(rename = "D")]
    Deployer,
    #[serde(rename = "S")]
    Provider,
    #[serde(rename = "U")]
    User,
    /// Anybody: an ordinary survey.
    #[serde(rename = "any")]
    Any,
    /// An incident form.
    #[serde(rename = "report")]
    Report,
}

/// A study read from its files: absent when there are errors.
#[derive(Debug, Clone)]
pub struct StudyReading {
    pub study: Option<Study>,
    pub findings: Findings,
}

/// Reads a study from its files, given as names (without folders) and contents.
pub fn read(files: &[(String, Vec<u8>)]) -> StudyReading {
    let _ = files;
    StudyReading {
        study: None,
        findings: Findings::default(),
    }
}
