//! Choice lists over all versions: an option that was removed or reworded is still documented.

use std::collections::HashMap;

use super::columns::{FrozenVersion, List, ListedOption, Span, TableLayout};
use crate::questionnaire::definition::{Choice, ChoiceList};

/// The options of these lists, removed ones where they stood.
pub(super) fn over<'d>(
    lists: impl Iterator<Item = (&'d FrozenVersion, &'d ChoiceList)>,
) -> Vec<ListedOption> {
    let lists: Vec<_> = lists.collect();
    let mut order: Vec<&str> = Vec::new();
    let mut offered: HashMap<&str, Vec<(&FrozenVersion, &Choice)>> = HashMap::new();
    for (version, list) in &lists {
        merge_in_order(&mut order, list.choices.iter().map(|choice| choice.name.as_str()));
        for choice in &list.choices {
            offered.entry(&choice.name).or_default().push((version, choice));
        }
    }
    let option = |code: &&str| {
        let choices = offered.get(*code)?;
        let (_, newest) = choices.first()?;
        Some(ListedOption {
            code: newest.name.clone(),
            label: newest.label.clone(),
            missing: newest.missing(),
            exclusive: choices.iter().all(|(_, choice)| choice.exclusive),
            spans: spans(choices.iter().map(|(version, _)| *version)),
        })
    };
    order.iter().filter_map(option).collect()
}

/// First and last version by questionnaire, in the order given.
pub(super) fn spans<'d>(versions: impl Iterator<Item = &'d FrozenVersion>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for version in versions {
        match spans
            .iter_mut()
            .find(|span| span.questionnaire == version.questionnaire)
        {
            Some(span) => {
                span.first = span.first.min(version.number);
                span.last = span.last.max(version.number);
            }
            None => spans.push(Span {
                questionnaire: version.questionnaire.clone(),
                first: version.number,
                last: version.number,
            }),
        }
    }
    spans
}

/// Puts what is new behind its predecessor, or in front when it has none.
pub(super) fn merge_in_order<T: PartialEq + Copy>(order: &mut Vec<T>, further: impl Iterator<Item = T>) {
    let mut next = 0;
    for key in further {
        if let Some(at) = order.iter().position(|known| *known == key) {
            next = at + 1;
        } else {
            order.insert(next, key);
            next += 1;
        }
    }
}

/// The lists that the items of these tables draw on, in order of first use.
pub(super) fn lists(versions: &[&FrozenVersion], tables: &[TableLayout]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for name in tables
        .iter()
        .flat_map(|table| &table.items)
        .filter_map(|item| item.list.as_ref())
    {
        if lists.iter().any(|list| list.name == *name) {
            continue;
        }
        let occurrences = versions
            .iter()
            .filter_map(|version| Some((*version, version.definition.lists.get(name)?)));
        lists.push(List {
            name: name.clone(),
            options: over(occurrences),
        });
    }
    lists
}
