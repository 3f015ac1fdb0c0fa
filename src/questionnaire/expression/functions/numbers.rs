//! Arithmetic.

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::number;
use crate::questionnaire::expression::tree::Tree;
use crate::questionnaire::expression::value::Value;

use super::call::Given;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    pub fn reckoned(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        let number = match function {
            Function::Number if !self.has(0) => {
                number::from_text(&self.evaluation.tree.text(self.focus.node))
            }
            Function::Number => self.number(0)?,
            Function::Sum => self.numbers_from(0)?.into_iter().sum(),
            Function::Max => extreme(&self.numbers_from(0)?, f64::max),
            Function::Min => extreme(&self.numbers_from(0)?, f64::min),
            Function::Round => {
                let digits = if self.has(1) { self.number(1)? } else { 0.0 };
                number::round(self.number(0)?, digits)
            }
            Function::Pi => std::f64::consts::PI,
            Function::Random => self.evaluation.environment.random(),
            Function::Pow => power(self.number(0)?, self.number(1)?),
            Function::Atan2 => self.number(0)?.atan2(self.number(1)?),
            _ => of_one(function, self.number(0)?),
        };
        Ok(number.into())
    }
}

fn of_one(function: Function, number: f64) -> f64 {
    match function {
        Function::Abs => number.abs(),
        Function::Acos => number.acos(),
        Function::Asin => number.asin(),
        Function::Atan => number.atan(),
        Function::Ceiling => number.ceil(),
        Function::Cos => number.cos(),
        Function::Exp => number.exp(),
        Function::Exp10 => 10_f64.powf(number),
        Function::Floor => number.floor(),
        Function::Int => number.trunc(),
        Function::Log => number.ln(),
        Function::Log10 => number.log10(),
        Function::Sin => number.sin(),
        Function::Sqrt => number.sqrt(),
        Function::Tan => number.tan(),
        _ => f64::NAN,
    }
}

/// As JavaScript and Java have it: an exponent that is no number, or an infinite one of 1, gives none.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (exponent.is_infinite() && (base.abs() - 1.0).abs() < f64::EPSILON) {
        return f64::NAN;
    }
    base.powf(exponent)
}

/// The greatest or least; not a number if any is none, or if there are none.
fn extreme(numbers: &[f64], choose: fn(f64, f64) -> f64) -> f64 {
    let choose = |left: f64, right: f64| {
        if left.is_nan() || right.is_nan() {
            f64::NAN
        } else {
            choose(left, right)
        }
    };
    numbers.iter().copied().reduce(choose).unwrap_or(f64::NAN)
}
