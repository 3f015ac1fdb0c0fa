//! Which files answers mention. A file itself is nothing that is known here: its answer is a name.

use std::collections::BTreeSet;

use super::field::{FILE, parse};
use super::plan::{Entry, Scope};
use super::{FieldPath, Plan};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{QuestionKind, Upload};

impl Plan {
    /// Whether any question takes a file.
    pub fn takes_files(&self) -> bool {
        self.entries.iter().any(Entry::takes_file)
    }

    /// The names of the files that are answers to this questionnaire.
    pub fn files_in<'n>(&self, answers: &'n Answers) -> BTreeSet<&'n str> {
        let mut found = BTreeSet::new();
        if let Some(top) = self.scopes.first().filter(|_| self.takes_files()) {
            self.collect_files(top, answers, &mut found);
        }
        found
    }

    /// Whether a field of this name says which file is stored. Only whoever has stored the file may
    /// say so.
    pub fn names_a_file(&self, field: &str) -> bool {
        let field = parse(self, field).filter(|field| field.part == Some(FILE));
        field.is_some_and(|field| self.entry(field.node).is_some_and(Entry::takes_file))
    }

    /// The question of a page whose file comes in a field of this name, and the place of its answer.
    /// Whether it is asked is another matter.
    pub fn file_field(&self, page: usize, name: &str) -> Option<(FieldPath, &Upload)> {
        let field = parse(self, name).filter(|field| field.part.is_none())?;
        let entry = self.entry(field.node).filter(|entry| entry.page == Some(page))?;
        let QuestionKind::Upload(upload) = &entry.question()?.kind else {
            return None;
        };
        let mut repeats = Vec::new();
        let mut scope = field.scope;
        for number in field.numbers.iter().rev() {
            let own = self.scopes.get(scope)?;
            repeats.push((self.key(own.head).to_owned(), *number));
            scope = own.parent;
        }
        repeats.reverse();
        let key = entry.key.clone();
        Some((FieldPath { repeats, key }, upload))
    }

    fn collect_files<'n>(&self, scope: &Scope, answers: &'n Answers, found: &mut BTreeSet<&'n str>) {
        for (key, answer) in &answers.0 {
            let Some(entry) = scope.find(key).and_then(|node| self.entry(node)) else {
                continue;
            };
            match answer {
                Answer::One(name) if entry.takes_file() && !name.is_empty() => {
                    found.insert(name);
                }
                Answer::Repeated(instances) if entry.is_repeat() => {
                    if let Some(inner) = self.scopes.get(entry.scope) {
                        for instance in instances {
                            self.collect_files(inner, instance, found);
                        }
                    }
                }
                Answer::One(_) | Answer::Repeated(_) | Answer::Many(_) | Answer::Skipped => {}
            }
        }
    }
}
