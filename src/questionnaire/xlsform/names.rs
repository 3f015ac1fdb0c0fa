//! Names of rows: their form, and that none is taken twice within a group.

use std::collections::BTreeMap;

use crate::questionnaire::findings::{Code, Findings, Place};

/// Names taken within one group, with their rows.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeMap<String, u32>,
    /// First spelling by small letters.
    spellings: BTreeMap<String, String>,
}

impl Names {
    /// Takes a name for the row; what is wrong with it goes to `findings`.
    pub fn take(&mut self, name: &str, row: u32, place: &Place, findings: &mut Findings) {
        if name.is_empty() {
            findings.add(place.clone(), Code::MissingName);
            return;
        }
        if !is_valid(name) {
            findings.add(
                place.clone(),
                Code::InvalidName {
                    name: name.to_owned(),
                },
            );
        } else if name == "meta" {
            findings.add(
                place.clone(),
                Code::ReservedName {
                    name: name.to_owned(),
                },
            );
        }
        if let Some(first) = self.taken.get(name) {
            findings.add(
                place.clone(),
                Code::DuplicateName {
                    name: name.to_owned(),
                    first: *first,
                },
            );
            return;
        }
        self.taken.insert(name.to_owned(), row);
        match self.spellings.get(&name.to_lowercase()) {
            Some(other) => {
                let code = Code::NamesDifferByCase {
                    name: name.to_owned(),
                    other: other.clone(),
                };
                findings.add(place.clone(), code);
            }
            None => {
                self.spellings.insert(name.to_lowercase(), name.to_owned());
            }
        }
    }
}

/// A letter or `_`, then letters, digits, `_`, `-` and `.`.
pub(super) fn is_valid(name: &str) -> bool {
    let mut characters = name.chars();
    let begins = characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_');
    begins && characters.all(|other| other.is_alphanumeric() || matches!(other, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn names_begin_with_a_letter() {
        for valid in ["a", "_a", "a-b.c_1", "名称", "élan"] {
            assert!(is_valid(valid), "{valid}");
        }
        for invalid in ["", "1a", "-a", "a b", "a:b", "a$"] {
            assert!(!is_valid(invalid), "{invalid}");
        }
    }
}
