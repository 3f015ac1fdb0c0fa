//! Sealed answers, to be read: they are as they were given, and no rule is asked again.
//!
//! Rules may depend on chance or on the day; what was asked and what was calculated then is in the
//! answers, and nothing else would be the truth about them.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::layout::{DOCUMENT, Wish, lay};
use super::plan::Entry;
use super::state::{Occurrence, State};
use super::view::ALL_RULES;
use super::{Context, Plan};
use crate::questionnaire::answers::Answers;

/// Lays sealed answers over the plan of their version. What has a key was asked, and a group was if
/// something in it was; notes are never asked. The context matters to texts only.
pub fn sealed<'a>(plan: &'a Plan, answers: &'a Answers, context: &'a Context) -> State<'a> {
    let mut state = State {
        plan,
        answers: Cow::Borrowed(answers),
        context,
        layout: lay(plan, answers, context, &Wish::default()),
        left: Cell::new(ALL_RULES),
        made: BTreeMap::new(),
        lacked: RefCell::default(),
    };
    let asked: Vec<bool> = state.all().map(|at| state.answer(at).is_some()).collect();
    for (cell, asked) in state.layout.cells.iter_mut().zip(asked) {
        cell.relevant = asked;
    }
    state.spread_to_groups();
    state.make_options();
    state
}

impl State<'_> {
    /// Every cell, that of the document first.
    fn all(&self) -> impl Iterator<Item = Occurrence> + use<> {
        let end = u32::try_from(self.layout.cells.len()).unwrap_or(u32::MAX);
        (DOCUMENT..end).map(Occurrence)
    }

    /// From the last to the first, so that what a group contains has been seen before it.
    fn spread_to_groups(&mut self) {
        let groups: Vec<bool> = self
            .all()
            .map(|at| self.entry(at).is_some_and(Entry::is_group))
            .collect();
        for at in (1..self.layout.cells.len()).rev() {
            let Some(cell) = self.layout.cells.get(at) else {
                continue;
            };
            let (relevant, parent) = (cell.relevant, cell.parent as usize);
            if !relevant || !groups.get(parent).copied().unwrap_or(false) {
                continue;
            }
            if let Some(parent) = self.layout.cells.get_mut(parent) {
                parent.relevant = true;
            }
        }
    }
}
