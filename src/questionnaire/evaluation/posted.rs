//! The fields of a posted page, read into answers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::change::Place;
use super::field::{FILE, Field, SEEN, parse};
use super::place::{Coordinates, canonical};
use super::values::{answer, cleaned, in_list_order, plain_number};
use super::{Context, Plan, State, evaluate};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{ChoiceList, Question, QuestionKind};

/// What became of the fields of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Posted {
    /// Fields that name no question of the page, or one that takes no answer.
    pub ignored: usize,
}

/// A field that was posted, or one that the page says it showed; then there is no value.
struct Claim<'f> {
    place: Place,
    scope: usize,
    /// The part of the answer, and what was typed.
    value: Option<(Option<&'f str>, &'f str)>,
}

/// Replaces the answers of one page by the posted fields, named as in [`FieldPath`](super::FieldPath).
///
/// A question that was shown and has no field, such as a set of unticked boxes, becomes
/// skipped; one that was not relevant keeps what it had. What is faulty is kept as typed, so
/// that the page can show it again. Signs that cannot be shown, such as NUL, are left out.
///
/// What was shown is what the page names in [`SEEN`], else what the answers said before. A page that
/// changed while it was filled in has fields that exist only because of others: they are read when
/// those are, in at most as many rounds as there are fields.
pub fn read_fields(
    plan: &Plan,
    page: usize,
    fields: &[(String, String)],
    context: &Context,
    into: &mut Answers,
) -> Posted {
    let mut posted = Posted::default();
    let Claims {
        mut waiting,
        were,
        seen,
    } = Claims::read(plan, page, fields, &mut posted);
    let mut open = !seen;
    let mut state = evaluate(plan, into, context);
    loop {
        let shown = Shown::new(&state, page);
        let mut given: BTreeMap<Place, Vec<(Option<&str>, &str)>> = BTreeMap::new();
        if open {
            given.extend(shown.open.iter().map(|place| (place.clone(), Vec::new())));
        }
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|claim| shown.takes(plan, claim));
        let done = rest.is_empty() || ready.is_empty();
        for claim in ready {
            given.entry(claim.place).or_default().extend(claim.value);
        }
        let answered = given.into_iter().filter_map(|(place, values)| {
            let question = plan.question(place.1)?;
            let given = match question.kind {
                QuestionKind::Upload(_) => {
                    let is_there = state.located(&place).is_some_and(|at| state.answer(at).is_some());
                    file(&values).or_else(|| (!is_there).then_some(Answer::Skipped))?
                }
                _ => read(question, list_of(plan, &question.kind), &values),
            };
            Some((place, given))
        });
        let answered = answered.collect();
        state.settle_fresh(&shown.fresh);
        state.give_all(answered, &were);
        if done {
            let strange = |claim: &&Claim<'_>| claim.value.is_some() && !shown.locked.contains(&claim.place);
            posted.ignored += rest.iter().filter(strange).count();
            break;
        }
        waiting = rest;
        open = false;
    }
    *into = state.into_answers();
    posted
}

/// The fields of a page by what they stand for.
struct Claims<'f> {
    waiting: Vec<Claim<'f>>,
    /// What fields held when they were shown.
    were: BTreeMap<Place, String>,
    /// Whether the page says what it showed.
    seen: bool,
}

impl<'f> Claims<'f> {
    fn read(plan: &Plan, page: usize, fields: &'f [(String, String)], posted: &mut Posted) -> Self {
        let mut claims = Self {
            waiting: Vec::new(),
            were: BTreeMap::new(),
            seen: false,
        };
        for (name, value) in fields {
            if name == SEEN {
                claims.seen = true;
                let shown = value.split_ascii_whitespace();
                let named = shown.filter_map(|name| field_on(plan, page, name));
                claims.waiting.extend(named.map(|field| Claim {
                    place: (field.numbers, field.node),
                    scope: field.scope,
                    value: None,
                }));
                continue;
            }
            match field_on(plan, page, name) {
                Some(field) if field.was => {
                    claims.were.insert((field.numbers, field.node), cleaned(value));
                }
                Some(field) => claims.waiting.push(Claim {
                    place: (field.numbers, field.node),
                    scope: field.scope,
                    value: Some((field.part, value)),
                }),
                None => posted.ignored += 1,
            }
        }
        claims
    }
}

/// The field of this name if it belongs to an answer of the page.
fn field_on<'n>(plan: &Plan, page: usize, name: &'n str) -> Option<Field<'n>> {
    let field = parse(plan, name)?;
    let entry = plan.entry(field.node)?;
    (entry.page == Some(page) && entry.takes_answer()).then_some(field)
}

/// What a page showed before it was posted.
#[derive(Default)]
struct Shown {
    /// Questions that could be answered.
    open: Vec<Place>,
    /// Questions that could not be changed.
    locked: BTreeSet<Place>,
    /// Instances shown for the first time, with their scope.
    fresh: BTreeSet<(Vec<usize>, usize)>,
    /// Number of instances of the repeats that have a count.
    sizes: BTreeMap<Place, usize>,
}

impl Shown {
    fn new(state: &State<'_>, page: usize) -> Self {
        let mut shown = Self::default();
        for at in state.occurrences() {
            let (Some(entry), Some(cell)) = (state.entry(at), state.cell(at)) else {
                continue;
            };
            if entry.page != Some(page) {
                continue;
            }
            let Some(block) = state.block(cell.block) else {
                continue;
            };
            if entry.is_repeat() {
                let numbers = state.layout.numbers(cell.block);
                let counted = super::order::count(entry).is_some();
                if block.fresh && cell.relevant {
                    shown.fresh.insert((numbers.clone(), entry.scope));
                }
                if let Some((_, outer)) = numbers.split_last().filter(|_| counted) {
                    *shown.sizes.entry((outer.to_vec(), cell.node)).or_default() += 1;
                }
            } else if entry.takes_answer() {
                let place = (state.layout.numbers(cell.block), cell.node);
                if state.read_only(at) {
                    shown.locked.insert(place);
                } else if cell.relevant {
                    shown.open.push(place);
                }
            }
        }
        shown
    }

    /// Whether the question can be changed, and stands in an instance that may exist.
    fn takes(&self, plan: &Plan, claim: &Claim<'_>) -> bool {
        if self.locked.contains(&claim.place) {
            return false;
        }
        let mut scope = claim.scope;
        let mut numbers = claim.place.0.as_slice();
        while let (Some((number, outer)), Some(own)) = (numbers.split_last(), plan.scopes.get(scope)) {
            let counted = plan
                .entry(own.head)
                .is_some_and(|entry| super::order::count(entry).is_some());
            if counted
                && self
                    .sizes
                    .get(&(outer.to_vec(), own.head))
                    .is_none_or(|size| number > size)
            {
                return false;
            }
            scope = own.parent;
            numbers = outer;
        }
        true
    }
}

fn list_of<'p>(plan: &'p Plan, kind: &QuestionKind) -> Option<&'p ChoiceList> {
    plan.definition.lists.get(&kind.selection()?.list)
}

/// One question's answer from the values of its fields.
fn read(question: &Question, list: Option<&ChoiceList>, values: &[(Option<&str>, &str)]) -> Answer {
    let kind = &question.kind;
    let cleaned_all: Vec<String> = values.iter().map(|(_, value)| cleaned(value)).collect();
    let mut filled = cleaned_all
        .iter()
        .map(String::as_str)
        .filter(|value| !value.is_empty());
    match kind {
        QuestionKind::SelectOne(_) => {
            let names = in_list_order(list, filled);
            match names.as_slice() {
                [_, _, ..] => Answer::Many(names),
                names => names
                    .first()
                    .map_or(Answer::Skipped, |name| Answer::One(name.clone())),
            }
        }
        QuestionKind::SelectMultiple(_) => {
            let names = in_list_order(list, filled.flat_map(str::split_whitespace));
            if names.is_empty() {
                Answer::Skipped
            } else {
                Answer::Many(names)
            }
        }
        QuestionKind::Rank(_) => ranking(list, values),
        QuestionKind::Integer | QuestionKind::Decimal | QuestionKind::Range(_) => {
            answer(kind, &plain_number(filled.next_back().unwrap_or_default()))
        }
        QuestionKind::Geopoint => match values {
            [(None, written)] => answer(kind, &canonical(&cleaned(written))),
            fields => answer(kind, &Coordinates::typed(fields).written()),
        },
        QuestionKind::Acknowledge => match filled.next_back() {
            Some("on" | "true" | "yes" | "1") => Answer::One("OK".to_owned()),
            typed => answer(kind, typed.unwrap_or_default()),
        },
        QuestionKind::Date => {
            let typed = filled.next_back().unwrap_or_default();
            answer(kind, &first_day(question, typed))
        }
        _ => answer(kind, filled.next_back().unwrap_or_default()),
    }
}

/// Where only a month or a year is asked for, its first day.
fn first_day<'t>(question: &Question, typed: &'t str) -> Cow<'t, str> {
    let is_number = typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let rest = match typed.len() {
        _ if !is_number => return Cow::Borrowed(typed),
        4 if question.has_appearance("year") => "-01-01",
        7 if question.has_appearance("month-year") => "-01",
        _ => return Cow::Borrowed(typed),
    };
    Cow::Owned(format!("{typed}{rest}"))
}

/// Which file is stored now, if the page says so. No browser sends a stored file again, so that
/// silence is no wish.
fn file(values: &[(Option<&str>, &str)]) -> Option<Answer> {
    let (_, name) = values.iter().rev().find(|(part, _)| *part == Some(FILE))?;
    Some(match *name {
        "" => Answer::Skipped,
        name => Answer::One(name.to_owned()),
    })
}

/// A ranking from its number fields, or from names that are in order already.
fn ranking(list: Option<&ChoiceList>, values: &[(Option<&str>, &str)]) -> Answer {
    let mut typed: Vec<(&str, String)> = Vec::new();
    let mut ordered: Vec<String> = Vec::new();
    for (choice, value) in values {
        match choice {
            Some(name) if list.is_some_and(|list| list.get(name).is_some()) => {
                let position: String = plain_number(&cleaned(value))
                    .chars()
                    .filter(|sign| !sign.is_whitespace() && *sign != '=')
                    .collect();
                if !position.is_empty() && !typed.iter().any(|(other, _)| other == name) {
                    typed.push((name, position));
                }
            }
            Some(_) => {}
            None => ordered.extend(cleaned(value).split_whitespace().map(str::to_owned)),
        }
    }
    if typed.is_empty() {
        return if ordered.is_empty() {
            Answer::Skipped
        } else {
            Answer::Many(ordered)
        };
    }
    let mut places: Vec<(u32, &str)> = typed
        .iter()
        .filter_map(|(name, position)| Some((position.parse().ok()?, *name)))
        .collect();
    places.sort_unstable();
    let in_order =
        places.len() == typed.len() && (1..).zip(&places).all(|(number, (place, _))| number == *place);
    if in_order {
        Answer::Many(places.into_iter().map(|(_, name)| name.to_owned()).collect())
    } else {
        let pairs: Vec<String> = typed
            .iter()
            .map(|(name, position)| format!("{name}={position}"))
            .collect();
        Answer::One(pairs.join(" "))
    }
}
