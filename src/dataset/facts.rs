//! What the documents of an edition say about it. Everything here comes from the study and its
//! submissions; nothing from the clock or the machine.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::columns::{FrozenVersion, Profile};
use super::disclosure::Withheld;
use super::history::Revision;
use crate::questionnaire::definition::{Missing, Text};
use crate::questionnaire::study::{MAY_PUBLISH, QuestionnaireEntry};
use crate::questionnaire::versions::Described;

/// The number of an edition: `1`, and `1.1` after a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number {
    pub number: i32,
    pub revision: i32,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.revision {
            0 => write!(f, "{}", self.number),
            revision => write!(f, "{}.{revision}", self.number),
        }
    }
}

/// The text is no number of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an edition's number is written like 1 or 1.1")]
pub struct NoNumber;

impl FromStr for Number {
    type Err = NoNumber;

    /// Reads a number as [`Display`](fmt::Display) writes it and in no other way, so that an
    /// edition has one address.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, revision) = text.split_once('.').unwrap_or((text, "0"));
        let read = Self {
            number: number.parse().map_err(|_| NoNumber)?,
            revision: revision.parse().map_err(|_| NoNumber)?,
        };
        if read.to_string() == text {
            Ok(read)
        } else {
            Err(NoNumber)
        }
    }
}

/// What the study says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyFacts {
    pub key: String,
    pub title: Text,
    /// BCP 47 tags, the first being the default.
    pub languages: Vec<String>,
    pub sponsor: Option<Text>,
    pub controller: Option<Text>,
    pub ethics: Option<Text>,
    /// Fewest submissions that may share their quasi-identifiers.
    pub k: u32,
    /// Whether participants were asked, in a box of its own, to let their answers be published.
    pub asks_to_publish: bool,
    /// Which rows of a questionnaire may be public, where not all may.
    pub public_rows: Vec<PublicRows>,
}

/// Only submissions of `questionnaire` with one of these answers may be rows of a public file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRows {
    pub questionnaire: String,
    pub question: String,
    pub choices: Vec<String>,
}

impl StudyFacts {
    /// The title in a language.
    pub fn title(&self, language: &str) -> &str {
        let default = self.languages.first().map_or("", String::as_str);
        match self.title.get(language, default) {
            "" => &self.key,
            title => title,
        }
    }
}

impl StudyFacts {
    /// What the settings of a study say.
    pub fn of(
        Described {
            settings,
            questionnaires,
        }: &Described,
    ) -> Self {
        let said = |text: &Text| (!text.is_empty()).then(|| text.clone());
        Self {
            key: settings.key.clone(),
            title: settings.title.clone(),
            languages: settings.languages.clone(),
            sponsor: said(&settings.sponsor),
            controller: said(&settings.controller.name),
            ethics: said(&settings.ethics),
            k: settings.thresholds.k,
            public_rows: questionnaires.iter().filter_map(PublicRows::of).collect(),
            asks_to_publish: settings.consent.ticks.iter().any(|tick| tick.key == MAY_PUBLISH),
        }
    }
}

impl PublicRows {
    fn of(entry: &QuestionnaireEntry) -> Option<Self> {
        let condition = entry.public_rows_if.as_ref()?;
        Some(Self {
            questionnaire: entry.key.clone(),
            question: condition.question.clone(),
            choices: condition.choices.clone(),
        })
    }
}

/// A version that submissions of an edition may have answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionUsed {
    pub questionnaire: String,
    pub role: String,
    pub version: i32,
    /// SHA-256 of the definition.
    pub content_hash: String,
    /// Submissions in the edition.
    pub submissions: u64,
}

/// What is known when the data files are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub study: StudyFacts,
    pub profile: Profile,
    pub number: Number,
    pub rows: u64,
    /// In the order of the study.
    pub versions: Vec<VersionUsed>,
    /// How the questionnaires changed.
    pub revisions: Vec<Revision>,
    /// First and last day of submission; none in an empty edition.
    pub days: Option<(NaiveDate, NaiveDate)>,
    pub withheld: Withheld,
    /// Whether a workbook could hold the tables.
    pub has_workbook: bool,
}

impl Facts {
    /// How to cite the edition.
    pub fn citation(&self, language: &str) -> String {
        let title = self.study.title(language);
        let by = match &self.study.controller {
            Some(controller) => format!("{} ", controller.get(language, "en")),
            None => String::new(),
        };
        let year = match self.days {
            Some((_, last)) => format!("({}): ", last.year()),
            None => String::new(),
        };
        let kind = match (self.profile, language.starts_with("zh")) {
            (Profile::Public, false) => "Data set",
            (Profile::Public, true) => "数据集",
            (Profile::Restricted, false) => "Data set, restricted",
            (Profile::Restricted, true) => "数据集（受限）",
        };
        if language.starts_with("zh") {
            format!("{by}{year}{title}。第 {} 版。[{kind}]", self.number)
        } else {
            format!("{by}{year}{title}. Edition {}. [{kind}]", self.number)
        }
    }

    /// Submissions by questionnaire, in the order of the study.
    pub fn by_questionnaire(&self) -> Vec<(&str, &str, u64)> {
        let mut counts: Vec<(&str, &str, u64)> = Vec::new();
        for version in &self.versions {
            match counts.iter_mut().find(|(key, ..)| *key == version.questionnaire) {
                Some((.., count)) => *count += version.submissions,
                None => counts.push((&version.questionnaire, &version.role, version.submissions)),
            }
        }
        counts
    }
}

/// The versions of a layout, without anybody having answered yet.
pub fn unused(versions: &[FrozenVersion]) -> Vec<VersionUsed> {
    versions
        .iter()
        .map(|version| VersionUsed {
            questionnaire: version.questionnaire.clone(),
            role: version.audience.as_str().to_owned(),
            version: version.number,
            content_hash: version.content_hash.clone(),
            submissions: 0,
        })
        .collect()
}

/// What a missing code means, in English and Chinese.
pub const fn meaning(missing: Missing) -> (&'static str, &'static str) {
    match missing {
        Missing::Skipped => ("shown and skipped", "已显示但未作答"),
        Missing::DoNotKnow => ("do not know", "不知道"),
        Missing::PreferNotToSay => ("prefer not to say", "不愿回答"),
        Missing::NotApplicable => ("not applicable", "不适用"),
        Missing::Withheld => ("withheld by disclosure control", "因披露控制而隐去"),
        Missing::Withdrawn => ("withdrawn", "已撤回"),
    }
}

/// What an empty cell means, in English and Chinese.
pub const NOT_ASKED: (&str, &str) = (
    "not asked: routed past, or a question of another questionnaire or version",
    "未询问：因跳转未显示，或属于其他问卷或其他版本的问题",
);
