//! Types, and what belongs to a type only. Options are compared in [`lists`](super::lists).

use super::report::{About, Report};
use super::{Effect, Kind};
use crate::questionnaire::definition::{QuestionKind, RangeScale, Selection, Source, Upload};

/// Tells how the type changed.
pub(super) fn compare(report: &mut Report, about: &About, before: &QuestionKind, after: &QuestionKind) {
    use QuestionKind as Q;
    report.value(
        about,
        Kind::Type,
        (&before.as_str(), &after.as_str()),
        Effect::BreaksSeries,
        |word| (*word).to_owned(),
    );
    match (before, after) {
        (Q::Text { rows: old }, Q::Text { rows: new }) => size(report, about, *old, *new),
        (Q::Upload(old), Q::Upload(new)) => size(report, about, pixels(old), pixels(new)),
        (Q::Range(old), Q::Range(new)) => scale(report, about, old, new),
        (
            Q::SelectOne(old) | Q::SelectMultiple(old) | Q::Rank(old),
            Q::SelectOne(new) | Q::SelectMultiple(new) | Q::Rank(new),
        ) => selection(report, about, old, new),
        // Another type, which has been told; the parts of the old one went with it.
        (
            Q::Text { .. }
            | Q::Upload(_)
            | Q::Range(_)
            | Q::SelectOne(_)
            | Q::SelectMultiple(_)
            | Q::Rank(_)
            // Types that have no parts.
            | Q::Integer
            | Q::Decimal
            | Q::Date
            | Q::Time
            | Q::DateTime
            | Q::Note
            | Q::Acknowledge
            | Q::Geopoint
            | Q::Calculate
            | Q::Hidden
            | Q::Start
            | Q::End
            | Q::Today,
            _,
        ) => {}
    }
}

/// Height of a field, or longest side of a picture.
fn size(report: &mut Report, about: &About, before: Option<u32>, after: Option<u32>) {
    report.value(
        about,
        Kind::Control,
        (&before, &after),
        Effect::Cosmetic,
        |size| size.map_or_else(String::new, |size| size.to_string()),
    );
}

const fn pixels(upload: &Upload) -> Option<u32> {
    match upload {
        Upload::Image { max_pixels } => *max_pixels,
        Upload::Audio | Upload::File => None,
    }
}

fn scale(report: &mut Report, about: &About, before: &RangeScale, after: &RangeScale) {
    let RangeScale {
        start: _,
        end: _,
        step: _,
        tick_interval,
        placeholder,
        labels,
    } = before;
    let said = |scale: &RangeScale| {
        let RangeScale { start, end, step, .. } = scale;
        format!("{start} to {end} by {step}")
    };
    report.value(
        about,
        Kind::Scale,
        (&said(before), &said(after)),
        Effect::BreaksSeries,
        String::clone,
    );
    let marks = [
        ("every", tick_interval, &after.tick_interval),
        ("from", placeholder, &after.placeholder),
    ];
    for (word, old, new) in marks {
        let said = |mark: &Option<f64>| mark.map_or_else(String::new, |mark| format!("{word} {mark}"));
        report.value(
            about,
            Kind::Control,
            (&said(old), &said(new)),
            Effect::MayChangeAnswers,
            String::clone,
        );
    }
    list(report, about, labels.as_deref(), after.labels.as_deref());
}

fn selection(report: &mut Report, about: &About, before: &Selection, after: &Selection) {
    let Selection {
        list: name,
        source,
        filter,
        randomize,
        seed,
    } = before;
    list(report, about, Some(name), Some(&after.list));
    report.value(
        about,
        Kind::Source,
        (source, &after.source),
        Effect::MayChangeAnswers,
        from,
    );
    report.rule(
        about,
        Kind::ChoiceFilter,
        filter.as_ref(),
        after.filter.as_ref(),
        Effect::MayChangeAnswers,
    );
    report.value(
        about,
        Kind::Randomized,
        (randomize, &after.randomize),
        Effect::MayChangeAnswers,
        |random| if *random { "yes" } else { "no" }.to_owned(),
    );
    report.rule(
        about,
        Kind::Randomized,
        seed.as_ref(),
        after.seed.as_ref(),
        Effect::MayChangeAnswers,
    );
}

/// The name of a list says nothing to a person; what is in it is compared apart.
fn list(report: &mut Report, about: &About, before: Option<&str>, after: Option<&str>) {
    report.value(about, Kind::List, (&before, &after), Effect::Cosmetic, |name| {
        name.unwrap_or_default().to_owned()
    });
}

fn from(source: &Source) -> String {
    match source {
        Source::Sheet => "choices".to_owned(),
        Source::File { file, value, label } => format!("{file} ({value}, {label})"),
        Source::Answers => "answers".to_owned(),
        Source::Registry => "registry".to_owned(),
    }
}
