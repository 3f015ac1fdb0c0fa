//! Answers by question, as stored, imported and evaluated.
//!
//! They live beside the questionnaire and not in `responses`, since evaluating and validating
//! them is pure work of this room. As JSON a document of answers is an object whose keys are
//! question keys (see [`Definition::questions`](super::definition::Definition::questions)): a
//! string is one answer, a list of strings a multiple choice or a ranking, a list of objects the
//! instances of a repeated group, and `null` a question that was shown and skipped. A key that
//! is absent was not asked.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Instances of a repeated group beyond this are neither counted, read nor stored.
pub const MOST_INSTANCES: usize = 100;

/// One person's answers, or those within one instance of a repeated group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

/// What stands under one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// By hand, since every request reads a document: what serde derives for an untagged enum keeps a
/// copy of each answer and tries one kind after the other.
impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a string, a list of strings or a list of objects")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Answer, E> {
        Ok(Answer::Skipped)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Answer, E> {
        Ok(Answer::One(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Answer, E> {
        Ok(Answer::One(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Answer, A::Error> {
        // The first item tells the kind; an empty list is a choice of nothing.
        match items.next_element()? {
            None => Ok(Answer::Many(Vec::new())),
            Some(Member::Name(first)) => {
                let mut names = vec![first];
                while let Some(name) = items.next_element()? {
                    names.push(name);
                }
                Ok(Answer::Many(names))
            }
            Some(Member::Instance(first)) => {
                let mut instances = vec![first];
                while let Some(instance) = items.next_element()? {
                    instances.push(instance);
                }
                Ok(Answer::Repeated(instances))
            }
        }
    }
}

/// What a list begins with.
#[derive(Deserialize)]
#[serde(untagged)]
enum Member {
    Name(String),
    Instance(Answers),
}

impl Answers {
    /// What stands under `key`.
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.0.get(key)
    }

    /// Every answer that is one value, wherever it stands.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let mut open: Vec<&Self> = vec![self];
        let mut found = Vec::new();
        while let Some(answers) = open.pop() {
            for answer in answers.0.values() {
                match answer {
                    Answer::One(text) => found.push(text.as_str()),
                    Answer::Repeated(instances) => open.extend(instances),
                    Answer::Skipped | Answer::Many(_) => {}
                }
            }
        }
        found.into_iter()
    }

    /// The instance with this number, counted from 1, of the repeated group under `key`; made with
    /// those before it where they are not there yet.
    pub fn instance_mut(&mut self, key: &str, number: usize) -> Option<&mut Self> {
        if !matches!(self.get(key), Some(Answer::Repeated(_))) {
            self.set(key, Answer::Repeated(Vec::new()));
        }
        let Some(Answer::Repeated(instances)) = self.0.get_mut(key) else {
            return None;
        };
        if instances.len() < number && number <= MOST_INSTANCES {
            instances.resize_with(number, Self::default);
        }
        instances.get_mut(number.checked_sub(1)?)
    }

    /// Puts `answer` under `key`.
    pub fn set(&mut self, key: impl Into<String>, answer: Answer) {
        self.0.insert(key.into(), answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Result<Answer, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn every_kind_of_answer_reads_back_as_it_was_written() {
        let one = |text: &str| Answer::One(text.to_owned());
        let mut instance = Answers::default();
        instance.set("inner", Answer::Many(vec!["a".into(), "b".into()]));
        instance.set("typed", one("a \"word\"\n"));
        let kinds = [
            Answer::Skipped,
            one(""),
            one("3.5"),
            Answer::Many(Vec::new()),
            Answer::Many(vec!["a".into(), "b".into()]),
            Answer::Repeated(vec![instance, Answers::default()]),
        ];
        for kind in kinds {
            let text = serde_json::to_string(&kind).unwrap();
            assert_eq!(answer(&text).unwrap(), kind, "{text}");
            let tree = serde_json::to_value(&kind).unwrap();
            assert_eq!(serde_json::from_value::<Answer>(tree).unwrap(), kind, "{text}");
        }
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in [
            "1",
            "true",
            "{}",
            "[1]",
            "[null]",
            "[\"a\", {}]",
            "[{}, \"a\"]",
            "[[\"a\"]]",
        ] {
            assert!(answer(text).is_err(), "{text}");
        }
    }
}
