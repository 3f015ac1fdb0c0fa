//! Long lists: what is searched for narrows the options down. Without scripts a button does it, with
//! scripts it happens while typing; both ask the site.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::marks::Marks;
use super::{Asked, Choosable};
use crate::web::markdown;

/// So many options are shown at once, besides those that are chosen.
const SHOWN: usize = 12;

/// Some options of many.
#[derive(Debug)]
pub struct Search {
    pub multiple: bool,
    pub query: String,
    /// Those that hold what is searched for, the chosen ones first.
    pub options: Vec<Choosable>,
    /// Options that are found, and how many of them are not shown.
    pub found: usize,
    pub more: usize,
    pub clearable: bool,
}

impl Search {
    pub(super) fn of(asked: &Asked<'_, '_>, multiple: bool, marks: &Marks) -> Self {
        let Asked { state, at, .. } = *asked;
        let query = marks
            .searches
            .get(&state.field(at).to_string())
            .cloned()
            .unwrap_or_default();
        let words: Vec<String> = query.split_whitespace().map(folded).collect();
        let chosen: Vec<&str> = state.chosen(at).collect();
        let mut fitting = 0;
        let (mut kept, mut found) = (Vec::new(), Vec::new());
        for choice in asked.choices() {
            let label = state.choice_label(at, choice);
            let is_chosen = chosen.contains(&choice.name.as_str());
            if !is_chosen {
                let plain = folded(&markdown::plain(&label));
                if !words.iter().all(|word| plain.contains(word)) {
                    continue;
                }
                fitting += 1;
                if fitting > SHOWN {
                    continue;
                }
            }
            let option = Choosable::of(asked, choice, is_chosen);
            if is_chosen {
                kept.push(option);
            } else {
                found.push(option);
            }
        }
        kept.append(&mut found);
        Self {
            multiple,
            found: fitting,
            more: fitting.saturating_sub(SHOWN),
            options: kept,
            query,
            clearable: !multiple && asked.clearable(),
        }
    }
}

/// Letters without their case and accents, so that people find what they cannot type.
fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|sign| !is_combining_mark(*sign))
        .flat_map(char::to_lowercase)
        .collect()
}
