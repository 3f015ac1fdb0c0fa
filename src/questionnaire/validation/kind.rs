//! What the type of a question asks of its answer.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{FaultKind, LONGEST};
use crate::questionnaire::answers::Answer;
use crate::questionnaire::definition::{QuestionKind, RangeScale};
use crate::questionnaire::evaluation::{Occurrence, PlaceFault, State, digits};

/// Digits of an integer, as in other programs that read these questionnaires.
const INTEGER_DIGITS: usize = 9;
/// Digits of a decimal number.
const DECIMAL_DIGITS: usize = 15;

/// What keeps a given answer from being one of its kind.
pub(super) fn fault(state: &State<'_>, at: Occurrence, kind: &QuestionKind) -> Option<FaultKind> {
    let value = state.value(at);
    if let Some(fault) = text(value) {
        return Some(fault);
    }
    match kind {
        QuestionKind::Integer => integer(value),
        QuestionKind::Decimal => number(value, DECIMAL_DIGITS).err(),
        QuestionKind::Range(scale) => range(value, scale),
        QuestionKind::SelectOne(_) => select_one(state, at, value),
        QuestionKind::SelectMultiple(_) => select_multiple(state, at),
        QuestionKind::Rank(_) => rank(state, at),
        QuestionKind::Date => date(value).is_none().then_some(FaultKind::NotADate),
        QuestionKind::Time => time(value).is_none().then_some(FaultKind::NotATime),
        QuestionKind::DateTime => date_time(value).is_none().then_some(FaultKind::NotADateTime),
        QuestionKind::Acknowledge => (value != "OK").then_some(FaultKind::NotAnAcknowledgement),
        QuestionKind::Geopoint => place(state, at),
        QuestionKind::Text { .. }
        | QuestionKind::Upload(_)
        | QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => None,
    }
}

fn text(value: &str) -> Option<FaultKind> {
    if value.len() > LONGEST && value.chars().count() > LONGEST {
        return Some(FaultKind::TooLong { most: LONGEST });
    }
    let stray = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\t');
    value.chars().any(stray).then_some(FaultKind::Unreadable)
}

fn number(value: &str, most: usize) -> Result<f64, FaultKind> {
    let (whole, fraction) = digits(value).ok_or(FaultKind::NotANumber)?;
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() + fraction.len() > most {
        return Err(FaultKind::TooManyDigits { most });
    }
    value.parse().map_err(|_| FaultKind::NotANumber)
}

fn integer(value: &str) -> Option<FaultKind> {
    let Some((_, fraction)) = digits(value) else {
        return Some(FaultKind::NotANumber);
    };
    if fraction.bytes().any(|digit| digit != b'0') {
        return Some(FaultKind::NotWhole);
    }
    number(value, INTEGER_DIGITS).err()
}

fn range(value: &str, scale: &RangeScale) -> Option<FaultKind> {
    /// Steps such as 0.1 are not exact.
    const TOLERANCE: f64 = 1e-6;
    let given = match number(value, DECIMAL_DIGITS) {
        Ok(given) => given,
        Err(fault) => return Some(fault),
    };
    let RangeScale { start, end, step, .. } = *scale;
    if given < start.min(end) || given > start.max(end) {
        return Some(FaultKind::OutOfRange { start, end });
    }
    let steps = (given - start) / step;
    let off = step != 0.0 && (steps - steps.round()).abs() > TOLERANCE;
    off.then_some(FaultKind::OffStep { start, step })
}

fn select_one(state: &State<'_>, at: Occurrence, value: &str) -> Option<FaultKind> {
    if matches!(state.answer(at), Some(Answer::Many(names)) if names.len() > 1) {
        return Some(FaultKind::OnlyOneChoice);
    }
    state.offer(at, value).is_none().then(|| unknown(value))
}

fn select_multiple(state: &State<'_>, at: Occurrence) -> Option<FaultKind> {
    let several = state.chosen(at).nth(1).is_some();
    for name in state.chosen(at) {
        let Some(choice) = state.offer(at, name) else {
            return Some(unknown(name));
        };
        if choice.exclusive && several {
            return Some(FaultKind::ExclusiveChoice {
                label: state.choice_label(at, choice).into_owned(),
            });
        }
    }
    None
}

fn rank(state: &State<'_>, at: Occurrence) -> Option<FaultKind> {
    let offered = state.choices(at);
    if matches!(state.answer(at), Some(Answer::One(_))) {
        let mut positions: Vec<String> = offered
            .iter()
            .filter_map(|choice| state.position(at, &choice.name))
            .collect();
        positions.sort_unstable();
        let repeated = positions
            .iter()
            .zip(positions.iter().skip(1))
            .any(|(one, other)| one == other);
        return Some(if repeated {
            FaultKind::RankRepeated
        } else {
            FaultKind::RankIncomplete
        });
    }
    let ranked: Vec<&str> = state.chosen(at).collect();
    if let Some(stranger) = ranked
        .iter()
        .find(|name| !offered.iter().any(|choice| choice.name == **name))
    {
        return Some(unknown(stranger));
    }
    if ranked
        .iter()
        .enumerate()
        .any(|(index, name)| ranked.iter().skip(index + 1).any(|other| other == name))
    {
        return Some(FaultKind::RankRepeated);
    }
    (ranked.len() < offered.len()).then_some(FaultKind::RankIncomplete)
}

fn unknown(name: &str) -> FaultKind {
    FaultKind::UnknownChoice {
        name: name.to_owned(),
    }
}

fn place(state: &State<'_>, at: Occurrence) -> Option<FaultKind> {
    Some(match state.coordinates(at).fault()? {
        PlaceFault::Incomplete => FaultKind::PlaceIncomplete,
        PlaceFault::NotDegrees => FaultKind::NotDegrees,
        PlaceFault::Latitude => FaultKind::LatitudeOutOfRange,
        PlaceFault::Longitude => FaultKind::LongitudeOutOfRange,
        PlaceFault::NotMetres => FaultKind::NotMetres,
    })
}

/// A day as `2026-03-01`.
fn date(value: &str) -> Option<NaiveDate> {
    let plain = value.len() == 10 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    plain
        .then(|| NaiveDate::parse_from_str(value, "%Y-%m-%d").ok())
        .flatten()
}

/// A time of day as `14:30` or `14:30:05.250`, with or without an offset.
fn time(value: &str) -> Option<NaiveTime> {
    let clock = match value.find(['+', '-', 'Z']) {
        Some(at) => {
            let (clock, offset) = value.split_at(at);
            is_offset(offset).then_some(clock)?
        }
        None => value,
    };
    let plain = clock.len() >= 5
        && clock
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    let formats = ["%H:%M", "%H:%M:%S%.f"];
    plain
        .then(|| {
            formats
                .iter()
                .find_map(|format| NaiveTime::parse_from_str(clock, format).ok())
        })
        .flatten()
}

/// `Z`, `+01` or `+01:00`.
fn is_offset(offset: &str) -> bool {
    let digits = |part: Option<&str>, most: u8| {
        part.is_some_and(|part| part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number <= most))
    };
    offset == "Z"
        || offset.get(1..).is_some_and(|rest| {
            let (hours, minutes) = rest.split_once(':').map_or((rest, None), |(h, m)| (h, Some(m)));
            digits(Some(hours), 14) && (minutes.is_none() || digits(minutes, 59))
        })
}

/// A day and a time of day with `T` between them.
fn date_time(value: &str) -> Option<NaiveDateTime> {
    let (day, clock) = value.split_once('T')?;
    Some(date(day)?.and_time(time(clock)?))
}
