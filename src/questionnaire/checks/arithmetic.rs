//! Arithmetic on answers that may be empty: then there is no result, and every comparison with it
//! fails.

use super::kinds::{Sort, question};
use super::rules::{Names, Rule};
use crate::questionnaire::definition::{Question, QuestionKind};
use crate::questionnaire::expression::{Call, Expression, Function, Kind, Operator, Term};
use crate::questionnaire::findings::{Code, Rules};

/// One remark for each rule, on the first answer that may be missing.
pub(super) fn check<'d>(rule: Rule<'d>, names: &Names<'d>, add: &mut impl FnMut(Code)) {
    if rule.column == "choice_filter" {
        return;
    }
    let mut guards: Vec<&str> = Vec::new();
    for relevance in rule.relevance.iter().filter(|_| rule.column != "relevant") {
        guards.extend(relevance.references());
    }
    // What a trigger runs is run when that is answered.
    if rule.column == "calculation" {
        guards.extend(rule.own.iter().flat_map(|own| &own.trigger).map(String::as_str));
    }
    // A rule of relevance is read only where the groups around are relevant.
    if rule.column == "relevant"
        && let Some((_, around)) = rule.relevance.split_last()
    {
        guards.extend(around.iter().flat_map(|relevance| relevance.references()));
    }
    let check = Check { rule, names };
    if let Some(name) = check.within(rule.expression.root(), &guards) {
        add(Code::Rules(Rules::EmptyInArithmetic { name }));
    }
}

struct Check<'c, 'd> {
    rule: Rule<'d>,
    names: &'c Names<'d>,
}

impl<'d> Check<'_, 'd> {
    /// The first answer in arithmetic that nothing around guards. An expression nests no deeper than it
    /// may be written.
    fn within(&self, term: &'d Term, guards: &[&'d str]) -> Option<String> {
        match &term.kind {
            Kind::Chain(chain) => {
                let operator = chain.rest.first().map(|(operator, _)| *operator);
                if operator.is_some_and(Operator::is_arithmetic) {
                    let unguarded = term
                        .children()
                        .into_iter()
                        .find_map(|operand| self.unguarded(operand, guards));
                    if unguarded.is_some() {
                        return unguarded;
                    }
                }
                // What stands beside it in an `and` or `or` may be what guards it.
                let logic = matches!(operator, Some(Operator::And | Operator::Or));
                let children = term.children();
                let mut calculating = children.iter().enumerate().filter(|(_, child)| calculates(child));
                calculating.find_map(|(place, child)| {
                    let mut guards = guards.to_vec();
                    let others = children
                        .iter()
                        .enumerate()
                        .filter(|(other, _)| logic && *other != place);
                    others.for_each(|(_, other)| guards.extend(names_in(other)));
                    self.within(child, &guards)
                })
            }
            Kind::Call(call) => self.within_call(call, term, guards),
            _ => self.within_children(term, guards),
        }
    }

    fn within_children(&self, term: &'d Term, guards: &[&'d str]) -> Option<String> {
        term.children()
            .into_iter()
            .find_map(|child| self.within(child, guards))
    }

    fn within_call(&self, call: &'d Call, term: &'d Term, guards: &[&'d str]) -> Option<String> {
        match (call.function(), call.arguments.as_slice()) {
            (Some(Function::If), [condition, then, otherwise]) => {
                let mut inner = guards.to_vec();
                inner.extend(names_in(condition));
                let own = self.within(condition, guards);
                own.or_else(|| self.within(then, &inner))
                    .or_else(|| self.within(otherwise, &inner))
            }
            // Without a result the other value is taken.
            (Some(Function::Coalesce), _) => None,
            _ => self.within_children(term, guards),
        }
    }

    /// The name of an answer that may be empty here.
    fn unguarded(&self, operand: &'d Term, guards: &[&'d str]) -> Option<String> {
        let Sort::Answer(answer) = Sort::of(operand, self.rule, self.names) else {
            return None;
        };
        let shown = question(operand, self.rule, self.names)?;
        let is_own = self.rule.own.is_some_and(|own| std::ptr::eq(own, shown));
        let guarded = guards.contains(&answer.name.as_str()) || is_own || always_answered(answer);
        (!guarded && may_count(answer)).then(|| answer.name.clone())
    }
}

/// Whether there is any arithmetic in it.
fn calculates(term: &Term) -> bool {
    term.parts().any(|part| match &part.kind {
        Kind::Chain(chain) => chain
            .rest
            .first()
            .is_some_and(|(operator, _)| operator.is_arithmetic()),
        _ => false,
    })
}

fn names_in(term: &Term) -> impl Iterator<Item = &str> {
    term.parts().filter_map(|part| match &part.kind {
        Kind::Reference(name) => Some(&**name),
        _ => None,
    })
}

fn always_answered(question: &Question) -> bool {
    let required = question.required.as_ref().and_then(Expression::literal_truth);
    required == Some(true) || question.initial.is_some()
}

/// What is no number at all is another matter.
fn may_count(question: &Question) -> bool {
    matches!(
        question.kind,
        QuestionKind::Integer
            | QuestionKind::Decimal
            | QuestionKind::Range(_)
            | QuestionKind::SelectOne(_)
            | QuestionKind::Date
            | QuestionKind::DateTime
    )
}
