//! Answers by question, as stored, imported and evaluated.
//!
//! They live beside the questionnaire and not in `responses`, since evaluating and validating
//! them is pure work of this room. As JSON a document of answers is an object whose keys are
//! question keys (see [`Definition::questions`](super::definition::Definition::questions)): a
//! string is one answer, a list of strings a multiple choice or a ranking, a list of objects the
//! instances of a repeated group, and `null` a question that was shown and skipped. A key that
//! is absent was not asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One person's answers, or those within one instance of a repeated group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

/// What stands under one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// Shown and skipped.
    Skipped,
    /// One value in its written form: a choice's name, a number, an ISO date, a text.
    One(String),
    /// The names of several choices: in the order of the list for a multiple choice, in the
    /// order of preference for a ranking.
    Many(Vec<String>),
    /// The instances of a repeated group.
    Repeated(Vec<Answers>),
}

impl Answers {
    /// What stands under `key`.
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.0.get(key)
    }

    /// Puts `answer` under `key`.
    pub fn set(&mut self, key: impl Into<String>, answer: Answer) {
        self.0.insert(key.into(), answer);
    }
}
