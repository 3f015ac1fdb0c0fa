//! Rules as people say them: an expression as a tree of statements about numbered questions.
//!
//! No words are made here: who shows a rule words it in the reader's language. What cannot be said as a
//! statement stays the formula that it is, so that nobody reads a rule that does not hold. A statement
//! is true exactly when its expression is, for whatever answers there may be: an answer that is not
//! given is not more than 18, and so on.

mod comparison;
mod logic;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use super::definition::{Choice, ChoiceList, Definition, Question};
use super::expression::Expression;

/// The number of a question on paper: `12`, or `12.3` for the third row of the matrix 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    pub question: u32,
    pub row: Option<u32>,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "{}.{row}", self.question),
            None => write!(f, "{}", self.question),
        }
    }
}

/// When something is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule<'d> {
    Always,
    Never,
    /// At least two.
    All(Vec<Rule<'d>>),
    /// At least two.
    Any(Vec<Rule<'d>>),
    Says(Statement<'d>),
    /// What no statement says, as it is written.
    Formula(String),
}

/// A statement about one answer, or its opposite.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement<'d> {
    pub about: Claim<'d>,
    /// The opposite is meant.
    pub not: bool,
}

/// What can be said of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim<'d> {
    /// One of the options is the answer, or among the answers.
    Chosen {
        question: Number,
        /// Several can be chosen.
        several: bool,
        options: Vec<&'d Choice>,
    },
    /// This option is chosen and no other.
    Only {
        question: Number,
        option: &'d Choice,
    },
    Answered(Number),
    /// A box to acknowledge something.
    Ticked(Number),
    Compared {
        what: Measure,
        how: Comparison,
        with: Amount,
        /// Moments are earlier and later, not less and more.
        in_time: bool,
    },
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Answer(Number),
    /// How many options are chosen.
    Options(Number),
    /// How many blocks of a repeat there are up to this one.
    Block,
}

/// How two amounts compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// What something is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    Number(f64),
    Text(String),
    /// The day on which the questionnaire is answered.
    Today,
    Answer(Number),
}

/// A question that statements can be about.
#[derive(Debug, Clone)]
struct Target<'d> {
    number: Number,
    question: &'d Question,
    list: Option<&'d ChoiceList>,
    /// Names of the repeats around it, the outermost first.
    repeats: Vec<&'d str>,
}

/// The questions that have numbers, by name.
#[derive(Debug, Clone, Default)]
pub struct Numbers<'d> {
    /// Names that occur twice are nobody's.
    targets: BTreeMap<&'d str, Option<Target<'d>>>,
}

impl<'d> Numbers<'d> {
    /// Gives a question its number.
    pub(super) fn give(
        &mut self,
        number: Number,
        question: &'d Question,
        repeats: &[&'d str],
        definition: &'d Definition,
    ) {
        let selection = question.kind.selection();
        let target = Target {
            number,
            question,
            list: selection.and_then(|selection| definition.lists.get(&selection.list)),
            repeats: repeats.to_vec(),
        };
        self.targets
            .entry(&question.name)
            .and_modify(|other| *other = None)
            .or_insert(Some(target));
    }

    /// The number of the question with this name.
    pub fn of(&self, name: &str) -> Option<Number> {
        Some(self.targets.get(name)?.as_ref()?.number)
    }

    /// The rule of something within `repeats`, as it is said.
    pub fn rule(&self, expression: &Expression, repeats: &[&str]) -> Rule<'d> {
        logic::Saying {
            numbers: self,
            repeats,
        }
        .rule(expression.root(), false)
    }

    /// The questions whose answers an expression looks at, each once, in order of their numbers.
    pub fn looked_at(&self, expression: &Expression) -> Vec<Number> {
        let names = expression.root().parts().filter_map(logic::named);
        let mut found: Vec<Number> = names.filter_map(|name| self.of(name)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
