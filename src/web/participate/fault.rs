//! What is wrong with an answer, in words.

use crate::language::{Language, Value};
use crate::questionnaire::validation::FaultKind;
use crate::web::size;

/// The sentence for the person, in the author's words where there are any.
pub fn sentence(language: Language, kind: &FaultKind) -> String {
    let key = format!("fault-{}", kind.code());
    let count = |number: usize| Value::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let text = match kind {
        FaultKind::Required {
            message: Some(message),
        }
        | FaultKind::Constraint {
            message: Some(message),
        } if !message.is_empty() => {
            return super::super::markdown::plain(message);
        }
        FaultKind::TooManyDigits { most } | FaultKind::TooLong { most } => {
            language.with(&key, &[("n", count(*most))])
        }
        FaultKind::OutOfRange { start, end } => {
            let (start, end) = (start.to_string(), end.to_string());
            language.with(
                &key,
                &[("start", Value::Text(&start)), ("end", Value::Text(&end))],
            )
        }
        FaultKind::OffStep { start, step } => {
            let (start, step) = (start.to_string(), step.to_string());
            language.with(
                &key,
                &[("start", Value::Text(&start)), ("step", Value::Text(&step))],
            )
        }
        FaultKind::FileTooLarge { most } | FaultKind::FilesTooLarge { most } => {
            language.filled(&key, "size", &size::of(*most))
        }
        FaultKind::TooManyFiles { most } => language.with(&key, &[("n", count(*most))]),
        FaultKind::UnknownChoice { name } => language.filled(&key, "name", name),
        FaultKind::ExclusiveChoice { label } => language.filled(&key, "label", label),
        FaultKind::Required { .. }
        | FaultKind::Constraint { .. }
        | FaultKind::NotANumber
        | FaultKind::NotWhole
        | FaultKind::OnlyOneChoice
        | FaultKind::RankIncomplete
        | FaultKind::RankRepeated
        | FaultKind::NotADate
        | FaultKind::NotATime
        | FaultKind::NotADateTime
        | FaultKind::NotAnAcknowledgement
        | FaultKind::PlaceIncomplete
        | FaultKind::NotDegrees
        | FaultKind::LatitudeOutOfRange
        | FaultKind::LongitudeOutOfRange
        | FaultKind::NotMetres
        | FaultKind::FileEmpty
        | FaultKind::FileOfOtherKind
        | FaultKind::FileDamaged
        | FaultKind::Unreadable => language.text(&key),
    };
    text.into_owned()
}
