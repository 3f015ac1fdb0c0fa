//! A state as seen from one occurrence: what the rules there know beside the answers, and what they
//! come to.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::state::{Occurrence, State};
use crate::questionnaire::expression::{
    BUDGET, Chance, Environment, Evaluation, EvaluationFault, Expression, Zone,
};

/// Steps that all rules of a questionnaire may take together each time they are evaluated.
pub(super) const ALL_RULES: u64 = 20 * BUDGET;

/// The moment, chance and labels for the rules of one occurrence.
///
/// Chance comes from the draft's seed and the place, so that a rule draws the same numbers whenever
/// it is evaluated, whatever was evaluated before it.
struct View<'v, 'a> {
    state: &'v State<'a>,
    at: Occurrence,
    chance: Chance,
}

impl<'a> State<'a> {
    /// Whether a rule holds at an occurrence; nothing if it cannot be evaluated.
    pub(super) fn truth(&self, rule: &Expression, at: Occurrence) -> Option<bool> {
        self.truth_for(rule, at, at)
    }

    /// Whether a rule of an occurrence holds for another node, such as an option.
    pub(super) fn truth_for(&self, rule: &Expression, at: Occurrence, focus: Occurrence) -> Option<bool> {
        let view = self.view(at);
        let evaluation = Evaluation::new(self, &view, at).with_focus(focus);
        self.paid(&evaluation, evaluation.truth(rule))
    }

    /// A number at an occurrence; nothing if it cannot be evaluated.
    pub(super) fn number(&self, expression: &Expression, at: Occurrence) -> Option<f64> {
        let view = self.view(at);
        let evaluation = Evaluation::new(self, &view, at);
        self.paid(&evaluation, evaluation.number(expression))
    }

    /// What the expression comes to, as it is stored; empty if it cannot be evaluated.
    pub(super) fn stored(&self, expression: &Expression, at: Occurrence) -> String {
        let view = self.view(at);
        let evaluation = Evaluation::new(self, &view, at);
        let stored = evaluation.stored(expression).map(Cow::into_owned);
        self.paid(&evaluation, stored).unwrap_or_default()
    }

    /// The label of a choice as said at an occurrence; its question is given by its path, by its name, or
    /// as `${name}`.
    pub fn label_of(&self, value: &str, question: &str, at: Occurrence) -> Option<Cow<'_, str>> {
        let name = question.rsplit('/').next().unwrap_or(question).trim();
        let name = name.trim_start_matches("${").trim_end_matches('}').trim();
        let node = *self.plan.names.get(name)?;
        if let Some(list) = self.plan.list(node) {
            let choice = list.get(value)?;
            return Some(self.said(self.words(&choice.label), at));
        }
        let kind = &self.plan.question(node)?.kind;
        if kind.asks_registry() {
            return Some(Cow::Owned(self.words(&self.named(value)?.label).to_owned()));
        }
        // What is chosen among answers says what it is.
        kind.selection().is_some().then(|| Cow::Owned(value.to_owned()))
    }

    /// Grants all rules together their steps again.
    pub(super) fn restore_budget(&self) {
        self.left.set(ALL_RULES);
    }

    /// Takes what an evaluation has cost from what all rules together may cost.
    fn paid<T>(
        &self,
        evaluation: &Evaluation<'_, Self, View<'_, 'a>>,
        outcome: Result<T, EvaluationFault>,
    ) -> Option<T> {
        let granted = self.left.get().min(BUDGET);
        let spent = granted.saturating_sub(evaluation.left());
        self.left.set(self.left.get().saturating_sub(spent));
        outcome.ok()
    }

    fn view(&self, at: Occurrence) -> View<'_, 'a> {
        let mut seed = self.context.seed;
        if let Some(cell) = self.cell(at) {
            let mut block = self.block(cell.block);
            seed = Chance::of(seed ^ u64::from(cell.node.0)).next();
            while let Some(own) = block.filter(|own| own.scope != 0) {
                seed = Chance::of(seed ^ own.number as u64).next();
                block = self.block(own.parent);
            }
        }
        View {
            state: self,
            at,
            chance: Chance::of(seed),
        }
    }
}

impl Environment for View<'_, '_> {
    fn now(&self) -> DateTime<Utc> {
        self.state.context.now
    }

    fn zone(&self) -> Zone {
        self.state.context.zone
    }

    fn random(&self) -> f64 {
        self.chance.draw()
    }

    fn choice_label(&self, value: &str, question: &str) -> Option<Cow<'_, str>> {
        self.state.label_of(value, question, self.at)
    }

    fn budget(&self) -> u64 {
        self.state.left.get().min(BUDGET)
    }
}
