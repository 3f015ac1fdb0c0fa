//! Rules evaluated over a layout, in the order of the plan.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::layout::{Layout, RepeatPlace, Wish, cell_of, lay};
use super::order::{Facet, Step, calculation, count, initial, relevance};
use super::plan::{Entry, Plan, Rule};
use super::state::{Occurrence, State};
use super::view::ALL_RULES;
use super::{Context, MOST_INSTANCES, MOST_NODES};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::expression::Expression;

/// Lays answers over a plan under a wish for its layout.
///
/// Where a repeat turns out to have another number of instances than was laid, everything is laid
/// again; this is rare, since the next draft is laid with the instances it has then.
pub(super) fn evaluate_with<'a>(
    plan: &'a Plan,
    answers: &'a Answers,
    context: &'a Context,
    mut wish: Wish,
) -> State<'a> {
    let mut tries = plan.scopes.len();
    loop {
        let layout = lay(plan, answers, context, &wish);
        let mut state = State {
            plan,
            answers: Cow::Borrowed(answers),
            context,
            layout,
            left: Cell::new(ALL_RULES),
            made: BTreeMap::new(),
            lacked: RefCell::default(),
        };
        match state.run() {
            Some(counts) if tries > 0 => wish.counts.extend(counts),
            _ => {
                state.make_options();
                return state;
            }
        }
        tries -= 1;
    }
}

impl<'a> State<'a> {
    /// Evaluates every step; gives the counts that differ from the layout, if any do.
    fn run(&mut self) -> Option<BTreeMap<RepeatPlace, usize>> {
        let mut rest = self.plan.order.steps.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            let entry = self.plan.entry(first.node)?;
            if first.facet == Facet::Count {
                let counts = self.counts(entry);
                if !counts.is_empty() {
                    return Some(counts);
                }
                rest = behind;
                continue;
            }
            let together = if self.plan.order.by_instance {
                self.in_scope(rest, entry.scope)
            } else {
                1
            };
            let (run, behind) = rest.split_at(together.max(1));
            for index in 0..self.layout.by_scope.get(entry.scope).map_or(0, Vec::len) {
                for step in run {
                    self.step(*step, index);
                }
            }
            rest = behind;
        }
        None
    }

    /// How many of the next steps belong to instances of this scope.
    fn in_scope(&self, steps: &[Step], scope: usize) -> usize {
        let here = |step: &&Step| {
            step.facet != Facet::Count
                && self
                    .plan
                    .entry(step.node)
                    .is_some_and(|entry| entry.scope == scope)
        };
        steps.iter().take_while(here).count()
    }

    pub(super) fn step(&mut self, step: Step, index: usize) {
        let plan = self.plan;
        let Some(entry) = plan.entry(step.node) else {
            return;
        };
        let Some(block) = self
            .block_of_scope(entry.scope, index)
            .and_then(|number| self.block(number))
        else {
            return;
        };
        let fresh = block.fresh;
        let at = Occurrence(cell_of(plan, block, step.node));
        match step.facet {
            Facet::Relevance => {
                let relevant = self.is_asked(at, entry);
                self.change(at, |cell| cell.relevant = relevant);
            }
            Facet::Initial if fresh => self.assign(at, initial(entry)),
            Facet::Calculation if self.relevant(at) => self.assign(at, calculation(entry)),
            Facet::Initial | Facet::Calculation | Facet::Count => {}
        }
    }

    fn block_of_scope(&self, scope: usize, index: usize) -> Option<u32> {
        self.layout.by_scope.get(scope)?.get(index).copied()
    }

    fn change(&mut self, at: Occurrence, change: impl FnOnce(&mut super::layout::Cell)) {
        if let Some(cell) = self.layout.cells.get_mut(at.0 as usize) {
            change(cell);
        }
    }

    /// A rule that cannot be evaluated hides nothing.
    fn is_asked(&self, at: Occurrence, entry: &Entry) -> bool {
        let around = self
            .cell(at)
            .and_then(|cell| self.layout.cells.get(cell.parent as usize));
        around.is_none_or(|cell| cell.relevant) && self.rule(entry.relevant, relevance(entry), at, true)
    }

    fn assign(&mut self, at: Occurrence, expression: Option<&'a Expression>) {
        let Some(expression) = expression else { return };
        let value = self.stored(expression, at);
        self.change(at, |cell| cell.value = value);
    }

    /// Whether the rule holds; `otherwise` if it cannot be evaluated.
    pub(super) fn rule(
        &self,
        rule: Rule,
        expression: Option<&Expression>,
        at: Occurrence,
        otherwise: bool,
    ) -> bool {
        match (rule, expression) {
            (Rule::Constant(truth), _) => truth,
            (Rule::Evaluated, Some(expression)) => self.truth(expression, at).unwrap_or(otherwise),
            (Rule::Evaluated, None) => otherwise,
        }
    }

    /// Instances that a repeat should have, where this is not what it has.
    pub(super) fn counts(&self, entry: &Entry) -> BTreeMap<RepeatPlace, usize> {
        let Some(scope) = self.plan.scopes.get(entry.scope) else {
            return BTreeMap::new();
        };
        let Some(expression) = count(entry) else {
            return BTreeMap::new();
        };
        let mut counts = BTreeMap::new();
        for number in self.layout.by_scope.get(scope.parent).into_iter().flatten() {
            let Some(block) = self.block(*number) else {
                continue;
            };
            let at = Occurrence(cell_of(self.plan, block, entry.parent));
            let wanted = self.number(expression, at).map_or(0, instances);
            let laid = block.nested.get(scope.ordinal).map_or(0, Vec::len);
            if wanted < laid || wanted > laid && !self.layout.is_full() {
                counts.insert((entry.scope, self.layout.numbers(*number)), wanted);
            }
        }
        counts
    }
}

impl Layout {
    /// Whether no further instance is laid out.
    pub(super) fn is_full(&self) -> bool {
        self.cells.len() > MOST_NODES
    }

    /// The numbers of the instances around and including a block, from outside in.
    pub(super) fn numbers(&self, block: u32) -> Vec<usize> {
        let mut numbers = Vec::new();
        let mut at = block;
        while let Some(block) = self.blocks.get(at as usize).filter(|block| block.scope != 0) {
            numbers.push(block.number);
            at = block.parent;
        }
        numbers.reverse();
        numbers
    }
}

/// A number of instances: whole, not negative, and no more than are kept.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, and not-a-number becomes 0, as is wanted"
)]
fn instances(count: f64) -> usize {
    (count as usize).min(MOST_INSTANCES)
}
