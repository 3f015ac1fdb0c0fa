//! Answers that are releases of the registry, or a person's words for one.

use std::borrow::Cow;
use std::collections::HashMap;

use super::columns::Part;
use super::table::Cell;
use crate::chain::registry::{Named, same_words};
use crate::questionnaire::definition::Missing;

/// The releases that moderators found words to mean, by what [`same_words`] makes of them.
pub(super) type Names = HashMap<String, String>;

/// A release by its address, be it chosen or what somebody's words were found to mean. Words that nobody
/// has looked at may be anything, and are withheld.
pub(super) fn cell<'d>(value: &Cow<'d, str>, part: Part, names: &Names) -> Cell<'d> {
    match (Named::read(value), part) {
        (Some(Named::Release(_)), Part::Words) => Cell::Missing(Missing::NotApplicable),
        (Some(Named::Release(_)), _) => Cell::Value(value.clone()),
        (Some(Named::Words(words)), Part::Words) => Cell::Value(words.into()),
        (Some(Named::Words(words)), _) => match names.get(&same_words(&words)) {
            Some(address) => Cell::Value(address.clone().into()),
            None => Cell::Missing(Missing::Withheld),
        },
        (None, _) => Cell::Missing(Missing::Withheld),
    }
}
