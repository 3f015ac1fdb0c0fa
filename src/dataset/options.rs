//! Choice lists over all versions: an option that was removed or reworded is still documented.

use std::collections::HashMap;

use super::columns::{FrozenVersion, List, ListedOption, Span, TableLayout};
use crate::questionnaire::definition::{Choice, ChoiceList, Text};

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
            earlier: earlier(choices),
        })
    };
    order.iter().filter_map(option).collect()
}

/// Labels that a questionnaire changed, newest first.
fn earlier(choices: &[(&FrozenVersion, &Choice)]) -> Vec<(String, i32, Text)> {
    let mut found = Vec::new();
    for of_questionnaire in choices.chunk_by(|(a, _), (b, _)| a.questionnaire == b.questionnaire) {
        let Some(((_, newest), older)) = of_questionnaire.split_first() else {
            continue;
        };
        let other = older.iter().filter(|(_, choice)| choice.label != newest.label);
        found.extend(other.map(|(version, choice)| {
            (
                version.questionnaire.clone(),
                version.number,
                choice.label.clone(),
            )
        }));
    }
    found
}

/// The versions by questionnaire, in the order given.
pub(super) fn spans<'d>(versions: impl Iterator<Item = &'d FrozenVersion>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for version in versions {
        let known = spans
            .iter_mut()
            .find(|span| span.questionnaire == version.questionnaire);
        match known {
            Some(span) => span.versions.push(version.number),
            None => spans.push(Span {
                questionnaire: version.questionnaire.clone(),
                versions: vec![version.number],
            }),
        }
    }
    for span in &mut spans {
        span.versions.sort_unstable();
        span.versions.dedup();
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
