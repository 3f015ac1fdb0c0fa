//! Which options are tried, alone, together and in which order.

use std::collections::BTreeSet;

use super::branches::kinds;
use super::pool::MOST;
use super::stand_in::{STAND_IN, STAND_IN_WORDS};
use super::unknown::is_unknown_list;
use super::usage::Usage;
use crate::questionnaire::definition::{Choice, Definition, Selection, Source};

/// Options of which every set is tried.
const ALL_SETS: usize = 6;
/// Options of which every pair is tried.
const ALL_PAIRS: usize = 14;
/// Options of which every order is tried.
const ALL_ORDERS: usize = 4;

/// The options of a list, those that rules name first.
struct Options<'d> {
    named: Vec<&'d Choice>,
    others: Vec<&'d Choice>,
    /// Rules tell no more of the others apart than that they are others.
    alike: bool,
}

fn options<'d>(definition: &'d Definition, selection: &Selection, usage: &Usage) -> Options<'d> {
    let list = definition.lists.get(&selection.list);
    let choices = list.map_or(&[][..], |list| &list.choices);
    let is_named = |choice: &&Choice| {
        let words = |text: &String| text.split_whitespace().any(|word| word == choice.name);
        usage.texts.iter().any(words)
            || usage
                .numbers
                .iter()
                .any(|number| number.to_string() == choice.name)
            || usage.affixes.contains(&choice.name)
    };
    let (named, others) = choices.iter().partition(is_named);
    Options {
        named,
        others,
        alike: !usage.is_free() && usage.numbers.is_empty() && selection.filter.is_none(),
    }
}

impl<'d> Options<'d> {
    /// The named ones, and of the others as many as can be told apart.
    fn told_apart(&self) -> Vec<&'d Choice> {
        let most = if self.alike { 1 } else { MOST };
        let others = self.others.iter().take(most);
        self.named.iter().chain(others).copied().collect()
    }

    fn is_whole(&self) -> bool {
        self.alike || self.named.len() + self.others.len() < MOST
    }
}

fn written(names: &[&Choice]) -> String {
    let names: Vec<&str> = names.iter().map(|choice| choice.name.as_str()).collect();
    names.join(" ")
}

/// Each option, or one for all that no rule names. Exact unless the list is long.
pub(super) fn one(definition: &Definition, selection: &Selection, usage: &Usage) -> (Vec<String>, bool) {
    if selection.source == Source::Registry {
        // Which releases there will be nobody knows: words, and one that was made up.
        return (vec![STAND_IN_WORDS.to_owned(), STAND_IN.to_owned()], false);
    }
    let options = options(definition, selection, usage);
    let names = options.told_apart().into_iter().map(|choice| choice.name.clone());
    (
        names.collect(),
        options.is_whole() && is_known(definition, selection),
    )
}

/// What is chosen among answers is not known beforehand.
fn is_known(definition: &Definition, selection: &Selection) -> bool {
    selection.source.has_list() && !is_unknown_list(definition, selection)
}

/// Options alone, together with each other, and in such numbers as rules count.
pub(super) fn several(definition: &Definition, selection: &Selection, usage: &Usage) -> (Vec<String>, bool) {
    let options = options(definition, selection, usage);
    let mut found: Vec<String> = options
        .told_apart()
        .into_iter()
        .map(|choice| choice.name.clone())
        .collect();
    let joinable = |choices: &[&'_ Choice]| -> Vec<usize> {
        (0..choices.len())
            .filter(|at| choices.get(*at).is_some_and(|choice| !choice.exclusive))
            .collect()
    };
    let pick = |choices: &[&'_ Choice], places: &[usize]| -> Vec<String> {
        places
            .iter()
            .filter_map(|at| choices.get(*at))
            .map(|choice| choice.name.clone())
            .collect()
    };
    let (named, others) = (joinable(&options.named), joinable(&options.others));
    let mut take = |of_named: &[usize], of_others: &[usize]| {
        let mut together = pick(&options.named, of_named);
        together.extend(pick(&options.others, of_others));
        if !together.is_empty() {
            found.push(together.join(" "));
        }
    };
    let counts = numbers_of_others(usage, others.len());
    let all_sets = named.len() <= ALL_SETS;
    if all_sets {
        for set in 0_usize..1 << named.len() {
            let chosen: Vec<usize> = (0..named.len())
                .filter(|bit| set >> bit & 1 == 1)
                .filter_map(|bit| named.get(bit).copied())
                .collect();
            for count in &counts {
                take(&chosen, others.get(..*count).unwrap_or(&others));
            }
        }
    } else {
        for (place, one) in named.iter().enumerate().take(ALL_PAIRS) {
            take(&[*one], others.get(..1).unwrap_or(&[]));
            for other in named.iter().take(ALL_PAIRS).skip(place + 1) {
                take(&[*one, *other], &[]);
            }
        }
        for count in &counts {
            take(named.get(..*count).unwrap_or(&named), &[]);
            take(&[], others.get(..*count).unwrap_or(&others));
        }
        take(&named, &[]);
    }
    for (place, one) in others.iter().enumerate().take(ALL_PAIRS) {
        if let Some(next) = others.get(place + 1) {
            take(&[], &[*one, *next]);
        }
    }
    take(&named, &others);
    found.extend(offered_together(definition, selection, usage));
    // Rules that use the answer in another way are a matter of the pool.
    let exact =
        all_sets && selection.filter.is_none() && usage.numbers.is_empty() && is_known(definition, selection);
    (found, exact)
}

/// Of options that a filter offers together as many as rules count to.
fn offered_together(definition: &Definition, selection: &Selection, usage: &Usage) -> Vec<String> {
    let Some(list) = definition
        .lists
        .get(&selection.list)
        .filter(|_| selection.filter.is_some())
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for kind in kinds(selection, &list.choices) {
        let choices = kind.iter().filter_map(|place| list.choices.get(*place));
        let joinable: Vec<&Choice> = choices.filter(|choice| !choice.exclusive).collect();
        let counts = numbers_of_others(usage, joinable.len());
        let several = counts.into_iter().filter(|count| *count > 1);
        found.extend(several.filter_map(|count| joinable.get(..count)).map(written));
    }
    found
}

/// How many others are tried: none, one, two, and what brings the count to either side of those
/// that rules count to.
fn numbers_of_others(usage: &Usage, most: usize) -> Vec<usize> {
    const NAMED: usize = ALL_SETS;
    let mut counts = BTreeSet::from([0, 1, 2]);
    for count in &usage.counts {
        counts.extend(count.saturating_sub(NAMED + 1)..=count.saturating_add(1).min(most));
    }
    counts.into_iter().filter(|count| *count <= most).collect()
}

/// Orders of all options: every one of few, else each option in front.
pub(super) fn rankings(definition: &Definition, selection: &Selection, usage: &Usage) -> (Vec<String>, bool) {
    let options = options(definition, selection, usage);
    let list = definition.lists.get(&selection.list);
    let all: Vec<&Choice> = list.map_or(Vec::new(), |list| list.choices.iter().collect());
    if all.len() <= ALL_ORDERS {
        let mut orders = vec![Vec::new()];
        for choice in &all {
            orders = orders
                .into_iter()
                .flat_map(|order: Vec<&Choice>| {
                    (0..=order.len()).map(move |at| {
                        let mut longer = order.clone();
                        longer.insert(at, *choice);
                        longer
                    })
                })
                .collect();
        }
        let exact = selection.filter.is_none() && is_known(definition, selection);
        return (orders.iter().map(|order| written(order)).collect(), exact);
    }
    let mut found = vec![written(&all)];
    found.push(written(&all.iter().rev().copied().collect::<Vec<_>>()));
    for first in options.told_apart().into_iter().take(ALL_PAIRS) {
        let mut order = vec![first];
        order.extend(all.iter().copied().filter(|choice| choice.name != first.name));
        found.push(written(&order));
    }
    (found, false)
}
