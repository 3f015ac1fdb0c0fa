//! What a study allows: when it takes answers, which consent it needs, whom it does not ask.

use super::Refused;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::study::{MAY_PUBLISH, StudySettings};
use crate::questionnaire::versions::{Header, State};
use crate::store::Instant;

/// Whether the study takes answers at `now`: somebody opened it, and it is within its own days,
/// both of which count, in UTC.
pub fn takes_answers(study: &Header, settings: &StudySettings, now: Instant) -> bool {
    let today = now.utc().date_naive();
    let begun = settings.opens.is_none_or(|first| first <= today);
    let over = settings.closes.is_some_and(|last| last < today);
    study.state == State::Open && begun && !over
}

/// Whether the answers say that the person is below the study's age, so that nothing is stored.
pub fn ends_for_age(settings: &StudySettings, answers: &Answers) -> bool {
    let Some(under_age) = &settings.under_age else {
        return false;
    };
    match answers.get(&under_age.when.question) {
        Some(Answer::One(choice)) => under_age.when.choices.contains(choice),
        Some(Answer::Many(choices)) => choices
            .iter()
            .any(|choice| under_age.when.choices.contains(choice)),
        _ => false,
    }
}

/// The boxes that somebody vouches for who brings answers without saying which were ticked:
/// those that are required, and publication in an open file.
pub fn vouched_for(settings: &StudySettings) -> Vec<String> {
    let boxes = settings.consent.ticks.iter();
    boxes
        .filter(|one| one.required || one.key == MAY_PUBLISH)
        .map(|one| one.key.clone())
        .collect()
}

/// Holds the ticked boxes against those of the study.
///
/// # Errors
/// [`Refused::UnknownConsent`] when one is ticked that the study does not have, else
/// [`Refused::ConsentMissing`] when a required one is not ticked.
pub fn check_consent(settings: &StudySettings, ticks: &[String]) -> Result<(), Refused> {
    let boxes = &settings.consent.ticks;
    if !ticks.iter().all(|tick| boxes.iter().any(|one| one.key == *tick)) {
        return Err(Refused::UnknownConsent);
    }
    if boxes.iter().any(|one| one.required && !ticks.contains(&one.key)) {
        return Err(Refused::ConsentMissing);
    }
    Ok(())
}
