//! The question about the model release, whose answer links carry down the chain.

use crate::chain::registry::{Named, dossier};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{ChoiceList, Question, Source};
use crate::questionnaire::evaluation::Plan;
use crate::store::{Snapshot, StoreError};

/// The question about the model release: links carry its answer down the chain.
pub(super) const RELEASE: &str = "release";

/// Fills in the release that a link is about, if it is on offer. It can be changed.
pub(super) fn fill_in(
    db: &mut Snapshot<'_>,
    plan: &Plan,
    release: &str,
    answers: &mut Answers,
) -> Result<(), StoreError> {
    let is_about = |question: &&Question| question.name == RELEASE && question.kind.selection().is_some();
    let offers = |list: &ChoiceList| list.get(release).is_some();
    let definition = plan.definition();
    let asked = definition.questions().into_iter().find(is_about);
    let Some(selection) = asked.and_then(|question| question.kind.selection()) else {
        return Ok(());
    };
    let is_on_offer = match (&selection.source, Named::read(release)) {
        (Source::Registry, Some(Named::Release(address))) => dossier::of_release(db, &address)?.is_some(),
        (Source::Registry, _) => false,
        (Source::Sheet | Source::File { .. } | Source::Answers, _) => {
            definition.lists.get(&selection.list).is_some_and(offers)
        }
    };
    if is_on_offer {
        answers.set(RELEASE, Answer::One(release.to_owned()));
    }
    Ok(())
}
