//! Finding releases: by codes of the vocabularies, and by words of their names.

use super::addresses::Address;
use super::licences::Family;
use super::queries;
use super::search;
use super::terms::{AccessLevel, Modality, Purpose, SizeBand};
use crate::store::{Snapshot, StoreError};

/// Most words that are looked for, and most characters of each.
const WORDS: usize = 6;
const LETTERS: usize = 60;

/// What somebody looks for; what is absent does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Codes that the release must all have.
    pub(super) terms: Vec<String>,
    words: Vec<String>,
}

impl Wish {
    /// Codes that no vocabulary has are left out; so are words beyond the sixth.
    pub fn new<'t>(terms: impl IntoIterator<Item = &'t str>, words: &str) -> Self {
        let known = terms.into_iter().filter(|term| is_term(term));
        let words = words.split_whitespace().take(WORDS);
        Self {
            terms: known.map(str::to_owned).collect(),
            words: words
                .map(|word| word.chars().take(LETTERS).collect::<String>())
                // Nothing is called by signs alone.
                .map(|word| {
                    Some(search::folded(&word))
                        .filter(|folded| !folded.is_empty())
                        .unwrap_or(word)
                })
                .collect(),
        }
    }

    /// Patterns for LIKE, in which nothing that was typed is a wildcard.
    pub(super) fn patterns(&self) -> impl Iterator<Item = String> {
        self.words.iter().map(|word| {
            let literal = word.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
            format!("%{literal}%")
        })
    }
}

fn is_term(code: &str) -> bool {
    SizeBand::from_code(code).is_some()
        || AccessLevel::from_code(code).is_some()
        || Family::from_code(code).is_some()
        || Modality::from_code(code).is_some()
        || Purpose::from_code(code).is_some()
}

/// A release in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub address: Address,
    pub name: String,
    pub publisher: String,
    pub(super) terms: Vec<String>,
}

impl Listed {
    /// The band of its size.
    pub fn band(&self) -> Option<SizeBand> {
        self.terms.iter().find_map(|term| SizeBand::from_code(term))
    }

    /// The level of access that was last said.
    pub fn access(&self) -> Option<AccessLevel> {
        self.terms.iter().find_map(|term| AccessLevel::from_code(term))
    }

    /// The family of its licence.
    pub fn family(&self) -> Option<Family> {
        self.terms.iter().find_map(|term| Family::from_code(term))
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Found {
    /// Of all pages.
    pub count: usize,
    pub releases: Vec<Listed>,
    /// Whether more follow.
    pub more: bool,
}

/// Looks for releases, by address, after one of them.
pub fn find(
    db: &mut Snapshot<'_>,
    wish: &Wish,
    after: Option<&Address>,
    most: usize,
) -> Result<Found, StoreError> {
    let rows = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let mut releases = queries::found(db, wish, after, rows)?;
    let more = releases.len() > most;
    releases.truncate(most);
    Ok(Found {
        count: usize::try_from(queries::count(db, wish)?).unwrap_or(0),
        releases,
        more,
    })
}
