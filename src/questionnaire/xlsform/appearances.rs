//! The column `appearance`: words that a website can follow, and words that mean another app.

use crate::questionnaire::definition::{QuestionKind, Upload};
use crate::questionnaire::findings::{Code, Findings, Place};

/// Rows as far as appearances tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Group,
    Text,
    Number,
    Range,
    One,
    Several,
    Rank,
    Date,
    Picture,
    Sound,
    Place,
    Other,
}

use Row::{Date, Group, Number, One, Picture, Place as Point, Range, Rank, Several, Sound, Text};

/// Words with an effect, or with none that is missed on a website, and the rows they are for.
const KNOWN: [(&str, &[Row]); 42] = [
    ("autocomplete", &[One, Several]),
    ("bearing", &[Number]),
    ("columns", &[One, Several]),
    ("columns-pack", &[One, Several]),
    ("compact", &[One, Several]),
    ("counter", &[Number]),
    ("field-list", &[Group]),
    ("hidden-answer", &[Text]),
    ("hide-input", &[Point]),
    ("horizontal", &[One, Several]),
    ("horizontal-compact", &[One, Several]),
    ("image-map", &[One, Several]),
    ("label", &[One, Several]),
    ("likert", &[One]),
    ("list", &[One, Several]),
    ("list-nolabel", &[One, Several]),
    ("map", &[One, Several, Point]),
    ("maps", &[Point]),
    ("masked", &[Text, Number]),
    ("minimal", &[One, Several, Rank]),
    ("month-year", &[Date]),
    ("multiline", &[Text]),
    ("new", &[Picture, Sound]),
    ("new-front", &[Picture]),
    ("no-buttons", &[One, Several]),
    ("no-calendar", &[Date]),
    ("no-ticks", &[Range]),
    ("numbers", &[Text]),
    ("picker", &[Range, Number]),
    ("placement-map", &[Point]),
    ("printer", &[Text]),
    ("quick", &[One]),
    ("quickcompact", &[One]),
    // Ours: the rows of a matrix come in an order drawn for each draft.
    ("randomize-rows", &[Group]),
    ("rating", &[Range]),
    ("search", &[One, Several]),
    ("selfie", &[Picture]),
    ("table-list", &[Group]),
    ("thousands-sep", &[Number, Text]),
    ("url", &[Text]),
    ("vertical", &[Range]),
    ("year", &[Date]),
];

/// What stands before a number.
const NUMBERED: [(&str, &[Row]); 3] = [
    ("columns-", &[One, Several]),
    ("compact-", &[One, Several]),
    ("quickcompact-", &[One]),
];

const CALENDARS: [&str; 7] = [
    "bikram-sambat",
    "buddhist",
    "coptic",
    "ethiopian",
    "islamic",
    "myanmar",
    "persian",
];

/// Remarks on each word; `kind` is absent for groups.
pub(super) fn check(words: &[String], kind: Option<&QuestionKind>, place: &Place, findings: &mut Findings) {
    let row = row(kind);
    if let Some(feature) = unsupported(words, row) {
        let feature = feature.to_owned();
        findings.add(place.clone(), Code::Unsupported { feature });
        return;
    }
    for word in words {
        let code = match (disregarded(word, row), rows(word)) {
            (Some(feature), _) => Code::Disregarded {
                feature: feature.to_owned(),
            },
            (None, Some(rows)) if rows.is_empty() || rows.contains(&row) => continue,
            (None, Some(_)) => Code::AppearanceElsewhere {
                word: word.clone(),
                kind: kind.map_or("a group", QuestionKind::as_str).to_owned(),
            },
            (None, None) => Code::UnknownAppearance { word: word.clone() },
        };
        findings.add(place.clone(), code);
    }
}

const fn row(kind: Option<&QuestionKind>) -> Row {
    let Some(kind) = kind else { return Group };
    match kind {
        QuestionKind::Text { .. } => Text,
        QuestionKind::Integer | QuestionKind::Decimal => Number,
        QuestionKind::Range(_) => Range,
        QuestionKind::SelectOne(_) => One,
        QuestionKind::SelectMultiple(_) => Several,
        QuestionKind::Rank(_) => Rank,
        QuestionKind::Date | QuestionKind::DateTime => Date,
        QuestionKind::Upload(Upload::Image { .. }) => Picture,
        QuestionKind::Upload(Upload::Audio) => Sound,
        QuestionKind::Geopoint => Point,
        QuestionKind::Time
        | QuestionKind::Upload(Upload::File)
        | QuestionKind::Note
        | QuestionKind::Acknowledge
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => Row::Other,
    }
}

/// The rows a word is for, none being all; `None` if the word is not known.
fn rows(word: &str) -> Option<&'static [Row]> {
    let is_number = |rest: &str| rest.len() <= 2 && rest.parse::<u8>().is_ok();
    if word.strip_prefix('w').is_some_and(is_number) {
        return Some(&[]);
    }
    let known = KNOWN.iter().find(|(known, _)| *known == word);
    let numbered = || {
        let begins = |(start, _): &&(&str, _)| word.strip_prefix(start).is_some_and(is_number);
        NUMBERED.iter().find(begins)
    };
    known.or_else(numbered).map(|(_, rows)| *rows)
}

/// What would ask for something else if it were passed over.
fn unsupported(words: &[String], row: Row) -> Option<&'static str> {
    let has = |start: &str| words.iter().any(|word| word.starts_with(start));
    let is = |known: &str| words.iter().any(|word| word == known);
    let selects = matches!(row, One | Several | Rank);
    if selects && has("search(") {
        Some("Searching in a table (search())")
    } else if selects && has("image-map") {
        Some("Choosing on a picture (image-map)")
    } else if has("ex:") || has("intent:") {
        Some("Starting another app (ex:)")
    } else if row == Picture && is("draw") {
        Some("Drawing a picture (draw)")
    } else if row == Picture && is("signature") {
        Some("Signing by hand (signature)")
    } else {
        None
    }
}

/// What asks for the same, only in another way.
fn disregarded(word: &str, row: Row) -> Option<&'static str> {
    match (row, word) {
        (Picture, "annotate") => Some("Writing on a picture (annotate)"),
        (One | Several, "map") => Some("Choosing on a map (map)"),
        (Date, calendar) if CALENDARS.contains(&calendar) => Some("A calendar other than the Gregorian one"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, disregarded, rows};

    #[test]
    fn numbered_appearances_are_known() {
        let known = |word: &str| rows(word).is_some();
        assert!(known("columns-3") && known("w10") && known("likert"));
        assert!(!known("columns-x") && !known("wide") && !known("likret"));
    }

    #[test]
    fn the_same_word_may_mean_something_to_one_type_only() {
        assert_eq!(rows("quick"), Some(&[Row::One][..]));
        assert!(disregarded("map", Row::One).is_some());
        assert!(disregarded("map", Row::Place).is_none());
    }
}
