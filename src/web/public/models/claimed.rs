//! Who showed that a release is theirs, in sentences and with the day; never a badge.

use crate::chain::claims::{Confirmed, Name};
use crate::language::{Language, Value};

/// A sentence for each confirmed claim.
pub fn sentences(language: Language, confirmed: &[Confirmed]) -> Vec<String> {
    let sentence = |one: &Confirmed| {
        let name = match &one.name {
            Name::Organisation(name) => name.clone(),
            Name::Node(node) => language
                .filled("claimed-unnamed", "node", &node.to_string())
                .into_owned(),
        };
        let on = one.since.utc().date_naive().to_string();
        let values = [("name", Value::Text(&name)), ("on", Value::Text(&on))];
        let key = format!("claimed-{}", one.role.as_str());
        language.with(&key, &values).into_owned()
    };
    confirmed.iter().map(sentence).collect()
}
