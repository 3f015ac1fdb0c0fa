//! A question about a model release: type a name, find, choose, or keep what was typed.
//!
//! What was typed stands in the search field alone; the option that keeps it has no text of its own, so
//! that the two cannot differ.

use super::super::marks::Marks;
use super::Asked;
use crate::chain::registry::Named;
use crate::chain::registry::excerpt::LABEL;
use crate::chain::registry::search::Near;

/// Names that others give to a release, of which so many are shown.
const IDENTIFIERS: usize = 3;

/// A search in the registry with what it found.
#[derive(Debug)]
pub struct Release {
    pub query: String,
    /// The one that is chosen, then those that were found, the nearest first.
    pub options: Vec<Offered>,
    /// Whether the words that were typed are the answer.
    pub in_words: bool,
    /// Nothing is like what was typed.
    pub unknown: bool,
    pub clearable: bool,
}

/// A release on offer.
#[derive(Debug)]
pub struct Offered {
    pub value: String,
    pub name: String,
    /// Publisher, day and what else tells it from its like.
    pub details: String,
    pub chosen: bool,
}

impl Release {
    pub(super) fn of(asked: &Asked<'_, '_>, marks: &Marks) -> Self {
        let Asked { state, at, .. } = *asked;
        let value = asked.value();
        let found = marks.releases.get(&state.field(at).to_string());
        let near = found.map_or(&[][..], |found| &found.near);
        let mut options: Vec<Offered> = near.iter().map(|near| Offered::found(near, value)).collect();
        let is_named = matches!(Named::read(value), Some(Named::Release(_)));
        if is_named && !options.iter().any(|option| option.chosen) {
            options.insert(0, Offered::chosen(asked));
        }
        Self {
            query: found.map(|found| found.query.clone()).unwrap_or_default(),
            unknown: found.is_some() && near.is_empty(),
            in_words: Named::is_in_words(value),
            options,
            clearable: asked.clearable() && !value.is_empty(),
        }
    }
}

impl Offered {
    fn found(near: &Near, value: &str) -> Self {
        let day = near.released_on.map(|day| day.to_string());
        let identifiers = near.identifiers.iter().take(IDENTIFIERS).cloned();
        let parts = [near.listed.publisher.clone()]
            .into_iter()
            .chain(day)
            .chain(identifiers);
        let address = near.listed.address.to_string();
        Self {
            chosen: address == value,
            value: address,
            name: near.listed.name.clone(),
            details: joined(parts),
        }
    }

    /// What was chosen before, as far as it is known.
    fn chosen(asked: &Asked<'_, '_>) -> Self {
        let value = asked.value().to_owned();
        let choice = asked.choices().first().copied();
        let cell = |column: &str| choice.and_then(|choice| choice.data.get(column)).cloned();
        Self {
            name: cell(LABEL).unwrap_or_else(|| value.clone()),
            details: joined(["publisher", "released_on"].into_iter().filter_map(cell)),
            chosen: true,
            value,
        }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
