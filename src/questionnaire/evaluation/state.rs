//! Answers laid over a plan: relevance, values and calculations of every question.

use std::borrow::Cow;

use super::{Context, FieldPath, NodeId, Plan};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::definition::Choice;

/// A node of the plan within certain instances of the repeats around it.
///
/// An occurrence belongs to the [`State`] that named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occurrence(pub(super) u32);

/// What a person's answers come to.
#[derive(Debug)]
pub struct State<'a> {
    plan: &'a Plan,
    answers: &'a Answers,
    context: &'a Context,
}

/// Lays answers over a plan.
pub fn evaluate<'a>(plan: &'a Plan, answers: &'a Answers, context: &'a Context) -> State<'a> {
    State {
        plan,
        answers,
        context,
    }
}

impl<'a> State<'a> {
    /// The plan that was evaluated.
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// The context it was evaluated under.
    pub fn context(&self) -> &'a Context {
        self.context
    }

    /// The answers it was evaluated from, as given.
    pub fn answers(&self) -> &'a Answers {
        self.answers
    }

    /// Every occurrence in questionnaire order, groups before what they contain, the instances
    /// of a repeat one after the other. A repeated group has one occurrence for each instance.
    pub fn occurrences(&self) -> Vec<Occurrence> {
        Vec::new()
    }

    /// The top-level occurrences of a page: its group, its questions, or the instances of its
    /// repeated group.
    pub fn on_page(&self, _page: usize) -> Vec<Occurrence> {
        Vec::new()
    }

    /// What a group's occurrence directly contains; a repeat within it with each of its instances.
    pub fn children(&self, _occurrence: Occurrence) -> Vec<Occurrence> {
        Vec::new()
    }

    /// Whether the page shows anything.
    pub fn page_relevant(&self, _page: usize) -> bool {
        false
    }

    /// The node of the plan.
    pub fn node(&self, _occurrence: Occurrence) -> NodeId {
        NodeId(0)
    }

    /// The name of its HTML field, and the place of its answer.
    pub fn field(&self, _occurrence: Occurrence) -> FieldPath {
        FieldPath::default()
    }

    /// The occurrence that a field's name stands for.
    pub fn find(&self, _field: &FieldPath) -> Option<Occurrence> {
        None
    }

    /// For an instance of a repeat its number, counted from 1, and how many there are.
    pub fn instance(&self, _occurrence: Occurrence) -> Option<(usize, usize)> {
        None
    }

    /// Whether it is asked: neither its own rule nor that of a group around it says otherwise.
    pub fn relevant(&self, _occurrence: Occurrence) -> bool {
        false
    }

    /// Whether an answer must be given.
    pub fn required(&self, _occurrence: Occurrence) -> bool {
        false
    }

    /// Whether the person may not change the value, as in everything that is calculated.
    pub fn read_only(&self, _occurrence: Occurrence) -> bool {
        false
    }

    /// The value in its written form, as typed or calculated; several choices are joined by
    /// blanks. Empty when unanswered or irrelevant.
    pub fn value(&self, _occurrence: Occurrence) -> &str {
        ""
    }

    /// The names chosen, in a multiple choice or ranking (or the one in a single choice).
    pub fn chosen(&self, occurrence: Occurrence) -> impl Iterator<Item = &str> {
        self.value(occurrence).split_ascii_whitespace()
    }

    /// The position that a ranking gives to a choice, as typed if it is not a number.
    pub fn position(&self, _occurrence: Occurrence, _choice: &str) -> Option<String> {
        None
    }

    /// The choices on offer, filtered and in the order in which they are shown.
    pub fn choices(&self, _occurrence: Occurrence) -> Vec<&'a Choice> {
        Vec::new()
    }

    /// The label in the person's language, as Markdown; what `${name}` stands for is inserted with Markdown's
    /// own signs escaped, choices by their labels.
    pub fn label(&self, _occurrence: Occurrence) -> Cow<'a, str> {
        Cow::Borrowed("")
    }

    /// The hint, like [`label`](Self::label).
    pub fn hint(&self, _occurrence: Occurrence) -> Cow<'a, str> {
        Cow::Borrowed("")
    }

    /// The guidance, like [`label`](Self::label).
    pub fn guidance(&self, _occurrence: Occurrence) -> Cow<'a, str> {
        Cow::Borrowed("")
    }

    /// The label of a choice on offer, like [`label`](Self::label).
    pub fn choice_label(&self, _occurrence: Occurrence, _choice: &'a Choice) -> Cow<'a, str> {
        Cow::Borrowed("")
    }
}
