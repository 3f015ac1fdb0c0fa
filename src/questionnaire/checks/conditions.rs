//! A question alone in the place of a condition: that is true once the question exists, answered or
//! not.

use super::rules::{Names, Rule};
use crate::questionnaire::expression::{Function, Kind, Operator, Term};
use crate::questionnaire::findings::{Code, Rules};

pub(super) fn check(rule: Rule<'_>, names: &Names<'_>, add: &mut impl FnMut(Code)) {
    let is_condition = matches!(
        rule.column,
        "relevant" | "required" | "constraint" | "read_only" | "choice_filter"
    );
    let root = rule.expression.root();
    let mut conditions: Vec<&Term> = is_condition.then_some(root).into_iter().collect();
    for term in root.parts() {
        match &term.kind {
            Kind::Chain(chain) => {
                if let Some((Operator::And | Operator::Or, _)) = chain.rest.first() {
                    conditions.extend(term.children());
                }
                if let [(Operator::Equal | Operator::NotEqual, right)] = chain.rest.as_slice() {
                    compared_with_truth(&chain.first, right, names, add);
                    compared_with_truth(right, &chain.first, names, add);
                }
            }
            Kind::Call(call) => {
                if let Some(Function::Not | Function::Boolean | Function::If) = call.function() {
                    conditions.extend(call.arguments.first());
                }
            }
            _ => {}
        }
    }
    let mut told: Vec<&str> = Vec::new();
    for condition in conditions {
        if let Kind::Reference(name) = &condition.kind
            && names.question(name).is_some()
            && !told.contains(&&**name)
        {
            told.push(name);
            add(Code::Rules(Rules::QuestionAsCondition {
                name: name.to_string(),
            }));
        }
    }
}

/// `${a} = true()` asks whether the question exists, too.
fn compared_with_truth(left: &Term, right: &Term, names: &Names<'_>, add: &mut impl FnMut(Code)) {
    let is_truth = matches!(&right.kind, Kind::Call(call)
        if matches!(call.function(), Some(Function::True | Function::False)));
    if let (Kind::Reference(name), true) = (&left.kind, is_truth)
        && names.question(name).is_some()
    {
        add(Code::Rules(Rules::QuestionWithTruth {
            name: name.to_string(),
            truth: right.to_string(),
        }));
    }
}
