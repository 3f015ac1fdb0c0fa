//! Which choices are on offer, and in which order.

use std::collections::BTreeMap;

use super::state::{Occurrence, State};
use crate::questionnaire::definition::{Choice, ChoiceList, Selection, Source};
use crate::questionnaire::expression::{Tree, shuffled};

/// Choices that keep their place at the end of a random order, besides exclusive ones.
const KEPT_LAST: [&str; 5] = ["other", "dk", "pna", "na", "none"];

/// Seeds of the random order are taken modulo this, the modulus of its generator.
const SEEDS: u64 = 2_147_483_647;

impl State<'_> {
    /// The choices on offer in the order in which they are shown.
    pub(super) fn offered(&self, at: Occurrence) -> Vec<&Choice> {
        if let Some(made) = self.made.get(&at) {
            let all: Vec<&Choice> = made.choices.iter().collect();
            return self.in_order(all, at);
        }
        let Some(selection) = self.question(at).and_then(|question| question.kind.selection()) else {
            return Vec::new();
        };
        let all = self
            .plan
            .definition
            .lists
            .get(&selection.list)
            .map_or(&[][..], |list| &list.choices);
        let items = self.plan.lists.items(&selection.list);
        let offered: Vec<&Choice> = all
            .iter()
            .zip(items)
            .filter(|(_, item)| self.passes(selection, at, Occurrence(**item)))
            .map(|(choice, _)| choice)
            .collect();
        self.in_order(offered, at)
    }

    fn in_order<'c>(&self, offered: Vec<&'c Choice>, at: Occurrence) -> Vec<&'c Choice> {
        let selection = self.question(at).and_then(|question| question.kind.selection());
        match selection {
            Some(selection) if selection.randomize => self.randomized(&offered, selection, at),
            _ => offered,
        }
    }

    /// Makes the options that are in no list. Of answers to a repeated question there is one for each of
    /// its instances that is answered and passes the filter, whose names are those of that instance; of
    /// the registry only what was chosen, be it a release or somebody's words.
    pub(super) fn make_options(&mut self) {
        if !self.plan.makes_options {
            return;
        }
        let mut made = BTreeMap::new();
        for at in self.occurrences() {
            let selection = self.question(at).and_then(|question| question.kind.selection());
            let Some(selection) = selection.filter(|selection| !selection.source.has_list()) else {
                continue;
            };
            if selection.source == Source::Registry {
                let choices = self.named(self.value(at)).into_iter().collect();
                made.insert(at, ChoiceList { choices });
                continue;
            }
            let mut list = ChoiceList::default();
            for one in Tree::resolve(self, &selection.list, at).iter() {
                let name = self.value(one);
                let passes = || {
                    selection
                        .filter
                        .as_ref()
                        .is_none_or(|filter| self.truth(filter, one) == Some(true))
                };
                if !name.is_empty() && list.get(name).is_none() && passes() {
                    list.choices
                        .push(Choice::plain(name, &self.plan.definition.default_language));
                }
            }
            made.insert(at, list);
        }
        self.made = made;
    }

    /// The choice of this name if it is on offer.
    pub fn offer(&self, at: Occurrence, name: &str) -> Option<&Choice> {
        if let Some(made) = self.made.get(&at) {
            return made.get(name);
        }
        let selection = self.question(at)?.kind.selection()?;
        let list = self.plan.definition.lists.get(&selection.list)?;
        let items = self.plan.lists.items(&selection.list);
        list.choices
            .iter()
            .zip(items)
            .find(|(choice, item)| choice.name == name && self.passes(selection, at, Occurrence(**item)))
            .map(|(choice, _)| choice)
    }

    /// A filter that cannot be evaluated lets everything pass.
    fn passes(&self, selection: &Selection, at: Occurrence, item: Occurrence) -> bool {
        selection
            .filter
            .as_ref()
            .is_none_or(|filter| self.truth_for(filter, at, item).unwrap_or(true))
    }

    fn randomized<'c>(
        &self,
        offered: &[&'c Choice],
        selection: &Selection,
        at: Occurrence,
    ) -> Vec<&'c Choice> {
        let seed = match &selection.seed {
            // An answer that is not given yet is a seed like any other.
            Some(seed) => self.number(seed, at).unwrap_or(f64::NAN),
            None => u32::try_from(self.context.seed % SEEDS).map_or(0.0, f64::from),
        };
        let (last, moved): (Vec<&Choice>, Vec<&Choice>) = offered
            .iter()
            .partition(|choice| choice.exclusive || KEPT_LAST.contains(&choice.name.as_str()));
        let mut order = shuffled(&moved, seed);
        order.extend(last);
        order
    }
}
