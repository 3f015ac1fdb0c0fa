//! The language in which questionnaires say what is relevant, required, allowed and calculated:
//! `XPath` 1.0 without variables, with `${name}` and the functions of ODK.
//!
//! [`Expression::parse`] reads a text once, when the questionnaire is read; what is wrong with it is a
//! [`SyntaxFault`] with its place and a mend. [`Evaluation`] gives it a value at a node of a [`Tree`],
//! which is all that this room knows of answers, within a budget of steps: a hostile expression ends
//! in [`EvaluationFault::TooCostly`]. What lies outside the tree (the moment, the time zone, chance,
//! labels) comes from an [`Environment`]. [`order()`] tells in which order calculations are evaluated,
//! or the cycle that forbids it.
//!
//! Where engines disagree the choice is made in [`choices`], once.
//!
//! This room never asks the clock, never knows a questionnaire's definition, and never allocates for
//! what rules mostly are: comparisons of an answer with a literal.

pub mod choices;

mod compare;
mod day;
mod environment;
mod evaluate;
mod fault;
mod function;
mod functions;
mod location;
mod number;
mod order;
mod parse;
mod pattern;
mod print;
mod source;
mod syntax;
mod token;
mod tree;
mod value;
mod walk;

#[cfg(test)]
mod tests;

pub use environment::{BUDGET, Chance, Environment, Still, Zone};
pub use evaluate::Evaluation;
pub use fault::{EvaluationFault, Problem, SyntaxFault};
pub use function::{Arity, Function, Sort};
pub use functions::shuffled;
pub(super) use number::from_text as number_of;
pub use order::{Cycle, order};
pub use parse::{DEEPEST, LONGEST};
pub use source::Expression;
pub use syntax::{Axis, Call, Callee, Chain, Kind, NodeTest, Operator, Path, Span, Start, Step, Term};
pub use tree::{NodeKind, NodeSet, Tree, follow};
pub use value::Value;
