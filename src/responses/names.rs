//! What people typed where they were asked for a release and chose none, beside their submission: so
//! that all who typed the same are found. It goes when the answers go.

use super::queries;
use crate::chain::registry::{Named, same_words};
use crate::id::{StudyId, SubmissionId};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{Context, Plan, sealed};
use crate::store::{StoreError, Transaction};

/// Words with the name of the field they stand in.
pub(super) type Words = Vec<(String, String)>;

/// The words for releases in sealed answers.
pub(super) fn words(plan: &Plan, answers: &Answers, context: &Context) -> Words {
    if !plan.asks_for_releases() {
        return Vec::new();
    }
    let state = sealed(plan, answers, context);
    let asked = state.occurrences().filter(|at| state.asks_registry(*at));
    let words = asked.filter_map(|at| match Named::read(state.value(at))? {
        Named::Words(words) => Some((state.field(at).to_string(), words)),
        Named::Release(_) => None,
    });
    words.collect()
}

/// Keeps them beside the submission that was just sealed.
pub(super) fn keep(
    tx: &mut Transaction<'_>,
    study: StudyId,
    submission: SubmissionId,
    words: &Words,
) -> Result<(), StoreError> {
    for (field, words) in words {
        queries::add_name(tx, study, submission, field, words, &same_words(words))?;
    }
    Ok(())
}
