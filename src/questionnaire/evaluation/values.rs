//! Written forms: how a value that was typed, imported or calculated becomes an answer.

use std::borrow::Cow;

use super::layout::Block;
use super::plan::{NodeId, Plan};
use super::state::{Occurrence, State};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{ChoiceList, QuestionKind};

/// The answer that a written form stands for.
pub(in crate::questionnaire) fn answer(kind: &QuestionKind, text: &str) -> Answer {
    match kind {
        _ if text.is_empty() => Answer::Skipped,
        QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_) => {
            Answer::Many(text.split_whitespace().map(str::to_owned).collect())
        }
        _ => Answer::One(text.to_owned()),
    }
}

/// Names without repetition, in the order of the list; strangers come last, as given.
pub(super) fn in_list_order<'n>(
    list: Option<&ChoiceList>,
    names: impl Iterator<Item = &'n str>,
) -> Vec<String> {
    let choices = list.map_or(&[][..], |list| &list.choices);
    let place = |name: &str| {
        choices
            .iter()
            .position(|choice| choice.name == name)
            .unwrap_or(usize::MAX)
    };
    let mut placed: Vec<(usize, &str)> = Vec::new();
    for name in names {
        if !placed.iter().any(|(_, other)| *other == name) {
            placed.push((place(name), name));
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// What was typed, without white space around it and signs that cannot be shown, lines ending in
/// a line feed.
pub(super) fn cleaned(typed: &str) -> String {
    let typed = typed.trim();
    if typed
        .bytes()
        .all(|byte| byte >= b' ' && byte != 0x7f && byte != 0xc2)
    {
        return typed.to_owned();
    }
    let unix = typed.replace("\r\n", "\n").replace('\r', "\n");
    unix.chars()
        .filter(|sign| matches!(sign, '\n' | '\t') || !sign.is_control())
        .collect()
}

/// A number as typed, full-width digits and signs made plain.
pub(super) fn plain_number(typed: &str) -> String {
    let typed = typed.strip_prefix(['+', '＋']).unwrap_or(typed);
    typed
        .chars()
        .map(|sign| match sign {
            '０'..='９' => {
                char::from_u32(u32::from(sign) - u32::from('０') + u32::from('0')).unwrap_or(sign)
            }
            '．' => '.',
            '－' | '−' => '-',
            other => other,
        })
        .collect()
}

/// The digits of a number before and after the point, if the text is one; a sign is left out.
pub fn digits(text: &str) -> Option<(&str, &str)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let some = !whole.is_empty() || !fraction.is_empty();
    (some && plain(whole) && plain(fraction)).then_some((whole, fraction))
}

/// A number without needless zeros; anything else as it is.
pub(super) fn canonical_number(text: &str) -> Cow<'_, str> {
    let Some((whole, fraction)) = digits(text) else {
        return Cow::Borrowed(text);
    };
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let mut number = String::with_capacity(text.len() + 1);
    if text.starts_with('-') && !(whole.is_empty() && fraction.is_empty()) {
        number.push('-');
    }
    number.push_str(if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        number.push('.');
        number.push_str(fraction);
    }
    Cow::Owned(number)
}

/// The answers of an instance that is to be kept, made where they are not there yet.
pub(super) fn instance_mut<'n>(
    plan: &Plan,
    answers: &'n mut Answers,
    scope: usize,
    numbers: &[usize],
) -> Option<&'n mut Answers> {
    let mut way = Vec::new();
    let mut at = scope;
    while at != 0 {
        let own = plan.scopes.get(at)?;
        way.push(plan.key(own.head));
        at = own.parent;
    }
    let mut reached = answers;
    for (key, number) in way.into_iter().rev().zip(numbers) {
        reached = reached.instance_mut(key, *number)?;
    }
    Some(reached)
}

impl State<'_> {
    /// The defaults of one instance that has just come into being.
    pub(super) fn initials(&self, block: &Block) -> Answers {
        let mut found = Answers::default();
        for (key, node) in self.keys(block) {
            let Some(question) = self
                .plan
                .question(*node)
                .filter(|question| question.initial.is_some())
            else {
                continue;
            };
            let value = self
                .cell(self.occurrence(block, *node))
                .map_or("", |cell| &cell.value);
            if !value.is_empty() {
                found.set(key, answer(&question.kind, value));
            }
        }
        found
    }

    pub(super) fn keys(&self, block: &Block) -> &[(String, NodeId)] {
        self.plan.scopes.get(block.scope).map_or(&[], |scope| &scope.keys)
    }

    /// Keeps the values of calculations that build on the value they had. In instances that nobody has
    /// answered yet they are made anew each time.
    pub(super) fn keep_lasting(&mut self) {
        let mut lasting = Vec::new();
        for node in &self.plan.lasting {
            let Some(entry) = self.plan.entry(*node) else {
                continue;
            };
            for number in self.layout.by_scope.get(entry.scope).into_iter().flatten() {
                let Some(block) = self.block(*number) else {
                    continue;
                };
                let at: Occurrence = self.occurrence(block, *node);
                if self.relevant(at) && (*number == 0 || !block.fresh) {
                    let numbers = self.layout.numbers(*number);
                    lasting.push((entry, numbers, self.value(at).to_owned()));
                }
            }
        }
        for (entry, numbers, value) in lasting {
            if let Some(instance) = instance_mut(self.plan, self.answers.to_mut(), entry.scope, &numbers) {
                if value.is_empty() {
                    instance.0.remove(&entry.key);
                } else {
                    instance.set(&*entry.key, Answer::One(value));
                }
            }
        }
    }
}
