//! Faults of a line as an operator reads them, in English like everything on the command line.

use crate::questionnaire::validation::FaultKind;
use crate::responses::import::LineFault;

/// One sentence about a fault; never what somebody answered in free text.
pub fn sentence(fault: &LineFault) -> String {
    match fault {
        LineFault::UnknownQuestionnaire(key) => format!("the study asks no questionnaire {key:?}"),
        LineFault::UnknownLanguage(tag) => format!("the questionnaire does not speak {tag:?}"),
        LineFault::UnknownConsent => "the study does not ask for one of these consents".to_owned(),
        LineFault::TooYoung => "the person is below the age of the study".to_owned(),
        LineFault::Document(fault) => fault.to_string(),
        LineFault::Answer(fault) => of_answer(&fault.kind),
    }
}

fn of_answer(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Required { .. } => "an answer is required".to_owned(),
        FaultKind::NotANumber => "this is no number".to_owned(),
        FaultKind::NotWhole => "this is no whole number".to_owned(),
        FaultKind::TooManyDigits { most } => format!("at most {most} digits"),
        FaultKind::OutOfRange { start, end } => format!("this must be between {start} and {end}"),
        FaultKind::OffStep { start, step } => format!("this must be {start} or some steps of {step} from it"),
        FaultKind::UnknownChoice { name } => format!("{name:?} is not among the choices on offer"),
        FaultKind::OnlyOneChoice => "only one choice is possible".to_owned(),
        FaultKind::ExclusiveChoice { label } => format!("{label:?} cannot stand beside another choice"),
        FaultKind::RankIncomplete => "every choice needs a position".to_owned(),
        FaultKind::RankRepeated => "two choices have the same position".to_owned(),
        FaultKind::NotADate => "this is no date such as 2026-03-01".to_owned(),
        FaultKind::NotATime => "this is no time such as 14:30".to_owned(),
        FaultKind::NotADateTime => "this is no date and time such as 2026-03-01T14:30".to_owned(),
        FaultKind::NotAnAcknowledgement => "only \"OK\" is possible".to_owned(),
        FaultKind::TooLong { most } => format!("at most {most} characters"),
        FaultKind::Unreadable => "this holds signs that are no text".to_owned(),
        FaultKind::Constraint { message } => message
            .clone()
            .unwrap_or_else(|| "this breaks the rule of the question".to_owned()),
        FaultKind::PlaceIncomplete => "a place needs latitude and longitude".to_owned(),
        FaultKind::NotDegrees => {
            "latitude and longitude are decimal degrees such as 52.5 and -13.4".to_owned()
        }
        FaultKind::LatitudeOutOfRange => "latitude must be between -90 and 90".to_owned(),
        FaultKind::LongitudeOutOfRange => "longitude must be between -180 and 180".to_owned(),
        FaultKind::NotMetres => "altitude and accuracy are metres".to_owned(),
        // Files never come by a line.
        FaultKind::FileEmpty
        | FaultKind::FileTooLarge { .. }
        | FaultKind::FileOfOtherKind
        | FaultKind::FileDamaged
        | FaultKind::FilesTooLarge { .. }
        | FaultKind::TooManyFiles { .. } => "the file cannot be taken".to_owned(),
    }
}
