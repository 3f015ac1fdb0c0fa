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

/// What an author may have meant, as part of a sentence, or nothing: the known name that differs in
/// the fewest letters.
pub(super) fn meant<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let letters = name.chars().count();
    let near = known
        .take(MOST_COMPARED)
        .filter(|other| other.chars().count().abs_diff(letters) <= NEAR)
        .map(|other| (distance(name, other), other))
        .min();
    match near {
        // Of a short name little would be left.
        Some((letters_apart, other)) if letters_apart <= NEAR && letters_apart * 2 < letters => {
            format!(" (“{other}”, perhaps)")
        }
        _ => String::new(),
    }
}

/// Letters that a slip changes.
const NEAR: usize = 2;
/// Names that one is compared with.
const MOST_COMPARED: usize = 2_000;

/// Levenshtein's distance.
pub(super) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut next = vec![index + 1];
        for ((other, above_left), above) in right.iter().zip(&row).zip(row.iter().skip(1)) {
            let before = next.last().copied().unwrap_or_default();
            let replaced = above_left + usize::from(letter != *other);
            next.push(replaced.min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{is_valid, meant};

    #[test]
    fn a_name_with_a_slip_is_recognised() {
        let known = || ["village", "age", "sex"].into_iter();
        assert_eq!(meant("vilage", known()), " (“village”, perhaps)");
        assert_eq!(meant("agee", known()), " (“age”, perhaps)");
        assert_eq!(meant("six", known()), " (“sex”, perhaps)");
        assert_eq!(meant("b", known()), "");
        assert_eq!(meant("income", known()), "");
    }

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
