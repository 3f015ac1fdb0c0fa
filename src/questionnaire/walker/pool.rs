//! Which answers are tried for a question: nothing, and one of each kind of answers that the rules
//! can tell apart.
//!
//! Where that covers all answers there are, the pool is exact: what none of its answers brings about,
//! no answer does. Pools are bounded, and what was cut off is no longer exact.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::usage::Usage;
use super::{moments, names, patterns, places};
use crate::questionnaire::definition::{Definition, Question, QuestionKind, RangeScale, Source};
use crate::questionnaire::evaluation::{NodeId, Plan};

/// Answers of one question, at most.
pub(super) const MOST: usize = 400;
/// Beyond this integers are not accepted.
const LARGEST: f64 = 999_999_999.0;
/// Numbers for questions that take part in arithmetic.
const USUAL: [f64; 12] = [
    1.0, 0.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0, 4.0, -1.0,
];

/// Answers to try, the empty one first.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub answers: Vec<Rc<str>>,
    exact: bool,
    /// Rules that may tell more answers apart.
    but_for: BTreeSet<(NodeId, &'static str)>,
}

impl Pool {
    /// Adds answers that are not in it, as long as there is room.
    fn add<'t>(&mut self, texts: impl Iterator<Item = &'t String>) {
        for text in texts {
            if self.answers.len() < MOST && !self.answers.iter().any(|other| **other == **text) {
                self.answers.push(text.as_str().into());
            }
        }
    }

    /// Whether there is an answer of each kind that any rule can tell apart.
    pub fn is_exact(&self) -> bool {
        self.exact && self.but_for.is_empty()
    }

    /// Whether there is an answer of each kind that these rules can tell apart.
    pub fn is_exact_for(&self, rules: &HashSet<(NodeId, &'static str)>) -> bool {
        self.exact && !self.but_for.iter().any(|rule| rules.contains(rule))
    }
}

/// The pool of every question that a person answers.
pub(super) fn pools(
    plan: &Plan,
    usages: &HashMap<NodeId, Usage>,
    today: chrono::NaiveDate,
) -> HashMap<NodeId, Pool> {
    let unused = Usage::default();
    let pool = |node: NodeId| {
        let question = plan.question(node).filter(|question| question.kind.is_asked())?;
        let usage = usages.get(&node).unwrap_or(&unused);
        Some((node, of_question(plan.definition(), question, usage, today)))
    };
    let mut pools: HashMap<NodeId, Pool> = plan.nodes().filter_map(pool).collect();
    for (node, answered) in chosen_among_answers(plan) {
        let compared = usages.get(&node).into_iter().flat_map(|usage| &usage.texts);
        if let Some(pool) = pools.get_mut(&answered) {
            pool.add(compared);
        }
        // What is chosen is one of the answers that the repeated question was given.
        let answers = pools
            .get(&answered)
            .map_or_else(Vec::new, |pool| pool.answers.clone());
        if let Some(pool) = pools.get_mut(&node) {
            pool.answers = answers;
            pool.exact = false;
        }
    }
    pools
}

/// Questions whose options are answers, each with the question that was answered.
fn chosen_among_answers(plan: &Plan) -> Vec<(NodeId, NodeId)> {
    let question = |node: NodeId| plan.question(node);
    let selections = plan.nodes().filter_map(|node| {
        let selection = question(node)?.kind.selection()?;
        (selection.source == Source::Answers).then_some((node, selection))
    });
    let answered = |name: &str| {
        plan.nodes()
            .find(|node| question(*node).is_some_and(|other| other.name == name))
    };
    selections
        .filter_map(|(node, selection)| Some((node, answered(&selection.list)?)))
        .collect()
}

fn of_question(
    definition: &Definition,
    question: &Question,
    usage: &Usage,
    today: chrono::NaiveDate,
) -> Pool {
    let (answers, exact) = match &question.kind {
        QuestionKind::Integer => (integers(usage), usage.texts_are(is_number)),
        QuestionKind::Decimal => (decimals(usage), usage.texts_are(is_number)),
        QuestionKind::Range(scale) => on_scale(scale, usage),
        QuestionKind::Text { .. } => (texts(usage), usage.numbers.is_empty()),
        QuestionKind::Date => (
            moments::days(usage, today),
            usage.texts_are(|text| moments::day(text).is_some()),
        ),
        QuestionKind::Time => (moments::times(usage), false),
        QuestionKind::DateTime => (moments::date_times(usage, today), false),
        QuestionKind::SelectOne(selection) => names::one(definition, selection, usage),
        QuestionKind::SelectMultiple(selection) => names::several(definition, selection, usage),
        QuestionKind::Rank(selection) => names::rankings(definition, selection, usage),
        QuestionKind::Acknowledge => (vec!["OK".to_owned()], true),
        QuestionKind::Geopoint => (places::written(usage), usage.texts_are(|_| false)),
        // Its name is drawn when it is stored: rules can tell no more than whether there is one.
        QuestionKind::Upload(_) => (vec!["file".to_owned()], usage.texts_are(|_| false)),
        QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => (Vec::new(), true),
    };
    // All options of a list are tried, or those that are not are not told apart.
    let is_finite = matches!(
        question.kind,
        QuestionKind::SelectOne(_) | QuestionKind::Range(_) | QuestionKind::Acknowledge
    );
    let mut pool = bounded(answers, exact);
    if !is_finite {
        pool.but_for.clone_from(&usage.free_in);
    }
    pool
}

fn is_number(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok()
}

/// Without repetitions, the empty answer first.
fn bounded(answers: Vec<String>, exact: bool) -> Pool {
    let mut seen = HashSet::from([String::new()]);
    let mut kept: Vec<Rc<str>> = vec!["".into()];
    let mut whole = true;
    for answer in answers {
        if kept.len() == MOST {
            whole = false;
            break;
        }
        if seen.insert(answer.clone()) {
            kept.push(answer.into());
        }
    }
    Pool {
        answers: kept,
        exact: exact && whole,
        but_for: BTreeSet::new(),
    }
}

/// Numbers around those that are compared with, then those of the rules around, then usual ones.
fn numbers(usage: &Usage, near: impl Fn(f64) -> [f64; 3]) -> Vec<f64> {
    let from_texts = |texts: &BTreeSet<String>| -> Vec<f64> {
        texts.iter().filter_map(|text| text.trim().parse().ok()).collect()
    };
    let compared: Vec<f64> = usage
        .numbers
        .iter()
        .copied()
        .chain(from_texts(&usage.texts))
        .collect();
    let mut found: Vec<f64> = compared.iter().copied().flat_map(&near).collect();
    found.push(1.0);
    if usage.is_free() {
        found.extend(usage.hints.numbers.iter().copied().flat_map(&near));
        found.extend(from_texts(&usage.hints.texts).into_iter().flat_map(&near));
        found.extend(products(&usage.hints.numbers));
        found.extend(USUAL);
    }
    found.retain(|number| number.is_finite());
    found
}

/// Of two numbers in a rule, what would solve `x * a = b` and the like.
fn products(numbers: &[f64]) -> Vec<f64> {
    let few: Vec<f64> = numbers.iter().copied().take(8).collect();
    let pairs = few
        .iter()
        .flat_map(|one| few.iter().map(move |other| (*one, *other)));
    pairs
        .flat_map(|(one, other)| [one / other, one - other, one * other, one + other])
        .map(f64::ceil)
        .collect()
}

fn integers(usage: &Usage) -> Vec<String> {
    let near = |number: f64| [number.floor(), number.floor() + 1.0, number.ceil() - 1.0];
    let whole = numbers(usage, near).into_iter().map(f64::trunc);
    let mut found: Vec<String> = whole
        .filter(|number| number.abs() <= LARGEST)
        .map(|number| number.to_string())
        .collect();
    found.extend(
        lengths(usage)
            .filter(|length| *length <= 9)
            .map(|length| "1".repeat(length)),
    );
    found.extend(sampled(usage));
    found
}

fn decimals(usage: &Usage) -> Vec<String> {
    let mut found = numbers(usage, |number| [number, number + 1.0, number - 1.0]);
    let mut compared = usage.numbers.clone();
    compared.sort_by(f64::total_cmp);
    let between = compared.iter().zip(compared.iter().skip(1));
    found.extend(between.map(|(low, high)| f64::midpoint(*low, *high)));
    let mut found: Vec<String> = found.into_iter().map(|number| number.to_string()).collect();
    found.extend(sampled(usage));
    found
}

/// All values of a short scale; of a long one those around what it is compared with.
fn on_scale(scale: &RangeScale, usage: &Usage) -> (Vec<String>, bool) {
    const SHORT: f64 = 200.0;
    let steps = scale.steps();
    let places: Vec<f64> = if steps <= SHORT {
        std::iter::successors(Some(0.0), |at| Some(at + 1.0))
            .take_while(|at| *at <= steps)
            .collect()
    } else {
        let near = |number: f64| {
            let at = scale.steps_to(number).floor();
            [at, at + 1.0, at - 1.0]
        };
        let mut places = numbers(usage, near);
        places.extend([0.0, steps]);
        places.retain(|at| (0.0..=steps).contains(at));
        places
    };
    let exact = steps <= SHORT || !usage.is_free() && usage.texts_are(is_number);
    (
        places.into_iter().map(|at| scale.value(at).to_string()).collect(),
        exact,
    )
}

/// Lengths that differ for the rules: each, and one less and one more.
fn lengths(usage: &Usage) -> impl Iterator<Item = usize> {
    let around = |length: &usize| [length.saturating_sub(1), *length, length.saturating_add(1)];
    let around: BTreeSet<usize> = usage.lengths.iter().flat_map(around).collect();
    around.into_iter().filter(|length| *length > 0)
}

fn texts(usage: &Usage) -> Vec<String> {
    let mut found: Vec<String> = usage.texts.iter().cloned().collect();
    let strange = ["x", "y", "xyz"]
        .into_iter()
        .find(|text| !usage.texts.contains(*text));
    found.extend(strange.map(str::to_owned));
    found.extend(
        lengths(usage).map(|length| "x".repeat(length.min(crate::questionnaire::validation::LONGEST))),
    );
    found.extend(sampled(usage));
    let number = |number: f64| number.to_string();
    let near = |number: f64| [number, number + 1.0, number - 1.0];
    found.extend(usage.numbers.iter().copied().flat_map(near).map(number));
    if usage.is_free() {
        found.extend(usage.hints.texts.iter().cloned());
        found.extend(usage.hints.numbers.iter().copied().map(number));
        found.extend(["1", "100", "two words", "1990-01-01"].map(str::to_owned));
    }
    found
}

/// Texts that match the patterns, also with what other rules look for in them.
fn sampled(usage: &Usage) -> Vec<String> {
    const OVERLAID: usize = 8;
    let patterns = usage.patterns.iter();
    let samples: Vec<String> = patterns
        .flat_map(|pattern| patterns::samples(pattern, lengths(usage)))
        .collect();
    let looked_for = usage.affixes.iter().chain(&usage.hints.texts).take(OVERLAID);
    let overlaid = looked_for.flat_map(|text| {
        let over = samples.iter().take(OVERLAID);
        over.flat_map(move |sample| patterns::overlaid(sample, text))
    });
    let affixed = usage.affixes.iter();
    let affixed = affixed.flat_map(|affix| [affix.clone(), format!("{affix}x"), format!("x{affix}")]);
    affixed.chain(samples.iter().cloned()).chain(overlaid).collect()
}
