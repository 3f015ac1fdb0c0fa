//! Answers given one after the other: only what depends on them is evaluated again.
//!
//! The outcome is always that of evaluating the new answers from the beginning. Where a change may
//! matter to everything, such as to the number of instances of a repeat, that is what is done.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Wish, laid};
use super::order::{Facet, Step};
use super::plan::{Entry, NodeId};
use super::rules::evaluate_with;
use super::state::{Occurrence, State};
use super::values::{answer, instance_mut};
use super::{FieldPath, field};
use crate::questionnaire::answers::Answer;
use crate::questionnaire::definition::Initial;

/// A question within instances: their numbers from outside in, and its node.
pub(super) type Place = (Vec<usize>, NodeId);

impl State<'_> {
    /// Gives one question another answer, or the first one, and evaluates what depends on it, questions
    /// that are triggered by it among them. Answers whether there is such a question, and one that
    /// takes answers.
    ///
    /// Defaults of an instance that was not answered before become answers with it.
    pub fn give(&mut self, path: &FieldPath, given: Answer) -> bool {
        let name = path.to_string();
        let place = field::parse(self.plan, &name).map(|field| (field.numbers, field.node));
        let Some(place) = place.filter(|place| {
            let takes = |at: &Occurrence| self.takes_answer(*at);
            self.located(place).as_ref().is_some_and(takes)
        }) else {
            return false;
        };
        self.give_all(vec![(place, given)], &BTreeMap::new());
        true
    }

    /// Gives several questions their answers at once. Whether an answer is new, and triggers something, is
    /// told by what was shown, where that is known, else by what stood there.
    pub(super) fn give_all(&mut self, given: Vec<(Place, Answer)>, shown: &BTreeMap<Place, String>) {
        self.restore_budget();
        let watched: Vec<Place> = given
            .iter()
            .map(|(place, _)| place)
            .filter(|place| shown.contains_key(*place))
            .cloned()
            .collect();
        let mut changed = self.put(given);
        changed.retain(|place| !shown.contains_key(place));
        changed.extend(watched.into_iter().filter(|place| {
            let value = self
                .located(place)
                .and_then(|at| self.cell(at))
                .map(|cell| &cell.value);
            value != shown.get(place)
        }));
        self.trigger(changed);
        self.keep_lasting();
        self.make_options();
    }

    /// Runs the triggered calculations that nothing stands for yet, as if what triggers them had just been
    /// answered: for answers that came as a document.
    pub fn trigger_missing(&mut self) {
        let answered: Vec<Place> = self
            .occurrences()
            .filter(|at| !self.value(*at).is_empty())
            .filter_map(|at| Some((self.layout.numbers(self.cell(at)?.block), self.node(at))))
            .collect();
        let given = self.due(&answered).into_iter().filter_map(|place| {
            let missing = self.located(&place).is_some_and(|at| self.answer(at).is_none());
            missing.then(|| Some((self.triggered_answer(&place)?, place)))?
        });
        let given: Vec<(Place, Answer)> = given.map(|(answer, place)| (place, answer)).collect();
        if !given.is_empty() {
            self.give_all(given, &BTreeMap::new());
        }
    }

    /// Puts answers into their cells and evaluates what depends on them; tells which are new.
    fn put(&mut self, given: Vec<(Place, Answer)>) -> Vec<Place> {
        let fresh = self.fresh_around(given.iter().map(|(place, _)| place));
        let mut whole = self.settle_fresh(&fresh);
        let mut dirty = BTreeSet::new();
        let mut changed = Vec::new();
        for (place, answer) in given {
            let at = self.located(&place);
            let Some(entry) = self.plan.entry(place.1) else {
                continue;
            };
            let Some(question) = entry.question() else {
                continue;
            };
            let value = laid(&question.kind, &answer).into_owned();
            if let Some(instance) = instance_mut(self.plan, self.answers.to_mut(), entry.scope, &place.0) {
                instance.set(&*entry.key, answer);
            }
            // An instance that is not there yet comes with all of it.
            let Some(cell) = at.and_then(|at| self.layout.cells.get_mut(at.0 as usize)) else {
                whole = true;
                changed.push(place);
                continue;
            };
            if cell.value != value {
                cell.value = value;
                dirty.extend(self.readers(place.1));
                changed.push(place);
            }
        }
        whole |= self.plan.order.readers.is_none() && !changed.is_empty();
        if whole || !self.spread(dirty) {
            self.begin_again();
        }
        changed
    }

    /// Evaluates the steps at these places, and those that they matter to. Answers whether that was all:
    /// not so if a repeat turns out to have another number of instances.
    fn spread(&mut self, mut dirty: BTreeSet<usize>) -> bool {
        let plan = self.plan;
        while let Some(place) = dirty.pop_first() {
            let Some(step) = plan.order.steps.get(place) else {
                continue;
            };
            let Some(entry) = plan.entry(step.node) else {
                continue;
            };
            if step.facet == Facet::Count {
                if !self.counts(entry).is_empty() {
                    return false;
                }
                continue;
            }
            let mut matters = false;
            for index in 0..self.layout.by_scope.get(entry.scope).map_or(0, Vec::len) {
                matters |= self.step_changes(*step, index);
            }
            if matters {
                // What comes before has been evaluated without it, as in an evaluation from the beginning.
                dirty.extend(self.readers(step.node).filter(|reader| *reader > place));
            }
        }
        true
    }

    /// Evaluates a step in one instance; answers whether its cell is another one then.
    fn step_changes(&mut self, step: Step, index: usize) -> bool {
        let plan = self.plan;
        let at = plan.entry(step.node).and_then(|entry| {
            let number = *self.layout.by_scope.get(entry.scope)?.get(index)?;
            Some(self.occurrence(self.block(number)?, step.node))
        });
        let Some(at) = at else { return false };
        let before = self.cell(at).map(|cell| (cell.relevant, cell.value.clone()));
        if step.facet == Facet::Calculation {
            self.forget_unkept(at);
        }
        self.step(step, index);
        before != self.cell(at).map(|cell| (cell.relevant, cell.value.clone()))
    }

    /// In an instance that nobody has answered yet a calculation has no value to build on but the default.
    fn forget_unkept(&mut self, at: Occurrence) {
        let block = self.cell(at).and_then(|cell| self.block(cell.block));
        if !block.is_some_and(|block| block.fresh && block.scope != 0) {
            return;
        }
        let initial = self.question(at).and_then(|question| question.initial.as_ref());
        let value = match initial {
            None => String::new(),
            Some(Initial::Literal(text)) => text.clone(),
            Some(Initial::Expression(expression)) => self.stored(expression, at),
        };
        if let Some(cell) = self.layout.cells.get_mut(at.0 as usize) {
            cell.value = value;
        }
    }

    fn readers(&self, node: NodeId) -> impl Iterator<Item = usize> + use<> {
        let readers = self.plan.order.readers.as_ref();
        let own = readers.and_then(|readers| readers.get(node.index()));
        own.cloned().unwrap_or_default().into_iter()
    }

    /// Evaluates everything anew.
    fn begin_again(&mut self) {
        let answers = std::mem::take(&mut self.answers).into_owned();
        let State {
            layout, left, made, ..
        } = evaluate_with(self.plan, &answers, self.context, Wish::default());
        (self.layout, self.left, self.made) = (layout, left, made);
        self.answers = std::borrow::Cow::Owned(answers);
    }

    /// Instances around these places, and those before them, that nobody has answered yet.
    pub(super) fn fresh_around<'p>(
        &self,
        places: impl Iterator<Item = &'p Place>,
    ) -> BTreeSet<(Vec<usize>, usize)> {
        let mut fresh = BTreeSet::new();
        for (numbers, node) in places {
            let mut scope = self.plan.entry(*node).map_or(0, |entry| entry.scope);
            let mut outer = numbers.as_slice();
            while let Some((number, around)) = outer.split_last() {
                for number in 1..=*number {
                    let place: Vec<usize> = around.iter().copied().chain([number]).collect();
                    let block = self.block_at(scope, &place).and_then(|block| self.block(block));
                    if block.is_some_and(|block| block.fresh) {
                        fresh.insert((place, scope));
                    }
                }
                outer = around;
                scope = self.plan.scopes.get(scope).map_or(0, |scope| scope.parent);
            }
        }
        fresh
    }

    /// Instances of repeats within an instance, given by its numbers and the repeat, that nobody has
    /// answered yet.
    pub(super) fn fresh_within(&self, (numbers, node): &Place) -> BTreeSet<(Vec<usize>, usize)> {
        let scope = self.plan.entry(*node).map(|entry| entry.scope);
        let Some(outer) = scope.and_then(|scope| self.block_at(scope, numbers)) else {
            return BTreeSet::new();
        };
        let parent = |number: &u32| {
            self.block(*number)
                .map(|block| block.parent)
                .filter(|_| *number != 0)
        };
        let is_within = |number: u32| {
            std::iter::successors(Some(number), parent)
                .skip(1)
                .any(|around| around == outer)
        };
        (0u32..)
            .zip(&self.layout.blocks)
            .filter(|(number, block)| block.fresh && is_within(*number))
            .map(|(number, block)| (self.layout.numbers(number), block.scope))
            .collect()
    }

    /// Makes answers of the defaults in instances, given by their numbers and scope. Answers whether there
    /// were any; then everything is to be evaluated anew.
    pub(super) fn settle_fresh(&mut self, fresh: &BTreeSet<(Vec<usize>, usize)>) -> bool {
        for (numbers, scope) in fresh {
            let initials = self
                .block_at(*scope, numbers)
                .and_then(|number| self.block(number))
                .map(|block| self.initials(block));
            let instance = instance_mut(self.plan, self.answers.to_mut(), *scope, numbers);
            if let (Some(instance), Some(initials)) = (instance, initials) {
                *instance = initials;
            }
        }
        !fresh.is_empty()
    }

    /// Runs the calculations that are triggered by questions with new answers, in the order of the
    /// sheet, and those that these trigger. Each runs once at most: a circle of triggers ends.
    fn trigger(&mut self, mut changed: Vec<Place>) {
        let mut done: BTreeSet<Place> = changed.iter().cloned().collect();
        while !changed.is_empty() {
            let due = self.due(&changed);
            let given: Vec<(Place, Answer)> = due
                .into_iter()
                .filter(|place| done.insert(place.clone()))
                .filter_map(|place| Some((self.triggered_answer(&place)?, place)))
                .map(|(answer, place)| (place, answer))
                .collect();
            changed = self.put(given);
        }
    }

    /// Whether a page must say what the question's field held when it was shown: the question triggers another
    /// one on its page that the person can change too, or is triggered so. Only then can be told whether
    /// the one or the other was changed last.
    pub fn watched(&self, at: Occurrence) -> bool {
        let (node, page) = (self.node(at), self.page(at));
        let here = |node: &NodeId| self.plan.entry(*node).is_some_and(|entry| entry.page == page);
        self.plan.triggered.iter().any(|(filled, triggers)| {
            let can_change = self.plan.entry(*filled).is_some_and(Entry::takes_answer);
            let is_part = *filled == node || triggers.contains(&node);
            is_part && can_change && here(filled) && triggers.iter().any(here)
        })
    }

    /// The triggered questions to which these places matter.
    fn due(&self, changed: &[Place]) -> BTreeSet<Place> {
        let mut due = BTreeSet::new();
        for (node, triggers) in &self.plan.triggered {
            let scope = self.plan.entry(*node).map_or(0, |entry| entry.scope);
            for (numbers, changed) in changed {
                if !triggers.contains(changed) {
                    continue;
                }
                for block in self.layout.by_scope.get(scope).into_iter().flatten() {
                    let own = self.layout.numbers(*block);
                    // In the instances that the two have in common.
                    if own.iter().zip(numbers).all(|(one, other)| one == other) {
                        due.insert((own, *node));
                    }
                }
            }
        }
        due
    }

    /// What a triggered question becomes; nothing while it is not asked.
    fn triggered_answer(&self, place: &Place) -> Option<Answer> {
        let at = self.located(place).filter(|at| self.relevant(*at))?;
        let question = self.plan.question(place.1)?;
        let value = match &question.calculation {
            Some(calculation) => self.stored(calculation, at),
            None => String::new(),
        };
        Some(answer(&question.kind, &value))
    }

    /// The occurrence at a place.
    pub(super) fn located(&self, (numbers, node): &Place) -> Option<Occurrence> {
        let scope = self.plan.entry(*node)?.scope;
        let block = self.block(self.block_at(scope, numbers)?)?;
        Some(self.occurrence(block, *node))
    }

    /// The block of a scope within instances of these numbers.
    fn block_at(&self, scope: usize, numbers: &[usize]) -> Option<u32> {
        let Some((number, around)) = numbers.split_last() else {
            return (scope == 0).then_some(0);
        };
        let own = self.plan.scopes.get(scope)?;
        let outer = self.block(self.block_at(own.parent, around)?)?;
        outer
            .nested
            .get(own.ordinal)?
            .get(number.checked_sub(1)?)
            .copied()
    }
}
