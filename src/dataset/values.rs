//! Numbers and moments as they stand in cells.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime, Utc};

/// A moment with or without an offset; without one it is taken as UTC.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    let with_offset = DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc());
    with_offset
        .ok()
        .or_else(|| text.parse::<NaiveDateTime>().ok().map(|moment| moment.and_utc()))
}

/// A number without plus sign, needless zeros or a naked point; its digits are kept as given.
pub(super) fn plain_number<'d>(text: &Cow<'d, str>) -> Cow<'d, str> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || whole.len() + fraction.len() == 0 {
        return text.clone();
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let plain = match fraction {
        "" => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction}"),
    };
    if plain == **text {
        return text.clone();
    }
    plain.into()
}
