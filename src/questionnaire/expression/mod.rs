//! The XLSForm expression language: XPath 1.0 without variables, with the functions of ODK.

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

pub use environment::{BUDGET, Environment, Still, Zone};
pub use evaluate::Evaluation;
pub use fault::{EvaluationFault, Problem, SyntaxFault};
pub use function::{Arity, Function, Sort};
pub use functions::shuffled;
pub use order::{Cycle, order};
pub use parse::{DEEPEST, LONGEST};
pub use source::Expression;
pub use syntax::{Axis, Call, Callee, Chain, Kind, NodeTest, Operator, Path, Span, Start, Step, Term};
pub use tree::{NodeKind, NodeSet, Tree, follow};
pub use value::Value;
