//! What rules and texts refer to, and which rules are settled before any answer is known.

use std::collections::HashMap;

use chrono::DateTime;

use super::compile::Named;
use super::plan::{Compiled, Entry, PlanProblem, Rule};
use super::wording;
use crate::questionnaire::definition::Text;
use crate::questionnaire::expression::{
    Axis, Evaluation, Expression, Function, Kind, NodeTest, Start, Still, Term, Tree, Zone,
};

/// The rule that an optional expression makes; `absent` is what holds without one.
pub(super) fn rule(expression: Option<&Expression>, absent: bool) -> Rule {
    let Some(expression) = expression else {
        return Rule::Constant(absent);
    };
    if let Some(truth) = expression.literal_truth() {
        return Rule::Constant(truth);
    }
    if !expression.is_constant() {
        return Rule::Evaluated;
    }
    let still = Still::new(DateTime::UNIX_EPOCH, Zone::default(), 0);
    let truth = Evaluation::new(&Nothing, &still, ()).truth(expression);
    truth.map_or(Rule::Evaluated, Rule::Constant)
}

/// A tree without answers.
struct Nothing;

impl Tree for Nothing {
    type Node = ();

    fn root(&self) {}

    fn parent(&self, (): ()) -> Option<()> {
        None
    }

    fn children(&self, (): ()) -> impl Iterator<Item = ()> + '_ {
        std::iter::empty()
    }

    fn name(&self, (): ()) -> &'static str {
        ""
    }

    fn text(&self, (): ()) -> std::borrow::Cow<'_, str> {
        std::borrow::Cow::Borrowed("")
    }
}

/// A name that an expression may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read<'e> {
    pub name: &'e str,
    /// Whether it is picked from certain instances of a repeat, by a predicate or
    /// `indexed-repeat`. A running total reads itself so, yet not in a circle.
    pub picked: bool,
}

/// The names that may be read when the expression is evaluated: `${name}`, and names in paths
/// through the answers.
pub(super) fn names_read(expression: &Expression) -> Vec<Read<'_>> {
    let mut found = Vec::new();
    let mut waiting = vec![(expression.root(), false)];
    while let Some((term, picked)) = waiting.pop() {
        match &term.kind {
            Kind::Reference(name) => found.push(Read { name, picked }),
            Kind::Call(call) if call.function() == Some(Function::IndexedRepeat) => {
                // The second, fourth and sixth are repeats, after each its number.
                let numbers = call.arguments.iter().skip(2).step_by(2);
                let picks = call
                    .arguments
                    .iter()
                    .take(1)
                    .chain(call.arguments.iter().skip(1).step_by(2));
                waiting.extend(numbers.map(|number| (number, picked)));
                waiting.extend(picks.map(|pick| (pick, true)));
            }
            Kind::Filter { base, predicates } => {
                waiting.push((base, true));
                waiting.extend(predicates.iter().map(|predicate| (predicate, picked)));
            }
            Kind::Path(path) if matches!(&path.start, Start::Term(term) if is_list(term)) => {
                // Bare names in the conditions are columns of the list.
                let of_answers = |term: &&Term| match &term.kind {
                    Kind::Reference(_) => true,
                    Kind::Path(path) => path.start != Start::Here,
                    _ => false,
                };
                let conditions = path.steps.iter().flat_map(|step| &step.predicates);
                let read = conditions.flat_map(Term::parts).filter(of_answers);
                waiting.extend(read.map(|term| (term, picked)));
            }
            Kind::Path(path) => {
                let predicates = || path.steps.iter().flat_map(|step| &step.predicates);
                let from_picked =
                    matches!(&path.start, Start::Term(term) if matches!(term.kind, Kind::Filter { .. }));
                let picked = picked || from_picked || predicates().next().is_some();
                found.extend(path.steps.iter().filter_map(|step| match &step.test {
                    NodeTest::Name { prefix: None, local } => Some(Read { name: local, picked }),
                    _ => None,
                }));
                if let Start::Term(term) = &path.start {
                    waiting.push((term, picked));
                }
                waiting.extend(predicates().map(|predicate| (predicate, false)));
            }
            _ => waiting.extend(term.children().into_iter().map(|child| (child, picked))),
        }
    }
    found
}

/// Whether a calculation builds on the value that its question had: it calls `once()` or reads `.`.
pub(super) fn reads_itself(calculation: &Expression) -> bool {
    let is_own = |term: &Term| match &term.kind {
        Kind::Path(path) => path.is_here(),
        _ => false,
    };
    calculation.uses(Function::Once) || calculation.root().parts().any(is_own)
}

/// Whether an expression reads nodes that it does not name, such as `*` or `//x`, so that a change of
/// any answer may be one for it.
pub(in crate::questionnaire) fn reads_the_unnamed(expression: &Expression) -> bool {
    expression.root().parts().any(|term| match &term.kind {
        Kind::Path(path) if matches!(&path.start, Start::Term(term) if is_list(term)) => false,
        Kind::Path(path) => path.steps.iter().any(|step| {
            let is_upward = matches!(step.axis, Axis::Parent | Axis::SelfNode);
            !is_upward && !matches!(step.test, NodeTest::Name { prefix: None, .. })
        }),
        _ => false,
    })
}

/// Whether the term is `instance('list')`.
fn is_list(term: &Term) -> bool {
    matches!(&term.kind, Kind::Call(call) if call.function() == Some(Function::Instance))
}

/// References to what is not there, or there more than once.
pub(super) fn problems(entries: &[Entry], names: &HashMap<String, Named>) -> Vec<PlanProblem> {
    let mut problems = Vec::new();
    for entry in entries.iter().skip(1) {
        let (question, row) = (entry.name(), row(entry));
        let mut look = |name: &str, column: &'static str| {
            let (question, name) = (question.to_owned(), name.to_owned());
            match names.get(&name) {
                None => problems.push(PlanProblem::UnknownReference {
                    question,
                    name,
                    row,
                    column,
                }),
                Some(found) if found.is_ambiguous() => {
                    problems.push(PlanProblem::AmbiguousReference {
                        question,
                        name,
                        row,
                        column,
                    });
                }
                Some(_) => {}
            }
        };
        for (column, expression) in expressions(entry) {
            expression.references().for_each(|name| look(name, column));
        }
        for (column, text) in texts(entry) {
            for words in text.0.values() {
                wording::references(words).for_each(|name| look(name, column));
            }
        }
    }
    problems.dedup();
    problems
}

/// Row of the survey sheet.
pub(super) fn row(entry: &Entry) -> u32 {
    match &entry.item {
        Compiled::Question(question) => question.row.0,
        Compiled::Group(group) => group.row.0,
    }
}

/// The expressions of a node with the columns in which they stand.
pub(super) fn expressions(entry: &Entry) -> Vec<(&'static str, &Expression)> {
    match &entry.item {
        Compiled::Question(question) => question.expressions(),
        Compiled::Group(group) => group.expressions(),
    }
}

fn texts(entry: &Entry) -> Vec<(&'static str, &Text)> {
    match &entry.item {
        Compiled::Question(question) => vec![
            ("label", &question.label),
            ("hint", &question.hint),
            ("guidance_hint", &question.guidance),
            ("required_message", &question.required_message),
            ("constraint_message", &question.constraint_message),
        ],
        Compiled::Group(group) => vec![("label", &group.label), ("hint", &group.hint)],
    }
}
