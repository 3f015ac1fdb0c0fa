//! Numbers: how texts become numbers, how numbers are written, and how they are rounded.

use std::borrow::Cow;

use super::day;

/// The number that a text stands for: decimal digits with an optional sign and point, or a day or
/// moment, which counts as days since 1970-01-01. Anything else is not a number.
pub(in crate::questionnaire) fn from_text(text: &str) -> f64 {
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.len() < 17 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let whole = digits
            .bytes()
            .fold(0.0, |sum, byte| sum * 10.0 + f64::from(byte - b'0'));
        return if digits.len() == text.len() { whole } else { -whole };
    }
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain {
        return text.parse().unwrap_or(f64::NAN);
    }
    day::days(text).unwrap_or(f64::NAN)
}

/// As `XPath` writes numbers: plain decimals, no exponent, whole numbers without a point.
pub(super) fn to_text<'a>(value: f64) -> Cow<'a, str> {
    if value.is_nan() {
        return Cow::Borrowed("NaN");
    }
    if value.is_infinite() {
        return Cow::Borrowed(if value > 0.0 { "Infinity" } else { "-Infinity" });
    }
    if value == 0.0 {
        return Cow::Borrowed("0");
    }
    Cow::Owned(value.to_string())
}

/// The whole part, as far as it fits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates, and not-a-number becomes 0, as is wanted"
)]
pub(super) fn whole(value: f64) -> i64 {
    value as i64
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts of nodes are far below 2^53")]
pub(super) fn count(value: usize) -> f64 {
    value as f64
}

/// A whole number as a number.
#[expect(clippy::cast_precision_loss, reason = "days and milliseconds are below 2^53")]
pub(super) fn float(value: i64) -> f64 {
    value as f64
}

/// The upper 53 bits as a number from 0 up to, not including, 1.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
pub(super) fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// Rounds half away from zero to this many digits after the point; negative digits round to tens.
///
/// The digits that decide are those of the shortest decimal, so 1.005 with two digits is 1 in
/// binary but would be 1.01 in decimal; engines agree on binary.
pub(super) fn round(value: f64, digits: f64) -> f64 {
    if digits.is_nan() {
        return f64::NAN;
    }
    let digits = digits.trunc();
    if digits == 0.0 {
        return value.round();
    }
    let factor = 10_f64.powf(digits.abs());
    if factor.is_infinite() {
        return if digits > 0.0 { value } else { 0.0 };
    }
    if digits > 0.0 {
        let scaled = value * factor;
        if scaled.is_finite() {
            scaled.round() / factor
        } else {
            value
        }
    } else {
        (value / factor).round() * factor
    }
}
