//! Comparisons: what `=`, `<` and their like say of an answer depends on the type of its question.

use super::logic::{Saying, says};
use super::{Amount, Claim, Comparison, Measure, Rule, Target};
use crate::questionnaire::definition::{Choice, QuestionKind};
use crate::questionnaire::expression::{
    Axis, Call, Function, Kind, NodeTest, Operator, Path, Start, Term, number_of,
};

/// An operator as its comparison; the second says that the opposite is meant.
fn comparison(operator: Operator) -> Option<(Comparison, bool)> {
    Some(match operator {
        Operator::Equal => (Comparison::Equal, false),
        Operator::NotEqual => (Comparison::Equal, true),
        Operator::Less => (Comparison::Less, false),
        Operator::LessOrEqual => (Comparison::AtMost, false),
        Operator::Greater => (Comparison::More, false),
        Operator::GreaterOrEqual => (Comparison::AtLeast, false),
        Operator::Or
        | Operator::And
        | Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Modulo
        | Operator::Union => return None,
    })
}

impl Comparison {
    /// The comparison that holds when the sides change places.
    const fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }

    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            #[expect(clippy::float_cmp, reason = "as the expression compares")]
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// What a term says on one side of a comparison.
enum Side<'t, 'd> {
    Answer(&'t Target<'d>),
    Options(&'t Target<'d>),
    /// The length of a text.
    Characters(&'t Target<'d>),
    Block,
    Amount(Amount),
}

impl<'d> Saying<'_, 'd> {
    pub(super) fn compared(
        &self,
        left: &Term,
        operator: Operator,
        right: &Term,
        not: bool,
    ) -> Option<Rule<'d>> {
        let (how, opposite) = comparison(operator)?;
        let not = not != opposite;
        match (self.side(left)?, self.side(right)?) {
            // What is said of the question comes first.
            (Side::Amount(amount), side) => side.compared(how.mirrored(), amount, not),
            (side, Side::Amount(amount)) => side.compared(how, amount, not),
            (side, Side::Answer(other)) => side.compared(how, Amount::Answer(other.number), not),
            _ => None,
        }
    }

    fn side(&self, term: &Term) -> Option<Side<'_, 'd>> {
        if let Some(amount) = amount(term) {
            return Some(Side::Amount(amount));
        }
        if let Kind::Call(call) = &term.kind {
            match (call.function()?, call.arguments.as_slice()) {
                (Function::CountSelected, [answers]) => return self.answer(answers).map(Side::Options),
                (Function::StringLength, [text]) => return self.answer(text).map(Side::Characters),
                (Function::Position, [node]) if is_parent(node) && !self.repeats.is_empty() => {
                    return Some(Side::Block);
                }
                _ => {}
            }
        }
        self.answer(term).map(Side::Answer)
    }
}

/// A number, a text, a day, or today.
fn amount(term: &Term) -> Option<Amount> {
    Some(match &term.kind {
        Kind::Number(number) => Amount::Number(*number),
        Kind::Negate(inner) => match &inner.kind {
            Kind::Number(number) => Amount::Number(-number),
            _ => return None,
        },
        Kind::Text(text) => Amount::Text(text.to_string()),
        Kind::Call(call) => day(call)?,
        Kind::Reference(_) | Kind::Chain(_) | Kind::Path(_) | Kind::Filter { .. } => return None,
    })
}

fn day(call: &Call) -> Option<Amount> {
    match (call.function()?, call.arguments.as_slice()) {
        (Function::Today, []) => Some(Amount::Today),
        (Function::Date, [inner]) => match &inner.kind {
            Kind::Text(text) => Some(Amount::Text(text.to_string())),
            Kind::Call(call) => day(call),
            _ => None,
        },
        _ => None,
    }
}

/// `..`
fn is_parent(term: &Term) -> bool {
    match &term.kind {
        Kind::Path(Path {
            start: Start::Here,
            steps,
        }) => match steps.as_slice() {
            [step] => step.axis == Axis::Parent && step.test == NodeTest::Any && step.predicates.is_empty(),
            _ => false,
        },
        _ => false,
    }
}

impl<'d> Side<'_, 'd> {
    fn compared(self, how: Comparison, with: Amount, not: bool) -> Option<Rule<'d>> {
        match self {
            Side::Answer(target) => target.compared(how, with, not),
            Side::Options(target) => match is_any(how, &with) {
                Some(any) => Some(says(Claim::Answered(target.number), not == any)),
                None => measured(Measure::Options(target.number), how, with, not),
            },
            Side::Characters(target) => {
                let any = is_any(how, &with)?;
                Some(says(Claim::Answered(target.number), not == any))
            }
            Side::Block => measured(Measure::Block, how, with, not),
            Side::Amount(_) => None,
        }
    }
}

/// Whether a count is compared such that it matters only if there is anything: more than none is
/// true, none is false.
fn is_any(how: Comparison, with: &Amount) -> Option<bool> {
    let Amount::Number(number) = with else { return None };
    let is = |other: f64| (number - other).abs() < f64::EPSILON;
    match how {
        Comparison::More if is(0.0) => Some(true),
        Comparison::AtLeast if is(1.0) => Some(true),
        Comparison::Equal | Comparison::AtMost if is(0.0) => Some(false),
        Comparison::Less if is(1.0) => Some(false),
        _ => None,
    }
}

fn measured<'d>(what: Measure, how: Comparison, with: Amount, not: bool) -> Option<Rule<'d>> {
    matches!(with, Amount::Number(_)).then(|| {
        let claim = Claim::Compared {
            what,
            how,
            with,
            in_time: false,
        };
        says(claim, not)
    })
}

impl<'d> Target<'d> {
    fn compared(&self, how: Comparison, with: Amount, not: bool) -> Option<Rule<'d>> {
        if how == Comparison::Equal && with == Amount::Text(String::new()) {
            return Some(says(Claim::Answered(self.number), !not));
        }
        let in_time = match &self.question.kind {
            QuestionKind::SelectOne(_) => return self.option(how, &with, not),
            QuestionKind::SelectMultiple(_) => {
                let claim = Claim::Only {
                    question: self.number,
                    option: self.named(how, &with)?,
                };
                return Some(says(claim, not));
            }
            QuestionKind::Acknowledge => {
                let ticked = how == Comparison::Equal && with == Amount::Text("OK".to_owned());
                return ticked.then(|| says(Claim::Ticked(self.number), not));
            }
            QuestionKind::Text { .. }
            | QuestionKind::Integer
            | QuestionKind::Decimal
            | QuestionKind::Range(_) => false,
            QuestionKind::Date | QuestionKind::Time | QuestionKind::DateTime => true,
            QuestionKind::Rank(_)
            | QuestionKind::Geopoint
            | QuestionKind::Upload(_)
            | QuestionKind::Note
            | QuestionKind::Calculate
            | QuestionKind::Hidden
            | QuestionKind::Start
            | QuestionKind::End
            | QuestionKind::Today => return None,
        };
        let claim = Claim::Compared {
            what: Measure::Answer(self.number),
            how,
            with,
            in_time,
        };
        Some(says(claim, not))
    }

    /// The option with this very name.
    fn named(&self, how: Comparison, with: &Amount) -> Option<&'d Choice> {
        match with {
            Amount::Text(name) if how == Comparison::Equal => self.list?.get(name),
            _ => None,
        }
    }

    /// Which options make a comparison true: one by its name, or those whose names are such numbers.
    fn option(&self, how: Comparison, with: &Amount, not: bool) -> Option<Rule<'d>> {
        let options: Vec<&Choice> = match with {
            Amount::Text(_) => vec![self.named(how, with)?],
            Amount::Number(number) => {
                let holds = |choice: &&'d Choice| {
                    let value = number_of(&choice.name);
                    !value.is_nan() && how.holds(value, *number)
                };
                self.list?.choices.iter().filter(holds).collect()
            }
            Amount::Today | Amount::Answer(_) => return None,
        };
        (!options.is_empty()).then(|| says(self.chosen(options), not))
    }
}
