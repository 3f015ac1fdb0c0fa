//! The column `appearance`: words that a website can follow, and words that mean another app.

use crate::questionnaire::definition::QuestionKind;
use crate::questionnaire::findings::{Code, Findings, Place};

/// Words with an effect, or with none that is missed on a website.
const KNOWN: [&str; 43] = [
    "annotate",
    "autocomplete",
    "bearing",
    "columns",
    "columns-pack",
    "compact",
    "counter",
    "draw",
    "field-list",
    "hidden-answer",
    "horizontal",
    "horizontal-compact",
    "image-map",
    "label",
    "likert",
    "list",
    "list-nolabel",
    "map",
    "masked",
    "minimal",
    "month-year",
    "multiline",
    "new",
    "new-front",
    "no-buttons",
    "no-calendar",
    "no-ticks",
    "numbers",
    "picker",
    "placement-map",
    "printer",
    "quick",
    "quickcompact",
    // Ours: the rows of a matrix come in an order drawn for each draft.
    "randomize-rows",
    "rating",
    "search",
    "selfie",
    "signature",
    "table-list",
    "thousands-sep",
    "url",
    "vertical",
    "year",
];

/// Remarks on each word; `kind` is absent for groups.
pub(super) fn check(words: &[String], kind: Option<&QuestionKind>, place: &Place, findings: &mut Findings) {
    if let Some(feature) = unsupported(words, kind) {
        let feature = feature.to_owned();
        findings.add(place.clone(), Code::Unsupported { feature });
        return;
    }
    for word in words.iter().filter(|word| !is_known(word)) {
        findings.add(place.clone(), Code::UnknownAppearance { word: word.clone() });
    }
}

fn unsupported(words: &[String], kind: Option<&QuestionKind>) -> Option<&'static str> {
    let has = |start: &str| words.iter().any(|word| word.starts_with(start));
    let selects = kind.is_some_and(|kind| kind.selection().is_some());
    if selects && has("search(") {
        Some("Searching in a table (search())")
    } else if selects && has("image-map") {
        Some("Choosing on a picture (image-map)")
    } else if has("ex:") || has("intent:") {
        Some("Starting another app (ex:)")
    } else {
        None
    }
}

/// Also `columns-3`, `compact-2`, and the widths `w1` to `w10`.
fn is_known(word: &str) -> bool {
    let numbered = ["columns-", "compact-", "quickcompact-", "w"];
    let is_number = |rest: &str| rest.len() <= 2 && rest.parse::<u8>().is_ok();
    KNOWN.contains(&word)
        || numbered
            .iter()
            .any(|start| word.strip_prefix(start).is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn numbered_appearances_are_known() {
        assert!(is_known("columns-3") && is_known("w10") && is_known("likert"));
        assert!(!is_known("columns-x") && !is_known("wide") && !is_known("likret"));
    }
}
