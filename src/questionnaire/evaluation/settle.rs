//! The answers as they are sealed.

use serde::Serialize;

use super::layout::Block;
use super::plan::Entry;
use super::state::{Occurrence, State};
use super::values::{answer, canonical_number, in_list_order};
use super::{Context, NodeId, Plan, evaluate, place};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Question, QuestionKind};

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
        Settled(
            self.block(0)
                .map(|block| self.settled_block(block))
                .unwrap_or_default(),
        )
    }

    fn settled_block(&self, block: &Block) -> Answers {
        let mut settled = Answers::default();
        for (key, node) in self.keys(block) {
            let Some(entry) = self.plan.entry(*node) else {
                continue;
            };
            let answer = match entry.question() {
                Some(question) => self.settled_question(question, self.occurrence(block, *node)),
                None => self.settled_repeat(entry, block),
            };
            if let Some(answer) = answer {
                settled.0.insert(key.clone(), answer);
            }
        }
        settled
    }

    fn settled_question(&self, question: &Question, at: Occurrence) -> Option<Answer> {
        if !self.relevant(at) {
            return None;
        }
        let value = self.value(at);
        match &question.kind {
            kind if !kind.is_asked() => (!value.is_empty()).then(|| Answer::One(value.to_owned())),
            QuestionKind::Integer | QuestionKind::Decimal | QuestionKind::Range(_) => {
                Some(answer(&question.kind, &canonical_number(value)))
            }
            QuestionKind::Geopoint => Some(answer(&question.kind, &place::canonical(value))),
            QuestionKind::SelectMultiple(selection) if !value.is_empty() => {
                let list = self.plan.definition.lists.get(&selection.list);
                Some(Answer::Many(in_list_order(list, value.split_whitespace())))
            }
            // What has faults is kept as it is.
            QuestionKind::Rank(_) | QuestionKind::SelectOne(_) if !question.is_calculated() => {
                match self.answer(at) {
                    _ if self.unanswered(at) => Some(Answer::Skipped),
                    Some(kept @ (Answer::One(_) | Answer::Many(_))) => Some(kept.clone()),
                    _ => Some(answer(&question.kind, value)),
                }
            }
            kind => Some(answer(kind, value)),
        }
    }

    /// Instances that are not relevant stay as empty ones, since their number may be counted;
    /// if none is relevant, the repeat was not asked.
    fn settled_repeat(&self, entry: &Entry, block: &Block) -> Option<Answer> {
        let around = if entry.parent == NodeId::ROOT {
            None
        } else {
            Some(self.head_of(entry, block))
        };
        if around.is_some_and(|at| !self.relevant(at)) {
            return None;
        }
        let ordinal = self.plan.scopes.get(entry.scope)?.ordinal;
        let blocks: Vec<&Block> = block
            .nested
            .get(ordinal)?
            .iter()
            .filter_map(|number| self.block(*number))
            .collect();
        let asked = |block: &&Block| self.relevant(Occurrence(block.base));
        if !blocks.is_empty() && !blocks.iter().any(asked) {
            return None;
        }
        let settle = |block: &&Block| {
            if asked(block) {
                self.settled_block(block)
            } else {
                Answers::default()
            }
        };
        Some(Answer::Repeated(blocks.iter().map(settle).collect()))
    }

    /// The group around a repeat, in the block around it.
    fn head_of(&self, entry: &Entry, block: &Block) -> Occurrence {
        self.occurrence(block, entry.parent)
    }
}
