//! Which choices are on offer, and in which order.

use super::state::{Occurrence, State};
use crate::questionnaire::definition::{Choice, Selection};
use crate::questionnaire::expression::{Evaluation, shuffled};

/// Choices that keep their place at the end of a random order, besides exclusive ones.
const KEPT_LAST: [&str; 5] = ["other", "dk", "pna", "na", "none"];

/// Seeds of the random order are taken modulo this, the modulus of its generator.
const SEEDS: u64 = 2_147_483_647;

impl<'a> State<'a> {
    /// The choices on offer in the order in which they are shown.
    pub(super) fn offered(&self, at: Occurrence) -> Vec<&'a Choice> {
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
        if selection.randomize {
            self.randomized(&offered, selection, at)
        } else {
            offered
        }
    }

    /// The choice of this name if it is on offer.
    pub fn offer(&self, at: Occurrence, name: &str) -> Option<&'a Choice> {
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
        selection.filter.as_ref().is_none_or(|filter| {
            Evaluation::new(self, self, at)
                .with_focus(item)
                .truth(filter)
                .unwrap_or(true)
        })
    }

    fn randomized(&self, offered: &[&'a Choice], selection: &Selection, at: Occurrence) -> Vec<&'a Choice> {
        let seed = selection
            .seed
            .as_ref()
            .and_then(|seed| Evaluation::new(self, self, at).number(seed).ok())
            .filter(|seed| seed.is_finite())
            .unwrap_or_else(|| u32::try_from(self.context.seed % SEEDS).map_or(0.0, f64::from));
        let (last, moved): (Vec<&Choice>, Vec<&Choice>) = offered
            .iter()
            .partition(|choice| choice.exclusive || KEPT_LAST.contains(&choice.name.as_str()));
        let mut order = shuffled(&moved, seed);
        order.extend(last);
        order
    }
}
