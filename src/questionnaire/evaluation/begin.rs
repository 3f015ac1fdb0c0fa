//! The answers a draft starts with, and instances that are added to it later.

use std::borrow::Cow;

use super::layout::Wish;
use super::plan::NodeId;
use super::rules::evaluate_with;
use super::values::instance_mut;
use super::{Context, FieldPath, MOST_INSTANCES, Plan, evaluate};
use crate::questionnaire::answers::{Answer, Answers};

/// The answers of a new draft: the defaults, each evaluated once, here.
///
/// The defaults within a repeat apply when an instance is shown for the first time.
pub fn begin(plan: &Plan, context: &Context) -> Answers {
    let nothing = Answers::default();
    let mut state = evaluate_with(
        plan,
        &nothing,
        context,
        Wish {
            fresh: true,
            ..Wish::default()
        },
    );
    let initials = state.block(0).map(|block| state.initials(block));
    state.answers = Cow::Owned(initials.unwrap_or_default());
    state.keep_lasting();
    state.into_answers()
}

/// Adds an instance, with its defaults, at the end of the repeat whose path this is.
///
/// Answers whether there was room for it; a repeat with a count has none.
pub fn add_instance(plan: &Plan, repeat: &FieldPath, context: &Context, into: &mut Answers) -> bool {
    let Some((node, scope, mut numbers)) = uncounted(plan, repeat) else {
        return false;
    };
    let state = evaluate(plan, into, context);
    let Some(size) = state
        .find(repeat)
        .filter(|at| state.node(*at) == node)
        .and_then(|at| state.instance(at))
    else {
        return false;
    };
    let size = size.1 + 1;
    if size > MOST_INSTANCES {
        return false;
    }
    let counts = std::iter::once(((scope, numbers.clone()), size)).collect();
    let mut state = evaluate_with(plan, into, context, Wish { fresh: false, counts });
    numbers.push(size);
    let place = (numbers, node);
    let mut fresh = state.fresh_around(std::iter::once(&place));
    fresh.extend(state.fresh_within(&place));
    state.settle_fresh(&fresh);
    let made = instance_mut(plan, state.answers.to_mut(), scope, &place.0).is_some();
    *into = state.into_answers();
    made
}

/// Removes one instance, numbered from 1, of the repeat whose path this is.
///
/// Answers whether there was such an instance; a repeat with a count keeps all of its own.
pub fn remove_instance(plan: &Plan, repeat: &FieldPath, number: usize, from: &mut Answers) -> bool {
    if uncounted(plan, repeat).is_none() {
        return false;
    }
    let mut reached = from;
    for (key, number) in &repeat.repeats {
        let Some(Answer::Repeated(instances)) = reached.0.get_mut(key) else {
            return false;
        };
        let Some(instance) = number.checked_sub(1).and_then(|index| instances.get_mut(index)) else {
            return false;
        };
        reached = instance;
    }
    let Some(Answer::Repeated(instances)) = reached.0.get_mut(&repeat.key) else {
        return false;
    };
    if number == 0 || number > instances.len() {
        return false;
    }
    instances.remove(number - 1);
    true
}

/// The repeat of this path if the participant says how many instances it has: its node, its
/// scope, and the numbers of the instances around it.
fn uncounted(plan: &Plan, repeat: &FieldPath) -> Option<(NodeId, usize, Vec<usize>)> {
    let mut scope = plan.scopes.first()?;
    let mut numbers = Vec::new();
    for (key, number) in &repeat.repeats {
        let around = plan.entry(scope.find(key)?).filter(|entry| entry.is_repeat())?;
        scope = plan.scopes.get(around.scope)?;
        numbers.push(*number);
    }
    let node = scope.find(&repeat.key)?;
    let entry = plan.entry(node)?;
    let free = entry.group()?.repeat.as_ref()?.count.is_none();
    free.then_some((node, entry.scope, numbers))
}
