//! Numbers that are typed.

use super::{Asked, Slider};
use crate::questionnaire::definition::QuestionKind;

/// A field for a number.
#[derive(Debug)]
pub struct Number {
    /// The input's `inputmode`.
    pub mode: &'static str,
    pub value: String,
    /// The number as it is read, in groups of three.
    pub grouped: Option<String>,
    /// Buttons that count down and up; they need scripts.
    pub counter: bool,
    /// The same value as a slider; it needs scripts.
    pub slider: Option<Slider>,
}

pub(super) fn of(asked: &Asked<'_, '_>) -> Number {
    let value = asked.value();
    let separated = asked.wants("thousands-sep") && grouped(value) != value;
    Number {
        mode: match asked.question.kind {
            QuestionKind::Integer => "numeric",
            _ => "decimal",
        },
        value: value.to_owned(),
        grouped: separated.then(|| grouped(value)),
        counter: asked.wants("counter"),
        slider: None,
    }
}

/// A number with a narrow blank after every three digits of its whole part, which every language can
/// read; anything else as it is.
pub fn grouped(value: &str) -> String {
    let (sign, rest) = match value.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", value),
    };
    let (whole, fraction) = rest.find('.').map_or((rest, ""), |point| rest.split_at(point));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() < 4 || !digits(whole) || !digits(fraction.trim_start_matches('.')) {
        return value.to_owned();
    }
    let mut shown = String::from(sign);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown + fraction
}
