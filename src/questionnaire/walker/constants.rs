//! Literals in rules, and what comes to the same whatever is answered.

use std::collections::BTreeSet;

use crate::questionnaire::evaluation::{Occurrence, State};
use crate::questionnaire::expression::{Evaluation, Expression, Function, Kind, Still, Term, Tree, Value};

/// Literals that are kept for one question.
const MOST: usize = 64;

/// Literals around a question, none of which it is compared with.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    pub texts: BTreeSet<String>,
    pub numbers: Vec<f64>,
}

/// A value that no answer changes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Constant {
    Number(f64),
    Text(String),
}

impl Constant {
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }

    pub fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

impl From<Constant> for Hints {
    fn from(constant: Constant) -> Self {
        let mut hints = Self::default();
        match constant {
            Constant::Number(number) => hints.numbers.push(number),
            Constant::Text(text) => {
                hints.texts.insert(text);
            }
        }
        hints
    }
}

impl Hints {
    pub fn take(&mut self, more: &Self) {
        for number in &more.numbers {
            if self.numbers.len() < MOST && !self.numbers.contains(number) {
                self.numbers.push(*number);
            }
        }
        for text in &more.texts {
            if self.texts.len() < MOST {
                self.texts.insert(text.clone());
            }
        }
    }
}

/// What the term comes to whatever is answered; the day of evaluation counts as fixed.
pub(super) fn constant(term: &Term, bones: &State<'_>) -> Option<Constant> {
    let reads = |part: &Term| match &part.kind {
        Kind::Reference(_) | Kind::Path(_) | Kind::Filter { .. } => true,
        Kind::Call(call) => match call.function() {
            Some(function) => {
                matches!(
                    function,
                    Function::Random
                        | Function::Uuid
                        | Function::Instance
                        | Function::Pulldata
                        | Function::Current
                        | Function::Position
                        | Function::Last
                ) || call.arguments.is_empty() && function.arity().most == Some(1)
            }
            None => true,
        },
        _ => false,
    };
    if term.parts().any(reads) {
        return None;
    }
    match &term.kind {
        Kind::Number(number) => Some(Constant::Number(*number)),
        Kind::Text(text) => Some(Constant::Text(text.to_string())),
        _ => {
            let expression = Expression::of(term);
            let root: Occurrence = Tree::root(bones);
            let context = bones.context();
            let still = Still::new(context.now, context.zone, context.seed);
            match Evaluation::new(bones, &still, root).value(&expression).ok()? {
                Value::Number(number) => Some(Constant::Number(number)),
                Value::Text(text) => Some(Constant::Text(text.into_owned())),
                Value::Boolean(_) | Value::Nodes(_) => None,
            }
        }
    }
}
