//! Answers from a JSON document, for imports.

use serde_json::{Map, Value};

use super::field::FieldPath;
use super::plan::{Entry, NodeId};
use super::values::answer;
use super::{Coordinates, MOST_INSTANCES, Plan, place};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Question, QuestionKind};

/// What keeps a document from being read; its place is written like a field's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    #[error("the answers are not an object")]
    NotAnObject,
    #[error("`{0}` is not in the questionnaire")]
    UnknownKey(String),
    #[error("`{0}` stands twice, by its key and within its group")]
    StatedTwice(String),
    #[error("`{0}` has a value of the wrong shape: {1} is expected")]
    WrongShape(String, &'static str),
    #[error("`{0}` has more than {MOST_INSTANCES} instances")]
    TooManyInstances(String),
    #[error("`{0}` asks for a file, which cannot be brought in this way: leave it out or write null")]
    File(String),
}

impl DocumentFault {
    /// A stable name for this kind of fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAnObject => "not-an-object",
            Self::UnknownKey(_) => "unknown-key",
            Self::StatedTwice(_) => "stated-twice",
            Self::WrongShape(..) => "wrong-shape",
            Self::TooManyInstances(_) => "too-many-instances",
            Self::File(_) => "file",
        }
    }
}

/// Reads a document whose keys are question keys, flat or nested by group.
///
/// Numbers and truth values are taken as text, several choices as a list or as one text with
/// blanks between them, a place as text or as an object with `latitude`, `longitude`, `altitude` and
/// `accuracy`, instances of a repeat as a list of objects, null as skipped.
///
/// # Errors
/// All that is not understood, in the order of the document. Whether the answers are
/// right is for [`validation`](crate::questionnaire::validation) to say.
pub fn read_document(plan: &Plan, document: &Value) -> Result<Answers, Vec<DocumentFault>> {
    let Value::Object(object) = document else {
        return Err(vec![DocumentFault::NotAnObject]);
    };
    let mut reader = Reader {
        plan,
        repeats: Vec::new(),
        faults: Vec::new(),
    };
    let mut answers = Answers::default();
    reader.object(object, NodeId::ROOT, &mut answers);
    if reader.faults.is_empty() {
        Ok(answers)
    } else {
        Err(reader.faults)
    }
}

struct Reader<'p> {
    plan: &'p Plan,
    /// Where it is reading, by keys and numbers.
    repeats: Vec<(String, usize)>,
    faults: Vec<DocumentFault>,
}

impl Reader<'_> {
    fn object(&mut self, object: &Map<String, Value>, group: NodeId, into: &mut Answers) {
        for (name, value) in object {
            let Some(node) = self.node(group, name) else {
                self.faults.push(DocumentFault::UnknownKey(self.place(name)));
                continue;
            };
            let Some(entry) = self.plan.entry(node) else {
                continue;
            };
            match (entry.question(), value) {
                (Some(question), value) => self.question(question, entry, value, into),
                (None, value) if entry.is_repeat() => self.repeat(node, entry, value, into),
                (None, Value::Object(inner)) => self.object(inner, node, into),
                (None, Value::Null) => {}
                (None, _) => self.wrong(&entry.key, "an object"),
            }
        }
    }

    /// A child of the group by its name, or, at the top of a scope, anything by its key.
    fn node(&self, group: NodeId, name: &str) -> Option<NodeId> {
        let child = || {
            let named = |node: &NodeId| self.plan.entry(*node).is_some_and(|entry| entry.name() == name);
            self.plan.children(group).find(named)
        };
        let entry = self.plan.entry(group)?;
        let scope = self.plan.scopes.get(entry.scope)?;
        if scope.head == group {
            scope.find(name).or_else(child)
        } else {
            child()
        }
    }

    fn question(&mut self, question: &Question, entry: &Entry, value: &Value, into: &mut Answers) {
        let answer = match (&question.kind, value) {
            (QuestionKind::Note, _) => return,
            (_, Value::Null) | (QuestionKind::Acknowledge, Value::Bool(false)) => Answer::Skipped,
            (QuestionKind::Acknowledge, Value::Bool(true)) => Answer::One("OK".to_owned()),
            (QuestionKind::Upload(_), _) => {
                self.faults.push(DocumentFault::File(self.place(&entry.key)));
                return;
            }
            (kind @ QuestionKind::Geopoint, Value::Object(numbers)) => match coordinates(numbers) {
                Some(place) => answer(kind, &place.written()),
                None => return self.wrong(&entry.key, "a place with latitude and longitude"),
            },
            (kind @ (QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_)), Value::Array(names)) => {
                let written: Option<Vec<String>> = names.iter().map(scalar).collect();
                match written {
                    Some(names) => answer(kind, &names.join(" ")),
                    None => return self.wrong(&entry.key, "a list of names"),
                }
            }
            (kind, value) => match scalar(value) {
                Some(text) if *kind == QuestionKind::Geopoint => answer(kind, &place::canonical(&text)),
                Some(text) => answer(kind, &text),
                None => return self.wrong(&entry.key, "one value"),
            },
        };
        self.put(&entry.key, answer, into);
    }

    fn repeat(&mut self, node: NodeId, entry: &Entry, value: &Value, into: &mut Answers) {
        let Value::Array(items) = value else {
            if !value.is_null() {
                self.wrong(&entry.key, "a list of objects");
            }
            return;
        };
        if items.len() > MOST_INSTANCES {
            self.faults
                .push(DocumentFault::TooManyInstances(self.place(&entry.key)));
            return;
        }
        let mut instances = Vec::with_capacity(items.len());
        for (number, item) in (1..).zip(items) {
            let mut instance = Answers::default();
            self.repeats.push((entry.key.clone(), number));
            match item {
                Value::Object(inner) => self.object(inner, node, &mut instance),
                _ => self.wrong("", "an object"),
            }
            self.repeats.pop();
            instances.push(instance);
        }
        self.put(&entry.key, Answer::Repeated(instances), into);
    }

    fn put(&mut self, key: &str, answer: Answer, into: &mut Answers) {
        if into.0.insert(key.to_owned(), answer).is_some() {
            self.faults.push(DocumentFault::StatedTwice(self.place(key)));
        }
    }

    fn wrong(&mut self, key: &str, expected: &'static str) {
        self.faults
            .push(DocumentFault::WrongShape(self.place(key), expected));
    }

    fn place(&self, key: &str) -> String {
        FieldPath {
            repeats: self.repeats.clone(),
            key: key.to_owned(),
        }
        .to_string()
    }
}

/// The numbers of a place, if nothing else is said of it.
fn coordinates(numbers: &Map<String, Value>) -> Option<Coordinates> {
    let known = |name: &String| Coordinates::PARTS.contains(&name.as_str());
    let is_scalar = |value: &Value| value.is_null() || scalar(value).is_some();
    let is_place = numbers
        .iter()
        .all(|(name, value)| known(name) && is_scalar(value));
    is_place.then(|| Coordinates::named(|part| numbers.get(part).and_then(scalar)))
}

/// One value as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(imported(text)),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A text without white space around it, lines ending in a line feed. Signs that are no text stay: they
/// are a fault of the answer, not something to lose silently.
fn imported(text: &str) -> String {
    let text = text.trim();
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}
