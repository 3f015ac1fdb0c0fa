//! How long answering takes, in words: what the study says, else what the questionnaire is estimated at.

use crate::chain::Audience;
use crate::language::{Language, Value};
use crate::questionnaire::estimate::Estimate;
use crate::questionnaire::study::QuestionnaireEntry;

/// “about 9 minutes”; of a report, where most questions concern few people, “2 to 5 minutes”.
pub fn words(language: Language, entry: &QuestionnaireEntry, estimate: Estimate) -> String {
    if let Some(minutes) = entry.minutes {
        return language.count("consent-minutes", minutes).into_owned();
    }
    let (least, most) = (estimate.required.minutes(), estimate.full.minutes());
    if entry.role == Audience::Report && least < most {
        let least = Value::Number(least.into());
        let most = Value::Number(most.into());
        return language
            .with("consent-minutes-between", &[("least", least), ("n", most)])
            .into_owned();
    }
    language.count("consent-minutes", most).into_owned()
}
