//! Names of options written in rules: each should be in the list of the question that it is held
//! against, and each value of a further column at some option.

use super::kinds::Sort;
use super::rules::{Names, Rule};
use crate::questionnaire::definition::{Choice, Definition, Initial, Question};
use crate::questionnaire::expression::{Axis, Function, Kind, NodeTest, Operator, Start, Term, number_of};
use crate::questionnaire::findings::{Code, Findings, Place, Rules};

pub(super) fn check<'d>(rule: Rule<'d>, names: &Names<'d>, add: &mut impl FnMut(Code)) {
    for term in rule.expression.root().parts() {
        match &term.kind {
            Kind::Chain(chain) => {
                if let [(Operator::Equal | Operator::NotEqual, right)] = chain.rest.as_slice() {
                    for (one, other) in [(&*chain.first, right), (right, &*chain.first)] {
                        held_against(one, other, rule, names)
                            .into_iter()
                            .for_each(&mut *add);
                        column_value(one, other, rule, names)
                            .into_iter()
                            .for_each(&mut *add);
                    }
                }
            }
            Kind::Call(call) => {
                if let (Some(Function::Selected), [list, option]) =
                    (call.function(), call.arguments.as_slice())
                {
                    held_against(list, option, rule, names)
                        .into_iter()
                        .for_each(&mut *add);
                }
            }
            _ => {}
        }
    }
}

/// A question, or what `selected-at()` takes from it, with a literal.
fn held_against<'d>(one: &'d Term, other: &'d Term, rule: Rule<'d>, names: &Names<'d>) -> Option<Code> {
    let one = match &one.kind {
        Kind::Call(call) if call.function() == Some(Function::SelectedAt) => call.arguments.first()?,
        _ => one,
    };
    let Sort::Answer(question) = Sort::of(one, rule, names) else {
        return None;
    };
    match Sort::of(other, rule, names) {
        Sort::Text(Some(text)) => unknown_option(names, question, text),
        Sort::Number(Some(number)) => {
            let list = names.list(question)?;
            let known = list
                .choices
                .iter()
                .any(|choice| Some(number_of(&choice.name)) == Some(number));
            (!known).then(|| not_in_list(question, &number.to_string()))
        }
        _ => None,
    }
}

fn unknown_option(names: &Names<'_>, question: &Question, option: &str) -> Option<Code> {
    let list = names.list(question)?;
    // Several names, or none, are something else.
    if option.trim().is_empty() || option.contains(' ') || list.get(option).is_some() {
        return None;
    }
    Some(not_in_list(question, option))
}

fn not_in_list(question: &Question, option: &str) -> Code {
    Code::ChoiceNotInList {
        choice: option.to_owned(),
        question: question.name.clone(),
        list: question
            .kind
            .selection()
            .map(|selection| selection.list.clone())
            .unwrap_or_default(),
    }
}

/// In a filter, a column of the list with a literal that no option has there.
fn column_value<'d>(one: &'d Term, other: &'d Term, rule: Rule<'d>, names: &Names<'d>) -> Option<Code> {
    let (Kind::Path(path), Kind::Text(value)) = (&one.kind, &other.kind) else {
        return None;
    };
    let (Start::Here, [step], "choice_filter") = (&path.start, path.steps.as_slice(), rule.column) else {
        return None;
    };
    let (Axis::Child, NodeTest::Name { prefix: None, local }) = (step.axis, &step.test) else {
        return None;
    };
    let question = rule.own?;
    let list = names.list(question)?;
    let has = |value_of: &dyn Fn(&str) -> bool| {
        let found = |choice: &Choice| choice.column(local).is_some_and(value_of);
        list.choices.iter().any(found)
    };
    let is_column = &**local == "name" || has(&|_| true);
    let unknown = is_column && **local != *"label" && !value.is_empty() && !has(&|text| *text == **value);
    unknown.then(|| {
        Code::Rules(Rules::UnknownColumnValue {
            column: local.to_string(),
            value: value.to_string(),
            list: question
                .kind
                .selection()
                .map(|selection| selection.list.clone())
                .unwrap_or_default(),
        })
    })
}

/// Starting values that are no options.
pub(super) fn check_defaults(
    definition: &Definition,
    names: &Names<'_>,
    sheet: &Place,
    findings: &mut Findings,
) {
    for question in definition.questions() {
        let Some(Initial::Literal(words)) = &question.initial else {
            continue;
        };
        for word in words.split_whitespace() {
            if let Some(code) = unknown_option(names, question, word) {
                let place = sheet.clone().row(question.row.0).column("default");
                findings.add(place, code);
            }
        }
    }
}
