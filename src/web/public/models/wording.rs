//! Words of the visitor's language for what the registry knows.

use std::borrow::Cow;

use crate::chain::registry::Licence;
use crate::language::{Language, Value};

/// The name of a code of a vocabulary.
pub fn term(language: Language, code: &str) -> Cow<'static, str> {
    language.text(&format!("term-{}", code.replace('.', "-")))
}

/// Names of codes with a mark of the language between.
pub fn terms<'c>(language: Language, codes: impl Iterator<Item = &'c str>) -> String {
    let names: Vec<_> = codes.map(|code| term(language, code)).collect();
    names.join(&language.text("registry-comma"))
}

/// A licence by its identifier and its family.
pub fn licence(language: Language, licence: &Licence) -> String {
    let family = licence.family().map(|family| term(language, family.as_str()));
    match (licence.id(), family) {
        (Some(id), Some(family)) => language
            .with(
                "registry-licence-of",
                &[("id", Value::Text(id)), ("family", Value::Text(&family))],
            )
            .into_owned(),
        (Some(id), None) => id.to_owned(),
        (None, family) => family.unwrap_or_default().into_owned(),
    }
}

/// A number of parameters, in the large units of the language.
pub fn parameters(language: Language, key: &str, number: u64) -> Cow<'static, str> {
    let (billions, hundred_millions) = (in_units(number, 1_000_000_000), in_units(number, 100_000_000));
    let values = [
        ("billions", Value::Text(&billions)),
        ("hundred_millions", Value::Text(&hundred_millions)),
    ];
    language.with(key, &values)
}

/// So many units, to three digits behind the point; nothing that is 0 at the end.
fn in_units(number: u64, unit: u64) -> String {
    let thousandths = number.saturating_add(unit / 2000) / (unit / 1000);
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::in_units;

    #[test]
    fn numbers_of_parameters_are_short() {
        for (number, text) in [
            (8_000_000_000, "8"),
            (8_190_735_360, "8.191"),
            (124_000_000, "0.124"),
            (671_000_000_000, "671"),
            (999_999_999, "1"),
        ] {
            assert_eq!(in_units(number, 1_000_000_000), text);
        }
        assert_eq!(in_units(8_200_000_000, 100_000_000), "82");
    }
}
