//! The answers as they are sealed.

use serde::Serialize;

use super::{Context, Plan, State, evaluate};
use crate::questionnaire::answers::Answers;

/// Answers in their final form: the irrelevant left out, calculations and metadata filled in,
/// relevant questions without an answer marked as skipped, choices in the order of their list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Settled(Answers);

impl Settled {
    /// The answers.
    pub fn answers(&self) -> &Answers {
        &self.0
    }

    /// The answers, to keep.
    pub fn into_answers(self) -> Answers {
        self.0
    }
}

/// Settles answers whether or not they have faults.
///
/// Settling what is settled changes nothing under the same context.
pub fn settle(plan: &Plan, answers: &Answers, context: &Context) -> Settled {
    evaluate(plan, answers, context).settled()
}

impl State<'_> {
    /// The answers as they would be sealed.
    pub fn settled(&self) -> Settled {
        Settled(self.answers().clone())
    }
}
