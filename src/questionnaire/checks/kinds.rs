//! What a term stands for, as far as that can be told without any answer.

use super::rules::{Names, Rule};
use crate::questionnaire::definition::{Question, QuestionKind};
use crate::questionnaire::expression::{Call, Function, Kind, Operator, Term};

/// What a term stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sort<'t> {
    Truth,
    /// Of a literal its value.
    Number(Option<f64>),
    /// Of a literal its text.
    Text(Option<&'t str>),
    Day,
    Moment,
    /// The answer that a person gives to a question.
    Answer(&'t Question),
    Unknown,
}

impl<'t> Sort<'t> {
    /// What a term of a rule stands for.
    pub fn of(term: &'t Term, rule: Rule<'t>, names: &Names<'t>) -> Self {
        match &term.kind {
            Kind::Number(number) => Self::Number(Some(*number)),
            Kind::Text(text) => Self::Text(Some(text)),
            Kind::Negate(inner) => match &inner.kind {
                Kind::Number(number) => Self::Number(Some(-number)),
                _ => Self::Number(None),
            },
            Kind::Reference(_) | Kind::Path(_) => {
                question(term, rule, names).map_or(Self::Unknown, Self::of_question)
            }
            Kind::Chain(chain) => match chain.rest.first() {
                Some((Operator::Union, _)) | None => Self::Unknown,
                Some((operator, _)) if operator.is_arithmetic() => Self::Number(None),
                Some(_) => Self::Truth,
            },
            Kind::Call(call) => Self::of_call(call, rule, names),
            Kind::Filter { .. } => Self::Unknown,
        }
    }

    /// What is calculated is whatever the calculation makes of it.
    fn of_question(question: &'t Question) -> Self {
        let calculated = question.calculation.is_some();
        match question.kind {
            QuestionKind::Calculate | QuestionKind::Hidden | QuestionKind::Note => Self::Unknown,
            QuestionKind::Today => Self::Day,
            QuestionKind::Start | QuestionKind::End => Self::Moment,
            _ if calculated => Self::Unknown,
            _ => Self::Answer(question),
        }
    }

    fn of_call(call: &'t Call, rule: Rule<'t>, names: &Names<'t>) -> Self {
        let argument = |place: usize| {
            let argument = call.arguments.get(place);
            argument.map_or(Self::Unknown, |argument| Self::of(argument, rule, names))
        };
        match call.function() {
            Some(Function::Today | Function::Date) => Self::Day,
            Some(Function::Now | Function::DateTime) => Self::Moment,
            Some(Function::Once | Function::IndexedRepeat) => argument(0),
            Some(Function::Coalesce) => joined(argument(0), argument(1)),
            Some(Function::If) => joined(argument(1), argument(2)),
            Some(function) => match function.sort() {
                crate::questionnaire::expression::Sort::Boolean => Self::Truth,
                crate::questionnaire::expression::Sort::Number => Self::Number(None),
                // A text that is cut out of another may well be a number.
                crate::questionnaire::expression::Sort::Text
                | crate::questionnaire::expression::Sort::Nodes
                | crate::questionnaire::expression::Sort::Any => Self::Unknown,
            },
            None => Self::Unknown,
        }
    }
}

/// One of two values: an answer with a literal in its place where it is empty stays an answer.
fn joined<'t>(one: Sort<'t>, other: Sort<'t>) -> Sort<'t> {
    match (one, other) {
        (Sort::Answer(question), Sort::Text(Some("")) | Sort::Number(Some(_)))
        | (Sort::Text(Some("")) | Sort::Number(Some(_)), Sort::Answer(question)) => Sort::Answer(question),
        _ if one == other => one,
        _ => Sort::Unknown,
    }
}

/// The question that a term shows: by `${name}`, or by `.` where that is the question itself.
pub(super) fn question<'t>(term: &'t Term, rule: Rule<'t>, names: &Names<'t>) -> Option<&'t Question> {
    match &term.kind {
        Kind::Reference(name) => names.question(name),
        // In a filter it is an option.
        _ if is_own(term) && rule.column != "choice_filter" => rule.own,
        _ => None,
    }
}

/// Whether a term is `.` alone.
pub(super) fn is_own(term: &Term) -> bool {
    matches!(&term.kind, Kind::Path(path) if path.is_here())
}

/// Whether a text is a number as expressions read it, leaving out days, which count as numbers too.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && digits.parse::<f64>().is_ok()
}
